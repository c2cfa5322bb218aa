import type { Services } from '../../app/services.ts';
import { RetryLater } from '../../jobs/job.ts';
import { messageOf } from '../../lib/errors.ts';
import { eraseSubjectJob } from './erase-subject.job.ts';
import type { ConnectionSubject, ErasureContribution, ErasureServices } from './erasure-place.ts';
import { auditTargets, events, jobs, results } from './naming.erasure.ts';
import type { StoredErasureError } from './stored-erasure.ts';

/** Work that had not noticed the end may store once more while it is erased: then all places are gone over again. */
const MOST_PASSES = 5;
/** How long an erasure may lie unfinished before its job counts as lost. */
const LOST_AFTER_MS = 3_600_000;

/**
 * Erases the subject from all places and stores the proof: what each held when it began, and what it holds. Begun again
 * after a kill it goes on, with the same first figures; once completed it does nothing.
 *
 * @throws RetryLater while a place has to wait; what could be erased is.
 */
export async function eraseSubject(
  services: ErasureServices,
  contributions: readonly ErasureContribution[],
  erasureId: string,
  signal: AbortSignal,
): Promise<void> {
  const begun = await begin(services, contributions, erasureId);
  if (begun === null) return;
  const { subject, held } = begun;
  const places = placesOf(contributions);
  let remaining: number[] = [];
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    await eraseAll(services, places, subject, signal);
    remaining = await countAll(services, contributions, subject);
    if (remaining.every((count) => count === 0)) break;
  }
  const left = places.filter((_place, index) => remaining[index] !== 0).map(({ name }) => name);
  if (left.length > 0)
    throw new Error(`After ${String(MOST_PASSES)} passes there is still something in ${left.join(', ')}`);
  const proof = places.map(({ kind, name }, index) => ({
    kind,
    name,
    deleted: held[index] ?? 0,
    remaining: remaining[index] ?? 0,
  }));
  await services.database.prisma.$executeRaw`
    UPDATE "DataErasure"
    SET "status" = 'COMPLETED', "completedAt" = ${services.clock.now()}::timestamptz, "proof" = ${JSON.stringify(proof)}::jsonb,
      "subject" = NULL, "held" = NULL, "error" = NULL
    WHERE "id" = ${erasureId}::uuid AND "status" <> 'COMPLETED'`;
}

/** What waits for something outside does not keep the others waiting. */
async function eraseAll(
  services: ErasureServices,
  places: ErasureContribution['places'],
  subject: ConnectionSubject,
  signal: AbortSignal,
): Promise<void> {
  let waits: RetryLater | undefined;
  for (const place of places) {
    try {
      await place.erase(services, subject, signal);
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      waits = error;
    }
  }
  if (waits !== undefined) throw waits;
}

/** Says that the job gave up, for now. */
export async function failErasure(
  { database, log }: Pick<Services, 'database' | 'log'>,
  erasureId: string,
  cause: Error,
): Promise<void> {
  log.error({ erasureId, reason: messageOf(cause) }, 'An erasure failed; it is tried again within the hour');
  const error: StoredErasureError = {
    code: 'RETRIES_EXHAUSTED',
    message: 'The erasure failed several times; it is tried again.',
    retryable: true,
    vendorCode: null,
  };
  await database.prisma.dataErasure.updateMany({
    where: { id: erasureId, status: { not: 'COMPLETED' } },
    data: { status: 'FAILED', error: { ...error } },
  });
}

/** Sends the jobs of erasures that failed, or whose job was lost, once more. Returns how many. */
export async function resumeErasures({
  database,
  clock,
  queue,
}: Pick<Services, 'database' | 'clock' | 'queue'>): Promise<number> {
  const before = new Date(clock.now().getTime() - LOST_AFTER_MS);
  const unfinished = await database.prisma.dataErasure.findMany({
    where: {
      OR: [{ status: 'FAILED' }, { status: { in: ['QUEUED', 'RUNNING'] }, requestedAt: { lte: before } }],
    },
    select: { id: true },
  });
  for (const { id } of unfinished) await queue.send(eraseSubjectJob, { erasureId: id }, { singletonKey: id });
  return unfinished.length;
}

/** Jobs first, so that nothing begins any more; names of what is erased last, so that a killed erasure still finds it. */
function placesOf(contributions: readonly ErasureContribution[]): ErasureContribution['places'] {
  return [jobs, ...contributions.flatMap(({ places }) => places), events, results, auditTargets];
}

async function countAll(
  services: ErasureServices,
  contributions: readonly ErasureContribution[],
  subject: ConnectionSubject,
): Promise<number[]> {
  const counts: number[] = [];
  for (const place of placesOf(contributions)) counts.push(await place.count(services, subject));
  return counts;
}

/** What is to be erased, and what each place held before anything was; null where there is nothing to do. */
async function begin(
  services: ErasureServices,
  contributions: readonly ErasureContribution[],
  erasureId: string,
): Promise<{ subject: ConnectionSubject; held: number[] } | null> {
  const { prisma } = services.database;
  const erasure = await prisma.dataErasure.findUnique({ where: { id: erasureId } });
  if (erasure === null || erasure.status === 'COMPLETED') return null;
  const subject = erasure.subject as unknown as ConnectionSubject;
  if (erasure.held === null) {
    for (const contribution of contributions) {
      const ids = await contribution.relatedIds?.(services.database, subject.connectionId);
      subject.relatedIds.push(...(ids ?? []));
    }
    const held = await countAll(services, contributions, subject);
    await prisma.$executeRaw`
      UPDATE "DataErasure" SET "subject" = ${JSON.stringify(subject)}::jsonb, "held" = ${JSON.stringify(held)}::jsonb
      WHERE "id" = ${erasureId}::uuid AND "held" IS NULL`;
  }
  await prisma.$executeRaw`
    UPDATE "DataErasure" SET "status" = 'RUNNING', "error" = NULL
    WHERE "id" = ${erasureId}::uuid AND "status" <> 'COMPLETED'`;
  const stored = await prisma.dataErasure.findUniqueOrThrow({ where: { id: erasureId } });
  if (stored.subject === null || stored.held === null) return null;
  return {
    subject: stored.subject as unknown as ConnectionSubject,
    held: stored.held as unknown as number[],
  };
}

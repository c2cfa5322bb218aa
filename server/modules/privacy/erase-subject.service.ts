import type { Services } from '../../app/services.ts';
import { RetryLater } from '../../jobs/job.ts';
import { messageOf } from '../../lib/errors.ts';
import { callerKeyOfApiKey, callerKeyOfUser } from '../accounts/access.events.ts';
import { eraseSubjectJob } from './erase-subject.job.ts';
import type { ErasureContribution, ErasurePlace, ErasureServices, ErasureSubject } from './erasure-place.ts';
import { auditTargets, erasureCallers, events, jobs, namingEvents, results } from './naming.erasure.ts';
import type { NewErasureSubject } from './erasure.service.ts';
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
  const begun = await begin(services, contributions, erasureId, signal);
  if (begun === null) return;
  const { subject, held, places } = begun;
  let remaining: number[] = [];
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    await eraseAll(services, places, subject, signal);
    remaining = await countAll(services, places, subject);
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
  places: readonly ErasurePlace[],
  subject: ErasureSubject,
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

/** What goes with what. */
const PARTS: Record<ErasureSubject['kind'], readonly ErasureContribution['of'][]> = {
  CONNECTION: ['CONNECTION'],
  WORKSPACE: ['CONNECTION', 'WORKSPACE'],
  USER: ['USER'],
};

/** Jobs first, so that nothing begins any more; names of what is erased last, so that a killed erasure still finds it. */
function placesOf(kind: ErasureSubject['kind'], parts: readonly ErasureContribution[]): ErasurePlace[] {
  return [
    jobs,
    ...parts.flatMap(({ places }) => places),
    ...(kind === 'USER' ? [] : [events]),
    ...(kind === 'CONNECTION' ? [namingEvents] : []),
    results,
    auditTargets,
    ...(kind === 'CONNECTION' ? [] : [erasureCallers]),
  ];
}

async function countAll(
  services: ErasureServices,
  places: readonly ErasurePlace[],
  subject: ErasureSubject,
): Promise<number[]> {
  const counts: number[] = [];
  for (const place of places) counts.push(await place.count(services, subject));
  return counts;
}

interface BegunErasure {
  subject: ErasureSubject;
  places: ErasurePlace[];
  /** What each place held before anything was erased. */
  held: number[];
}

/** What is to be erased, from where, and what was there; null where there is nothing to do. */
async function begin(
  services: ErasureServices,
  contributions: readonly ErasureContribution[],
  erasureId: string,
  signal: AbortSignal,
): Promise<BegunErasure | null> {
  const { prisma } = services.database;
  const erasure = await prisma.dataErasure.findUnique({ where: { id: erasureId } });
  if (erasure === null || erasure.status === 'COMPLETED') return null;
  const parts = contributions.filter(({ of }) => PARTS[erasure.subjectKind].includes(of));
  const places = placesOf(erasure.subjectKind, parts);
  const subject = await completeSubject(services, parts, erasure.subject as unknown as StoredSubject);
  for (const part of parts) await part.end?.(services, subject, signal);
  const held = erasure.held ?? (await countAll(services, places, subject));
  // Where another worker was first, with his figures.
  const [begun] = await prisma.$queryRaw<{ held: number[] }[]>`
    UPDATE "DataErasure" SET "status" = 'RUNNING', "error" = NULL, "subject" = ${JSON.stringify(subject)}::jsonb,
      "held" = COALESCE("held", ${JSON.stringify(held)}::jsonb)
    WHERE "id" = ${erasureId}::uuid AND "status" <> 'COMPLETED' RETURNING "held"`;
  return begun === undefined ? null : { subject, places, held: begun.held };
}

/** As the request stored it, or an earlier attempt. */
type StoredSubject = NewErasureSubject & Partial<ErasureSubject>;

/** The subject with all that goes with it: what was known before, and what is there now. */
async function completeSubject(
  { database }: ErasureServices,
  parts: readonly ErasureContribution[],
  stored: StoredSubject,
): Promise<ErasureSubject> {
  const { kind, id } = stored;
  const { prisma } = database;
  const callerKeys = new Set(stored.callerKeys);
  const connections = new Map(stored.connections.map((connection) => [connection.id, connection]));
  if (kind === 'USER') callerKeys.add(callerKeyOfUser(id));
  if (kind === 'WORKSPACE') {
    const where = { workspaceId: id };
    const select = { id: true, openId: true };
    for (const key of await prisma.apiKey.findMany({ where, select: { id: true } }))
      callerKeys.add(callerKeyOfApiKey(key.id));
    for (const connection of await prisma.tikTokConnection.findMany({ where, select }))
      connections.set(connection.id, connection);
  }
  const relatedIds = new Set(stored.relatedIds);
  const subject = { ...stored, connections: [...connections.values()], callerKeys: [...callerKeys] };
  for (const part of parts) {
    const related = await part.relatedIds?.(database, { ...subject, relatedIds: [] });
    for (const relatedId of related ?? []) relatedIds.add(relatedId);
  }
  return { ...subject, relatedIds: [...relatedIds] };
}

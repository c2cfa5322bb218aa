import type { Transaction } from '../../data/database.ts';
import type { RunStatus } from '../../data/generated/prisma/enums.ts';
import { sql } from '../../data/sql.ts';
import { settle } from '../ai-budget/ai-ledger.service.ts';
import type { ErasureContribution, ErasureServices, ErasureSubject } from '../privacy/erasure-place.ts';
import { columnPlace, connectionIds, connectionRows, tablePlace } from '../privacy/erasure-place.ts';

/** Runs a transaction: each may have thousands of events. */
const BATCH = 50;

export const recommendationsErasure: ErasureContribution = {
  of: 'CONNECTION',
  async relatedIds({ prisma }, subject) {
    const where = {
      where: { connectionId: { in: connectionIds(subject) } },
      select: { id: true },
    } as const;
    const [runs, recommendations] = await Promise.all([
      prisma.recommendationRun.findMany(where),
      prisma.tikTokRecommendation.findMany(where),
    ]);
    return [...runs, ...recommendations].map(({ id }) => id);
  },
  places: [
    tablePlace(
      'RunEvidence',
      (subject) => sql`"runId" IN (
        SELECT "id" FROM "RecommendationRun" WHERE "connectionId" = ANY(${connectionIds(subject)}::uuid[]))`,
    ),
    connectionRows('TikTokRecommendation'),
    { ...connectionRows('RecommendationRun'), erase: eraseAllRuns },
    // After the runs, with which they are settled. What was spent stays the workspace's.
    columnPlace('AiCharge', 'runId', ({ relatedIds }) => sql`"runId" = ANY(${[...relatedIds]}::uuid[])`),
  ],
};

/** The runs stay: they are the workspace's. */
export const runRequestersErasure: ErasureContribution = {
  of: 'USER',
  places: [columnPlace('RecommendationRun', 'requestedById', ({ id }) => sql`"requestedById" = ${id}::uuid`)],
};

async function eraseAllRuns(
  { database, clock }: ErasureServices,
  subject: ErasureSubject,
  signal: AbortSignal,
): Promise<void> {
  let erased: number;
  do {
    signal.throwIfAborted();
    erased = await database.transaction((tx) => eraseRuns(tx, connectionIds(subject), BATCH, clock.now()));
  } while (erased === BATCH);
}

/** Erases runs together with their events, which only their ids lead to. Returns how many runs. */
export async function eraseRuns(
  tx: Transaction,
  connections: readonly string[],
  limit: number,
  now: Date,
): Promise<number> {
  // Locked, so that no worker appends to them meanwhile.
  const runs = await tx.$queryRaw<{ id: string; status: RunStatus }[]>`
    SELECT "id"::text AS "id", "status"::text AS "status" FROM "RecommendationRun" WHERE "connectionId" = ANY(${connections}::uuid[])
    ORDER BY "id" LIMIT ${limit} FOR UPDATE`;
  const ids = runs.map(({ id }) => id);
  await tx.streamEvent.deleteMany({ where: { stream: { in: ids.map((id) => `run:${id}`) } } });
  // What the erasure spoils of their cost: all that a run under way may spend counts, of one that was not begun nothing.
  const idsOf = (status: RunStatus) => runs.filter((run) => run.status === status).map(({ id }) => id);
  await settle(tx, idsOf('RUNNING'), null, now);
  await settle(tx, idsOf('QUEUED'), 0n, now);
  await tx.aiCharge.updateMany({ where: { runId: { in: ids } }, data: { runId: null } });
  await tx.recommendationRun.deleteMany({ where: { id: { in: ids } } });
  return ids.length;
}

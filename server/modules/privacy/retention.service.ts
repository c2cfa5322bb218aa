import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { identifier, type Sql, sql } from '../../data/sql.ts';
import { rebuildRollup } from '../analytics/rollup/rebuild.service.ts';
import { outdateRollup } from '../analytics/rollup/rollup-state.ts';

/** Rows that one statement deletes, so that none holds its locks for long. */
const BATCH = 5_000;

/** What was measured, by the instant or the day that it tells of; snapshots are what days are rolled up from. */
const MEASURED: readonly { table: string; at: Sql; isSnapshot: boolean }[] = [
  { table: 'TikTokAnalytics', at: sql`"capturedAt"`, isSnapshot: true },
  { table: 'TikTokAccountAnalytics', at: sql`"capturedAt"`, isSnapshot: true },
  { table: 'ImportedDay', at: sql`"date"`, isSnapshot: false },
  { table: 'ImportedAudience', at: sql`"capturedAt"`, isSnapshot: false },
];

/**
 * Deletes what workspaces have said they keep no longer (`retentionDays`). The newest counters of accounts and videos stay:
 * they are on their rows. What was rolled up from deleted snapshots goes with the rebuild that follows. Safe to kill and to
 * call again. Returns how many rows.
 */
export async function deleteOutdated(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  const limited = await database.prisma.workspace.findMany({
    where: { retentionDays: { not: null }, erasingSince: null },
    select: { id: true, retentionDays: true },
  });
  let deleted = 0;
  for (const { id, retentionDays } of limited) {
    const horizon = new Date(clock.now().getTime() - (retentionDays ?? 0) * 24 * 3_600_000);
    for (const connection of await database.prisma.tikTokConnection.findMany({
      where: { workspaceId: id },
      select: { id: true },
    })) {
      deleted += await deleteOf(database, connection.id, horizon, signal);
    }
  }
  return deleted;
}

async function deleteOf(
  database: Database,
  connectionId: string,
  horizon: Date,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  let hasOutdatedDays = false;
  for (const { table, at, isSnapshot } of MEASURED) {
    const rows = (limit: number): Sql => sql`SELECT ctid FROM ${identifier(table)}
      WHERE "connectionId" = ${connectionId}::uuid AND ${at} < ${horizon}::timestamptz LIMIT ${limit}`;
    const found = await database.prisma.$queryRaw<object[]>(sql`SELECT 1 FROM (${rows(1)}) found`);
    if (found.length === 0) continue;
    if (isSnapshot) {
      // Before anything goes: from here on until the rebuild the days stay as they were, as a whole.
      await outdateRollup(database.prisma, connectionId);
      hasOutdatedDays = true;
    }
    let count: number;
    do {
      signal.throwIfAborted();
      count = await database.prisma.$executeRaw(
        sql`DELETE FROM ${identifier(table)} WHERE ctid = ANY(ARRAY(${rows(BATCH)}))`,
      );
      deleted += count;
    } while (count === BATCH);
  }
  // Where it comes to nothing, since a sync stores just now, it stays due.
  if (hasOutdatedDays) await rebuildRollup({ database }, connectionId, signal);
  return deleted;
}

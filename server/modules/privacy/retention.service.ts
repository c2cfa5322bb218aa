import type { Services } from '../../app/services.ts';
import { identifier, type Sql, sql } from '../../data/sql.ts';

/** Rows that one statement deletes, so that none holds its locks for long. */
const BATCH = 5_000;

/** What was measured, by the instant or the day that it tells of. */
const MEASURED: readonly { table: string; at: Sql }[] = [
  { table: 'TikTokAnalytics', at: sql`"capturedAt"` },
  { table: 'TikTokAccountAnalytics', at: sql`"capturedAt"` },
  { table: 'ImportedDay', at: sql`"date"` },
  { table: 'ImportedAudience', at: sql`"capturedAt"` },
];

/**
 * Deletes what workspaces have said they keep no longer (`retentionDays`). The newest counters of accounts and videos stay:
 * they are on their rows. Safe to kill and to call again. Returns how many rows.
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
      for (const { table, at } of MEASURED) {
        const rows = sql`SELECT ctid FROM ${identifier(table)}
          WHERE "connectionId" = ${connection.id}::uuid AND ${at} < ${horizon}::timestamptz LIMIT ${BATCH}`;
        let count: number;
        do {
          signal.throwIfAborted();
          count = await database.prisma.$executeRaw(
            sql`DELETE FROM ${identifier(table)} WHERE ctid = ANY(ARRAY(${rows}))`,
          );
          deleted += count;
        } while (count === BATCH);
      }
    }
  }
  return deleted;
}

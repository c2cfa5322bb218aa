import type { Database } from '../../../data/database.ts';
import { identifier, type Sql, sql } from '../../../data/sql.ts';
import { bestWords } from '../best-words.ts';
import { SOURCES_BY_TRUST } from '../trend-sighting.ts';

/** Rows of a workspace that were counted over its own videos, or exist only because of that. */
interface CorpusRows {
  table: string;
  /** @param workspaceId row id. */
  where: (workspaceId: string | null) => Sql;
}

const ofOwnTrends = (workspaceId: string | null): Sql =>
  sql`"trendId" IN (SELECT "id" FROM "TikTokTrend" WHERE "workspaceId" = ${workspaceId}::uuid)`;
const isOwnCorpus = sql`"source" = 'OWN_CORPUS'`;

/** Whether another source knows the trend of a row. */
const isKnownElsewhere = sql`EXISTS (
  SELECT FROM "TrendObservation" o WHERE o."trendId" = "TikTokTrend"."id" AND o."source" <> 'OWN_CORPUS')`;

/** The workspace's trends whose row tells what was counted over its own videos. */
const told = (workspaceId: string | null): Sql =>
  sql`"TikTokTrend"."workspaceId" = ${workspaceId}::uuid AND "TikTokTrend"."source" = 'OWN_CORPUS'`;

/** In the order of deleting. Trends that another source knows as well stay: see `speakOtherwise`. */
export const CORPUS_ROWS: readonly CorpusRows[] = [
  { table: 'TrendCorpusState', where: (id) => sql`"workspaceId" = ${id}::uuid` },
  { table: 'TrendExample', where: ofOwnTrends },
  { table: 'TrendCurve', where: (id) => sql`${isOwnCorpus} AND ${ofOwnTrends(id)}` },
  { table: 'TrendObservation', where: (id) => sql`${isOwnCorpus} AND ${ofOwnTrends(id)}` },
  { table: 'TikTokTrend', where: onlyOfCorpus },
];

/** The workspace's trends that no other source knows. */
export function onlyOfCorpus(workspaceId: string | null): Sql {
  return sql`${told(workspaceId)} AND NOT ${isKnownElsewhere}`;
}

/** Its trends whose row tells what was counted over its own videos, though another source knows them. */
export function speaksOfCorpus(workspaceId: string | null): Sql {
  return sql`${told(workspaceId)} AND ${isKnownElsewhere}`;
}

const OTHERS = SOURCES_BY_TRUST.filter((source) => source !== 'OWN_CORPUS');

/** Has the word of the best other source on these rows; how fast they rise is reckoned anew at the next collection. */
export function speakOtherwise(workspaceId: string | null): Sql {
  return sql`
    UPDATE "TikTokTrend" SET "source" = other."source", "rank" = other."rank", "views" = other."views",
      "posts" = other."posts", "capturedAt" = other."capturedAt", "velocity" = NULL, "growthLower" = NULL,
      "stage" = NULL, "velocityAt" = NULL, "explodingSince" = NULL
    FROM (${bestWords(sql`SELECT "id" FROM "TikTokTrend" WHERE ${speaksOfCorpus(workspaceId)}`, OTHERS)}) other
    WHERE other."trendId" = "TikTokTrend"."id" AND ${speaksOfCorpus(workspaceId)}`;
}

/**
 * Deletes all that was counted over a workspace's own videos, so that it is counted anew: where one of its accounts leaves.
 */
export async function forgetCorpus(
  tx: Pick<Database['prisma'], '$executeRaw'>,
  workspaceId: string,
): Promise<void> {
  // In the order in which whoever stores sightings locks them.
  await tx.$executeRaw`
    SELECT FROM "TikTokTrend" WHERE "workspaceId" = ${workspaceId}::uuid ORDER BY "identity" FOR UPDATE`;
  for (const { table, where } of CORPUS_ROWS)
    await tx.$executeRaw(sql`DELETE FROM ${identifier(table)} WHERE ${where(workspaceId)}`);
  await tx.$executeRaw(speakOtherwise(workspaceId));
}

/** Has `work` done while nobody else counts the workspace's corpus. */
export function whileCounting<T>(
  database: Database,
  workspaceId: string,
  work: () => Promise<T>,
): Promise<T> {
  return database.withLock(`trends.corpus:${workspaceId}`, work);
}

/** Waits for a count under way. One that begins later sees what was stored before. */
export function afterCount(database: Database, workspaceId: string): Promise<void> {
  return whileCounting(database, workspaceId, () => Promise.resolve());
}

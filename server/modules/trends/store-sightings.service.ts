import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import { bestWords } from './best-words.ts';
import { identityOf, trendRowsOf } from './sighting-rows.ts';
import { loadCurves } from './told-trends.loader.ts';
import { withCapture } from './trend-curve.ts';
import type { TrendSighting, TrendSource } from './trend-sighting.ts';

/** Sightings of one transaction, which takes well under a second. */
export const MOST_SIGHTINGS = 1_000;

/** Who says so, and whose trends they are. */
export interface SightingOrigin {
  source: TrendSource;
  /** Row id; null is shared by all. */
  workspaceId: string | null;
}

export interface StoredSightings {
  /** Row ids of every trend that was named. */
  trendIds: string[];
  /** Observations that were new. */
  stored: number;
  /** Observations that were there: of that trend, source and time. */
  unchanged: number;
}

/**
 * Stores what a source says of trends, each observation once: the same again, whole or in part, changes nothing, and an
 * observation is never edited. Several processes may store at a time. A chunk of 1,000 sightings takes one transaction of at
 * most eight statements; killed in between, what is stored stays.
 *
 * Velocities are not reckoned here: hand the ids to `remeasureTrends`.
 */
export async function storeSightings(
  { database }: Pick<Services, 'database'>,
  origin: SightingOrigin,
  sightings: readonly TrendSighting[],
): Promise<StoredSightings> {
  const trendIds = new Set<string>();
  let stored = 0;
  let unchanged = 0;
  for (let begin = 0; begin < sightings.length; begin += MOST_SIGHTINGS) {
    const chunk = sightings.slice(begin, begin + MOST_SIGHTINGS);
    const observed = await database.transaction((tx) => storeSightingsIn(tx, origin, chunk));
    for (const id of observed.trendIds) trendIds.add(id);
    stored += observed.stored;
    unchanged += observed.unchanged;
  }
  return { trendIds: [...trendIds], stored, unchanged };
}

/** The same for at most `MOST_SIGHTINGS`, in the transaction of a caller who stores more than these. */
export async function storeSightingsIn(
  tx: Transaction,
  { source, workspaceId }: SightingOrigin,
  sightings: readonly TrendSighting[],
): Promise<StoredSightings> {
  const byTrend = Map.groupBy(sightings, (sighting) => identityOf(workspaceId, sighting));
  const ids = await storeTrends(tx, { source, workspaceId }, byTrend);
  const named = [...byTrend].map(([identity, sightings]) => ({ id: ids.get(identity)!, sightings }));
  const { given, stored } = await storeObservations(tx, source, named);
  await storeCurves(tx, source, named);
  await storeExamples(tx, named);
  const trendIds = [...ids.values()];
  if (stored > 0) await showBestSource(tx, trendIds);
  return { trendIds, stored, unchanged: given - stored };
}

type SightingsByTrend = ReadonlyMap<string, readonly TrendSighting[]>;

/** Ids by identity, locked until the transaction ends. */
async function storeTrends(
  tx: Transaction,
  { source, workspaceId }: SightingOrigin,
  byTrend: SightingsByTrend,
): Promise<Map<string, string>> {
  const rows = JSON.stringify(trendRowsOf(byTrend));
  await tx.$executeRaw`
    INSERT INTO "TikTokTrend" AS trend ("id", "workspaceId", "kind", "key", "name", "tikTokId", "category", "region",
      "identity", "source", "capturedAt", "firstSeenAt", "lastSeenAt")
    SELECT "id", ${workspaceId}::uuid, "kind", "key", "name", "tikTokId", "category", "region", "identity",
      ${source}::"TrendSource", "capturedAt", "firstSeenAt", "lastSeenAt"
    FROM jsonb_to_recordset(${rows}::jsonb) AS given("id" uuid, "kind" "TrendKind", "key" text, "name" text,
      "tikTokId" text, "category" text, "region" text, "identity" text, "capturedAt" timestamptz,
      "firstSeenAt" timestamptz, "lastSeenAt" timestamptz)
    ORDER BY "identity"
    ON CONFLICT ("identity") DO UPDATE SET
      "name" = CASE WHEN excluded."lastSeenAt" > trend."lastSeenAt" THEN excluded."name" ELSE trend."name" END,
      "tikTokId" = coalesce(trend."tikTokId", excluded."tikTokId"),
      "category" = coalesce(excluded."category", trend."category"),
      "firstSeenAt" = LEAST(trend."firstSeenAt", excluded."firstSeenAt"),
      "lastSeenAt" = GREATEST(trend."lastSeenAt", excluded."lastSeenAt")
    WHERE (trend."tikTokId" IS NULL AND excluded."tikTokId" IS NOT NULL)
      OR trend."category" IS DISTINCT FROM coalesce(excluded."category", trend."category")
      OR excluded."firstSeenAt" < trend."firstSeenAt" OR excluded."lastSeenAt" > trend."lastSeenAt"`;
  const found = await tx.$queryRaw<{ id: string; identity: string }[]>`
    SELECT "id", "identity" FROM "TikTokTrend" WHERE "identity" = ANY(${[...byTrend.keys()]}::text[])
    ORDER BY "identity" FOR UPDATE`;
  return new Map(found.map(({ id, identity }) => [identity, id]));
}

interface NamedTrend {
  id: string;
  sightings: readonly TrendSighting[];
}

async function storeObservations(
  tx: Transaction,
  source: TrendSource,
  named: readonly NamedTrend[],
): Promise<{ given: number; stored: number }> {
  const rows = named.flatMap(({ id, sightings }) =>
    // Where a list names a trend twice, its first place counts.
    [...new Map(sightings.toReversed().map((each) => [each.capturedAt.getTime(), each])).values()].map(
      ({ capturedAt, rank, views, posts, measure, accounts }) => ({
        trendId: id,
        capturedAt: capturedAt.toISOString(),
        rank,
        views: views?.toString() ?? null,
        posts: posts?.toString() ?? null,
        measure,
        accounts: accounts ?? null,
      }),
    ),
  );
  const stored = await tx.$executeRaw`
    INSERT INTO "TrendObservation" ("trendId", "source", "capturedAt", "rank", "views", "posts", "measure",
      "accounts")
    SELECT "trendId", ${source}::"TrendSource", "capturedAt", "rank", "views", "posts", "measure", "accounts"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given("trendId" uuid, "capturedAt" timestamptz,
      "rank" int, "views" bigint, "posts" bigint, "measure" "TrendMeasure", "accounts" int)
    ON CONFLICT DO NOTHING`;
  return { given: rows.length, stored };
}

async function storeCurves(
  tx: Transaction,
  source: TrendSource,
  named: readonly NamedTrend[],
): Promise<void> {
  const drawn = named.filter(({ sightings }) => sightings.some(({ curve }) => curve !== null));
  if (drawn.length === 0) return;
  const stored = await loadCurves(
    tx,
    drawn.map(({ id }) => id),
    source,
  );
  const known = new Map(stored.map(({ trendId, curve }) => [trendId, curve]));
  const changed = drawn.flatMap(({ id, sightings }) => {
    const before = known.get(id) ?? null;
    let curve = before;
    for (const each of sightings) {
      if (each.curve !== null) curve = withCapture(curve, each.curve, each.capturedAt.getTime());
    }
    if (curve === null || curve === before) return [];
    return [{ trendId: id, ...curve, capturedAt: new Date(curve.capturedAt).toISOString() }];
  });
  if (changed.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "TrendCurve" ("trendId", "source", "unit", "capturedAt", "points")
    SELECT "trendId", ${source}::"TrendSource", "unit", "capturedAt", "points"
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS given("trendId" uuid, "unit" "TrendUnit",
      "capturedAt" timestamptz, "points" jsonb)
    ON CONFLICT ("trendId", "source") DO UPDATE SET
      "unit" = excluded."unit", "capturedAt" = excluded."capturedAt", "points" = excluded."points"`;
}

/** The newest sighting's examples take the place of those before. */
async function storeExamples(tx: Transaction, named: readonly NamedTrend[]): Promise<void> {
  const shown = named.flatMap(({ id, sightings }) => {
    const newest = sightings
      .filter(({ exampleVideoIds }) => exampleVideoIds !== undefined)
      .toSorted((left, right) => left.capturedAt.getTime() - right.capturedAt.getTime())
      .at(-1);
    return newest === undefined ? [] : [{ trendId: id, videoIds: newest.exampleVideoIds! }];
  });
  if (shown.length === 0) return;
  const rows = shown.flatMap(({ trendId, videoIds }) =>
    [...new Set(videoIds)].map((videoId, position) => ({ trendId, videoId, position })),
  );
  const given = JSON.stringify(rows);
  await tx.$executeRaw`
    DELETE FROM "TrendExample" example WHERE "trendId" = ANY(${shown.map(({ trendId }) => trendId)}::uuid[])
      AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(${given}::jsonb) AS given("trendId" uuid, "videoId" uuid)
        WHERE given."trendId" = example."trendId" AND given."videoId" = example."videoId")`;
  await tx.$executeRaw`
    INSERT INTO "TrendExample" AS example ("trendId", "videoId", "position")
    SELECT given."trendId", given."videoId", given."position"
    FROM jsonb_to_recordset(${given}::jsonb) AS given("trendId" uuid, "videoId" uuid, "position" int)
    -- One that was erased meanwhile is no example.
    JOIN "TikTokVideo" video ON video."id" = given."videoId"
    ON CONFLICT ("trendId", "videoId") DO UPDATE SET "position" = excluded."position"
      WHERE example."position" <> excluded."position"`;
}

/** Keeps on each trend's row what its best source said last: the most trusted of those that are not out of date. */
async function showBestSource(tx: Transaction, trendIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "TikTokTrend" trend SET "source" = best."source", "rank" = best."rank", "views" = best."views",
      "posts" = best."posts", "capturedAt" = best."capturedAt"
    FROM (${bestWords(sql`SELECT unnest(${trendIds}::uuid[]) AS "id"`)}) AS best WHERE best."trendId" = trend."id"
      AND (trend."source", trend."rank", trend."views", trend."posts", trend."capturedAt")
        IS DISTINCT FROM (best."source", best."rank", best."views", best."posts", best."capturedAt")`;
}

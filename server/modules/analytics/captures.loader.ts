import type { Database } from '../../data/database.ts';
import { type Sql, sql } from '../../data/sql.ts';
import type { AccountHistory } from './account-series.ts';
import type { MetricSource, VideoCapture } from './captures.ts';

/** Which days of a key are wanted: an entry of `starts`, the beginnings of its days and the end of the last. */
export interface Wanted {
  id: string;
  zone: number;
}

/** Chosen days as SQL: one row a key with its days' beginnings, from `lower` to before `upper`. */
function wantedRows(keys: readonly Wanted[], starts: readonly (readonly number[])[]): Sql {
  return sql`
    zones AS MATERIALIZED (
      SELECT z.position - 1 AS zone, array_agg(to_timestamp(s.ms::float8 / 1000) ORDER BY s.ms::float8) AS starts
      FROM json_array_elements(${JSON.stringify(starts)}::json) WITH ORDINALITY AS z(starts, position)
      CROSS JOIN LATERAL json_array_elements_text(z.starts) AS s(ms)
      GROUP BY z.position
    ),
    wanted AS MATERIALIZED (
      SELECT k.id, z.starts, z.starts[1] AS lower, z.starts[cardinality(z.starts)] AS upper
      FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k(id uuid, zone int)
      JOIN zones z ON z.zone = k.zone
    )`;
}

/**
 * The snapshots of one owner that decide every day's figures, and no others, as one text: the first and last
 * of each day inside, the last one before and the first one after. Between a day's first and last all increments
 * cancel out. One text an owner, since the driver's cost a row was most of the time; and not JSON, since
 * PostgreSQL's functions for it take three times as long.
 */
function decisiveCaptures(table: Sql, ownedBy: Sql, tuple: Sql): Sql {
  return sql`
    SELECT string_agg(c.tuple, ';' ORDER BY c.at, c.id) AS captures FROM (
      (SELECT s."capturedAt" AS at, s.id, ${tuple} AS tuple FROM ${table} s
        WHERE ${ownedBy} AND s."capturedAt" < w.lower ORDER BY s."capturedAt" DESC, s.id DESC LIMIT 1)
      UNION ALL
      (SELECT s."capturedAt" AS at, s.id, ${tuple} AS tuple FROM (
        SELECT d.*, lag(d.day) OVER neighbours AS before, lead(d.day) OVER neighbours AS after FROM (
          SELECT s.*, width_bucket(s."capturedAt", w.starts) AS day
          FROM ${table} s WHERE ${ownedBy} AND s."capturedAt" >= w.lower AND s."capturedAt" < w.upper
        ) d WINDOW neighbours AS (ORDER BY d."capturedAt", d.id)
      ) s WHERE s.day IS DISTINCT FROM s.before OR s.day IS DISTINCT FROM s.after)
      UNION ALL
      (SELECT s."capturedAt" AS at, s.id, ${tuple} AS tuple FROM ${table} s
        WHERE ${ownedBy} AND s."capturedAt" >= w.upper ORDER BY s."capturedAt", s.id LIMIT 1)
    ) c`;
}

/** A double holds milliseconds exactly, and is faster here than the numeric of `extract`. */
const MILLISECONDS = sql`(date_part('epoch', s."capturedAt") * 1000)::bigint`;

function videoCaptures(): Sql {
  return decisiveCaptures(
    sql`"TikTokAnalytics"`,
    sql`s."videoId" = v.id`,
    sql`concat(${MILLISECONDS}, ',', s.views, ',', s.likes, ',', s.comments, ',', s.shares, ',', s.source)`,
  );
}

/** Captures of each video in the order of `keys`, ascending by time. One SQL statement. */
export async function loadVideoCaptures(
  database: Database,
  keys: readonly Wanted[],
  starts: readonly (readonly number[])[],
): Promise<VideoCapture[][]> {
  const rows = await database.prisma.$queryRaw<{ id: string; captures: string | null }[]>`
    WITH ${wantedRows(keys, starts)}
    SELECT v.id, c.captures FROM wanted w JOIN "TikTokVideo" v ON v.id = w.id
    CROSS JOIN LATERAL (${videoCaptures()}) c`;
  const found = new Map(rows.map((row) => [row.id, toVideoCaptures(row.captures)]));
  return keys.map((key) => found.get(key.id) ?? []);
}

/** Each account's past in the order of `keys`. Two SQL statements. */
export async function loadAccountHistories(
  database: Database,
  keys: readonly Wanted[],
  starts: readonly (readonly number[])[],
): Promise<AccountHistory[]> {
  const videoRows = await database.prisma.$queryRaw<
    { connectionId: string; postedAt: Date; captures: string | null }[]
  >`
    WITH ${wantedRows(keys, starts)}
    SELECT w.id AS "connectionId", v."postedAt", c.captures
    FROM wanted w JOIN "TikTokVideo" v ON v."connectionId" = w.id
    CROSS JOIN LATERAL (${videoCaptures()}) c`;
  const captures = decisiveCaptures(
    sql`"TikTokAccountAnalytics"`,
    sql`s."connectionId" = w.id`,
    sql`concat(${MILLISECONDS}, ',', s.followers, ',', s.source)`,
  );
  const accountRows = await database.prisma.$queryRaw<
    { id: string; observedSince: Date | null; captures: string | null }[]
  >`
    WITH ${wantedRows(keys, starts)}
    SELECT w.id, c.captures, LEAST(
      (SELECT min(a."capturedAt") FROM "TikTokAccountAnalytics" a WHERE a."connectionId" = w.id),
      (SELECT min(a."capturedAt") FROM "TikTokAnalytics" a WHERE a."connectionId" = w.id)
    ) AS "observedSince"
    FROM wanted w CROSS JOIN LATERAL (${captures}) c`;

  const videos = Map.groupBy(videoRows, (row) => row.connectionId);
  const accounts = new Map(accountRows.map((row) => [row.id, row]));
  return keys.map(({ id }) => {
    const account = accounts.get(id);
    return {
      observedSince: account?.observedSince?.getTime() ?? null,
      account: tuplesOf(account?.captures).map(([at, followers, source]) => ({
        at: Number(at),
        followers: toCounter(followers),
        source: source as MetricSource,
      })),
      videos: (videos.get(id) ?? []).map((row) => ({
        postedAt: row.postedAt.getTime(),
        captures: toVideoCaptures(row.captures),
      })),
    };
  });
}

function toVideoCaptures(captures: string | null): VideoCapture[] {
  return tuplesOf(captures).map(([at, views, likes, comments, shares, source]) => ({
    at: Number(at),
    views: toCounter(views),
    likes: toCounter(likes),
    comments: toCounter(comments),
    shares: toCounter(shares),
    source: source as MetricSource,
  }));
}

function tuplesOf(captures: string | null | undefined): string[][] {
  return captures === null || captures === undefined
    ? []
    : captures.split(';').map((tuple) => tuple.split(','));
}

/** SQL's concat writes nothing for null. */
function toCounter(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}

import type { Database } from '../../../data/database.ts';
import { type Sql, sql } from '../../../data/sql.ts';
import type { AccountHistory } from './account-history.ts';
import { lengthInDays } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { ACCOUNT_CAPTURE, observedSinceOf, VIDEO_CAPTURE } from './capture-sql.ts';
import type { VideoCapture } from './captures.ts';
import type { Stretch } from './gains.ts';
import { importedDays, toImportedDays } from './imported-days.loader.ts';
import { unpackAccountCaptures, unpackVideoCaptures } from './packed-captures.ts';

/** Whose days are wanted, and which: the position of one of the `zones`. */
export interface Wanted {
  id: string;
  zone: number;
}

/** Days of one zone: the first, and where each begins, with the end of the last behind it. Milliseconds since 1970 (UTC). */
export interface WantedDays {
  first: Day;
  starts: readonly number[];
}

/** Chosen days as SQL: one row a key with its days' beginnings, from `lower` to before `upper`. */
function wantedRows(keys: readonly Wanted[], zones: readonly WantedDays[]): Sql {
  return sql`
    zones AS MATERIALIZED (
      SELECT z.position - 1 AS zone, (z.days ->> 'first')::date AS first,
        array_agg(to_timestamp(s.ms::float8 / 1000) ORDER BY s.ms::float8) AS starts
      FROM json_array_elements(${JSON.stringify(zones)}::json) WITH ORDINALITY AS z(days, position)
      CROSS JOIN LATERAL json_array_elements_text(z.days -> 'starts') AS s(ms)
      GROUP BY z.position, z.days ->> 'first'
    ),
    wanted AS MATERIALIZED (
      SELECT k.id, z.first, z.starts, z.starts[1] AS lower, z.starts[cardinality(z.starts)] AS upper
      FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k(id uuid, zone int)
      JOIN zones z ON z.zone = k.zone
    )`;
}

/**
 * The snapshots of one owner that decide every day's figures, and no others, as one text: the first and last
 * of each day inside, the last one before and the first one after. Between a day's first and last all increments
 * cancel out.
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

const VIDEO_SNAPSHOTS = sql`"TikTokAnalytics"`;
const ACCOUNT_SNAPSHOTS = sql`"TikTokAccountAnalytics"`;
const COLLECTED = sql`s.source = 'DISPLAY_API'`;

/** An export knows its time to the day at best, so beside a capture of ours, within a day of it, it tells nothing. */
function collectedOrAlone(table: Sql, owner: Sql): Sql {
  return sql`(${COLLECTED} OR NOT EXISTS (
    SELECT FROM ${table} n WHERE n.${owner} = s.${owner} AND n.source = 'DISPLAY_API'
      AND n."capturedAt" BETWEEN s."capturedAt" - interval '24 hours' AND s."capturedAt" + interval '24 hours'))`;
}

function videoCaptures(which: Sql): Sql {
  return decisiveCaptures(VIDEO_SNAPSHOTS, sql`s."videoId" = v.id AND ${which}`, VIDEO_CAPTURE);
}

/** Captures of each video in the order of `keys`, ascending by time. One SQL statement. */
export async function loadVideoCaptures(
  database: Database,
  keys: readonly Wanted[],
  zones: readonly WantedDays[],
): Promise<VideoCapture[][]> {
  const rows = await database.prisma.$queryRaw<{ id: string; captures: string | null }[]>`
    WITH ${wantedRows(keys, zones)}
    SELECT v.id, c.captures FROM wanted w JOIN "TikTokVideo" v ON v.id = w.id
    CROSS JOIN LATERAL (${videoCaptures(collectedOrAlone(VIDEO_SNAPSHOTS, sql`"videoId"`))}) c`;
  const found = new Map(rows.map((row) => [row.id, unpackVideoCaptures(row.captures)]));
  return keys.map((key) => found.get(key.id) ?? []);
}

/**
 * Each account's past in the order of `keys`. Two SQL statements.
 *
 * Of single videos only our own captures count: an export lists a handful of them, which are not the account.
 */
export async function loadAccountHistories(
  database: Database,
  keys: readonly Wanted[],
  zones: readonly WantedDays[],
): Promise<AccountHistory[]> {
  const videoRows = await database.prisma.$queryRaw<
    { connectionId: string; postedAt: Date; captures: string | null }[]
  >`
    WITH ${wantedRows(keys, zones)}
    SELECT w.id AS "connectionId", v."postedAt", c.captures
    FROM wanted w JOIN "TikTokVideo" v ON v."connectionId" = w.id
    CROSS JOIN LATERAL (${videoCaptures(COLLECTED)}) c`;
  const captures = decisiveCaptures(
    ACCOUNT_SNAPSHOTS,
    sql`s."connectionId" = w.id AND ${collectedOrAlone(ACCOUNT_SNAPSHOTS, sql`"connectionId"`)}`,
    ACCOUNT_CAPTURE,
  );
  const imported = importedDays(sql`w.first - 1`, sql`w.first + cardinality(w.starts) - 2`);
  const accountRows = await database.prisma.$queryRaw<
    { id: string; observedSince: Date | null; captures: string | null; imported: string | null }[]
  >`
    WITH ${wantedRows(keys, zones)}
    SELECT w.id, c.captures, i.imported, ${observedSinceOf(sql`w.id`)} AS "observedSince"
    FROM wanted w CROSS JOIN LATERAL (${captures}) c CROSS JOIN LATERAL (${imported}) i`;

  const videos = Map.groupBy(videoRows, (row) => row.connectionId);
  const accounts = new Map(accountRows.map((row) => [row.id, row]));
  return keys.map(({ id, zone }) => {
    const account = accounts.get(id);
    return {
      observedSince: account?.observedSince?.getTime() ?? null,
      account: unpackAccountCaptures(account?.captures),
      videos: (videos.get(id) ?? []).map((row) => ({
        postedAt: row.postedAt.getTime(),
        captures: unpackVideoCaptures(row.captures),
      })),
      imported: toImportedDays(account?.imported, stretchIn(zones[zone]!)),
    };
  });
}

/** The day before the first is there for its followers alone, so where it begins does not matter. */
function stretchIn({ first, starts }: WantedDays): (date: Day) => Stretch {
  return (date) => {
    const position = lengthInDays({ from: first, to: date }) - 1;
    const end = starts[position + 1]!;
    return { start: starts[position] ?? end - 1, end };
  };
}

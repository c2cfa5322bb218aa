import type { Database } from '../../../data/database.ts';
import { type Sql, sql } from '../../../data/sql.ts';
import { addDays } from '../calendar.ts';
import type { Day, DaySpan } from '../calendar.ts';
import { milliseconds } from '../series/capture-sql.ts';
import type { VideoCapture } from '../series/captures.ts';
import type { ImportedDay } from '../series/imported-days.ts';
import { importedDays, toImportedDays } from '../series/imported-days.loader.ts';
import { unpackAccountCaptures, unpackVideoCaptures } from '../series/packed-captures.ts';
import { isOwn } from './decisive-captures.ts';
import type { AccountDay, AccountDays } from './past-of-days.ts';
import { toDayNumber, ZoneDays } from './zone-days.ts';

/** Days that are read beyond those asked for: a roll-up may still be of another time zone, where today is another day. */
const MARGIN = 2;

/** An account's roll-up, with all that exports tell of the same days. */
export interface RolledAccount extends AccountDays {
  epoch: number;
  isPending: boolean;
  /** As in `AccountHistory`. */
  observedSince: number | null;
  imported: ImportedDay[];
}

/** What its query returns; of an account that was never rolled up all but the id is null. */
interface AccountRow {
  id: string;
  epoch: number | null;
  timezone: string | null;
  isPending: boolean;
  observedSince: Date | null;
  viewsSince: Date | null;
  viewsUntil: Date | null;
  days: DayTuple[] | null;
  gaps: [first: string, last: string, absolute: number, parts: number][] | null;
  imported: string | null;
  posts: number[] | null;
}

type DayTuple = [
  date: string,
  gained: [views: number, likes: number, comments: number, shares: number],
  parts: [views: number, likes: number, comments: number, shares: number],
  absolute: number,
  gapAbsolute: number,
  gapParts: number,
  captures: string | null,
  videosFirstAt: number | null,
  videosLastAt: number | null,
];

/**
 * The days of each account from the first to the last of its span, and around them the next ones that know its followers, in
 * the order of `keys`; null for an account that was not rolled up yet. One SQL statement, which reads no snapshots.
 */
export async function loadAccountDays(
  database: Database,
  keys: readonly { id: string; span: DaySpan }[],
): Promise<(RolledAccount | null)[]> {
  const wanted = keys.map(({ id, span }) => ({
    id,
    first: addDays(span.from, -MARGIN),
    last: addDays(span.to, MARGIN),
  }));
  const rows = await database.prisma.$queryRaw<AccountRow[]>`
    SELECT w.id, r."epoch", r."timezone", r."isPending", r."observedSince", r."viewsSince", r."viewsUntil",
      d.days, g.gaps, i.imported, p.posts
    FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w(id uuid, first date, last date)
    LEFT JOIN "AnalyticsRollup" r ON r."connectionId" = w.id
    CROSS JOIN LATERAL (${DAYS}) d
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_array(g."first", g."last", g."absolute", g."parts")) AS gaps FROM "AccountGap" g
      WHERE g."connectionId" = w.id AND g."epoch" = r."epoch" AND g."first" >= w.first AND g."last" <= w.last
    ) g
    CROSS JOIN LATERAL (${importedDays(sql`w.first`, sql`w.last`)}) i
    CROSS JOIN LATERAL (
      SELECT json_agg(${milliseconds(sql`v."postedAt"`)}) AS posts FROM "TikTokVideo" v
      WHERE v."connectionId" = w.id AND v."postedAt" >= (w.first - 1)::timestamp AT TIME ZONE 'UTC'
        AND v."postedAt" < (w.last + 2)::timestamp AT TIME ZONE 'UTC'
    ) p`;
  const found = new Map(rows.map((row) => [row.id, toRolledAccount(row)]));
  return keys.map(({ id }) => found.get(id) ?? null);
}

/** The last of them is the newest capture's, which says how fresh all is. */
const DAYS = sql`
  SELECT json_agg(json_build_array(d."date",
      json_build_array(d."views", d."likes", d."comments", d."shares"),
      json_build_array(d."viewsParts", d."likesParts", d."commentsParts", d."sharesParts"),
      d."absolute", d."gapAbsolute", d."gapParts", d."captures",
      ${milliseconds(sql`d."videosFirstAt"`)}, ${milliseconds(sql`d."videosLastAt"`)}) ORDER BY d."date") AS days
  FROM (
    ${accountDays(sql`d."date" >= w.first AND d."date" <= w.last`)}
    UNION (${accountDays(sql`d."knowsFollowers" AND d."date" < w.first`)} ORDER BY d."date" DESC LIMIT 1)
    UNION (${accountDays(sql`d."knowsFollowers" AND d."date" > w.last`)} ORDER BY d."date" LIMIT 1)
    UNION (${accountDays(sql`coalesce(d."captures", d."videosLastAt"::text) IS NOT NULL`)} ORDER BY d."date" DESC LIMIT 1)
  ) d`;

function accountDays(condition: Sql): Sql {
  return sql`SELECT d.* FROM "AccountDay" d WHERE d."connectionId" = w.id AND d."epoch" = r."epoch" AND ${condition}`;
}

function toRolledAccount(row: AccountRow): RolledAccount | null {
  const { epoch, timezone, isPending, observedSince, viewsSince, viewsUntil } = row;
  if (epoch === null || timezone === null) return null;
  const zone = new ZoneDays(timezone);
  return {
    epoch,
    zone,
    isPending,
    observedSince: observedSince?.getTime() ?? null,
    viewsSince: viewsSince?.getTime() ?? Infinity,
    viewsUntil: viewsUntil?.getTime() ?? -Infinity,
    days: (row.days ?? []).map(toAccountDay),
    gaps: (row.gaps ?? []).map(([first, last, absolute, parts]) => ({
      first: toDayNumber(first),
      last: toDayNumber(last),
      absolute,
      parts,
    })),
    posts: row.posts ?? [],
    imported: toImportedDays(row.imported, (date) => {
      const day = toDayNumber(date);
      return { start: zone.startOf(day), end: zone.startOf(day + 1) };
    }),
  };
}

function toAccountDay([date, gained, parts, absolute, gapAbsolute, gapParts, ...rest]: DayTuple): AccountDay {
  const [captures, videosFirstAt, videosLastAt] = rest;
  return {
    day: toDayNumber(date),
    gained: ofCounters(gained),
    parts: ofCounters(parts),
    absolute,
    gapAbsolute,
    gapParts,
    captures: unpackAccountCaptures(captures),
    videosFirstAt,
    videosLastAt,
  };
}

function ofCounters([views, likes, comments, shares]: DayTuple[1]) {
  return { views, likes, comments, shares };
}

/** Of a video, our own captures next to borders of days, ascending by time. */
export interface BorderedVideo {
  postedAt: number;
  captures: VideoCapture[];
}

/**
 * Of each account's videos the captures next to the beginnings of given days: of each counter at least the last known one
 * before it, and the first known one from then on. In the order of `keys`; null where the epoch is no longer read, so that
 * all has to be read anew. One SQL statement, which reads no snapshots: two or three rows a video and day.
 */
export async function loadBorderCaptures(
  database: Database,
  keys: readonly { id: string; epoch: number; borders: readonly Day[] }[],
): Promise<(BorderedVideo[] | null)[]> {
  if (keys.length === 0) return [];
  const rows = await database.prisma.$queryRaw<{ id: string; isRead: boolean; videos: string | null }[]>`
    SELECT w.id, r."epoch" = w.epoch AS "isRead", v.videos
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS w(id uuid, epoch int, borders json)
    JOIN "AnalyticsRollup" r ON r."connectionId" = w.id
    CROSS JOIN LATERAL (
      SELECT string_agg(concat(${milliseconds(sql`v."postedAt"`)}, ' ', c.captures), '|' ORDER BY v.id) AS videos
      FROM "TikTokVideo" v CROSS JOIN LATERAL (
        SELECT string_agg(n."captures", ';' ORDER BY n."date") AS captures FROM (
          SELECT DISTINCT n."date", n."captures" FROM json_array_elements_text(w.borders) AS b(text)
          CROSS JOIN LATERAL (SELECT b.text::date AS border) b2
          CROSS JOIN LATERAL (
            ${videoDays(sql`d."date" < border AND d."date" >= coalesce((
              ${completeDay(sql`c."date" < border`)} ORDER BY c."date" DESC LIMIT 1), '-infinity')`)}
            UNION ALL
            ${videoDays(sql`d."date" >= border AND d."date" <= coalesce((
              ${completeDay(sql`c."date" >= border`)} ORDER BY c."date" LIMIT 1), 'infinity')`)}
          ) n
        ) n
      ) c
      WHERE v."connectionId" = w.id AND c.captures IS NOT NULL
    ) v`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return keys.map(({ id }) => {
    const row = found.get(id);
    if (row?.isRead !== true) return null;
    return (row.videos?.split('|') ?? []).map((video) => {
      const [postedAt, captures] = video.split(' ');
      return { postedAt: Number(postedAt), captures: unpackVideoCaptures(captures).filter(isOwn) };
    });
  });
}

function videoDays(condition: Sql): Sql {
  return sql`SELECT d."date", d."captures" FROM "VideoDay" d
    WHERE d."connectionId" = w.id AND d."epoch" = w.epoch AND d."videoId" = v.id AND ${condition}`;
}

/** One whose captures know all counters: nothing is missing beyond it. */
function completeDay(condition: Sql): Sql {
  return sql`SELECT c."date" FROM "VideoDay" c
    WHERE c."connectionId" = w.id AND c."epoch" = w.epoch AND c."videoId" = v.id AND c."isComplete" AND ${condition}`;
}

/** A video's decisive captures, and the zone whose days they decide. */
export interface RolledVideo {
  timezone: string;
  captures: VideoCapture[];
}

/**
 * What decides the series of each video from the first to the last day of its span, the last day with captures before it
 * included, in the order of `keys`; null where its account was not rolled up yet. One SQL statement, which reads no
 * snapshots.
 */
export async function loadVideoDays(
  database: Database,
  keys: readonly { id: string; span: DaySpan }[],
): Promise<(RolledVideo | null)[]> {
  const wanted = keys.map(({ id, span }) => ({
    id,
    first: addDays(span.from, -MARGIN),
    last: addDays(span.to, MARGIN),
  }));
  const rows = await database.prisma.$queryRaw<
    { id: string; timezone: string | null; captures: string | null }[]
  >`
    SELECT w.id, r."timezone", c.captures
    FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w(id uuid, first date, last date)
    JOIN "TikTokVideo" v ON v.id = w.id LEFT JOIN "AnalyticsRollup" r ON r."connectionId" = v."connectionId"
    CROSS JOIN LATERAL (
      SELECT string_agg(d."captures", ';' ORDER BY d."date") AS captures FROM (
        ${daysOfVideo(sql`d."date" >= w.first AND d."date" <= w.last`)}
        UNION ALL (${daysOfVideo(sql`d."date" < w.first`)} ORDER BY d."date" DESC LIMIT 1)
      ) d
    ) c`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return keys.map(({ id }) => {
    const row = found.get(id);
    if (row === undefined || row.timezone === null) return null;
    return { timezone: row.timezone, captures: unpackVideoCaptures(row.captures) };
  });
}

function daysOfVideo(condition: Sql): Sql {
  return sql`SELECT d."date", d."captures" FROM "VideoDay" d
    WHERE d."connectionId" = r."connectionId" AND d."epoch" = r."epoch" AND d."videoId" = v.id AND ${condition}`;
}

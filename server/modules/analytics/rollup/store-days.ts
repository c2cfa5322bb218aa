import type { Database } from '../../../data/database.ts';
import { emptySums } from './day-sums.ts';
import type { AccountSums } from './day-sums.ts';
import { toInstant } from './rollup-state.ts';
import { type DayNumber, toDay } from './zone-days.ts';

/** Where rows are stored: a transaction, or the database itself. */
export type Store = Pick<Database['prisma'], '$executeRaw'>;

/** Whose days. */
export interface RollupKey {
  connectionId: string;
  epoch: number;
}

export interface VideoDayRow {
  videoId: string;
  date: string;
  /** By `packVideoCaptures`. */
  captures: string;
  isComplete: boolean;
}

/** The captures of the account itself that decide a day. */
export interface AccountDayRow {
  date: string;
  /** By `packAccountCaptures`; null where the day has none any more. */
  captures: string | null;
  knowsFollowers: boolean;
}

/** When videos were captured in a day, milliseconds since 1970 (UTC). */
export type VideoBounds = Map<DayNumber, { firstAt: number; lastAt: number }>;

/** What captures of videos change. */
export interface VideoChanges {
  /** In the place of what was there. */
  videoDays: readonly VideoDayRow[];
  /** Added to what the account's days and gaps have. */
  sums: AccountSums;
  bounds: VideoBounds;
  /** Widens since and until when views are known; milliseconds since 1970 (UTC). */
  viewed?: { since: number; until: number };
}

/** One SQL statement. */
export async function storeVideoChanges(
  store: Store,
  { connectionId, epoch }: RollupKey,
  { videoDays, sums, bounds, viewed }: VideoChanges,
): Promise<void> {
  const days = [...new Set([...sums.changedDays(), ...bounds.keys()])].map((day) => toRow(day, sums, bounds));
  const gaps = [...sums.gaps.values()]
    .filter(({ absolute, parts }) => absolute !== 0 || parts !== 0)
    .map(({ first, last, ...sum }) => ({ first: toDay(first), last: toDay(last), ...sum }));
  if (days.length + gaps.length + videoDays.length === 0) return;
  await store.$executeRaw`
    WITH video_days AS (
      INSERT INTO "VideoDay" ("connectionId", "epoch", "videoId", "date", "captures", "isComplete")
      SELECT ${connectionId}::uuid, ${epoch}::int, "videoId", "date", "captures", "isComplete"
      FROM jsonb_to_recordset(${JSON.stringify(videoDays)}::jsonb)
        AS given("videoId" uuid, "date" date, "captures" text, "isComplete" boolean)
      ON CONFLICT ("connectionId", "epoch", "videoId", "date")
        DO UPDATE SET "captures" = excluded."captures", "isComplete" = excluded."isComplete"
    ), gaps AS (
      INSERT INTO "AccountGap" AS gap ("connectionId", "epoch", "first", "last", "absolute", "parts")
      SELECT ${connectionId}::uuid, ${epoch}::int, "first", "last", "absolute", "parts"
      FROM jsonb_to_recordset(${JSON.stringify(gaps)}::jsonb)
        AS given("first" date, "last" date, "absolute" bigint, "parts" int)
      ON CONFLICT ("connectionId", "epoch", "first", "last")
        DO UPDATE SET "absolute" = gap."absolute" + excluded."absolute", "parts" = gap."parts" + excluded."parts"
    ), viewed AS (
      UPDATE "AnalyticsRollup" SET
        "viewsSince" = LEAST("viewsSince", ${toInstant(viewed?.since ?? Infinity)}::timestamptz),
        "viewsUntil" = GREATEST("viewsUntil", ${toInstant(viewed?.until ?? -Infinity)}::timestamptz)
      WHERE "connectionId" = ${connectionId}::uuid AND ${viewed !== undefined}::boolean
    )
    INSERT INTO "AccountDay" AS day ("connectionId", "epoch", "date", "views", "likes", "comments", "shares",
      "viewsParts", "likesParts", "commentsParts", "sharesParts", "absolute", "gapAbsolute", "gapParts",
      "videosFirstAt", "videosLastAt")
    SELECT ${connectionId}::uuid, ${epoch}::int, given.*
    FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS given("date" date, "views" bigint, "likes" bigint,
      "comments" bigint, "shares" bigint, "viewsParts" int, "likesParts" int, "commentsParts" int, "sharesParts" int,
      "absolute" bigint, "gapAbsolute" bigint, "gapParts" int, "videosFirstAt" timestamptz, "videosLastAt" timestamptz)
    ON CONFLICT ("connectionId", "epoch", "date") DO UPDATE SET
      "views" = day."views" + excluded."views", "likes" = day."likes" + excluded."likes",
      "comments" = day."comments" + excluded."comments", "shares" = day."shares" + excluded."shares",
      "viewsParts" = day."viewsParts" + excluded."viewsParts", "likesParts" = day."likesParts" + excluded."likesParts",
      "commentsParts" = day."commentsParts" + excluded."commentsParts",
      "sharesParts" = day."sharesParts" + excluded."sharesParts",
      "absolute" = day."absolute" + excluded."absolute", "gapAbsolute" = day."gapAbsolute" + excluded."gapAbsolute",
      "gapParts" = day."gapParts" + excluded."gapParts",
      "videosFirstAt" = LEAST(day."videosFirstAt", excluded."videosFirstAt"),
      "videosLastAt" = GREATEST(day."videosLastAt", excluded."videosLastAt")`;
}

/** Puts the account's own captures of days in the place of what was there. */
export async function storeAccountDays(
  store: Store,
  { connectionId, epoch }: RollupKey,
  rows: readonly AccountDayRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await store.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS row("date" date, "captures" text, "knowsFollowers" boolean)
    ), emptied AS (
      UPDATE "AccountDay" day SET "captures" = NULL, "knowsFollowers" = false FROM given
      WHERE day."connectionId" = ${connectionId}::uuid AND day."epoch" = ${epoch}::int AND day."date" = given."date"
        AND given."captures" IS NULL
    )
    INSERT INTO "AccountDay" ("connectionId", "epoch", "date", "captures", "knowsFollowers")
    SELECT ${connectionId}::uuid, ${epoch}::int, "date", "captures", "knowsFollowers" FROM given
    WHERE "captures" IS NOT NULL
    ON CONFLICT ("connectionId", "epoch", "date")
      DO UPDATE SET "captures" = excluded."captures", "knowsFollowers" = excluded."knowsFollowers"`;
}

function toRow(day: DayNumber, sums: AccountSums, bounds: VideoBounds): object {
  const { gained, parts, absolute, gapAbsolute, gapParts } = sums.days.get(day) ?? emptySums();
  const bound = bounds.get(day);
  return {
    date: toDay(day),
    ...gained,
    viewsParts: parts.views,
    likesParts: parts.likes,
    commentsParts: parts.comments,
    sharesParts: parts.shares,
    absolute,
    gapAbsolute,
    gapParts,
    videosFirstAt: bound === undefined ? null : new Date(bound.firstAt).toISOString(),
    videosLastAt: bound === undefined ? null : new Date(bound.lastAt).toISOString(),
  };
}

import { type Sql, sql } from '../../../data/sql.ts';

// Parts of statements that read snapshots; `s` is the snapshot throughout.

/** A double holds milliseconds exactly, and is faster here than the numeric of `extract`. */
export function milliseconds(instant: Sql): Sql {
  return sql`(date_part('epoch', ${instant}) * 1000)::bigint`;
}

/** A video's snapshot as `toVideoCapture` reads it. */
export const VIDEO_CAPTURE = sql`concat(${milliseconds(sql`s."capturedAt"`)}, ',', s.views, ',', s.likes, ',', s.comments, ',', s.shares, ',', s.source)`;

/** An account's snapshot as `unpackAccountCaptures` reads it. */
export const ACCOUNT_CAPTURE = sql`concat(${milliseconds(sql`s."capturedAt"`)}, ',', s.followers, ',', s.source)`;

/**
 * When the first of our own captures of an account or one of its videos was made, null without one: an expression of one
 * connection.
 */
export function observedSinceOf(connectionId: Sql): Sql {
  return sql`LEAST(
    (SELECT min(s."capturedAt") FROM "TikTokAccountAnalytics" s WHERE s."connectionId" = ${connectionId} AND s.source = 'DISPLAY_API'),
    (SELECT min(s."capturedAt") FROM "TikTokAnalytics" s WHERE s."connectionId" = ${connectionId} AND s.source = 'DISPLAY_API'))`;
}

/** When the newest snapshot of an account or one of its videos was captured, null without one. */
export function newestCaptureOf(connectionId: Sql): Sql {
  return sql`GREATEST(
    (SELECT max(s."capturedAt") FROM "TikTokAnalytics" s WHERE s."connectionId" = ${connectionId}),
    (SELECT max(s."capturedAt") FROM "TikTokAccountAnalytics" s WHERE s."connectionId" = ${connectionId}))`;
}

/** The last of our own captures of a video that knows its views, made at an instant or before: "capturedAt" and views. */
export function viewsBefore(videoId: Sql, instant: Sql): Sql {
  return sql`SELECT s."capturedAt", s.views FROM "TikTokAnalytics" s
    WHERE s."videoId" = ${videoId} AND s.source = 'DISPLAY_API' AND s.views IS NOT NULL AND s."capturedAt" <= ${instant}
    ORDER BY s."capturedAt" DESC, s.id DESC LIMIT 1`;
}

/** The first of them, made at an instant or after. */
export function viewsAfter(videoId: Sql, instant: Sql): Sql {
  return sql`SELECT s."capturedAt", s.views FROM "TikTokAnalytics" s
    WHERE s."videoId" = ${videoId} AND s.source = 'DISPLAY_API' AND s.views IS NOT NULL AND s."capturedAt" >= ${instant}
    ORDER BY s."capturedAt", s.id LIMIT 1`;
}

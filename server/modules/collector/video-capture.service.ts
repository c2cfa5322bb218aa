import type { Transaction } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import { newId } from '../../lib/ids.ts';
import type { ListedVideo } from '../../vendors/tiktok/port.ts';
import { rollUpVideos } from '../analytics/rollup/roll-up.service.ts';
import { outdateRollup } from '../analytics/rollup/rollup-state.ts';
import { offerCovers } from '../covers/image-offers.service.ts';
import { isCut, readHashtags } from '../videos/caption.ts';
import { earliestSql, nextCaptureAt } from './capture-ladder.ts';

/** Videos of one answer of TikTok's, captured by one sync. */
export interface CapturedVideos {
  connectionId: string;
  syncId: string;
  capturedAt: Date;
  /** Of the account, as known at the capture; null when unknown. */
  followers: number | null;
  videos: readonly ListedVideo[];
  /** Leaves out those whose capture is not yet due, though the answer holds them. */
  onlyDue: boolean;
}

export interface StoredCaptures {
  /** Of the videos that got a snapshot. */
  videoIds: string[];
  /** How many of them were not known before. */
  newVideos: number;
}

/**
 * Stores an answer in one statement: each video's row, added or brought up to date, and its snapshot; then its days. A video that this
 * sync has captured already is left as it is, so an answer may be stored any number of times. Counters may fall; null
 * overwrites.
 */
export async function storeVideos(tx: Transaction, captured: CapturedVideos): Promise<StoredCaptures> {
  const { connectionId, syncId, capturedAt, followers } = captured;
  // Listings shift while they are paged, so one page may repeat a video.
  const rows = new Map(captured.videos.map((video) => [video.id, toRow(video, capturedAt)]));
  if (rows.size === 0) return { videoIds: [], newVideos: 0 };
  const json = JSON.stringify([...rows.values()]);
  const due = captured.onlyDue
    ? sql`(video."nextCaptureAt" IS NULL OR ${EARLIEST} <= ${capturedAt}::timestamptz)`
    : sql`true`;
  // A row that the condition leaves alone is not returned, and so gets no second snapshot.
  const stored = await tx.$queryRaw<{ id: string; isNew: boolean; isMoved: boolean }[]>`
    WITH known AS (
      -- Row by row, so that the plan never goes through all videos of the account.
      SELECT v."id", v."postedAt" FROM unnest(${[...rows.keys()]}::text[]) AS listed("tikTokId") CROSS JOIN LATERAL (
        SELECT "id", "postedAt" FROM "TikTokVideo" known
        WHERE known."connectionId" = ${connectionId}::uuid AND known."tikTokId" = listed."tikTokId" LIMIT 1
      ) v
    ), stored AS (
      INSERT INTO "TikTokVideo" AS video ("id", "connectionId", "tikTokId", "title", "description", "hashtags",
        "isCaptionCut", "shareUrl", "embedUrl", "durationSeconds", "width", "height", "orientation", "format",
        "isAiGenerated", "availability", "postedAt", "createdAt", "lastSeenAt", "views", "likes", "comments", "shares",
        "followersAtCapture", "engagementByViews", "metricsCapturedAt", "metricsSource", "nextCaptureAt")
      SELECT p."newVideoId", ${connectionId}::uuid, p."tikTokId", p."title", p."description", p."hashtags",
        p."isCaptionCut", p."shareUrl", p."embedUrl", p."durationSeconds", p."width", p."height", p."orientation",
        p."format", p."isAiGenerated", 'PUBLIC', p."postedAt", ${capturedAt}::timestamptz, ${capturedAt}::timestamptz,
        p."views", p."likes", p."comments", p."shares", ${followers}::bigint, p."engagementByViews",
        ${capturedAt}::timestamptz, 'DISPLAY_API', p."nextCaptureAt"
      FROM jsonb_to_recordset(${json}::jsonb) AS p("newVideoId" uuid, "tikTokId" text, "title" text,
        "description" text, "hashtags" text[], "isCaptionCut" boolean, "shareUrl" text, "embedUrl" text,
        "durationSeconds" int, "width" int, "height" int, "orientation" "VideoOrientation", "format" "VideoFormat",
        "isAiGenerated" boolean, "postedAt" timestamptz, "views" bigint, "likes" bigint, "comments" bigint,
        "shares" bigint, "engagementByViews" float8, "nextCaptureAt" timestamptz)
      ON CONFLICT ("connectionId", "tikTokId") DO UPDATE SET
        "title" = excluded."title", "description" = excluded."description", "hashtags" = excluded."hashtags",
        "isCaptionCut" = excluded."isCaptionCut", "shareUrl" = excluded."shareUrl", "embedUrl" = excluded."embedUrl",
        "durationSeconds" = excluded."durationSeconds", "width" = excluded."width", "height" = excluded."height",
        "orientation" = excluded."orientation", "format" = excluded."format",
        "isAiGenerated" = excluded."isAiGenerated", "postedAt" = excluded."postedAt",
        "availability" = excluded."availability", "unavailableSince" = NULL, "lastSeenAt" = excluded."lastSeenAt",
        "views" = excluded."views", "likes" = excluded."likes", "comments" = excluded."comments",
        "shares" = excluded."shares", "followersAtCapture" = excluded."followersAtCapture",
        "engagementByViews" = excluded."engagementByViews", "metricsCapturedAt" = excluded."metricsCapturedAt",
        "metricsSource" = excluded."metricsSource", "nextCaptureAt" = excluded."nextCaptureAt",
        "viewsPerHour" = (excluded."views" - video."views") / nullif(
          extract(epoch FROM excluded."metricsCapturedAt" - video."metricsCapturedAt")::float8 / 3600, 0)
      WHERE ${due} AND NOT EXISTS (SELECT FROM "TikTokAnalytics" snapshot
        WHERE snapshot."videoId" = video."id" AND snapshot."syncId" = ${syncId}::uuid)
      RETURNING "id", "tikTokId", "postedAt", "views", "likes", "comments", "shares", (xmax = 0) AS "isNew"
    ), snapshots AS (
      INSERT INTO "TikTokAnalytics" ("id", "videoId", "connectionId", "syncId", "capturedAt", "views", "likes",
        "comments", "shares", "followers", "source")
      SELECT p."snapshotId", stored."id", ${connectionId}::uuid, ${syncId}::uuid, ${capturedAt}::timestamptz,
        stored."views", stored."likes", stored."comments", stored."shares", ${followers}::bigint, 'DISPLAY_API'
      FROM stored JOIN jsonb_to_recordset(${json}::jsonb) AS p("snapshotId" uuid, "tikTokId" text) USING ("tikTokId")
    )
    SELECT stored."id", "isNew", coalesce(known."postedAt" <> stored."postedAt", false) AS "isMoved"
    FROM stored LEFT JOIN known USING ("id")`;
  const videoIds = stored.map(({ id }) => id);
  // A post's counters began at 0 when it was posted, so its days are others with another time of posting.
  if (stored.some(({ isMoved }) => isMoved)) await outdateRollup(tx, connectionId);
  else await rollUpVideos(tx, { connectionId, syncId, capturedAt, source: 'DISPLAY_API', videoIds });
  await offerCovers(tx, connectionId, captured.videos, capturedAt);
  return {
    videoIds,
    newVideos: stored.filter(({ isNew }) => isNew).length,
  };
}

const EARLIEST = earliestSql(sql`video."nextCaptureAt"`, sql`video."postedAt"`);

/** Videos that TikTok no longer shows; their history is kept. */
export async function markUnavailable(
  tx: Transaction,
  connectionId: string,
  tikTokIds: readonly string[],
  now: Date,
): Promise<void> {
  if (tikTokIds.length === 0) return;
  await tx.tikTokVideo.updateMany({
    where: { connectionId, tikTokId: { in: [...tikTokIds] }, availability: 'PUBLIC' },
    data: { availability: 'UNAVAILABLE', unavailableSince: now, nextCaptureAt: null },
  });
}

/** Leaves videos alone for a while whose absence from an answer is not believed, rather than asking again at once. */
export async function doubtAbsence(
  tx: Transaction,
  connectionId: string,
  tikTokIds: readonly string[],
  now: Date,
): Promise<void> {
  if (tikTokIds.length === 0) return;
  await tx.tikTokVideo.updateMany({
    where: { connectionId, tikTokId: { in: [...tikTokIds] }, availability: 'PUBLIC' },
    data: { nextCaptureAt: new Date(now.getTime() + DOUBT_MS) },
  });
}

/** The shortest rung. What is gone indeed the next look at the whole account tells. */
const DOUBT_MS = 3_600_000;

/**
 * What a sync stored, its earlier attempts included. `startedAt` is not later than its first capture; videos that were
 * first seen after `lastSyncedAt` (null: all) are new.
 */
export async function summarizeCaptures(
  tx: Transaction,
  sync: { connectionId: string; syncId: string; startedAt: Date; lastSyncedAt: Date | null },
): Promise<StoredCaptures> {
  const { connectionId, syncId, startedAt, lastSyncedAt } = sync;
  const [summary] = await tx.$queryRaw<StoredCaptures[]>`
    SELECT coalesce(jsonb_agg(s."videoId"), '[]') AS "videoIds",
      (SELECT count(*)::int FROM "TikTokVideo" WHERE "connectionId" = ${connectionId}::uuid
        AND "createdAt" > coalesce(${lastSyncedAt}::timestamptz, '-infinity')) AS "newVideos"
    FROM "TikTokAnalytics" s
    WHERE s."connectionId" = ${connectionId}::uuid AND s."capturedAt" >= ${startedAt}::timestamptz
      AND s."syncId" = ${syncId}::uuid`;
  return summary ?? { videoIds: [], newVideos: 0 };
}

function toRow(video: ListedVideo, capturedAt: Date): object {
  const { width, height, views, likes, comments, shares } = video;
  const caption = video.description ?? video.title;
  const hasDuration = video.durationSeconds !== null && video.durationSeconds > 0;
  return {
    newVideoId: newId(),
    snapshotId: newId(),
    tikTokId: video.id,
    title: video.title,
    description: video.description,
    hashtags: readHashtags(caption),
    isCaptionCut: isCut(caption),
    shareUrl: video.shareUrl,
    embedUrl: video.embedUrl,
    durationSeconds: hasDuration ? video.durationSeconds : null,
    width,
    height,
    orientation: orientationOf(width, height),
    // A photo post would have no duration, but TikTok does not say what else has none.
    format: hasDuration ? 'VIDEO' : 'UNKNOWN',
    isAiGenerated: video.isAiGenerated,
    postedAt: video.postedAt.toISOString(),
    nextCaptureAt: nextCaptureAt(video.postedAt, capturedAt).toISOString(),
    views,
    likes,
    comments,
    shares,
    engagementByViews:
      views === null || views === 0 || likes === null || comments === null || shares === null
        ? null
        : (likes + comments + shares) / views,
  };
}

function orientationOf(width: number | null, height: number | null): string {
  if (width === null || height === null || width === 0 || height === 0) return 'UNKNOWN';
  if (width === height) return 'SQUARE';
  return width > height ? 'LANDSCAPE' : 'PORTRAIT';
}

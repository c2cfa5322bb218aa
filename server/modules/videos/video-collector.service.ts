import type { Transaction } from '../../data/database.ts';
import { newId } from '../../lib/ids.ts';
import type { ListedVideo } from '../../vendors/tiktok/port.ts';
import { isCut, readHashtags } from './caption.ts';

/** One page of a listing, captured by one sync. */
export interface CapturedPage {
  connectionId: string;
  syncId: string;
  capturedAt: Date;
  nextCaptureAt: Date;
  /** Of the account in the same sync; null when unknown. */
  followers: number | null;
  videos: readonly ListedVideo[];
}

/** Which sync's captures are meant; `startedAt` is not later than its first one. */
export interface CaptureKey {
  connectionId: string;
  syncId: string;
  startedAt: Date;
}

/**
 * Stores a page in one statement: each video's row, added or brought up to date, and its snapshot. A video that this
 * sync has captured already is left as it is, so a page may be stored any number of times. Counters may fall; null
 * overwrites.
 */
export async function storePage(tx: Transaction, page: CapturedPage): Promise<void> {
  // Listings shift while they are paged, so one page may repeat a video.
  const rows = new Map(page.videos.map((video) => [video.id, toRow(video)]));
  if (rows.size === 0) return;
  const json = JSON.stringify([...rows.values()]);
  // A row that the condition leaves alone is not returned, and so gets no second snapshot.
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO "TikTokVideo" AS video ("id", "connectionId", "tikTokId", "title", "description", "hashtags",
        "isCaptionCut", "shareUrl", "embedUrl", "durationSeconds", "width", "height", "orientation", "format",
        "isAiGenerated", "availability", "postedAt", "createdAt", "lastSeenAt", "views", "likes", "comments", "shares",
        "followersAtCapture", "engagementByViews", "metricsCapturedAt", "metricsSource", "nextCaptureAt")
      SELECT p."newVideoId", ${page.connectionId}::uuid, p."tikTokId", p."title", p."description", p."hashtags",
        p."isCaptionCut", p."shareUrl", p."embedUrl", p."durationSeconds", p."width", p."height", p."orientation",
        p."format", p."isAiGenerated", 'PUBLIC', p."postedAt", ${page.capturedAt}::timestamptz,
        ${page.capturedAt}::timestamptz, p."views", p."likes", p."comments", p."shares", ${page.followers}::bigint,
        p."engagementByViews", ${page.capturedAt}::timestamptz, 'DISPLAY_API', ${page.nextCaptureAt}::timestamptz
      FROM jsonb_to_recordset(${json}::jsonb) AS p("newVideoId" uuid, "tikTokId" text, "title" text,
        "description" text, "hashtags" text[], "isCaptionCut" boolean, "shareUrl" text, "embedUrl" text,
        "durationSeconds" int, "width" int, "height" int, "orientation" "VideoOrientation", "format" "VideoFormat",
        "isAiGenerated" boolean, "postedAt" timestamptz, "views" bigint, "likes" bigint, "comments" bigint,
        "shares" bigint, "engagementByViews" float8)
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
        "metricsSource" = excluded."metricsSource", "nextCaptureAt" = excluded."nextCaptureAt"
      WHERE NOT EXISTS (SELECT FROM "TikTokAnalytics" snapshot
        WHERE snapshot."videoId" = video."id" AND snapshot."syncId" = ${page.syncId}::uuid)
      RETURNING "id", "tikTokId", "views", "likes", "comments", "shares"
    )
    INSERT INTO "TikTokAnalytics" ("id", "videoId", "connectionId", "syncId", "capturedAt", "views", "likes",
      "comments", "shares", "followers", "source")
    SELECT p."snapshotId", stored."id", ${page.connectionId}::uuid, ${page.syncId}::uuid,
      ${page.capturedAt}::timestamptz, stored."views", stored."likes", stored."comments", stored."shares",
      ${page.followers}::bigint, 'DISPLAY_API'
    FROM stored JOIN jsonb_to_recordset(${json}::jsonb) AS p("snapshotId" uuid, "tikTokId" text) USING ("tikTokId")`;
}

/** After a listing that was read to its end: what it did not show is no longer public. */
export async function markUnseen(tx: Transaction, key: CaptureKey, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "TikTokVideo" video
    SET "availability" = 'UNAVAILABLE', "unavailableSince" = ${now}::timestamptz, "nextCaptureAt" = NULL
    WHERE video."connectionId" = ${key.connectionId}::uuid AND video."availability" = 'PUBLIC'
      AND NOT EXISTS (SELECT FROM "TikTokAnalytics" snapshot
        WHERE snapshot."videoId" = video."id" AND snapshot."syncId" = ${key.syncId}::uuid)`;
}

/** When the connection's public videos are captured next; null when nothing is planned. */
export async function planCaptures(tx: Transaction, connectionId: string, at: Date | null): Promise<void> {
  await tx.tikTokVideo.updateMany({
    where: { connectionId, availability: 'PUBLIC' },
    data: { nextCaptureAt: at },
  });
}

/** What a sync stored, its earlier attempts included. `since`: videos first seen after it are new; null: all are. */
export async function summarizeCaptures(
  tx: Transaction,
  { connectionId, syncId, startedAt }: CaptureKey,
  since: Date | null,
): Promise<{ videoIds: string[]; newVideos: number }> {
  const [summary] = await tx.$queryRaw<{ videoIds: string[]; newVideos: number }[]>`
    SELECT coalesce(jsonb_agg("videoId"), '[]') AS "videoIds",
      (SELECT count(*)::int FROM "TikTokVideo" WHERE "connectionId" = ${connectionId}::uuid
        AND "createdAt" > coalesce(${since}::timestamptz, '-infinity')) AS "newVideos"
    FROM "TikTokAnalytics"
    WHERE "connectionId" = ${connectionId}::uuid AND "capturedAt" >= ${startedAt}::timestamptz AND "syncId" = ${syncId}::uuid`;
  return summary ?? { videoIds: [], newVideos: 0 };
}

function toRow(video: ListedVideo): object {
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

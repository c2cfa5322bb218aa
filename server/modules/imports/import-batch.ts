import { createHash } from 'node:crypto';
import type { Transaction } from '../../data/database.ts';
import { type Sql, sql } from '../../data/sql.ts';
import { toBigInt } from '../../lib/counters.ts';
import { newId } from '../../lib/ids.ts';
import { rollUpAccount, rollUpVideos } from '../analytics/rollup/roll-up.service.ts';
import type { ImportFormat } from './import-record.ts';

/** What a day of an export says. */
export type ImportedFigures = Record<
  'views' | 'likes' | 'comments' | 'shares' | 'followersGained' | 'followers' | 'profileViews' | 'viewers',
  number | null
>;

export interface DayRow extends ImportedFigures {
  contentHash: string;
  /** YYYY-MM-DD. */
  date: string;
}

export interface VideoRow {
  videoId: string;
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
}

export interface ProfileRow {
  followers: number | null;
  following: number | null;
  likes: number | null;
}

/** A part of the audience, as stored: a share by label, or followers by hour. */
export type AudiencePart =
  { label: string; share: number } | { date: string; hour: number; activeFollowers: number | null };

export interface AudienceRow {
  dimension: 'GENDER' | 'TERRITORY' | 'ACTIVITY';
  contentHash: string;
  parts: AudiencePart[];
}

/** To whom what is stored belongs, who stores it, and of which day it is. */
export interface Provenance {
  connectionId: string;
  importId: string;
  /** The UTC day TikTok made the file, YYYY-MM-DD. */
  downloadedOn: string;
  /** The instant that lifetime counters are taken to be of. */
  capturedAt: Date;
  source: 'STUDIO_EXPORT' | 'DATA_EXPORT';
}

/** The key of an account-day: the same figures of the same day are one row, whatever file says so. */
export function dayHash(
  connectionId: string,
  format: ImportFormat,
  date: string,
  figures: ImportedFigures,
): string {
  const { views, likes, comments, shares, followersGained, followers, profileViews, viewers } = figures;
  const content = [views, likes, comments, shares, followersGained, followers, profileViews, viewers];
  return createHash('sha256')
    .update(JSON.stringify([connectionId, format, date, ...content]))
    .digest('hex');
}

/** Imports of one connection take turns, so that two of them do not store the same counters twice. */
export async function takeTurn(tx: Transaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${connectionId}`}, 0))`;
}

/** Remembers what was made of the days of a file; what the first reading made of them stays. */
export async function storeFile(
  tx: Transaction,
  { connectionId, downloadedOn }: Provenance,
  contentHash: string,
  firstDate: string | null,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ImportedFile" AS file ("connectionId", "contentHash", "downloadedOn", "firstDate")
    VALUES (${connectionId}::uuid, ${contentHash}, ${downloadedOn}::date, ${firstDate}::date)
    ON CONFLICT ("connectionId", "contentHash") DO UPDATE SET "firstDate" = excluded."firstDate"
    WHERE file."firstDate" IS NULL AND excluded."firstDate" IS NOT NULL`;
}

/** @returns how many days were not known. Of those that are, the newest export that says so is noted. */
export async function storeDays(tx: Transaction, of: Provenance, rows: readonly DayRow[]): Promise<number> {
  const [result] = await tx.$queryRaw<[{ stored: number }]>`
    WITH stored AS (
      INSERT INTO "ImportedDay" AS known ("contentHash", "connectionId", "importId", "downloadedOn", "date", "views",
        "likes", "comments", "shares", "followersGained", "followers", "profileViews", "viewers")
      SELECT "contentHash", ${of.connectionId}::uuid, ${of.importId}::uuid, ${of.downloadedOn}::date, "date", "views",
        "likes", "comments", "shares", "followersGained", "followers", "profileViews", "viewers"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given("contentHash" text, "date" date, "views" bigint,
        "likes" bigint, "comments" bigint, "shares" bigint, "followersGained" bigint, "followers" bigint,
        "profileViews" bigint, "viewers" bigint)
      ON CONFLICT ("contentHash") DO UPDATE SET "downloadedOn" = excluded."downloadedOn"
      WHERE known."downloadedOn" < excluded."downloadedOn"
      RETURNING (xmax = 0) AS "isNew"
    )
    SELECT count(*) FILTER (WHERE "isNew")::int AS stored FROM stored`;
  return result.stored;
}

/** Those of the days that are stored already. */
export async function knownDays(tx: Transaction, rows: readonly DayRow[]): Promise<Set<string>> {
  const known = await tx.importedDay.findMany({
    where: { contentHash: { in: rows.map(({ contentHash }) => contentHash) } },
    select: { contentHash: true },
  });
  return new Set(known.map(({ contentHash }) => contentHash));
}

/**
 * Appends snapshots. One that says the same of the same day is there already, whoever brought it; a video has one an
 * import. The row mirrors it where it is newer than all captures, and knows as much as they do: a data export knows
 * likes alone.
 *
 * @returns how many were not known.
 */
export async function storeVideos(
  tx: Transaction,
  of: Provenance,
  rows: readonly VideoRow[],
): Promise<number> {
  const given = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })));
  const stored = await tx.$queryRaw<{ videoId: string }[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${given}::jsonb) AS g("id" uuid, "videoId" uuid, "views" bigint, "likes" bigint,
        "comments" bigint, "shares" bigint)
    ), stored AS (
      INSERT INTO "TikTokAnalytics" ("id", "videoId", "connectionId", "syncId", "capturedAt", "views", "likes",
        "comments", "shares", "source")
      SELECT g."id", g."videoId", ${of.connectionId}::uuid, ${of.importId}::uuid, ${of.capturedAt}::timestamptz, g."views",
        g."likes", g."comments", g."shares", ${of.source}::"MetricSource"
      FROM given g
      WHERE NOT EXISTS (${sameSnapshot(of)})
      ON CONFLICT ("videoId", "syncId") DO NOTHING
      RETURNING "videoId", "capturedAt", "views", "likes", "comments", "shares"
    ), mirrored AS (
      UPDATE "TikTokVideo" video SET "views" = stored."views", "likes" = stored."likes",
        "comments" = stored."comments", "shares" = stored."shares", "followersAtCapture" = NULL,
        "engagementByViews" = (stored."likes" + stored."comments" + stored."shares")::float8 / nullif(stored."views", 0),
        "metricsCapturedAt" = stored."capturedAt", "metricsSource" = ${of.source}::"MetricSource"
      FROM stored
      WHERE video."id" = stored."videoId" AND stored."views" IS NOT NULL
        AND (video."metricsCapturedAt" IS NULL OR video."metricsCapturedAt" < ${of.downloadedOn}::timestamp AT TIME ZONE 'UTC')
    )
    SELECT "videoId" FROM stored`;
  const videoIds = stored.map(({ videoId }) => videoId);
  await rollUpVideos(tx, { ...of, syncId: of.importId, videoIds });
  return videoIds.length;
}

/** How many of the snapshots are not stored. */
export async function countNewVideos(
  tx: Transaction,
  of: Provenance,
  rows: readonly VideoRow[],
): Promise<number> {
  const [result] = await tx.$queryRaw<[{ new: number }]>`
    SELECT count(*)::int AS new
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g("videoId" uuid, "views" bigint, "likes" bigint,
      "comments" bigint, "shares" bigint)
    WHERE NOT EXISTS (${sameSnapshot(of)})`;
  return result.new;
}

/** Whether `g` is stored already. */
function sameSnapshot({ downloadedOn, source }: Provenance): Sql {
  return sql`SELECT FROM "TikTokAnalytics" s
    WHERE s."videoId" = g."videoId" AND s."source" = ${source}::"MetricSource"
      AND (s."capturedAt" AT TIME ZONE 'UTC')::date = ${downloadedOn}::date
      AND (s."views", s."likes", s."comments", s."shares") IS NOT DISTINCT FROM (g."views", g."likes", g."comments", g."shares")`;
}

/** The same for the account: a snapshot, unless one says the same of the same day. @returns 1 where it was not known */
export async function storeProfile(tx: Transaction, of: Provenance, profile: ProfileRow): Promise<number> {
  if (await isKnownProfile(tx, of, profile)) return 0;
  const { connectionId, importId, capturedAt, source } = of;
  const counters = {
    followers: toBigInt(profile.followers),
    following: toBigInt(profile.following),
    likes: toBigInt(profile.likes),
  };
  const { count } = await tx.tikTokAccountAnalytics.createMany({
    data: [{ connectionId, syncId: importId, capturedAt, source, ...counters }],
    skipDuplicates: true,
  });
  if (count === 1) await rollUpAccount(tx, of);
  if (count === 0 || profile.followers === null) return count;
  await tx.tikTokConnection.updateMany({
    where: {
      id: connectionId,
      OR: [{ metricsCapturedAt: null }, { metricsCapturedAt: { lt: new Date(of.downloadedOn) } }],
    },
    data: { ...counters, videoCount: null, metricsCapturedAt: capturedAt, metricsSource: source },
  });
  return count;
}

export async function isKnownProfile(
  tx: Transaction,
  { connectionId, downloadedOn, source }: Provenance,
  profile: ProfileRow,
): Promise<boolean> {
  const start = new Date(downloadedOn);
  const end = new Date(start.getTime() + 24 * 3_600_000);
  const same = await tx.tikTokAccountAnalytics.findFirst({
    where: {
      connectionId,
      source,
      capturedAt: { gte: start, lt: end },
      followers: toBigInt(profile.followers),
      following: toBigInt(profile.following),
      likes: toBigInt(profile.likes),
    },
    select: { id: true },
  });
  return same !== null;
}

/** @returns how many parts were not known: all, or none */
export async function storeAudience(tx: Transaction, of: Provenance, audience: AudienceRow): Promise<number> {
  const { connectionId, importId, capturedAt, source } = of;
  const { count } = await tx.importedAudience.createMany({
    data: [{ connectionId, importId, capturedAt, source, ...audience }],
    skipDuplicates: true,
  });
  return count * audience.parts.length;
}

export async function isKnownAudience(
  tx: Transaction,
  { connectionId }: Provenance,
  { dimension, contentHash }: AudienceRow,
): Promise<boolean> {
  const key = { connectionId, dimension, contentHash };
  return (
    (await tx.importedAudience.findUnique({ where: { connectionId_dimension_contentHash: key } })) !== null
  );
}

/** The connection's videos among the given ids of TikTok: row id by TikTok's. */
export async function findVideos(
  tx: Transaction,
  connectionId: string,
  tikTokIds: readonly string[],
): Promise<Map<string, string>> {
  const videos = await tx.tikTokVideo.findMany({
    where: { connectionId, tikTokId: { in: [...tikTokIds] } },
    select: { id: true, tikTokId: true },
  });
  return new Map(videos.map(({ id, tikTokId }) => [tikTokId, id]));
}

/** Rows that an earlier attempt at this import stored. */
export async function countStored(tx: Transaction, connectionId: string, importId: string): Promise<number> {
  const [result] = await tx.$queryRaw<[{ stored: number }]>`
    SELECT (
      (SELECT count(*) FROM "ImportedDay" WHERE "connectionId" = ${connectionId}::uuid AND "importId" = ${importId}::uuid)
      + (SELECT count(*) FROM "TikTokAnalytics" WHERE "connectionId" = ${connectionId}::uuid AND "syncId" = ${importId}::uuid)
      + (SELECT count(*) FROM "TikTokAccountAnalytics"
         WHERE "connectionId" = ${connectionId}::uuid AND "syncId" = ${importId}::uuid)
      + (SELECT coalesce(sum(jsonb_array_length("parts")), 0) FROM "ImportedAudience"
         WHERE "connectionId" = ${connectionId}::uuid AND "importId" = ${importId}::uuid)
    )::int AS stored`;
  return result.stored;
}

/** How many of the connection's videos were posted on each of the UTC days; a day without any is left out. */
export async function countPosted(
  tx: Transaction,
  connectionId: string,
  dates: readonly string[],
): Promise<Map<string, number>> {
  const days = await tx.$queryRaw<{ date: string; posted: number }[]>`
    SELECT d.date::text AS date, count(*)::int AS posted
    FROM unnest(${dates}::date[]) AS d(date)
    JOIN "TikTokVideo" video ON video."connectionId" = ${connectionId}::uuid
      AND video."postedAt" >= d.date::timestamp AT TIME ZONE 'UTC'
      AND video."postedAt" < (d.date + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY d.date`;
  return new Map(days.map(({ date, posted }) => [date, posted]));
}

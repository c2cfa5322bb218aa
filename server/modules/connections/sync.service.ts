import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { SyncPhase } from '../../data/generated/prisma/client.ts';
import { toBigInt, toNumber } from '../../lib/counters.ts';
import { DomainError } from '../../lib/errors.ts';
import type { TikTokProfile, VideoPage } from '../../vendors/tiktok/port.ts';
import { markUnseen, planCaptures, storePage, summarizeCaptures } from '../videos/video-collector.service.ts';
import type { CaptureKey } from '../videos/video-collector.service.ts';
import { TikTokError } from './connection.errors.ts';
import { record } from './connection.events.ts';
import type { StoredAccountMetrics } from './connection.events.ts';
import { profileColumns } from './connection-profile.ts';
import { withAccessToken } from './credential.service.ts';
import type { AccessGrant } from './credential.service.ts';
import { endInFailure } from './sync-failure.service.ts';
import { reserveSync } from './sync-plan.service.ts';
import type { PlannedSync } from './sync-plan.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

/** SUPERSEDED: the sync had ended before, or its connection is gone; nothing was done. */
export type SyncOutcome =
  { outcome: 'COMPLETED' } | { outcome: 'FAILED'; error: DomainError } | { outcome: 'SUPERSEDED' };

/**
 * Four captures a day show the shape of a day and cost an account of 200 videos 44 of the 600 calls that TikTok
 * grants an app each minute.
 */
const SYNC_INTERVAL_MS = 6 * 3_600_000;
/** TikTok's most. */
const PAGE_SIZE = 20;
/** More ids than this are not worth sending: who hears of it reads all anew. */
const MAX_VIDEO_IDS = 100;

class Superseded extends Error {}

interface Run extends CaptureKey {
  /** End of the last complete sync. */
  lastSyncedAt: Date | null;
  /** When the next one is due, if this one completes. */
  nextSyncAt: Date;
  /** Whether an earlier attempt may have captured a part. */
  isResumed: boolean;
  signal: AbortSignal | undefined;
}

/**
 * Runs a planned sync: the profile, then all public videos, newest first, each page in a transaction of its own. It
 * may be killed at any point and run again with the same id: what is captured is not captured twice. An expected
 * failure ends the sync; the database or a bug failing throws and leaves it planned.
 *
 * @throws the signal's reason when it aborts; the sync stays planned then.
 */
export async function runSync(
  deps: Deps,
  { connectionId, syncId }: PlannedSync,
  { signal }: { signal?: AbortSignal } = {},
): Promise<SyncOutcome> {
  try {
    const run = await begin(deps, { connectionId, syncId }, signal);
    // One look at the grant serves all pages; where it expires among them, the collection begins anew with another.
    const isListed = await withAccessToken(deps, connectionId, (grant) => collect(deps, run, grant));
    await finish(deps, run, isListed);
    return { outcome: 'COMPLETED' };
  } catch (error) {
    if (error instanceof Superseded) return { outcome: 'SUPERSEDED' };
    if (signal?.aborted === true || !(error instanceof DomainError)) throw error;
    const isEnded = await endInFailure(deps, { connectionId, syncId }, error);
    return isEnded ? { outcome: 'FAILED', error } : { outcome: 'SUPERSEDED' };
  }
}

/** Runs the connection's planned sync, or a new one, here and now instead of in the queue. */
export async function syncNow(
  deps: Deps,
  connectionId: string,
  options: { signal?: AbortSignal } = {},
): Promise<SyncOutcome> {
  const { prisma } = deps.database;
  const syncId =
    (await reserveSync(prisma, connectionId)) ??
    (await prisma.tikTokSyncState.findUnique({ where: { connectionId } }))?.syncId ??
    null;
  return syncId === null ? { outcome: 'SUPERSEDED' } : runSync(deps, { connectionId, syncId }, options);
}

async function begin(
  deps: Deps,
  { connectionId, syncId }: PlannedSync,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const now = deps.clock.now();
  const progress = { phase: 'PROFILE', videosSeen: 0, videosExpected: null } as const;
  const state = await step(deps, connectionId, progress, async (tx) => {
    // A second attempt belongs to the first one's sync, so it keeps its start.
    const [begun] = await tx.$queryRaw<{ startedAt: Date; lastSyncedAt: Date | null; isResumed: boolean }[]>`
      WITH before AS (SELECT "startedAt" FROM "TikTokSyncState" WHERE "connectionId" = ${connectionId}::uuid)
      UPDATE "TikTokSyncState" state
      SET "phase" = 'PROFILE', "videosSeen" = 0, "videosExpected" = NULL,
        "startedAt" = coalesce(state."startedAt", ${now}::timestamptz)
      FROM before
      WHERE state."connectionId" = ${connectionId}::uuid AND state."syncId" = ${syncId}::uuid
      RETURNING state."startedAt", state."lastSyncedAt", before."startedAt" IS NOT NULL AS "isResumed"`;
    if (begun === undefined) throw new Superseded();
    return begun;
  });
  return { connectionId, syncId, ...state, nextSyncAt: new Date(now.getTime() + SYNC_INTERVAL_MS), signal };
}

/** Whether the list of videos was read to its end and can be believed. */
async function collect(deps: Deps, run: Run, grant: AccessGrant): Promise<boolean> {
  const profile = await deps.tiktok.userInfo(grant.accessToken, grant.scopes, { signal: run.signal });
  await storeProfile(deps, run, profile, grant.scopes.includes('user.info.stats'));
  return grant.scopes.includes('video.list') && collectVideos(deps, run, grant, profile);
}

async function storeProfile(deps: Deps, run: Run, profile: TikTokProfile, hasStats: boolean): Promise<void> {
  const { connectionId, syncId } = run;
  const capturedAt = deps.clock.now();
  const counters = {
    followers: toBigInt(profile.followers),
    following: toBigInt(profile.following),
    likes: toBigInt(profile.likes),
  };
  const videos = toBigInt(profile.videos);
  const source = 'DISPLAY_API';
  const progress = { phase: 'VIDEOS', videosSeen: 0, videosExpected: profile.videos } as const;
  await step(deps, connectionId, progress, async (tx) => {
    await advance(tx, run, progress);
    const stored = hasStats
      ? await tx.tikTokAccountAnalytics.createMany({
          data: [{ connectionId, syncId, capturedAt, ...counters, videos, source }],
          skipDuplicates: true,
        })
      : { count: 0 };
    // The row mirrors the newest snapshot, so an attempt that stores none leaves its figures alone.
    const newest = {
      ...counters,
      videoCount: videos,
      metricsCapturedAt: capturedAt,
      metricsSource: source,
    } as const;
    await tx.tikTokConnection.update({
      where: { id: connectionId },
      data: { ...profileColumns(profile), ...(stored.count === 1 && newest) },
    });
  });
}

async function collectVideos(
  deps: Deps,
  run: Run,
  grant: AccessGrant,
  profile: TikTokProfile,
): Promise<boolean> {
  const { connectionId, syncId, nextSyncAt, signal } = run;
  const seen = new Set<string>();
  let cursor: number | null = null;
  do {
    signal?.throwIfAborted();
    const request = { maxCount: PAGE_SIZE, ...(cursor !== null && { cursor }) };
    const page: VideoPage = await deps.tiktok.listVideos(grant.accessToken, request, { signal });
    for (const video of page.videos) seen.add(video.id);
    const progress = { phase: 'VIDEOS', videosSeen: seen.size, videosExpected: profile.videos } as const;
    await step(deps, connectionId, progress, async (tx) => {
      await advance(tx, run, progress);
      await storePage(tx, {
        connectionId,
        syncId,
        capturedAt: deps.clock.now(),
        nextCaptureAt: nextSyncAt,
        followers: profile.followers,
        videos: page.videos,
      });
    });
    if (page.nextCursor !== null && cursor !== null && page.nextCursor >= cursor) {
      throw new TikTokError("TikTok's listing of videos runs in a circle.", { code: 'TIKTOK_UNAVAILABLE' });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  // An empty list beside a profile that counts videos is a fault of TikTok's, not the end of them all.
  return seen.size > 0 || (profile.videos ?? 0) === 0;
}

async function finish(deps: Deps, run: Run, isListed: boolean): Promise<void> {
  const { connectionId, syncId, nextSyncAt } = run;
  const now = deps.clock.now();
  const announce = await deps.database.transaction(async (tx) => {
    const ended = await tx.tikTokSyncState.updateMany({
      where: { connectionId, syncId },
      data: {
        syncId: null,
        phase: null,
        startedAt: null,
        lastSyncedAt: now,
        nextSyncAt,
        errorCode: null,
        errorMessage: null,
        errorRetryable: null,
        errorAt: null,
        errorTikTokCode: null,
      },
    });
    if (ended.count === 0) throw new Superseded();
    if (isListed) await markUnseen(tx, run, now);
    if (run.isResumed) await planCaptures(tx, connectionId, nextSyncAt);
    await tx.tikTokConnection.update({ where: { id: connectionId }, data: { nextCaptureAt: nextSyncAt } });
    const { videoIds, newVideos } = await summarizeCaptures(tx, run, run.lastSyncedAt);
    const metrics = await newestMetrics(tx, run);
    return record(
      tx,
      deps,
      connectionId,
      {
        type: 'SnapshotsStored',
        payload: { videoIds: videoIds.length > MAX_VIDEO_IDS ? null : videoIds, metrics },
      },
      {
        type: 'SyncCompleted',
        payload: {
          newVideos,
          snapshots: videoIds.length + (metrics === null ? 0 : 1),
          nextSyncAt: nextSyncAt.toISOString(),
        },
      },
    );
  });
  await announce();
}

/** Null when this sync captured none. */
async function newestMetrics(tx: Transaction, run: Run): Promise<StoredAccountMetrics | null> {
  const { connectionId, syncId, nextSyncAt } = run;
  const snapshot = await tx.tikTokAccountAnalytics.findUnique({
    where: { connectionId_syncId: { connectionId, syncId } },
  });
  if (snapshot === null) return null;
  return {
    followers: toNumber(snapshot.followers),
    following: toNumber(snapshot.following),
    likes: toNumber(snapshot.likes),
    videos: toNumber(snapshot.videos),
    capturedAt: snapshot.capturedAt.toISOString(),
    nextCaptureAt: nextSyncAt.toISOString(),
    source: snapshot.source,
  };
}

interface Progress {
  phase: SyncPhase;
  videosSeen: number;
  videosExpected: number | null;
}

/** One transaction of a sync and its SyncProgressed. */
async function step<T>(
  deps: Deps,
  connectionId: string,
  progress: Progress,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const [result, announce] = await deps.database.transaction(async (tx) => {
    const done = await work(tx);
    const event = { type: 'SyncProgressed', payload: { progress } } as const;
    return [done, await record(tx, deps, connectionId, event)] as const;
  });
  await announce();
  return result;
}

/** Comes first in its transaction: it locks the state, so that two attempts of one sync take turns. */
async function advance(
  tx: Transaction,
  { connectionId, syncId }: PlannedSync,
  progress: Progress,
): Promise<void> {
  const advanced = await tx.tikTokSyncState.updateMany({ where: { connectionId, syncId }, data: progress });
  if (advanced.count === 0) throw new Superseded();
}

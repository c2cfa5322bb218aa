import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma, SyncPhase } from '../../data/generated/prisma/client.ts';
import { toBigInt, toNumber } from '../../lib/counters.ts';
import type { TikTokProfile } from '../../vendors/tiktok/port.ts';
import { rollUpAccount } from '../analytics/rollup/roll-up.service.ts';
import { profileColumns } from '../connections/connection-profile.ts';
import { record } from '../connections/connection.events.ts';
import type { NewConnectionEvent, StoredAccountMetrics } from '../connections/connection.events.ts';
import { offerAvatar } from '../covers/image-offers.service.ts';
import type { PlannedSync } from './sync-plan.service.ts';

export type SyncDeps = Pick<
  Services,
  'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub' | 'queue' | 'files' | 'imageSource'
>;

/** The sync had ended before, or its connection is gone: whatever is under way for it changes nothing more. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** A sync as its worker found it. */
export interface Run extends PlannedSync {
  isFull: boolean;
  /** Somebody waits for it. */
  isRequested: boolean;
  /** Of its first attempt. */
  startedAt: Date;
  /** End of the last complete sync. */
  lastSyncedAt: Date | null;
  signal: AbortSignal | undefined;
}

export interface Progress {
  phase: SyncPhase;
  videosSeen: number;
  videosExpected: number | null;
}

/** What a step of a sync came to. */
export interface Step<T> {
  result: T;
  progress: Progress;
  /** Further columns of the state. */
  more?: Prisma.TikTokSyncStateUpdateManyMutationInput;
}

/**
 * One transaction of a sync and its SyncProgressed. The state is locked first, so that two attempts of one sync take
 * turns.
 *
 * @throws Superseded
 */
export async function step<T>(
  deps: SyncDeps,
  sync: PlannedSync,
  work: (tx: Transaction) => Promise<Step<T>>,
): Promise<T> {
  const [result, announce] = await deps.database.transaction(async (tx) => {
    await lock(tx, sync);
    const { result: done, progress, more } = await work(tx);
    const { connectionId } = sync;
    await tx.tikTokSyncState.update({ where: { connectionId }, data: { ...progress, ...more } });
    const event = { type: 'SyncProgressed', payload: { progress } } as const;
    return [done, await record(tx, deps, connectionId, event)] as const;
  });
  await announce();
  return result;
}

/** @throws Superseded */
export async function lock(tx: Transaction, { connectionId, syncId }: PlannedSync): Promise<void> {
  const mine = await tx.$queryRaw<object[]>`
    SELECT "connectionId" FROM "TikTokSyncState"
    WHERE "connectionId" = ${connectionId}::uuid AND "syncId" = ${syncId}::uuid FOR UPDATE`;
  if (mine.length === 0) throw new Superseded();
}

/** Stores what TikTok says of the account, and its counters as a snapshot, once a sync. */
export async function storeProfile(
  tx: Transaction,
  { connectionId, syncId }: PlannedSync,
  profile: TikTokProfile,
  { capturedAt, hasStats }: { capturedAt: Date; hasStats: boolean },
): Promise<void> {
  const counters = {
    followers: toBigInt(profile.followers),
    following: toBigInt(profile.following),
    likes: toBigInt(profile.likes),
  };
  const videos = toBigInt(profile.videos);
  const source = 'DISPLAY_API';
  const stored = hasStats
    ? await tx.tikTokAccountAnalytics.createMany({
        data: [{ connectionId, syncId, capturedAt, ...counters, videos, source }],
        skipDuplicates: true,
      })
    : { count: 0 };
  if (stored.count === 1) await rollUpAccount(tx, { connectionId, capturedAt, source });
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
  await offerAvatar(tx, connectionId, profile.avatarUrl, capturedAt);
}

/** What a successful sync says last: which snapshots there are now, and that it is over. */
export function completion(
  captured: { videoIds: readonly string[]; newVideos: number },
  metrics: StoredAccountMetrics | null,
  nextSyncAt: Date | null,
): NewConnectionEvent[] {
  const { videoIds, newVideos } = captured;
  const snapshots = videoIds.length + (metrics === null ? 0 : 1);
  const stored: NewConnectionEvent = {
    type: 'SnapshotsStored',
    payload: { videoIds: videoIds.length > MAX_VIDEO_IDS ? null : [...videoIds], metrics },
  };
  return [
    ...(snapshots > 0 ? [stored] : []),
    {
      type: 'SyncCompleted',
      payload: { newVideos, snapshots, nextSyncAt: nextSyncAt?.toISOString() ?? null },
    },
  ];
}

/** More ids than this are not worth sending: who hears of it reads all anew. */
const MAX_VIDEO_IDS = 100;

/** The account's snapshot of this sync; null when it captured none. */
export async function capturedMetrics(
  tx: Transaction,
  { connectionId, syncId }: PlannedSync,
  nextCaptureAt: Date | null,
): Promise<StoredAccountMetrics | null> {
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
    nextCaptureAt: nextCaptureAt?.toISOString() ?? null,
    source: snapshot.source,
  };
}

/** The state's columns for an error, once a sync has ended well. */
export const NO_ERROR = {
  errorCode: null,
  errorMessage: null,
  errorRetryable: null,
  errorAt: null,
  errorTikTokCode: null,
} as const;

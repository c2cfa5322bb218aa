import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { toNumber } from '../../lib/counters.ts';
import { messageOf } from '../../lib/errors.ts';
import { type CallOptions, PAGE_SIZE } from '../../vendors/tiktok/port.ts';
import { isOutOfQuota } from '../connections/connection.errors.ts';
import { record } from '../connections/connection.events.ts';
import type { AccessGrant } from '../connections/credential.service.ts';
import { planCopies } from '../covers/image-offers.service.ts';
import { copyImages } from '../covers/copy-images.service.ts';
import { NO_LISTING, planFull, replanTasks } from './capture-task.service.ts';
import { planSync } from './sync-plan.service.ts';
import {
  capturedMetrics,
  completion,
  lock,
  NO_ERROR,
  type Progress,
  type Run,
  step,
  storeProfile,
  type SyncDeps,
} from './sync-step.ts';
import { markUnavailable, storeVideos, summarizeCaptures } from './video-capture.service.ts';
import { readPage } from './video-page.ts';

/** How long a sync waits for the account's pictures. */
const PICTURES_LIMIT_MS = 20_000;
/** Pages that a full sync nobody waits for reads at most before others have their turn. */
const PAGES_A_TURN = 10;

/** How far the listing got; it survives its worker and, where nobody waits, its turn. */
interface Listing {
  startedAt: Date;
  /** An attempt or turn before this one has asked for the profile and begun. */
  isResumed: boolean;
  cursor: number | null;
  isListed: boolean;
  videosSeen: number;
  videosExpected: number | null;
}

/**
 * Reads everything of an account: the profile, then all public videos, newest first, each page in a transaction of its
 * own that also keeps where it goes on. So a killed sync asks for no page twice but the one that was under way. Videos
 * that the listing leaves out are asked for by id before they are taken for gone.
 */
export async function collectAll(deps: SyncDeps, run: Run, grant: AccessGrant): Promise<Collected> {
  const listing = await readListing(deps, run);
  const done: CaptureKind[] = listing.isResumed ? [] : ['PROFILE'];
  const followers = await collectProfile(deps, run, grant, listing);
  if (grant.scopes.includes('video.list') && !(await collectVideos(deps, run, grant, listing, followers))) {
    return { isComplete: false, done };
  }
  return { isComplete: true, done: [...done, 'LISTING', 'METRICS'] };
}

/** Whether all videos are collected; false when the turn ended in the middle. */
async function collectVideos(
  deps: SyncDeps,
  run: Run,
  grant: AccessGrant,
  listing: Listing,
  followers: number | null,
): Promise<boolean> {
  if (!listing.isListed && !(await collectPages(deps, run, grant, listing, followers))) return false;
  // An empty list beside a profile that counts videos is a fault of TikTok's, not the end of them all.
  if (listing.videosSeen > 0 || (listing.videosExpected ?? 0) === 0) {
    await confirmMissing(deps, run, grant, listing, followers);
  }
  return true;
}

/** What a full sync, or its turn, came to. */
export interface Collected {
  /** False when the turn ended in the middle: the sync goes on with the next one. */
  isComplete: boolean;
  done: readonly CaptureKind[];
}

async function readListing(deps: SyncDeps, { connectionId }: Run): Promise<Listing> {
  const state = await deps.database.prisma.tikTokSyncState.findUniqueOrThrow({ where: { connectionId } });
  return {
    startedAt: state.listingStartedAt ?? deps.clock.now(),
    isResumed: state.listingStartedAt !== null,
    cursor: toNumber(state.listingCursor),
    isListed: state.isListed,
    videosSeen: state.videosSeen,
    videosExpected: state.videosExpected,
  };
}

/** The account's followers, for the snapshots of its videos. */
async function collectProfile(
  deps: SyncDeps,
  run: Run,
  grant: AccessGrant,
  listing: Listing,
): Promise<number | null> {
  if (listing.isResumed) {
    const { connectionId: id } = run;
    const { followers } = await deps.database.prisma.tikTokConnection.findUniqueOrThrow({ where: { id } });
    return toNumber(followers);
  }
  const profile = await deps.tiktok.userInfo(grant.accessToken, grant.scopes, optionsOf(run));
  const capturedAt = deps.clock.now();
  const hasStats = grant.scopes.includes('user.info.stats');
  listing.videosExpected = profile.videos;
  await step(deps, run, async (tx) => {
    await storeProfile(tx, run, profile, { capturedAt, hasStats });
    const more = { listingStartedAt: listing.startedAt };
    return { result: undefined, progress: progressOf('VIDEOS', listing), more };
  });
  return profile.followers;
}

/**
 * Whether the listing was read to its end. A sync that nobody waits for ends its turn where the quota ends: it would else
 * take the next free calls one after the other, which are those of other workspaces.
 */
async function collectPages(
  deps: SyncDeps,
  run: Run,
  grant: AccessGrant,
  listing: Listing,
  followers: number | null,
): Promise<boolean> {
  for (let page = 0; run.isRequested || page < PAGES_A_TURN; page += 1) {
    run.signal?.throwIfAborted();
    const answer = await readPage(deps, grant, listing.cursor, optionsOf(run)).catch((error: unknown) => {
      if (run.isRequested || !isOutOfQuota(error)) throw error;
      return null;
    });
    if (answer === null) return false;
    const { videos, nextCursor } = answer;
    const capturedAt = deps.clock.now();
    const isListed = nextCursor === null;
    listing.videosSeen = await step(deps, run, async (tx) => {
      const { videoIds } = await storeVideos(tx, { ...run, capturedAt, followers, videos, onlyDue: false });
      const videosSeen = listing.videosSeen + videoIds.length;
      return {
        result: videosSeen,
        progress: progressOf('VIDEOS', { ...listing, videosSeen }),
        more: { listingStartedAt: listing.startedAt, listingCursor: nextCursor, isListed },
      };
    });
    listing.cursor = nextCursor;
    if (isListed) return true;
  }
  return false;
}

/** Asks by id for the public videos that the listing did not show; what TikTok does not know any more is gone. */
async function confirmMissing(
  deps: SyncDeps,
  run: Run,
  grant: AccessGrant,
  listing: Listing,
  followers: number | null,
): Promise<void> {
  const { connectionId } = run;
  let last: string | undefined;
  for (;;) {
    run.signal?.throwIfAborted();
    const unseen = await deps.database.prisma.tikTokVideo.findMany({
      where: {
        connectionId,
        availability: 'PUBLIC',
        lastSeenAt: { lt: listing.startedAt },
        // Each once: by a clock behind the one that the listing began by, even what is found looks unseen.
        ...(last !== undefined && { id: { gt: last } }),
      },
      orderBy: { id: 'asc' },
      take: PAGE_SIZE,
      select: { id: true, tikTokId: true },
    });
    if (unseen.length === 0) return;
    last = unseen.at(-1)?.id;
    const ids = unseen.map(({ tikTokId }) => tikTokId);
    const videos = await deps.tiktok.queryVideos(grant.accessToken, ids, optionsOf(run));
    const capturedAt = deps.clock.now();
    const found = new Set(videos.map(({ id }) => id));
    await step(deps, run, async (tx) => {
      await storeVideos(tx, { ...run, capturedAt, followers, videos, onlyDue: false });
      await markUnavailable(
        tx,
        connectionId,
        ids.filter((id) => !found.has(id)),
        capturedAt,
      );
      return { result: undefined, progress: progressOf('METRICS', listing) };
    });
  }
}

/**
 * Copies the account's pictures while somebody waits to see them. A sync does not fail for one, nor wait for them for
 * long: what is missing then, their own job brings.
 */
export async function collectPictures(deps: SyncDeps, run: Run): Promise<void> {
  const listing = await readListing(deps, run);
  await step(deps, run, () =>
    Promise.resolve({ result: undefined, progress: progressOf('COVERS', listing) }),
  );
  const patience = AbortSignal.timeout(PICTURES_LIMIT_MS);
  const signal = run.signal === undefined ? patience : AbortSignal.any([run.signal, patience]);
  try {
    await copyImages(deps, run.connectionId, { signal });
  } catch (error) {
    run.signal?.throwIfAborted();
    deps.log.warn(
      { connectionId: run.connectionId, reason: messageOf(error) },
      'Pictures are still to be copied',
    );
  }
}

/** Ends the turn of a sync that nobody waits for in the middle of its listing: its tasks stay due. */
export async function endTurn(deps: SyncDeps, run: Run, done: readonly CaptureKind[]): Promise<void> {
  const { connectionId } = run;
  await deps.database.transaction(async (tx) => {
    await lock(tx, run);
    const { nextSyncAt } = await replanTasks(tx, { connectionId, done }, deps.clock.now());
    await planCopies(tx, deps, connectionId, deps.clock.now());
    const { isFullRequested } = await tx.tikTokSyncState.update({
      where: { connectionId },
      data: { syncId: null, phase: null, startedAt: null, nextSyncAt },
    });
    if (isFullRequested) await planSync(tx, deps, connectionId);
  });
}

/** Ends a full sync well: plans what comes next and says so. */
export async function completeFull(deps: SyncDeps, run: Run, done: readonly CaptureKind[]): Promise<void> {
  const { connectionId } = run;
  const now = deps.clock.now();
  const announce = await deps.database.transaction(async (tx) => {
    await lock(tx, run);
    const { nextSyncAt, profileDueAt } = await replanTasks(tx, { connectionId, done }, now);
    const { isFullRequested } = await tx.tikTokSyncState.update({
      where: { connectionId },
      data: {
        syncId: null,
        isRequested: false,
        phase: null,
        startedAt: null,
        ...NO_LISTING,
        ...NO_ERROR,
        lastSyncedAt: now,
        nextSyncAt,
      },
    });
    await planFull(tx, connectionId, now);
    if (isFullRequested) await planSync(tx, deps, connectionId);
    await planCopies(tx, deps, connectionId, now);
    await tx.tikTokConnection.update({ where: { id: connectionId }, data: { nextCaptureAt: profileDueAt } });
    const captured = await summarizeCaptures(tx, run);
    const metrics = await capturedMetrics(tx, run, profileDueAt);
    return record(tx, deps, connectionId, ...completion(captured, metrics, nextSyncAt));
  });
  await announce();
}

function optionsOf(run: Run): CallOptions {
  return { signal: run.signal, urgency: run.isRequested ? 'USER' : 'BACKGROUND' };
}

function progressOf(phase: Progress['phase'], { videosSeen, videosExpected }: Listing): Progress {
  return { phase, videosSeen, videosExpected };
}

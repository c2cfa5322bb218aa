import type { Services } from '../../app/services.ts';
import { DomainError } from '../../lib/errors.ts';
import { isOutOfQuota } from '../connections/connection.errors.ts';
import { record } from '../connections/connection.events.ts';
import { withAccessToken } from '../connections/credential.service.ts';
import { collectDue, completeDue } from './due-sync.service.ts';
import { collectAll, collectPictures, completeFull, endTurn } from './full-sync.service.ts';
import { endInFailure } from './sync-failure.service.ts';
import { type PlannedSync, reserveSync } from './sync-plan.service.ts';
import { lock, type Progress, type Run, step, Superseded, type SyncDeps } from './sync-step.ts';

/**
 * SUPERSEDED: the sync had ended before, or its connection is gone; nothing was done. POSTPONED: TikTok's quota is used
 * up, and the sync stays planned.
 */
export type SyncOutcome =
  | { outcome: 'COMPLETED' }
  | { outcome: 'FAILED'; error: DomainError }
  | { outcome: 'POSTPONED'; delaySeconds: number }
  | { outcome: 'SUPERSEDED' };

export interface SyncOptions {
  signal?: AbortSignal;
  /** Whether a sync that somebody waits for copies the pictures before it ends; else their own job does. @default false */
  withPictures?: boolean;
}

/** Where TikTok does not say how long its quota is used up. */
const QUOTA_WAIT_SECONDS = 60;

/**
 * Runs a planned sync: a full one, or what is due. It may be killed at any point and run again with the same id: what is
 * captured is not captured twice. An expected failure ends the sync; the database or a bug failing throws and leaves it
 * planned.
 *
 * @throws the signal's reason when it aborts; the sync stays planned then.
 */
export async function runSync(
  deps: SyncDeps,
  { connectionId, syncId }: PlannedSync,
  { signal, withPictures = false }: SyncOptions = {},
): Promise<SyncOutcome> {
  try {
    const run = await begin(deps, { connectionId, syncId }, signal);
    if (run.isFull) {
      // Where the grant's token expires in the middle, the collection goes on where it was with another one.
      const { isComplete, done } = await withAccessToken(deps, connectionId, (grant) =>
        collectAll(deps, run, grant),
      );
      if (isComplete && run.isRequested && withPictures) await collectPictures(deps, run);
      await (isComplete ? completeFull(deps, run, done) : endTurn(deps, run, done));
    } else {
      const harvest = await withAccessToken(deps, connectionId, (grant) => collectDue(deps, run, grant));
      await completeDue(deps, run, harvest);
    }
    return { outcome: 'COMPLETED' };
  } catch (error) {
    if (error instanceof Superseded) return { outcome: 'SUPERSEDED' };
    if (signal?.aborted === true || !(error instanceof DomainError)) throw error;
    if (isOutOfQuota(error)) {
      return postpone(deps, { connectionId, syncId }, error.retryAfterSeconds ?? QUOTA_WAIT_SECONDS);
    }
    const isEnded = await endInFailure(deps, { connectionId, syncId }, error);
    return isEnded ? { outcome: 'FAILED', error } : { outcome: 'SUPERSEDED' };
  }
}

/** Runs the connection's planned sync, or a new full one, here and now instead of in the queue. */
export async function syncNow(
  deps: SyncDeps,
  connectionId: string,
  options: SyncOptions = {},
): Promise<SyncOutcome> {
  const { prisma } = deps.database;
  const syncId =
    (await reserveSync(prisma, connectionId)) ??
    (await prisma.tikTokSyncState.findUnique({ where: { connectionId } }))?.syncId ??
    null;
  return syncId === null ? { outcome: 'SUPERSEDED' } : runSync(deps, { connectionId, syncId }, options);
}

async function begin(
  deps: SyncDeps,
  { connectionId, syncId }: PlannedSync,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const now = deps.clock.now();
  // A second attempt belongs to the first one's sync, so it keeps its start.
  const [begun] = await deps.database.prisma.$queryRaw<
    (Pick<Run, 'startedAt' | 'lastSyncedAt' | 'isFull' | 'isRequested'> & Omit<Progress, 'phase'>)[]
  >`
    UPDATE "TikTokSyncState" SET "startedAt" = coalesce("startedAt", ${now}::timestamptz)
    WHERE "connectionId" = ${connectionId}::uuid AND "syncId" = ${syncId}::uuid
    RETURNING "startedAt", "lastSyncedAt", "isFull", "isRequested", "videosSeen", "videosExpected"`;
  if (begun === undefined) throw new Superseded();
  const { videosSeen, videosExpected, ...rest } = begun;
  const run = { connectionId, syncId, ...rest, signal };
  if (run.isFull) {
    const progress = { phase: 'PROFILE', videosSeen, videosExpected } as const;
    await step(deps, run, () => Promise.resolve({ result: undefined, progress }));
  }
  return run;
}

/** Keeps the sync planned until there is room in TikTok's quota again, and says when. */
async function postpone(
  deps: Pick<Services, 'database' | 'clock' | 'hub'>,
  sync: PlannedSync,
  delaySeconds: number,
): Promise<SyncOutcome> {
  const { connectionId } = sync;
  const nextSyncAt = new Date(deps.clock.now().getTime() + delaySeconds * 1_000);
  try {
    const announce = await deps.database.transaction(async (tx) => {
      await lock(tx, sync);
      const { videosSeen, videosExpected } = await tx.tikTokSyncState.update({
        where: { connectionId },
        data: { phase: 'WAITING_FOR_QUOTA', nextSyncAt },
      });
      const progress = { phase: 'WAITING_FOR_QUOTA', videosSeen, videosExpected } as const;
      return record(tx, deps, connectionId, { type: 'SyncProgressed', payload: { progress } });
    });
    await announce();
    return { outcome: 'POSTPONED', delaySeconds };
  } catch (error) {
    if (error instanceof Superseded) return { outcome: 'SUPERSEDED' };
    throw error;
  }
}

import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { valuesWithoutJob } from '../../jobs/job-data.ts';
import { newId } from '../../lib/ids.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { ReauthorizationRequiredError } from '../connections/connection.errors.ts';
import { authorizeConnection } from '../connections/connection.policy.ts';
import { NO_LISTING } from './capture-task.service.ts';
import { syncConnectionJob } from './sync-connection.job.ts';

/** What somebody waits for comes before what is merely due. */
const PRIORITIES = { REQUESTED: 10, DUE: 0 } as const;

/** A sync that was given to a connection and has not ended. */
export interface PlannedSync {
  connectionId: string;
  syncId: string;
}

/**
 * Gives the connection a full sync that somebody waits for and queues it, in one transaction. One that was asked for
 * before is left alone; where the collector's own plan has a sync under way, this one follows it.
 *
 * @returns the new sync's id; null where there is another one, or no such connection.
 */
export async function planSync(
  tx: Transaction,
  deps: Pick<Services, 'queue'>,
  connectionId: string,
): Promise<string | null> {
  const syncId = await reserveSync(tx, connectionId);
  if (syncId !== null) await queueSync(tx, deps, { connectionId, syncId }, 'REQUESTED');
  return syncId;
}

/** Puts a sync that its connection has into the queue. */
export function queueSync(
  tx: Transaction,
  deps: Pick<Services, 'queue'>,
  sync: PlannedSync,
  reason: keyof typeof PRIORITIES,
): Promise<void> {
  return deps.queue.send(syncConnectionJob, sync, {
    tx,
    singletonKey: sync.connectionId,
    priority: PRIORITIES[reason],
  });
}

/**
 * Queues the syncs that no job is to do any more, since one was lost or could not even be given up. Returns how many.
 * Repeatable; a sync that ends meanwhile is one for which its job does nothing.
 */
export async function resumeSyncs(deps: Pick<Services, 'database' | 'queue'>): Promise<number> {
  const planned = await deps.database.prisma.tikTokSyncState.findMany({
    where: { syncId: { not: null } },
    select: { connectionId: true, syncId: true, isRequested: true },
  });
  const syncIds = planned.flatMap(({ syncId }) => syncId ?? []);
  const lost = new Set(await valuesWithoutJob(deps.database, 'syncId', syncIds));
  for (const { connectionId, syncId, isRequested } of planned) {
    if (syncId === null || !lost.has(syncId)) continue;
    const reason = isRequested ? 'REQUESTED' : 'DUE';
    await deps.database.transaction((tx) => queueSync(tx, deps, { connectionId, syncId }, reason));
  }
  return lost.size;
}

/** As `planSync` without the queue, for whoever runs the sync himself. */
export async function reserveSync(tx: Transaction, connectionId: string): Promise<string | null> {
  const syncId = newId();
  for (let attempt = 1; attempt <= RESERVE_ATTEMPTS; attempt += 1) {
    const reserved = await tx.tikTokSyncState.updateMany({
      where: { connectionId, syncId: null },
      data: {
        syncId,
        isFull: true,
        isRequested: true,
        isFullRequested: false,
        phase: null,
        startedAt: null,
        ...NO_LISTING,
      },
    });
    if (reserved.count === 1) return syncId;
    const following = await tx.tikTokSyncState.updateMany({
      where: { connectionId, syncId: { not: null }, isRequested: false },
      data: { isFullRequested: true },
    });
    if (following.count === 1) return null;
  }
  return null;
}

/** A sync may end between the two looks; then there is room for another one. */
const RESERVE_ATTEMPTS = 2;

/** Takes a connection's sync away from whoever has it: what is under way for it changes nothing more. */
export async function cancelSync(tx: Transaction, connectionId: string): Promise<void> {
  await tx.tikTokSyncState.updateMany({
    where: { connectionId },
    data: {
      syncId: null,
      isFull: false,
      isRequested: false,
      isFullRequested: false,
      phase: null,
      startedAt: null,
      nextSyncAt: null,
      ...NO_LISTING,
    },
  });
}

/**
 * Puts a full sync at the front of the queue; one that was asked for and is queued or running is left alone.
 *
 * @throws NotFoundError, ForbiddenError
 * @throws ReauthorizationRequiredError when the connection's tokens are dead.
 */
export async function requestSync(
  deps: Pick<Services, 'database' | 'queue'>,
  viewer: Viewer,
  { connectionId }: { connectionId: string },
  remember: Remember,
): Promise<TikTokConnection> {
  const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.sync');
  if (connection.status !== 'ACTIVE') {
    throw new ReauthorizationRequiredError('Connect the account again before it can be synced.', {
      connectionId,
      missingScopes: connection.missingScopes,
      tikTokCode: connection.statusReason,
    });
  }
  await deps.database.transaction(async (tx) => {
    await planSync(tx, deps, connectionId);
    await remember(tx, { connectionId });
  });
  return connection;
}

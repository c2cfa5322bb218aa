import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { newId } from '../../lib/ids.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { ReauthorizationRequiredError } from './connection.errors.ts';
import { authorizeConnection } from './connection.policy.ts';
import { syncConnectionJob } from './sync-connection.job.ts';

/** What somebody waits for comes before what is merely due. */
const PRIORITIES = { REQUESTED: 10, DUE: 0 } as const;
/** Due connections per round of the periodic job; the rest is due again in the next one. */
const DUE_BATCH = 200;

/** A sync that was given to a connection and has not ended. */
export interface PlannedSync {
  connectionId: string;
  syncId: string;
}

/**
 * Gives the connection a sync and queues it, in one transaction. One that is queued or running is left alone.
 *
 * @returns the new sync's id; null where there was one already, or no such connection.
 */
export async function planSync(
  tx: Transaction,
  deps: Pick<Services, 'queue'>,
  connectionId: string,
  reason: keyof typeof PRIORITIES,
): Promise<string | null> {
  const syncId = await reserveSync(tx, connectionId);
  if (syncId === null) return null;
  await deps.queue.send(
    syncConnectionJob,
    { connectionId, syncId },
    { tx, singletonKey: connectionId, priority: PRIORITIES[reason] },
  );
  return syncId;
}

/** The same without the queue, for whoever runs the sync himself. */
export async function reserveSync(tx: Transaction, connectionId: string): Promise<string | null> {
  const syncId = newId();
  const reserved = await tx.tikTokSyncState.updateMany({
    where: { connectionId, syncId: null },
    data: { syncId, phase: null, videosSeen: 0, videosExpected: null, startedAt: null },
  });
  return reserved.count === 1 ? syncId : null;
}

/**
 * Puts a sync at the front of the queue; one that is queued or running is left alone.
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
    await planSync(tx, deps, connectionId, 'REQUESTED');
    await remember(tx, { connectionId });
  });
  return connection;
}

/** Queues a sync for every connection whose time has come. Returns how many; repeatable. */
export async function planDueSyncs(deps: Pick<Services, 'database' | 'clock' | 'queue'>): Promise<number> {
  const due = await deps.database.prisma.tikTokSyncState.findMany({
    where: { syncId: null, nextSyncAt: { lte: deps.clock.now() }, connection: { status: 'ACTIVE' } },
    orderBy: { nextSyncAt: 'asc' },
    take: DUE_BATCH,
    select: { connectionId: true },
  });
  let planned = 0;
  for (const { connectionId } of due) {
    const syncId = await deps.database.transaction((tx) => planSync(tx, deps, connectionId, 'DUE'));
    if (syncId !== null) planned += 1;
  }
  return planned;
}

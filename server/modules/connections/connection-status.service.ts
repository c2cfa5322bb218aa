import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma, TikTokConnection } from '../../data/generated/prisma/client.ts';
import { pauseTasks, resumeTasks } from '../collector/capture-task.service.ts';
import { record } from './connection.events.ts';
import type { NewConnectionEvent } from './connection.events.ts';

export interface StatusChange {
  status: TikTokConnection['status'];
  /** TikTok's raw reason; null while ACTIVE. */
  statusReason: string | null;
  /** What the person grants now. @default as before */
  scopes?: readonly string[];
}

/**
 * Changes the status of all connections that match and do not have it yet, plans their next sync (now where they come to life, none where
 * they end) and records the change. The returned function announces it, for after the commit.
 */
export async function changeStatus(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'hub'>,
  where: Prisma.TikTokConnectionWhereInput,
  change: StatusChange,
): Promise<() => Promise<void>> {
  const announcements: (() => Promise<void>)[] = [];
  const matching = await tx.tikTokConnection.findMany({ where, select: { id: true } });
  const ids = matching.map(({ id }) => id);
  await lockSyncs(tx, ids);
  const locked = { AND: [where, { id: { in: ids } }] };
  for (const connection of await tx.tikTokConnection.findMany({ where: locked, orderBy: { id: 'asc' } })) {
    const { id } = connection;
    const grantedScopes = [...(change.scopes ?? connection.grantedScopes)];
    if (change.status === connection.status && isSameSet(grantedScopes, connection.grantedScopes)) continue;
    const askedFor = new Set([...connection.grantedScopes, ...connection.missingScopes]);
    const changed = await tx.tikTokConnection.update({
      where: { id },
      data: {
        status: change.status,
        statusReason: change.statusReason,
        ...(change.status === 'ACTIVE' && { erasureDueAt: null }),
        grantedScopes,
        missingScopes: [...askedFor].filter((scope) => !grantedScopes.includes(scope)),
      },
    });
    if (change.status !== connection.status) {
      const nextSyncAt = change.status === 'ACTIVE' ? deps.clock.now() : null;
      await (nextSyncAt === null ? pauseTasks(tx, id) : resumeTasks(tx, id, nextSyncAt));
      await tx.tikTokSyncState.updateMany({ where: { connectionId: id }, data: { nextSyncAt } });
    }
    announcements.push(await record(tx, deps, id, toStatusChanged(changed)));
  }
  return async () => {
    for (const announce of announcements) await announce();
  };
}

/**
 * Locks the syncs of connections before the connections themselves, in one order, as every transaction of a sync does:
 * two that change the same ones take turns instead of waiting for each other.
 */
export async function lockSyncs(tx: Transaction, connectionIds: readonly string[]): Promise<void> {
  if (connectionIds.length === 0) return;
  await tx.$executeRaw`
    SELECT FROM "TikTokSyncState" WHERE "connectionId" = ANY(${connectionIds}::uuid[]) ORDER BY "connectionId" FOR UPDATE`;
}

export function toStatusChanged(connection: TikTokConnection): NewConnectionEvent {
  const { status, statusReason, missingScopes } = connection;
  return { type: 'ConnectionStatusChanged', payload: { status, statusReason, missingScopes } };
}

export function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}

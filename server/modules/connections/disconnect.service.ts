import type { Services } from '../../app/services.ts';
import type { Remember, Remembered } from '../../data/idempotency.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { UnknownKeyError } from '../../lib/token-cipher.ts';
import { recordAction } from '../accounts/audit.service.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { cancelSync } from '../collector/sync-plan.service.ts';
import { newReceipt, requestErasure, type RequestedErasure } from '../privacy/erasure.service.ts';
import { authorizeConnection } from './connection.policy.ts';
import { changeStatus, lockSyncs } from './connection-status.service.ts';
import { lockCredentialOf, releaseCredential } from './credential-release.service.ts';

/** `statusReason` of a connection that was disconnected here. */
const DISCONNECTED = 'disconnected';

/**
 * Ends a connection and keeps its history: nothing more is collected, and TikTok is told once no workspace uses the
 * grant any more. One that has ended is left as it is. Connecting the account again brings it back.
 *
 * @throws NotFoundError, ForbiddenError
 */
export async function disconnect(
  deps: Pick<Services, 'database' | 'clock' | 'hub' | 'queue'>,
  viewer: Viewer,
  connectionId: string,
  remember: Remember,
): Promise<void> {
  const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.disconnect');
  const announce = await deps.database.transaction(async (tx) => {
    const announceEnd = await endConnection(tx, deps, connectionId, { isToldElsewhere: false });
    await auditDisconnect(tx, deps, viewer, connection);
    await remember(tx, { connectionId });
    return announceEnd;
  });
  await announce();
}

/**
 * Ends a connection and has it erased with all that hangs on it. From here on it is gone for everybody but the erasure.
 *
 * @throws NotFoundError, ForbiddenError
 */
export async function disconnectAndErase(
  deps: Pick<Services, 'database' | 'clock' | 'hub' | 'queue' | 'cipher'>,
  viewer: Viewer,
  connectionId: string,
  remember: Remember,
): Promise<RequestedErasure> {
  const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.disconnect');
  const receipt = newReceipt();
  const sealedReceipt = await deps.cipher.encrypt(receipt);
  const [erasureId, announce] = await deps.database.transaction(async (tx) => {
    // The erasure tells TikTok, and proves it.
    const announceEnd = await endConnection(tx, deps, connectionId, { isToldElsewhere: true });
    const marked = await tx.tikTokConnection.updateMany({
      where: { id: connectionId, erasingSince: null },
      data: { erasingSince: deps.clock.now() },
    });
    if (marked.count === 0) throw notFound(connectionId);
    await auditDisconnect(tx, deps, viewer, connection);
    const { openId } = connection;
    const id = await requestErasure(tx, deps, viewer, receipt, { connectionId, openId });
    await remember(tx, { erasureId: id, sealedReceipt });
    return [id, announceEnd] as const;
  });
  await announce();
  return { erasureId, receipt };
}

/** What `disconnectAndErase` answered, from what it remembered; without the receipt once its key was removed. */
export async function recallErasure(
  deps: Pick<Services, 'cipher'>,
  remembered: Remembered,
): Promise<{ erasureId: string; receipt: string | null }> {
  const receipt = await deps.cipher.decrypt(String(remembered['sealedReceipt'])).catch((error: unknown) => {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  });
  return { erasureId: String(remembered['erasureId']), receipt };
}

/**
 * Ends a connection: REVOKED, without a sync under way or planned, and without its credential. The returned function
 * announces it, for after the commit.
 */
async function endConnection(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'hub' | 'queue'>,
  connectionId: string,
  options: { isToldElsewhere: boolean },
): Promise<() => Promise<void>> {
  const credentialId = await lockCredentialOf(tx, connectionId);
  await lockSyncs(tx, [connectionId]);
  await cancelSync(tx, connectionId);
  const change = { status: 'REVOKED', statusReason: DISCONNECTED } as const;
  const announce = await changeStatus(tx, deps, { id: connectionId }, change);
  await tx.tikTokConnection.updateMany({ where: { id: connectionId }, data: { credentialId: null } });
  if (credentialId !== null) await releaseCredential(tx, deps, credentialId, options);
  return announce;
}

async function auditDisconnect(
  tx: Transaction,
  deps: Pick<Services, 'clock'>,
  viewer: Viewer,
  { id, workspaceId }: Pick<TikTokConnection, 'id' | 'workspaceId'>,
): Promise<void> {
  await recordAction(tx, viewer, {
    workspaceId,
    at: deps.clock.now(),
    action: 'connection.disconnect',
    targetId: id,
  });
}

import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { publish, topics } from '../../realtime/topics.ts';
import { recordAction } from '../accounts/audit.service.ts';
import type { AuditedActionName } from '../accounts/audited-actions.ts';
import type { Viewer } from '../accounts/viewer.ts';
import {
  type NewErasureSubject,
  newReceipt,
  requestErasure,
  type RequestedErasure,
} from '../privacy/erasure.service.ts';
import { authorizeConnection } from './connection.policy.ts';
import { endConnection } from './end-connection.service.ts';

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
    await audit(tx, deps, viewer, connection, 'connection.disconnect');
    await remember(tx, { connectionId });
    return announceEnd;
  });
  await announce();
}

/**
 * Ends a connection and has it erased with all that hangs on it. From here on it is gone for everybody but the erasure.
 *
 * @param confirm looks whether the person meant this connection; throws where not.
 * @throws NotFoundError, ForbiddenError
 */
export async function disconnectAndErase(
  deps: Pick<Services, 'database' | 'clock' | 'hub' | 'queue' | 'cipher' | 'pubsub' | 'log'>,
  viewer: Viewer,
  connectionId: string,
  remember: Remember,
  confirm: (connection: TikTokConnection) => void = () => undefined,
): Promise<RequestedErasure> {
  const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.erase');
  confirm(connection);
  const { receipt, sealedReceipt } = await newReceipt(deps);
  const [erasureId, announce] = await deps.database.transaction(async (tx) => {
    const announceEnd = await markForErasure(tx, deps, connection);
    await audit(tx, deps, viewer, connection, 'connection.erase');
    const id = await requestErasure(tx, deps, viewer.callerKey, receipt, subjectOf(connection));
    await remember(tx, { erasureId: id, sealedReceipt });
    return [id, announceEnd] as const;
  });
  await announce();
  const { workspaceId } = connection;
  // Whoever follows it or its runs does so no longer.
  await publish(deps.pubsub, deps.log, topics.workspaceAccess(workspaceId), { workspaceId });
  return { erasureId, receipt };
}

/** As its erasure knows it. */
export function subjectOf({ id, workspaceId, openId }: TikTokConnection): NewErasureSubject {
  return { kind: 'CONNECTION', id, workspaceId, connections: [{ id, openId }], email: null };
}

/**
 * Ends a connection, and hides it from everybody but the erasure that the caller asks for. The returned function announces
 * it, for after the commit.
 *
 * @throws NotFoundError where somebody else was first.
 */
export async function markForErasure(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'hub' | 'queue'>,
  { id }: TikTokConnection,
): Promise<() => Promise<void>> {
  // The erasure tells TikTok, and proves it.
  const announceEnd = await endConnection(tx, deps, id, { isToldElsewhere: true });
  const marked = await tx.tikTokConnection.updateMany({
    where: { id, erasingSince: null },
    data: { erasingSince: deps.clock.now() },
  });
  if (marked.count === 0) throw notFound(id);
  return announceEnd;
}

async function audit(
  tx: Transaction,
  deps: Pick<Services, 'clock'>,
  viewer: Viewer,
  { id, workspaceId }: TikTokConnection,
  action: AuditedActionName,
): Promise<void> {
  await recordAction(tx, viewer, { workspaceId, at: deps.clock.now(), action, targetId: id });
}

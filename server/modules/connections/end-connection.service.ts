import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { cancelSync } from '../collector/sync-plan.service.ts';
import { changeStatus, lockSyncs } from './connection-status.service.ts';
import { lockCredentialOf, releaseCredential } from './credential-release.service.ts';

/** `statusReason` of a connection that was disconnected here. */
const DISCONNECTED = 'disconnected';

/**
 * Ends a connection: REVOKED, without a sync under way or planned, and without its credential. The returned function
 * announces it, for after the commit.
 */
export async function endConnection(
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

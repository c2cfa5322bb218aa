import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { livingConnections } from './credential-refresh.service.ts';
import { revokeCredentialJob } from './revoke-credential.job.ts';

/**
 * Locks the credential of a connection, before the connection itself: two that leave it at once take turns, so that one
 * of them is the last. Weakly, since a sync that stores holds its key. Returns its id; null where the connection has
 * none.
 */
export async function lockCredentialOf(tx: Transaction, connectionId: string): Promise<string | null> {
  const [credential] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM "TikTokCredential"
    WHERE "id" = (SELECT "credentialId" FROM "TikTokConnection" WHERE "id" = ${connectionId}::uuid) FOR NO KEY UPDATE`;
  return credential?.id ?? null;
}

/**
 * After a connection let go of a credential that the caller has locked: where no living one uses it any more, TikTok is to
 * be told, and until then it is kept. One whose grant is dead is deleted, since there is nothing to tell.
 *
 * @param isToldElsewhere the caller sees to it that TikTok is told, instead of the job of its own.
 */
export async function releaseCredential(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'queue'>,
  credentialId: string,
  { isToldElsewhere }: { isToldElsewhere: boolean },
): Promise<void> {
  const users = await tx.tikTokConnection.count({ where: livingConnections(credentialId) });
  if (users > 0) return;
  const dead = await tx.tikTokCredential.deleteMany({
    where: { id: credentialId, deadReason: { not: null } },
  });
  if (dead.count > 0) return;
  await tx.tikTokCredential.update({
    where: { id: credentialId },
    data: { revokeRequestedAt: deps.clock.now() },
  });
  if (isToldElsewhere) return;
  await deps.queue.send(revokeCredentialJob, { credentialId }, { tx, singletonKey: credentialId });
}

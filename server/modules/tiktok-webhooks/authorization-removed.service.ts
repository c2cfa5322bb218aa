import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokCredential, TikTokWebhookEvent } from '../../data/generated/prisma/client.ts';
import { newId } from '../../lib/ids.ts';
import { cancelSync } from '../collector/sync-plan.service.ts';
import { changeStatus, lockSyncs } from '../connections/connection-status.service.ts';
import { livingConnections } from '../connections/credential-refresh.service.ts';
import type { Handled } from './webhook-handler.ts';

const Content = z.object({ reason: z.union([z.int(), z.string()]) });

const DAY_MS = 24 * 3_600_000;

/** TikTok's number for an app that gave its tokens back: what we do ourselves before a new login, never after one. */
const DEVELOPER_REVOKED = '5';

/**
 * The person, or TikTok, ended the grant: its tokens are dead already. Every connection that uses it is REVOKED with TikTok's
 * reason, as `authorization.removed: 1`, and keeps its history for the grace period: unless it is connected again, it is
 * erased then.
 */
export async function applyRemoval(
  tx: Transaction,
  deps: Pick<Services, 'config' | 'clock' | 'hub'>,
  event: TikTokWebhookEvent,
): Promise<Handled> {
  const { clientKey, openId } = event;
  if (openId === null) return { outcome: 'KEPT' };
  // Weakly, since a sync that stores holds its key.
  await tx.$executeRaw`
    SELECT FROM "TikTokCredential" WHERE "clientKey" = ${clientKey} AND "openId" = ${openId} FOR NO KEY UPDATE`;
  const credential = await tx.tikTokCredential.findUnique({
    where: { clientKey_openId: { clientKey, openId } },
  });
  if (credential === null) return { outcome: 'KEPT' };
  const reason = reasonOf(event);
  if (isOver(event, credential, reason)) return { outcome: 'STALE' };
  const statusReason = reason === null ? event.event : `${event.event}: ${reason}`;
  return { outcome: 'APPLIED', announce: await end(tx, deps, credential, statusReason) };
}

async function end(
  tx: Transaction,
  deps: Pick<Services, 'config' | 'clock' | 'hub'>,
  credential: TikTokCredential,
  statusReason: string,
): Promise<() => Promise<void>> {
  const { id } = credential;
  const living = await tx.tikTokConnection.findMany({
    where: livingConnections(id),
    select: { id: true, workspaceId: true },
  });
  const ids = living.map((connection) => connection.id);
  await lockSyncs(tx, ids);
  for (const connectionId of ids) await cancelSync(tx, connectionId);
  const announce = await changeStatus(tx, deps, { id: { in: ids } }, { status: 'REVOKED', statusReason });
  const at = deps.clock.now();
  await tx.tikTokConnection.updateMany({
    where: { id: { in: ids } },
    data: { erasureDueAt: new Date(at.getTime() + deps.config.removalGraceDays * DAY_MS) },
  });
  await tx.auditEntry.createMany({
    data: living.map((connection) => ({
      id: newId(),
      workspaceId: connection.workspaceId,
      at,
      action: 'connection.remove',
      targetId: connection.id,
    })),
  });
  if (credential.revokeRequestedAt !== null) {
    // That is what we were about to ask of TikTok.
    await tx.tikTokCredential.delete({ where: { id } });
    return announce;
  }
  await tx.tikTokCredential.update({
    where: { id },
    data: {
      deadReason: statusReason,
      refreshLeaseUntil: null,
      // A refresh that is under way brings a pair that died with the grant.
      pairVersion: { increment: 1 },
      updatedAt: at,
    },
  });
  return announce;
}

/**
 * Whether the grant that ended is a former one: the person has logged in since. By TikTok's clock on both sides, to the
 * second; within one second only what we did ourselves is known to have come before.
 */
function isOver(event: TikTokWebhookEvent, { grantedAt }: TikTokCredential, reason: string | null): boolean {
  const occurred = Math.floor((event.occurredAt ?? event.receivedAt).getTime() / 1_000);
  const granted = Math.floor(grantedAt.getTime() / 1_000);
  return occurred < granted || (occurred === granted && reason === DEVELOPER_REVOKED);
}

/** TikTok's number; null where it did not say. */
function reasonOf({ content }: TikTokWebhookEvent): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    return null; // Text that is no JSON has no reason in it.
  }
  const { success, data } = Content.safeParse(parsed);
  return success ? String(data.reason) : null;
}

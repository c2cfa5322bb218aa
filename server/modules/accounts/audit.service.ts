import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { callerOf } from './access.events.ts';
import { AUDITED_ACTIONS, type AuditedActionName } from './audited-actions.ts';
import type { Viewer } from './viewer.ts';

export interface AuditedAction {
  workspaceId: string;
  at: Date;
  action: AuditedActionName;
  /** Row id of what was acted on. */
  targetId: string;
}

/** Writes down who did what, in the transaction that does it. */
export async function recordAction(
  tx: Transaction,
  by: Pick<Viewer, 'userId' | 'name' | 'ipAddress'> | null,
  action: AuditedAction,
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: newId(),
      ...action,
      actorId: by?.userId ?? null,
      actorName: by?.name ?? null,
      ipAddress: by?.ipAddress ?? null,
    },
  });
}

/** The global id of what an entry was about; null where that was erased, or the action is none of ours any more. */
export function targetOf(entry: { action: string; targetId: string | null }): string | null {
  const typename = (AUDITED_ACTIONS as Record<string, string>)[entry.action];
  return typename === undefined || entry.targetId === null ? null : encodeGlobalId(typename, entry.targetId);
}

/** A caller by his key (Viewer.callerKey), for what he began and a browser ended. Null where he is gone. */
export async function actorOf(
  { database }: Pick<Services, 'database'>,
  callerKey: string,
): Promise<Pick<Viewer, 'userId' | 'name' | 'ipAddress'> | null> {
  const { kind, id } = callerOf(callerKey);
  const query = { where: { id }, select: { name: true } };
  const caller =
    kind === 'user'
      ? await database.prisma.user.findUnique(query)
      : await database.prisma.apiKey.findUnique(query);
  return caller && { userId: kind === 'user' ? id : null, name: caller.name, ipAddress: null };
}

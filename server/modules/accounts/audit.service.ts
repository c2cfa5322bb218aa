import type { Transaction } from '../../data/database.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
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

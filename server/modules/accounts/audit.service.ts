import type { Transaction } from '../../data/database.ts';
import { newId } from '../../lib/ids.ts';
import type { Viewer } from './viewer.ts';

export interface AuditedAction {
  workspaceId: string;
  at: Date;
  /** Stable dotted name: connection.disconnect. */
  action: string;
  /** Row id of what was acted on; null: the workspace itself. */
  targetId: string | null;
}

/** Writes down who did what, in the transaction that does it. */
export async function recordAction(
  tx: Transaction,
  by: Pick<Viewer, 'name' | 'ipAddress'> | null,
  action: AuditedAction,
): Promise<void> {
  await tx.auditEntry.create({
    data: { id: newId(), ...action, actorName: by?.name ?? null, ipAddress: by?.ipAddress ?? null },
  });
}

import type { Services } from '../../app/services.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Transaction } from '../../data/database.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, notFound } from '../../lib/errors.ts';
import { publish, topics } from '../../realtime/topics.ts';
import { recordAction } from '../accounts/audit.service.ts';
import { authorize, type Viewer } from '../accounts/viewer.ts';
import { keepWorkspace } from '../accounts/workspace.service.ts';
import { moveTasks } from '../collector/capture-task.service.ts';
import { lockRuns, moveRuns } from '../recommendations/run/run-move.ts';
import { forgetCorpus } from '../trends/corpus/forget-corpus.ts';
import { authorizeConnection, NOT_ERASED } from './connection.policy.ts';
import { lockSyncs } from './connection-status.service.ts';

/**
 * Moves a connection with its history, imports, runs and recommendations. A sync or a run under way goes on and stores in
 * the new workspace; a login that was begun to reconnect it has to be begun again, also one whose code
 * TikTok is just asked about (`completeLogin` looks once more, under the same lock). One that is there already stays.
 *
 * @throws NotFoundError, ForbiddenError; ConflictError where the new workspace collects the account already.
 */
export async function moveConnection(
  deps: Pick<Services, 'database' | 'clock' | 'pubsub' | 'log'>,
  viewer: Viewer,
  { connectionId, workspaceId: to }: { connectionId: string; workspaceId: string },
  remember: Remember,
): Promise<void> {
  const { database } = deps;
  const { workspaceId: from } = await authorizeConnection(database, viewer, connectionId, 'connection.move');
  authorize(viewer, to, 'connection.move', to);
  const at = deps.clock.now();
  try {
    await database.transaction(async (tx) => {
      await remember(tx, { connectionId });
      if (from === to) return;
      await keepWorkspace(tx, to);
      await lockAll(tx, connectionId, from);
      await tx.tikTokConnection.update({ where: { id: connectionId }, data: { workspaceId: to } });
      await moveTasks(tx, connectionId, to);
      await moveRuns(tx, connectionId, { from, to });
      // Its videos are no examples of the former workspace's any more; the new one counts them with its next count.
      await forgetCorpus(tx, from);
      await tx.tikTokLogin.deleteMany({ where: { connectionId } });
      const action = { at, action: 'connection.move', targetId: connectionId } as const;
      for (const workspaceId of [from, to]) await recordAction(tx, viewer, { workspaceId, ...action });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError('That workspace collects this account already.', 'CONFLICT', { cause: error });
  }
  // Whoever follows it in the workspace that it left may not be allowed to any more.
  await publish(deps.pubsub, deps.log, topics.workspaceAccess(from), { workspaceId: from });
}

/**
 * Everything that takes its workspace from the connection, so that nothing is stored under the former one meanwhile. The
 * sync keeps new runs and erasures away; runs come before the connection, since a run that stores holds the
 * connection's key.
 */
async function lockAll(tx: Transaction, connectionId: string, workspaceId: string): Promise<void> {
  await lockSyncs(tx, [connectionId]);
  const where = { id: connectionId, workspaceId, ...NOT_ERASED };
  if ((await tx.tikTokConnection.count({ where })) === 0) throw notFound(connectionId);
  await lockRuns(tx, connectionId);
  await tx.$executeRaw`SELECT FROM "TikTokConnection" WHERE "id" = ${connectionId}::uuid FOR UPDATE`;
}

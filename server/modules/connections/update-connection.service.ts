import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import { notFound } from '../../lib/errors.ts';
import { rebuildRollupJob } from '../analytics/rollup/rebuild-rollup.job.ts';
import { outdateRollup } from '../analytics/rollup/rollup-state.ts';
import { recordAction } from '../accounts/audit.service.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { refreshAnalysesJob } from '../performance/refresh-analyses.job.ts';
import { authorizeConnection, NOT_ERASED } from './connection.policy.ts';

/** What is left out stays. */
export interface ConnectionChange {
  /** By `toTimezone`. */
  timezone?: string | undefined;
}

/**
 * Changes what a person says of a connection, since TikTok does not. Days of all analytics are read in the time zone, so a
 * change moves their borders, in the past too: all at once, as soon as the roll-up is rebuilt.
 *
 * @throws NotFoundError, ForbiddenError.
 */
export async function updateConnection(
  { database, clock, queue }: Pick<Services, 'database' | 'clock' | 'queue'>,
  viewer: Viewer,
  connectionId: string,
  { timezone }: ConnectionChange,
  remember: Remember,
): Promise<void> {
  const { workspaceId } = await authorizeConnection(database, viewer, connectionId, 'connection.update');
  await database.transaction(async (tx) => {
    await remember(tx, { connectionId });
    if (timezone === undefined) return;
    await outdateRollup(tx, connectionId);
    const { count } = await tx.tikTokConnection.updateMany({
      where: { id: connectionId, workspaceId, ...NOT_ERASED },
      data: { timezone },
    });
    if (count === 0) throw notFound(connectionId);
    await queue.send(rebuildRollupJob, { connectionId }, { tx, singletonKey: connectionId });
    await recordAction(tx, viewer, {
      workspaceId,
      at: clock.now(),
      action: 'connection.update',
      targetId: connectionId,
    });
  });
  // Hours and weekdays of posts are others now.
  if (timezone !== undefined) {
    await queue.send(refreshAnalysesJob, { connectionId }, { singletonKey: connectionId });
  }
}

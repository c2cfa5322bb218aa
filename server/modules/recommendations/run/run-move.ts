import type { Transaction } from '../../../data/database.ts';
import { forgetOwnTrends } from '../evidence/named-trends.ts';

/** Locks the runs of a connection, so that none of them stores anything until the transaction ends. */
export async function lockRuns(tx: Transaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM "RecommendationRun" WHERE "connectionId" = ${connectionId}::uuid ORDER BY "id" FOR UPDATE`;
}

/**
 * Takes a connection's runs and recommendations along to another workspace, once they are locked. What they rest on stays
 * as it was told then, but names none of the former workspace's own trends.
 */
export async function moveRuns(
  tx: Transaction,
  connectionId: string,
  { from, to: workspaceId }: { from: string; to: string },
): Promise<void> {
  await forgetOwnTrends(tx, connectionId, from);
  await tx.recommendationRun.updateMany({ where: { connectionId }, data: { workspaceId } });
  await tx.tikTokRecommendation.updateMany({ where: { connectionId }, data: { workspaceId } });
}

import type { Transaction } from '../../../data/database.ts';

/** Locks the runs of a connection, so that none of them stores anything until the transaction ends. */
export async function lockRuns(tx: Transaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM "RecommendationRun" WHERE "connectionId" = ${connectionId}::uuid ORDER BY "id" FOR UPDATE`;
}

/** Takes a connection's runs and recommendations along to another workspace, once they are locked. */
export async function moveRuns(tx: Transaction, connectionId: string, workspaceId: string): Promise<void> {
  await tx.recommendationRun.updateMany({ where: { connectionId }, data: { workspaceId } });
  await tx.tikTokRecommendation.updateMany({ where: { connectionId }, data: { workspaceId } });
}

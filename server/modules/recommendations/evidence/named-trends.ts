import type { Transaction } from '../../../data/database.ts';

// A workspace's own trends come and go with its corpus, also while a run is written, and are nobody else's business.

/** Those of the trends that are still there and that the workspace may see; they stay until the transaction ends. */
export async function namedTrends(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM "TikTokTrend"
    WHERE "id" = ANY(${ids}::uuid[]) AND ("workspaceId" IS NULL OR "workspaceId" = ${workspaceId}::uuid)
    ORDER BY "id" FOR KEY SHARE`;
  return new Set(rows.map(({ id }) => id));
}

/** Takes the names of a former workspace's own trends out of what was recommended to a connection. */
export async function forgetOwnTrends(
  tx: Transaction,
  connectionId: string,
  workspaceId: string,
): Promise<void> {
  await tx.runEvidence.updateMany({
    where: { run: { connectionId }, trend: { workspaceId } },
    data: { trendId: null },
  });
  await tx.tikTokRecommendation.updateMany({
    where: { connectionId, sound: { workspaceId } },
    data: { soundId: null },
  });
}

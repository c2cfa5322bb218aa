import type { Services } from '../../app/services.ts';
import { outlierScores } from '../analytics/outlier/outlier.service.ts';

/** Videos a statement. */
const BATCH = 200;
/** A score older than this is reckoned anew without a capture of its own, since the account's usual moves. */
const STALE_DAYS = 7;

/**
 * Reckons the outlier scores of an account's videos that were captured since they were last scored, and of those whose
 * score is a week old, since what is usual moves too. Safe to kill and to call again.
 */
export async function scoreVideos(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const now = clock.now();
  const due = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM "TikTokVideo"
    WHERE "connectionId" = ${connectionId}::uuid AND ("outlierComputedAt" IS NULL
      OR "metricsCapturedAt" > "outlierComputedAt"
      OR "outlierComputedAt" < ${now}::timestamptz - ${STALE_DAYS}::int * interval '1 day')
    ORDER BY "postedAt" DESC`;
  for (let first = 0; first < due.length; first += BATCH) {
    signal.throwIfAborted();
    const ids = due.slice(first, first + BATCH).map(({ id }) => id);
    const scores = await outlierScores({ database, clock }, ids);
    const rows = ids.map((id, index) => ({ id, z: scores[index]?.robustZ ?? null, score: scores[index] }));
    await database.prisma.$executeRaw`
      UPDATE "TikTokVideo" v SET "outlierZ" = s.z, outlier = s.score, "outlierComputedAt" = ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(id uuid, z float8, score jsonb)
      WHERE v.id = s.id`;
  }
}

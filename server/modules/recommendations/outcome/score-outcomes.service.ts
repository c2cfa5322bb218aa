import type { Services } from '../../../app/services.ts';
import { sql } from '../../../data/sql.ts';
import { viewsAtAge } from '../../analytics/outlier/outlier.ts';
import { viewsAfter, viewsBefore } from '../../analytics/series/capture-sql.ts';
import type { ExpectedOutcome } from './expected-outcome.ts';

/** Later than this nothing new is learnt of a video's first week: its captures are what they are. */
const SCORED_WITHIN = '90 days';
const BATCH = 200;

interface UsedVideo {
  id: string;
  usedVideoId: string;
  expected: ExpectedOutcome;
  postedAt: Date;
  beforeAt: Date;
  beforeViews: bigint;
  afterAt: Date;
  afterViews: bigint;
}

/**
 * Holds the videos made from recommendations against what was expected, once they have the age. A video posted before
 * its recommendation is none that was made from it; one whose captures are too far apart to tell stays without an outcome.
 *
 * @returns how many recommendations have their outcome now.
 */
export async function scoreOutcomes(deps: Pick<Services, 'database' | 'clock'>): Promise<number> {
  let scored = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const batch = await grownVideos(deps, after);
    for (const used of batch) if (await score(deps, used)) scored += 1;
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return scored;
    after = last.id;
  }
}

function grownVideos(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  after: string,
): Promise<UsedVideo[]> {
  const atAge = sql`v."postedAt" + (r.expected->>'ageHours')::int * interval '1 hour'`;
  return database.prisma.$queryRaw<UsedVideo[]>`
    SELECT r.id, r."usedVideoId", r.expected, v."postedAt", b."capturedAt" AS "beforeAt", b.views AS "beforeViews",
      a."capturedAt" AS "afterAt", a.views AS "afterViews"
    FROM "TikTokRecommendation" r JOIN "TikTokVideo" v ON v.id = r."usedVideoId"
    CROSS JOIN LATERAL (${viewsBefore(sql`v.id`, atAge)}) b
    CROSS JOIN LATERAL (${viewsAfter(sql`v.id`, atAge)}) a
    WHERE r.id > ${after}::uuid AND r.status = 'USED' AND r."outcomeAt" IS NULL AND r.expected IS NOT NULL
      AND v."postedAt" >= r."createdAt" AND v."postedAt" > ${clock.now()}::timestamptz - ${SCORED_WITHIN}::interval
    ORDER BY r.id LIMIT ${BATCH}::int`;
}

/** @returns whether the views at the age are known. */
async function score({ database }: Pick<Services, 'database'>, used: UsedVideo): Promise<boolean> {
  const { id, usedVideoId, expected } = used;
  const views = viewsAtAge(
    {
      postedAt: used.postedAt.getTime(),
      around: [
        {
          hours: expected.ageHours,
          before: { at: used.beforeAt.getTime(), views: Number(used.beforeViews) },
          after: { at: used.afterAt.getTime(), views: Number(used.afterViews) },
        },
      ],
    },
    expected.ageHours,
  );
  if (views === null) return false;
  const { lower, upper } = expected.estimate.interval;
  const { count } = await database.prisma.tikTokRecommendation.updateMany({
    // Somebody may have named another video meanwhile.
    where: { id, usedVideoId, outcomeAt: null },
    data: { outcomeViews: views, outcomeHeld: lower <= views && views <= upper, outcomeAt: used.afterAt },
  });
  return count === 1;
}

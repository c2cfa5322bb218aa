import type { Services } from '../../../app/services.ts';
import { agedVideos } from '../../analytics/outlier/outlier.service.ts';
import { OUTCOME_AGE_HOURS } from '../../performance/post-outcomes.ts';
import { type ExpectedOutcome, expectedOutcome } from './expected-outcome.ts';

/** What the next video of a connection is expected to reach, by the rules of `expectedOutcome`. Two SQL statements. */
export async function expectedOutcomeOf(
  deps: Pick<Services, 'database' | 'clock'>,
  connectionId: string,
): Promise<ExpectedOutcome | null> {
  const grown = new Date(deps.clock.now().getTime() - OUTCOME_AGE_HOURS * 3_600_000);
  const newest = await deps.database.prisma.tikTokVideo.findFirst({
    where: { connectionId, postedAt: { lte: grown } },
    orderBy: [{ postedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  if (newest === null) return null;
  const found = (await agedVideos(deps, [newest.id])).get(newest.id);
  return expectedOutcome(found?.account ?? []);
}

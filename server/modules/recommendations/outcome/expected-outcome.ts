import { median } from 'simple-statistics';
import type { EstimateInterval } from '../../analytics/engagement-rate.ts';
import { orderStatisticInterval } from '../../analytics/order-statistics.ts';
import { type AgedVideo, MAX_COMPARABLE, viewsAtAge } from '../../analytics/outlier/outlier.ts';
import { OUTCOME_AGE_HOURS } from '../../performance/post-outcomes.ts';

/** Fewer videos at the age say nothing of what is usual. */
const MIN_VIDEOS = 8;

/** What the account's next video is expected to reach at an age; as stored with a recommendation. */
export interface ExpectedOutcome {
  metric: 'VIEWS';
  ageHours: number;
  estimate: { value: number; interval: EstimateInterval; sampleSize: number; definition: string };
}

/**
 * What the next video of an account is expected to reach in its first 7 days: the median of its newest videos at that age,
 * with the interval of `orderStatisticInterval`. That it follows a recommendation adds nothing, since what goes along
 * with more views need not bring them. Null below `MIN_VIDEOS` videos known at that age.
 */
export function expectedOutcome(videos: readonly AgedVideo[]): ExpectedOutcome | null {
  const views = videos
    .toSorted((a, b) => b.postedAt - a.postedAt)
    .flatMap((video) => viewsAtAge(video, OUTCOME_AGE_HOURS) ?? [])
    .slice(0, MAX_COMPARABLE);
  if (views.length < MIN_VIDEOS) return null;
  return {
    metric: 'VIEWS',
    ageHours: OUTCOME_AGE_HOURS,
    estimate: {
      value: median(views),
      interval: {
        ...orderStatisticInterval(views),
        method: 'conformal: order statistics of the account’s videos',
      },
      sampleSize: views.length,
      definition: `Views at 7 days of the account’s next video, as those of its newest ${String(views.length)}; no effect of the recommendation is assumed.`,
    },
  };
}

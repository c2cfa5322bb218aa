import { randomNormal } from '../../../server/lib/random.ts';
import type { Random } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';
import { outcomesOf } from '../../../server/modules/performance/post-outcomes.ts';

export interface SimulatedAccount {
  /** At least 9, so that each has neighbours to be compared with. */
  posts: number;
  /** Standard deviation of log views. */
  sigma: number;
  /** HABITS: hours are chosen unevenly, as each creator pleases; EVEN: each as often as another. */
  hours: 'HABITS' | 'EVEN';
  /** Effect of posting at an hour (0–23) of a weekday (0 is Monday) on log views; none by default. */
  effect?: (weekday: number, hour: number) => number;
  /** Correlation of one post's outcome with the next one's; 0 by default. */
  correlation?: number;
}

const DAY_MS = 86_400_000;
const USUAL_VIEWS = 5_000;
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/**
 * Posts of one simulated account as the analyses see them, oldest first and in UTC: none to three a day, with log-normal
 * views. HABITS are as uneven as those of real creators: most have 36–53 % of their posts in one of six blocks of hours.
 */
export function simulatePosts(
  { posts, sigma, hours, effect = () => 0, correlation = 0 }: SimulatedAccount,
  random: Random,
): AnalysedPost[] {
  const weights = Array.from({ length: 24 }, () => (hours === 'EVEN' ? 1 : (-Math.log(1 - random())) ** 2));
  const simulated: (Omit<AnalysedPost, 'outcome'> & { views: number })[] = [];
  let noise = randomNormal(random);
  for (let day = 0; simulated.length < posts; day++) {
    const today = Array.from({ length: Math.floor(random() * 4) }, () => pick(weights, random));
    for (const hour of today.sort((a, b) => a - b).slice(0, posts - simulated.length)) {
      const weekday = day % 7;
      const fresh = randomNormal(random);
      noise = correlation * noise + Math.sqrt(1 - correlation ** 2) * fresh;
      simulated.push({
        id: String(simulated.length),
        postedAt: START + day * DAY_MS + hour * (DAY_MS / 24),
        weekday,
        hour,
        measuredAt: START,
        views: Math.round(USUAL_VIEWS * Math.exp(sigma * noise + effect(weekday, hour))),
        hashtags: [],
        durationSeconds: null,
        orientation: 'UNKNOWN',
        format: 'UNKNOWN',
        captionLength: null,
        postsInWeekBefore: null,
      });
    }
  }
  const measured = simulated.map(({ postedAt, views }) => ({ postedAt, age: 'WEEK' as const, views }));
  const outcomes = outcomesOf(measured);
  return simulated.map(({ views: _, ...post }, index) => ({ ...post, outcome: outcomes[index]! }));
}

/** An index, as often as its weight says. */
function pick(weights: readonly number[], random: Random): number {
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}

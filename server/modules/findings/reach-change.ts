import { quantile } from 'simple-statistics';
import type { Effect } from './detected-finding.ts';

/** A post with its views at `REACH_AGE_HOURS`. */
export interface ReachedPost {
  id: string;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  views: number;
}

/** Where the usual reach of an account's posts became another one. */
export interface ReachChange {
  /** Fewer or more views since then. */
  direction: 'DOWN' | 'UP';
  /** Posts before it, and from it on; oldest first. */
  before: readonly ReachedPost[];
  after: readonly ReachedPost[];
  /** The standardised Mann–Whitney statistic; no unit. */
  statistic: number;
  effect: Effect;
}

/**
 * The age at which posts are compared, in hours: 3 days. At 7 days more views are in, and a drop is known four days later;
 * at 1 day captures that are a day apart do not tell.
 */
export const REACH_AGE_HOURS = 72;
/** Of an account the newest posts are looked at: what was usual long ago is no measure, and growth would look like a leap. */
export const MAX_POSTS = 80;
/** Fewer posts before a change do not tell what was usual. */
const MIN_BEFORE = 20;
/** Fewer posts after it may be bad luck, whatever their views. */
const MIN_AFTER = 6;
/**
 * How far the statistic has to go; chosen so that a year of an account on which nothing changes raises about a sixth of a
 * finding each way (docs/STATISTICS.md, "Findings", has what was measured). It is asked again at every post, so this is far
 * above the 1.96 of a single test; and higher for a rise, since steady growth looks a little like one.
 */
const THRESHOLD = { down: 3.7, up: 4 };
/** Of the interval of the effect. */
const NORMAL_95 = 1.959964;

/**
 * The change of level in the views of an account's posts that is surest; null where none is sure enough.
 *
 * The change-point model on ranks: posts are cut in two at every place that leaves 20 before and 6 after it, the parts are
 * compared by the Mann–Whitney statistic, standardised with the correction for ties, and the largest of all cuts
 * is held against a threshold (Pettitt 1979, doi:10.2307/2346729; as a chart that looks again at every new value: Hawkins &
 * Deng 2010, doi:10.1080/00224065.2010.11917814; Ross, Tasoulis & Adams 2011, doi:10.1198/TECH.2011.10069). Ranks, since
 * views have heavy tails: one viral post weighs no more than the next best one.
 *
 * The effect is the ratio of views after to before: exp of the Hodges–Lehmann shift of log(1 + views), the median of all
 * differences of pairs, with the interval that inverts the Mann–Whitney test (Hollander, Wolfe & Chicken 2014, §4.2–4.3). That
 * the place was sought makes it somewhat too large and its interval too narrow.
 *
 * @param posts oldest first; of more than `MAX_POSTS` the newest count.
 */
export function findReachChange(posts: readonly ReachedPost[]): ReachChange | null {
  const newest = posts.slice(-MAX_POSTS);
  const n = newest.length;
  const { ranks, tieTerm } = ranksOf(newest.map(({ views }) => views));
  let best = { cut: 0, statistic: 0, surety: 0 };
  let sum = 0;
  for (let cut = 1; cut <= n - MIN_AFTER; cut++) {
    sum += ranks[cut - 1]!;
    if (cut < MIN_BEFORE) continue;
    const statistic = mannWhitney(sum, cut, n, tieTerm);
    const surety = statistic < 0 ? -statistic / THRESHOLD.down : statistic / THRESHOLD.up;
    if (surety > best.surety) best = { cut, statistic, surety };
  }
  if (best.surety < 1) return null;
  const [before, after] = [newest.slice(0, best.cut), newest.slice(best.cut)];
  return {
    direction: best.statistic < 0 ? 'DOWN' : 'UP',
    before,
    after,
    statistic: best.statistic,
    effect: ratioOf(before, after),
  };
}

/** Positive where the values after the cut are higher. */
function mannWhitney(rankSumBefore: number, before: number, n: number, tieTerm: number): number {
  const after = n - before;
  const variance = ((before * after) / 12) * (n + 1 - tieTerm / (n * (n - 1)));
  return variance > 0 ? ((before * (n + 1)) / 2 - rankSumBefore) / Math.sqrt(variance) : 0;
}

/** Ranks from 1, equal values sharing their mean rank, and Σ(t³ − t) over groups of t equal values. */
function ranksOf(values: readonly number[]): { ranks: number[]; tieTerm: number } {
  const order = values.map((_value, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = values.map(() => 0);
  let tieTerm = 0;
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (const index of order.slice(first, end)) ranks[index] = (first + 1 + end) / 2;
    tieTerm += (end - first) ** 3 - (end - first);
    first = end;
  }
  return { ranks, tieTerm };
}

function ratioOf(before: readonly ReachedPost[], after: readonly ReachedPost[]): Effect {
  const logs = before.map(({ views }) => Math.log1p(views));
  const differences = after
    .flatMap(({ views }) => logs.map((log) => Math.log1p(views) - log))
    .sort((a, b) => a - b);
  const [m, n] = [before.length, after.length];
  const k = Math.max(1, Math.floor((m * n) / 2 - NORMAL_95 * Math.sqrt((m * n * (m + n + 1)) / 12)));
  return {
    value: Math.exp(quantile(differences, 0.5)),
    interval: {
      lower: Math.exp(differences[k - 1]!),
      upper: Math.exp(differences[m * n - k]!),
      level: 0.95,
      method: 'Hodges–Lehmann shift, Mann–Whitney inverted; the search for the day is left out',
    },
    sampleSize: m + n,
    definition: `Views at ${String(REACH_AGE_HOURS)} hours of the posts since then, as a multiple of those of the posts before.`,
  };
}

import type { TrendSource, TrendStage } from '../../../data/generated/prisma/client.ts';

/** What tells how saturated a trend is. */
export interface AgingTrend {
  /** Whose `views` and `posts` these are. */
  source: TrendSource;
  /** Null with too few observations. */
  stage: TrendStage | null;
  /** Lower bound of its growth a day: 0.1 is +10 %; null with too few observations. */
  growthLower: number | null;
  views: number | null;
  posts: number | null;
  /** When any source first named it, milliseconds since 1970 (UTC). */
  firstSeenAt: number;
}

/** What each part weighs: the stage most, since it is a judgement over the whole curve; it has growth in it already. */
const WEIGHTS = { stage: 3, growth: 1, age: 1, volume: 2 };
/** In the order of a trend's life; a steady one has room, but no news. */
const STAGES: Readonly<Record<TrendStage, number>> = {
  EMERGING: 1,
  EXPLODING: 0.9,
  STEADY: 0.4,
  PEAKING: 0.3,
  FADING: 0,
};
/** The growth a day that is half of the best. */
const HALF_GROWTH = 0.05;
const HALF_LIFE_DAYS = 30;
/** Powers of ten between which room runs out. Views are a thousand a post, as TikTok's own lists of hashtags have them. */
const POSTS_LOG = { empty: 3, full: 7 };
const VIEWS_LOG = { empty: 6, full: 10 };
const DAY_MS = 86_400_000;

/**
 * How unsaturated a trend is, 0–1: the weighted mean of what is known of its stage, growth, age and volume. It never rises
 * with age or volume, and never falls with growth. Null where neither stage nor volume is known: how long we have known of a
 * trend alone says how long we have looked.
 *
 * - growth: g / (g + 5 %), g the lower bound, at least 0.
 * - age: halves every 30 days since a source first named it.
 * - volume: 1 up to a thousand posts (a million views), 0 from ten million posts (ten billion views) on, in between by the
 *   logarithm; by views where posts are unknown. A workspace's own videos say nothing of how full TikTok is.
 *
 * @param now milliseconds since 1970 (UTC).
 */
export function freshnessOf(trend: AgingTrend, now: number): number | null {
  const volume = roomOf(trend);
  if (trend.stage === null && volume === null) return null;
  const growth = trend.growthLower === null ? null : Math.max(0, trend.growthLower);
  const ageDays = Math.max(0, now - trend.firstSeenAt) / DAY_MS;
  return weightedMean([
    [WEIGHTS.stage, trend.stage === null ? null : STAGES[trend.stage]],
    [WEIGHTS.growth, growth === null ? null : growth / (growth + HALF_GROWTH)],
    [WEIGHTS.age, 2 ** (-ageDays / HALF_LIFE_DAYS)],
    [WEIGHTS.volume, volume],
  ]);
}

/** Of the known values; null where none is. */
export function weightedMean(
  parts: readonly (readonly [weight: number, value: number | null])[],
): number | null {
  let sum = 0;
  let weights = 0;
  for (const [weight, value] of parts) {
    if (value === null) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

function roomOf({ source, posts, views }: AgingTrend): number | null {
  if (source === 'OWN_CORPUS') return null;
  if (posts !== null) return roomBetween(POSTS_LOG, posts);
  return views === null ? null : roomBetween(VIEWS_LOG, views);
}

function roomBetween({ empty, full }: { empty: number; full: number }, count: number): number {
  const room = (full - Math.log10(Math.max(1, count))) / (full - empty);
  return Math.min(1, Math.max(0, room));
}

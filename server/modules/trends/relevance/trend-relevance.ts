import type { Lift } from '../../analytics/lift/lift.ts';
import { featuresOfKey } from '../corpus/format-features.ts';
import type { TrendKind } from '../trend-sighting.ts';
import { type AgingTrend, freshnessOf, weightedMean } from './freshness.ts';
import { habitOf, type TrendProfile } from './trend-profile.ts';
import type { WakingHours } from './waking-hours.ts';

/** A trend as it is held against an account. */
export interface RatedTrend extends AgingTrend {
  kind: TrendKind;
  /** A hashtag in lower case, a sound's id, a format's features by `keyOfFormat`. */
  key: string;
  /** TikTok's industry name; null where no source gives one. */
  category: string | null;
  /** ISO 3166-1 alpha-2; null is world-wide. */
  region: string | null;
}

/** Whether a trend matters to an account, in parts; each 0–1, null when unknown. */
export interface TrendRelevance {
  /** How much it is the account's business, less what freshness and hours take off: never more than the former. */
  score: number;
  hashtagOverlap: number | null;
  categoryFit: number | null;
  audienceTime: number | null;
  /** 1 is unsaturated. */
  freshness: number | null;
  /** Of its own past posts with it. */
  ownLift: Lift | null;
}

/** How far a category that fits entirely makes a trend the account's own: it is inferred, and wide. */
const TRUST_IN_CATEGORY = 0.75;
/** How far own results, where they may be claimed, draw the fit to 1 or to 0. */
const PULL_OF_RESULTS = 1 / 3;
/** Hours fit most accounts of a region alike, and tell little. */
const TIMING_WEIGHTS = { freshness: 2, audienceTime: 1 };
/** Uses of hashtags of known categories that are half of what makes a category its own. */
const CATEGORY_USES = 2;
/** From this score on a trend is relevant. */
const RELEVANT = 0.5;

/** A profile, ready to be looked up in. */
export interface Interests {
  /** How much a hashtag is its own, 0–1. */
  hashtags: ReadonlyMap<string, number>;
  /** How much a category is, by its name in lower case; empty where none of its hashtags has one. */
  categories: ReadonlyMap<string, number>;
  /** Of each of its newest posts. */
  features: readonly ReadonlySet<string>[];
  activeHours: readonly number[] | null;
  /** By hashtag. */
  lifts: ReadonlyMap<string, Lift>;
}

/** @param categoriesOf the categories, in lower case, under which sources list a hashtag. */
export function interestsOf(
  profile: TrendProfile,
  categoriesOf: ReadonlyMap<string, readonly string[]>,
): Interests {
  return {
    hashtags: new Map([
      ...profile.formerHashtags,
      ...profile.hashtags.map(([hashtag, posts]) => [hashtag, habitOf(posts)] as const),
    ]),
    categories: categoryShares(profile, categoriesOf),
    features: profile.features.map((features) => new Set(features)),
    activeHours: profile.activeHours,
    lifts: new Map(profile.lifts),
  };
}

/**
 * How relevant a trend is to an account; null where nothing is known of what it has to do with what the account posts, since
 * freshness and hours alone would rank the trends first of which least is known. STATISTICS.md defines the parts.
 *
 * @param waking of the trend's region; null where it has none.
 * @param now milliseconds since 1970 (UTC).
 */
export function relevanceOf(
  interests: Interests,
  trend: RatedTrend,
  waking: WakingHours | null,
  now: number,
): TrendRelevance | null {
  const ownLift = trend.kind === 'HASHTAG' ? (interests.lifts.get(trend.key) ?? null) : null;
  const parts = {
    hashtagOverlap: overlapOf(interests, trend),
    categoryFit: fitOf(interests, trend.category),
    audienceTime: audienceTimeOf(interests.activeHours, waking),
    freshness: freshnessOf(trend, now),
  };
  const fit = fitOfContent(parts.hashtagOverlap, parts.categoryFit, provenResult(ownLift));
  return fit === null ? null : { score: fit * discountOf(parts), ...parts, ownLift };
}

/**
 * Overlap and category each make a trend the account's business, and both more so; what is unknown adds nothing. Null where
 * neither they nor own results are known.
 */
function fitOfContent(overlap: number | null, category: number | null, result: number | null): number | null {
  if (overlap === null && category === null && result === null) return null;
  const fit = 1 - (1 - (overlap ?? 0)) * (1 - TRUST_IN_CATEGORY * (category ?? 0));
  return result === null ? fit : fit + PULL_OF_RESULTS * (result - fit);
}

/** From 1 for a fresh trend whose region is up with the audience down to a half. An unknown freshness is none. */
function discountOf({ freshness, audienceTime }: Pick<TrendRelevance, 'freshness' | 'audienceTime'>): number {
  const timing = weightedMean([
    [TIMING_WEIGHTS.freshness, freshness ?? 0],
    [TIMING_WEIGHTS.audienceTime, audienceTime],
  ]);
  return (1 + (timing ?? 0)) / 2;
}

/** Whether the account is worth telling. */
export function isRelevant({ score }: TrendRelevance): boolean {
  return score >= RELEVANT;
}

/** Whether `isRelevant` can be true at all: cheap, for sorting out most of many. */
export function hasToDoWith(interests: Interests, trend: RatedTrend): boolean {
  return (overlapOf(interests, trend) ?? 0) > 0 || (fitOf(interests, trend.category) ?? 0) > 0;
}

/** Of sounds nothing is known: the Display API does not tell which one a video has. */
function overlapOf({ hashtags, features }: Interests, { kind, key }: RatedTrend): number | null {
  switch (kind) {
    case 'HASHTAG':
      return hashtags.size === 0 ? null : (hashtags.get(key) ?? 0);
    case 'FORMAT':
      return features.length === 0 ? null : shareThatShows(featuresOfKey(key), features);
    case 'SOUND':
      return null;
  }
}

function shareThatShows(wanted: readonly string[], posts: readonly ReadonlySet<string>[]): number {
  const those = posts.filter((features) => wanted.every((feature) => features.has(feature)));
  return those.length / posts.length;
}

function fitOf({ categories }: Interests, category: string | null): number | null {
  if (category === null || categories.size === 0) return null;
  return categories.get(category.toLowerCase()) ?? 0;
}

/** The share of the audience's activity that falls into the region's waking hours. */
function audienceTimeOf(active: readonly number[] | null, waking: WakingHours | null): number | null {
  if (active === null || waking === null) return null;
  return Math.min(
    1,
    active.reduce((sum, share, hour) => sum + share * waking[hour]!, 0),
  );
}

function provenResult(lift: Lift | null): number | null {
  if (lift === null || lift.verdict === 'NO_EVIDENCE_YET') return null;
  return lift.verdict === 'HIGHER' ? 1 : 0;
}

/**
 * No source tells an account's category, so it is that of its hashtags: the uses of hashtags that sources list under the
 * category, over those of all that they list under any, shrunken towards 0 where these are few. A use of a hashtag
 * under several categories is shared among them.
 */
function categoryShares(
  { hashtags }: TrendProfile,
  categoriesOf: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const uses = new Map<string, number>();
  let total = 0;
  for (const [hashtag, posts] of hashtags) {
    const categories = categoriesOf.get(hashtag) ?? [];
    if (categories.length > 0) total += posts;
    for (const category of categories) {
      uses.set(category, (uses.get(category) ?? 0) + posts / categories.length);
    }
  }
  return new Map([...uses].map(([category, posts]) => [category, posts / (total + CATEGORY_USES)]));
}

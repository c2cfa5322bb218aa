import type { TrendSighting } from '../trend-sighting.ts';
import type { ClassCount, PostClass } from './class-counts.ts';
import { type CountedAccounts, CURVE_DAYS, DAY_MS } from './corpus-accounts.ts';
import { OUTLIER_Z } from './exploding-formats.ts';
import { featuresOfKey, nameOfFormat } from './format-features.ts';

/** A hashtag or a format that is counted. */
export interface CountedTrend extends PostClass {
  kind: 'HASHTAG' | 'FORMAT';
  key: string;
  name: string;
  /** From 1; null of those that are only followed. */
  rank: number | null;
}

/** @param hashtag as videos have it: lower case, without #. */
export function hashtagTrend(hashtag: string, rank: number | null): CountedTrend {
  return {
    kind: 'HASHTAG',
    key: hashtag,
    name: hashtag,
    rank,
    has: ({ hashtags }) => hashtags.includes(hashtag),
    showsBy: ({ views }) => views,
  };
}

/** @param key by `keyOfFormat`. */
export function formatTrend(key: string, rank: number | null): CountedTrend {
  const features = featuresOfKey(key);
  return {
    kind: 'FORMAT',
    key,
    name: nameOfFormat(features),
    rank,
    has: (post) => features.every((feature) => post.features.includes(feature)),
    showsBy: ({ outlierZ }) => (outlierZ === null || outlierZ < OUTLIER_Z ? null : outlierZ),
  };
}

/**
 * What is said of a trend that was counted; null where nobody posted it on the days of the longest curve: it is over.
 *
 * It is told as of the end of the last day that is known of all accounts, so that the same counters always say the same.
 */
export function sightingOf(
  { kind, key, name, rank }: CountedTrend,
  { posts, accounts, views, daily, examples, lastPostedAt }: ClassCount,
  { start, end }: CountedAccounts,
): TrendSighting | null {
  if (lastPostedAt === null || lastPostedAt < end - CURVE_DAYS * DAY_MS) return null;
  return {
    kind,
    key,
    name,
    tikTokId: null,
    region: null,
    category: null,
    capturedAt: new Date(end),
    rank,
    views: views === null ? null : BigInt(views),
    posts: BigInt(posts),
    measure: 'WINDOW',
    accounts,
    curve: { unit: 'COUNT', points: daily.map((value, day) => ({ at: start + day * DAY_MS, value })) },
    exampleVideoIds: examples,
  };
}

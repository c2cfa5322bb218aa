import type { HashtagLift } from '../../analytics/lift/hashtag-lift.ts';
import type { Lift } from '../../analytics/lift/lift.ts';
import { type Analysis, defineAnalysis } from '../../performance/stored-analysis.ts';

/** Days of posts that say what an account does now. */
const PROFILE_DAYS = 180;
/** Fewer posts say nothing of usual hours. */
const MIN_POSTS_FOR_HOURS = 8;
/** Most used first; an account with more names nearly all of these once. */
const MAX_HASHTAGS = 300;
/** The newest; they say well enough how often an account posts a format. */
const MAX_FORMATTED = 200;
/** Two posts are half of what makes a habit. */
const HABIT_POSTS = 2;
const HOURS = 24;
const HOUR_MS = 3_600_000;

/** What trends are held against for an account. JSON, since it is stored. */
export interface TrendProfile {
  /** Hashtags of the last 180 days, without #, lower case, with the posts that have each; most used first, at most 300. */
  hashtags: [hashtag: string, posts: number][];
  /** Hashtags of older posts alone, with how much of what they came with is still in use, 0–1; at most 300. */
  formerHashtags: [hashtag: string, company: number][];
  /** What each of the newest posts of the last 180 days shows, at most 200 of them: features of formats, by `featuresOf`. */
  features: string[][];
  /**
   * Shares of the 24 hours of the day in UTC: of followers' activity, as exports say, else of the posts of the last 180 days,
   * at least 8, which creators time by their audience. Null where neither is known.
   */
  activeHours: number[] | null;
  /** Its own results of the last 365 days. */
  lifts: [hashtag: string, lift: Lift][];
}

export const TREND_PROFILE: Analysis<TrendProfile> = defineAnalysis('trend-profile', 2);

/** A post as a profile sees it, whether or not its views can be compared. */
export interface ProfiledPost {
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** Without #, lower case, each once. */
  hashtags: readonly string[];
  /** By `featuresOf`. */
  features: readonly string[];
}

/** Followers active in an hour of the day in UTC, 0–23; null is unknown. */
export interface ActiveHour {
  hour: number;
  activeFollowers: number | null;
}

/**
 * @param posts all that are known, newest first.
 * @param activity of the newest export that has it; empty without one.
 * @param lifts of the last 365 days.
 * @param now milliseconds since 1970 (UTC).
 */
export function profileOf(
  posts: readonly ProfiledPost[],
  activity: readonly ActiveHour[],
  lifts: readonly HashtagLift[],
  now: number,
): TrendProfile {
  const since = now - PROFILE_DAYS * HOURS * HOUR_MS;
  const recent = posts.filter(({ postedAt }) => postedAt >= since);
  const counts = countHashtags(recent);
  const older = posts.filter(({ postedAt }) => postedAt < since);
  return {
    hashtags: largest(counts),
    formerHashtags: largest(companyOf(older, counts)),
    features: recent.slice(0, MAX_FORMATTED).map(({ features }) => [...features]),
    activeHours:
      hourShares(activity.map(({ hour, activeFollowers }) => [hour, activeFollowers ?? 0])) ??
      postingHours(recent),
    lifts: lifts.map(({ hashtag, lift }) => [hashtag, lift]),
  };
}

/** How much of a habit so many posts are, 0–1: 1 of them a third, 2 a half, 8 four fifths. */
export function habitOf(posts: number): number {
  return posts / (posts + HABIT_POSTS);
}

function countHashtags(posts: readonly ProfiledPost[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { hashtags } of posts) {
    for (const hashtag of hashtags) counts.set(hashtag, (counts.get(hashtag) ?? 0) + 1);
  }
  return counts;
}

/**
 * Of each hashtag that only older posts have: the mean habit of the other hashtags on these posts, taken as one number a
 * post, and shrunken towards 0 where it was on few.
 */
function companyOf(older: readonly ProfiledPost[], counts: ReadonlyMap<string, number>): Map<string, number> {
  const former = new Map<string, { posts: number; company: number }>();
  for (const { hashtags } of older) {
    const habits = hashtags.map((hashtag) => habitOf(counts.get(hashtag) ?? 0));
    const sum = habits.reduce((total, habit) => total + habit, 0);
    for (const hashtag of hashtags) {
      if (counts.has(hashtag)) continue;
      const { posts, company } = former.get(hashtag) ?? { posts: 0, company: 0 };
      // Its own habit is 0.
      const others = hashtags.length === 1 ? 0 : sum / (hashtags.length - 1);
      former.set(hashtag, { posts: posts + 1, company: company + others });
    }
  }
  return new Map(
    [...former].map(([hashtag, { posts, company }]) => [hashtag, habitOf(posts) * (company / posts)]),
  );
}

function largest(values: ReadonlyMap<string, number>): [string, number][] {
  return [...values]
    .filter(([, value]) => value > 0)
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, MAX_HASHTAGS);
}

function postingHours(posts: readonly ProfiledPost[]): number[] | null {
  if (posts.length < MIN_POSTS_FOR_HOURS) return null;
  return hourShares(posts.map(({ postedAt }) => [new Date(postedAt).getUTCHours(), 1]));
}

/** Null where there is nothing to share out. */
function hourShares(weights: readonly (readonly [hour: number, weight: number])[]): number[] | null {
  const sums = Array.from({ length: HOURS }, () => 0);
  for (const [hour, weight] of weights) sums[hour]! += weight;
  const total = sums.reduce((sum, value) => sum + value, 0);
  return total > 0 ? sums.map((value) => value / total) : null;
}

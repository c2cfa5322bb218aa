import { randomNormal, type Random } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';

const DAY = 86_400_000;
const FIRST_POST = Date.UTC(2026, 0, 1);

/**
 * Posts of a creator who posts about once a day, more in some weeks than in others, with properties that have no effect:
 * lognormal durations (median 20 s), most portrait, captions of any length. Outcomes are normal around 0.
 */
export function simulatedPosts(count: number, spread: number, random: Random): AnalysedPost[] {
  const times: number[] = [];
  let at = FIRST_POST;
  let pace = 1;
  for (let i = 0; i < count; i++) {
    if (i % 10 === 0) pace = Math.exp(0.8 * randomNormal(random));
    at += -Math.log(1 - random()) * pace * DAY;
    times.push(at);
  }
  return times.map((postedAt, i) => ({
    id: String(i),
    postedAt,
    measuredAt: postedAt + 7 * DAY,
    weekday: new Date(postedAt).getUTCDay(),
    hour: new Date(postedAt).getUTCHours(),
    outcome: spread * randomNormal(random),
    hashtags: [],
    durationSeconds: Math.max(1, Math.round(20 * Math.exp(0.8 * randomNormal(random)))),
    orientation: pick(random, [0.85, 0.12, 0.03], ['PORTRAIT', 'LANDSCAPE', 'SQUARE'] as const),
    format: 'VIDEO',
    captionLength: random() < 0.15 ? 0 : Math.round(60 * Math.exp(0.9 * randomNormal(random))),
    postsInWeekBefore: postedAt - FIRST_POST < 7 * DAY ? null : withinWeekBefore(times, postedAt),
  }));
}

/** How many of `times` lie within the 7 days before `at`. */
export function withinWeekBefore(times: readonly number[], at: number): number {
  return times.filter((time) => time < at && at - time <= 7 * DAY).length;
}

/**
 * The posts, neighbours alike: outcomes go over into the next one's (correlation 0.4), and about ten posts in a row are
 * of a series, with the properties of its first one and four in five of its hashtags. There is still no effect.
 */
export function inRuns(posts: readonly AnalysedPost[], spread: number, random: Random): AnalysedPost[] {
  let noise = randomNormal(random);
  let first = posts[0]!;
  return posts.map((post) => {
    noise = 0.4 * noise + Math.sqrt(1 - 0.4 ** 2) * randomNormal(random);
    if (random() < 0.1) first = post;
    return {
      ...post,
      outcome: spread * noise,
      hashtags: first.hashtags.filter(() => random() < 0.8),
      durationSeconds: first.durationSeconds,
      orientation: first.orientation,
      captionLength: first.captionLength,
    };
  });
}

/** The posts, those that `has` chooses with `factor` times the views. */
export function withEffect(
  posts: readonly AnalysedPost[],
  has: (post: AnalysedPost) => boolean,
  factor: number,
): AnalysedPost[] {
  return posts.map((post) => (has(post) ? { ...post, outcome: post.outcome + Math.log(factor) } : post));
}

function pick<T>(random: Random, shares: readonly number[], values: readonly T[]): T {
  let rest = random();
  return values.find((_, i) => (rest -= shares[i]!) < 0) ?? values[0]!;
}

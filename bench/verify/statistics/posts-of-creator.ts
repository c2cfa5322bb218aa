import { shuffled, type Random } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';
import type { Creator } from './creators.ts';
import { withinWeekBefore } from './simulated-formats.ts';

const COLLECTED_AT = Date.UTC(2020, 10, 8);

/** The posts of a real creator, of which captions and orientation are not known; the outcome is log(1 + views). */
export function postsOfCreator({ videos }: Creator): AnalysedPost[] {
  const times = videos.map(({ postedAt }) => postedAt);
  const knownSince = (times[0] ?? 0) + 7 * 86_400_000;
  return videos.map(({ id, postedAt, hashtags, durationSeconds, views }) => ({
    id,
    postedAt,
    measuredAt: COLLECTED_AT,
    weekday: new Date(postedAt).getUTCDay(),
    hour: new Date(postedAt).getUTCHours(),
    outcome: Math.log1p(views),
    hashtags,
    durationSeconds: durationSeconds > 0 ? durationSeconds : null,
    orientation: 'UNKNOWN',
    format: 'UNKNOWN',
    captionLength: null,
    postsInWeekBefore: postedAt < knownSince ? null : withinWeekBefore(times, postedAt),
  }));
}

/** The posts, each with the outcome of another: no property has an effect any more. */
export function withOutcomesShuffled(posts: readonly AnalysedPost[], random: Random): AnalysedPost[] {
  const outcomes = shuffled(
    posts.map(({ outcome }) => outcome),
    random,
  );
  return posts.map((post, i) => ({ ...post, outcome: outcomes[i]! }));
}

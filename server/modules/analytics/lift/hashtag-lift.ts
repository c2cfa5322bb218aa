import type { AnalysedPost } from './analysed-post.ts';
import { groupLifts, type PostGroup } from './group-lifts.ts';
import type { Lift } from './lift.ts';

/** The most used are compared: many tags together need more posts than an account has to be told apart. */
const MAX_HASHTAGS = 100;
const DEFINITION =
  'Views associated with posts that have the hashtag, against posts with the same other hashtags but not this one. Association, not cause.';

export interface HashtagLift {
  /** Without #, lower case. */
  hashtag: string;
  lift: Lift;
  /** Milliseconds since 1970 (UTC). */
  lastUsedAt: number;
}

/**
 * The lifts of an account's hashtags, strongest evidence first: the 100 that are used most, of these each on at least 3
 * posts and missing from at least 3. Tags that always come together have one lift, told of each. None below 8 posts, or
 * where all did the same.
 *
 * How they are adjusted for each other and what may be claimed: `groupLifts`; what it finds and claims falsely:
 * docs/STATISTICS.md.
 */
export function hashtagLifts(unordered: readonly AnalysedPost[]): HashtagLift[] {
  const posts = unordered.toSorted((a, b) => a.postedAt - b.postedAt);
  const outcomes = posts.map(({ outcome }) => outcome);
  return groupLifts(outcomes, mostUsed(posts), 'REST').flatMap(({ group, lift }) =>
    group.label.map((hashtag) => ({
      hashtag,
      lift: { ...lift, definition: DEFINITION },
      lastUsedAt: posts[group.members.at(-1)!]!.postedAt,
    })),
  );
}

/** Tags by the posts they are on. */
function mostUsed(posts: readonly AnalysedPost[]): PostGroup<string[]>[] {
  const postsOf = new Map<string, number[]>();
  for (const [i, { hashtags }] of posts.entries()) {
    for (const hashtag of hashtags) {
      const members = postsOf.get(hashtag);
      if (members === undefined) postsOf.set(hashtag, [i]);
      else members.push(i);
    }
  }
  const used = [...postsOf]
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
    .slice(0, MAX_HASHTAGS);
  return Object.values(Object.groupBy(used, ([, members]) => members.join())).map((together) => ({
    label: together!.map(([hashtag]) => hashtag),
    members: together![0]![1],
  }));
}

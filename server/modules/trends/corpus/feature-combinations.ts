/** Features that are combined. */
const LEAST_FEATURES = 2;
const MOST_FEATURES = 4;
/** Posts that must have a combination. */
const LEAST_POSTS = 3;
/** Of large corpora, more: what a hundredth of the posts has. */
const LEAST_SHARE = 0.01;
/** Combinations that are looked at; with more, they must be more frequent. */
const MOST_COMBINATIONS = 4_000;
/** Hashtags beyond the most used say little of a format, and are as many as there are posts. */
const MOST_FEATURES_CONSIDERED = 60;

/** Features that come together, and the posts that have them all, by their indices, ascending. */
export interface Combination {
  features: readonly string[];
  posts: readonly number[];
}

/**
 * The combinations of two to four features that enough posts have, the more specific one of those that the same posts
 * have. They do not depend on which posts are outliers, so that posts may be shuffled without looking again.
 *
 * Frequent itemsets depth first by intersection of posts (Zaki 2000, "Scalable algorithms for association mining", IEEE
 * TKDE 12(3)).
 */
export function combinationsOf(features: readonly (readonly string[])[]): Combination[] {
  let least = Math.max(LEAST_POSTS, Math.ceil(LEAST_SHARE * features.length));
  for (;;) {
    const found = frequent(features, least);
    if (found !== null) return mostSpecific(found);
    least = Math.ceil(least * 1.5);
  }
}

/** Null where there are too many. */
function frequent(features: readonly (readonly string[])[], least: number): Combination[] | null {
  const postsOf = new Map<string, number[]>();
  for (const [post, own] of features.entries()) {
    for (const feature of own) {
      const posts = postsOf.get(feature);
      if (posts === undefined) postsOf.set(feature, [post]);
      else posts.push(post);
    }
  }
  const items = [...postsOf]
    .filter(([, posts]) => posts.length >= least)
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
    .slice(0, MOST_FEATURES_CONSIDERED)
    .map(([feature, posts]) => ({ features: [feature], posts }));
  const found: Combination[] = [];
  // From the most frequent features to the rarest.
  const isComplete = extend(items, least, found);
  return isComplete ? found : null;
}

/** Each of the combinations with each of those after it; false where it gave up. */
function extend(combinations: readonly Combination[], least: number, found: Combination[]): boolean {
  for (const [index, combination] of combinations.entries()) {
    const longer: Combination[] = [];
    for (const other of combinations.slice(index + 1)) {
      const posts = intersection(combination.posts, other.posts);
      if (posts.length >= least)
        longer.push({ features: [...combination.features, other.features.at(-1)!], posts });
    }
    if (longer[0] !== undefined && longer[0].features.length >= LEAST_FEATURES) found.push(...longer);
    if (found.length > MOST_COMBINATIONS) return false;
    if (longer[0] !== undefined && longer[0].features.length < MOST_FEATURES && !extend(longer, least, found))
      return false;
  }
  return true;
}

function intersection(a: readonly number[], b: readonly number[]): number[] {
  const common: number[] = [];
  let at = 0;
  for (const value of a) {
    while (at < b.length && b[at]! < value) at++;
    if (b[at] === value) common.push(value);
  }
  return common;
}

/** Of the combinations that the same posts have, the one with the most features; of these the rarest, which say most. */
function mostSpecific(combinations: readonly Combination[]): Combination[] {
  const byPosts = new Map<string, Combination>();
  for (const combination of combinations) {
    const posts = combination.posts.join();
    const known = byPosts.get(posts);
    if (known === undefined || known.features.length <= combination.features.length)
      byPosts.set(posts, combination);
  }
  return [...byPosts.values()];
}

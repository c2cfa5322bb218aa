import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, shuffled } from '../../../lib/random.ts';
import { explodingFormats, type ScoredPost } from './exploding-formats.ts';
import { combinationsOf } from './feature-combinations.ts';

const DAY_MS = 86_400_000;

/** Posts with features that have nothing to do with outliers, which are one in ten. */
function posts(count: number, seed: string, accounts = 1): ScoredPost[] {
  const random = createRandom(seed);
  const some = (features: readonly string[], share: number) => features.filter(() => random() < share);
  return Array.from({ length: count }, (_, index) => ({
    accountId: String(index % accounts),
    postedAt: index * DAY_MS,
    isOutlier: random() < 0.1,
    features: [
      `duration:${String([15, 30, 60][Math.floor(3 * random())])}`,
      ...some(['caption:question', 'caption:list', 'caption:emoji', 'hashtag:ootd', 'hashtag:fyp'], 0.3),
    ],
  }));
}

const has = (features: readonly string[]) => (post: ScoredPost) =>
  features.every((feature) => post.features.includes(feature));

describe('formats that explode', () => {
  it('are found where outliers have them', async () => {
    const planted = ['duration:30', 'caption:question'];
    const some = posts(200, 'planted', 4).map((post) =>
      has(planted)(post) ? { ...post, isOutlier: true } : post,
    );
    const [best, ...others] = await explodingFormats(some);
    expect(best?.features.toSorted()).toEqual(planted.toSorted());
    expect(best?.outliers).toBe(some.filter(has(planted)).length);
    expect(others).toEqual([]);
  });

  it('are no combinations that only whole accounts have', async () => {
    // Everything of one account does well, and it alone has the format: its manner, and no evidence for the format.
    const some = posts(120, 'manner', 2).map((post) =>
      post.accountId === '0'
        ? {
            ...post,
            isOutlier: post.postedAt % 2 === 0 || post.isOutlier,
            features: ['duration:15', 'hashtag:mine'],
          }
        : post,
    );
    const found = await explodingFormats(some);
    expect(found.filter(({ features }) => features.includes('hashtag:mine'))).toEqual([]);
  });

  it('are told of few corpora without any', async () => {
    let told = 0;
    for (let corpus = 0; corpus < 60; corpus++) {
      const some = posts(80, `null ${String(corpus)}`, 2);
      const labels = shuffled(
        some.map(({ isOutlier }) => isOutlier),
        createRandom(`labels ${String(corpus)}`),
      );
      const found = await explodingFormats(some.map((post, i) => ({ ...post, isOutlier: labels[i]! })));
      if (found.length > 0) told++;
    }
    // 5 % of 60 are 3; more than 8 has a probability of 0.2 %.
    expect(told).toBeLessThanOrEqual(8);
  });

  it('do not depend on the order of posts', async () => {
    const some = posts(150, 'order', 3).map((post) =>
      has(['duration:60', 'hashtag:ootd'])(post) ? { ...post, isOutlier: true } : post,
    );
    const expected = await explodingFormats(some);
    expect(expected).not.toEqual([]);
    expect(await explodingFormats(shuffled(some, createRandom('other order')))).toEqual(expected);
  });

  it('need posts, and others to compare with', async () => {
    expect(await explodingFormats([])).toEqual([]);
    expect(await explodingFormats(posts(30, 'all').map((post) => ({ ...post, isOutlier: true })))).toEqual(
      [],
    );
    expect(await explodingFormats(posts(30, 'none').map((post) => ({ ...post, isOutlier: false })))).toEqual(
      [],
    );
  });

  it('end when they are told to', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(explodingFormats(posts(60, 'stop'), stopped)).rejects.toThrow('stopped');
  });
});

describe('combinations of features', () => {
  const features = ['a', 'b', 'c', 'd', 'e', 'f'];
  const corpus = fc.array(fc.subarray(features), { maxLength: 25 });

  it('are all of two to four that three posts have, the most specific of equal ones', () => {
    fc.assert(
      fc.property(corpus, (given) => {
        const found = combinationsOf(given);
        for (const combination of found) {
          const of = given.flatMap((own, post) =>
            combination.features.every((f) => own.includes(f)) ? [post] : [],
          );
          expect(combination.posts).toEqual(of);
          expect(of.length).toBeGreaterThanOrEqual(3);
        }
        expect(new Set(found.map(({ posts: own }) => own.join())).size).toBe(found.length);
        for (const a of features) {
          for (const b of features.filter((other) => other > a)) {
            const of = given.flatMap((own, post) => (own.includes(a) && own.includes(b) ? [post] : []));
            if (of.length >= 3) expect(found.map(({ posts: own }) => own.join())).toContain(of.join());
          }
        }
      }),
    );
  });
});

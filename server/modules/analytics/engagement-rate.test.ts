import { describe, expect, it } from '@jest/globals';
import { engagementRateOf, engagementRateOfPosts, pooledRate } from './engagement-rate.ts';
import type { RatedPost } from './engagement-rate.ts';
import { studentTQuantile } from './lift/student-t.ts';

const capturedAt = new Date('2026-11-22T10:00:00Z');
const post: RatedPost = { views: 1000, likes: 50, comments: 6, shares: 4, followers: 200, capturedAt };

describe('studentTQuantile', () => {
  it.each([
    [0.975, 1, 12.706204736],
    [0.975, 10, 2.228138852],
    [0.95, 4, 2.131846786],
    [0.025, 10, -2.228138852],
    [0.975, 1e6, 1.959966357],
  ])('at %d with %d degrees of freedom is the table’s %d', (p, df, expected) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(expected, 7);
  });
});

describe('the rate of one post', () => {
  it('divides by views or by followers at the capture', () => {
    expect(engagementRateOf(post, 'BY_VIEWS')).toEqual({
      value: 0.06,
      numerator: 60,
      denominator: 1000,
      interval: null,
      definition: 'BY_VIEWS',
      aggregation: 'POOLED',
      sampleSize: 1,
      capturedAt,
    });
    expect(engagementRateOf(post, 'BY_FOLLOWERS')).toMatchObject({ value: 0.3, denominator: 200 });
  });

  it.each([{ views: null }, { views: 0 }, { likes: null }, { comments: null }, { shares: null }])(
    'is unknown with %j',
    (unknown) => {
      expect(engagementRateOf({ ...post, ...unknown }, 'BY_VIEWS')).toBeNull();
    },
  );
});

describe('the pooled rate', () => {
  it('is the sum over the sum of the posts whose rate is known, captured when the oldest was', () => {
    const older = {
      ...post,
      views: 3000,
      likes: 10,
      comments: 0,
      shares: 0,
      capturedAt: new Date('2026-11-01T00:00:00Z'),
    };
    expect(
      engagementRateOfPosts([post, older, { ...post, likes: null }], 'BY_VIEWS', 'POOLED'),
    ).toMatchObject({
      value: 70 / 4000,
      numerator: 70,
      denominator: 4000,
      sampleSize: 2,
      capturedAt: older.capturedAt,
    });
    expect(engagementRateOfPosts([], 'BY_VIEWS', 'POOLED')).toBeNull();
    expect(engagementRateOfPosts([post], 'BY_VIEWS', 'POOLED')!.interval).toBeNull();
  });

  it('has the textbook jackknife interval where all posts weigh the same', () => {
    const posts = [2, 4, 6, 8].map((numerator) => ({ numerator, denominator: 100, capturedAt }));
    // With equal denominators the jackknife error is the mean's: s / √n, s² = 20/3 per 100².
    const margin = studentTQuantile(0.975, 3) * Math.sqrt(20 / 3 / 4 / 1e4);
    const { interval } = pooledRate(posts, 'BY_VIEWS')!;
    expect(interval).toMatchObject({ level: 0.95, method: 'jackknife over posts' });
    expect(interval!.upper).toBeCloseTo(0.05 + margin, 10);
    expect(interval!.lower).toBeCloseTo(0.05 - margin, 10);
  });

  it('holds the true rate in at least nine of ten simulated accounts, with one viral post too', () => {
    let seed = 20_261_122;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const truth = 0.05 * Math.exp(0.3 ** 2 / 2);
    let held = 0;
    for (let account = 0; account < 1000; account++) {
      const posts = Array.from({ length: 12 }, () => {
        const denominator = Math.exp(8 + 1.1 * normal());
        return { numerator: denominator * 0.05 * Math.exp(0.3 * normal()), denominator, capturedAt };
      });
      const { lower, upper } = pooledRate(posts, 'BY_VIEWS')!.interval!;
      if (lower <= truth && truth <= upper) held++;
    }
    expect(held).toBeGreaterThan(900);
    expect(held).toBeLessThan(990);
  });
});

describe('the median of posts', () => {
  const posts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 90].map((likes) => ({ ...post, likes, comments: 0, shares: 0 }));

  it('is the median of the posts’ own rates, between order statistics', () => {
    expect(engagementRateOfPosts(posts, 'BY_VIEWS', 'MEDIAN_OF_POSTS')).toEqual({
      value: 5.5 / 1000,
      numerator: null,
      denominator: null,
      // Of 10 posts, the second and the ninth: 1 − 2 · (1 + 10) / 2¹⁰.
      interval: { lower: 0.002, upper: 0.009, level: 1 - 22 / 1024, method: 'order statistics (binomial)' },
      definition: 'BY_VIEWS',
      aggregation: 'MEDIAN_OF_POSTS',
      sampleSize: 10,
      capturedAt,
    });
  });

  it('says what the interval of few posts is worth', () => {
    const of = (count: number) =>
      engagementRateOfPosts(posts.slice(0, count), 'BY_FOLLOWERS', 'MEDIAN_OF_POSTS')?.interval;
    expect(of(0)).toBeUndefined();
    expect(of(1)).toBeNull();
    expect(of(3)).toMatchObject({ lower: 1 / 200, upper: 3 / 200, level: 0.75 });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TrendStage } from '../../../data/generated/prisma/client.ts';
import type { Lift, Verdict } from '../../analytics/lift/lift.ts';
import { keyOfFormat } from '../corpus/format-features.ts';
import { SOURCES_BY_TRUST } from '../trend-sighting.ts';
import { type AgingTrend, freshnessOf } from './freshness.ts';
import { type ProfiledPost, profileOf } from './trend-profile.ts';
import { hasToDoWith, interestsOf, isRelevant, type RatedTrend, relevanceOf } from './trend-relevance.ts';
import { wakingHoursOf } from './waking-hours.ts';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;

const post = (daysAgo: number, hashtags: string[], features: string[] = []): ProfiledPost => ({
  postedAt: NOW - daysAgo * DAY_MS,
  hashtags,
  features,
});
const posts = (count: number, daysAgo: number, ...hashtags: string[]) =>
  Array.from({ length: count }, () => post(daysAgo, hashtags));

const trend = (facts: Partial<RatedTrend> = {}): RatedTrend => ({
  kind: 'HASHTAG',
  key: 'booktok',
  category: null,
  region: null,
  source: 'CREATIVE_CENTER',
  stage: null,
  growthLower: null,
  views: null,
  posts: null,
  firstSeenAt: NOW,
  ...facts,
});
const fresh = { stage: 'EXPLODING', growthLower: 0.2, posts: 20_000 } as const;

const liftOf = (verdict: Verdict): Lift => ({
  value: 0.4,
  interval: { lower: -0.1, upper: 0.9, level: 0.95, method: 'empirical Bayes' },
  sampleSize: 5,
  unshrunken: 0.8,
  verdict,
  definition: 'views',
});

const interestsIn = (
  own: readonly ProfiledPost[],
  {
    categories = {},
    lifts = [],
    activity = [],
  }: {
    categories?: Record<string, string[]>;
    lifts?: Parameters<typeof profileOf>[2];
    activity?: Parameters<typeof profileOf>[1];
  } = {},
) => interestsOf(profileOf(own, activity, lifts, NOW), new Map(Object.entries(categories)));

const rate = (own: ReturnType<typeof interestsIn>, facts: Partial<RatedTrend> = {}) => {
  const { region } = trend(facts);
  return relevanceOf(own, trend(facts), region === null ? null : wakingHoursOf(region, NOW), NOW);
};

describe('hashtagOverlap', () => {
  it('grows with the posts of the last 180 days that have the hashtag', () => {
    const overlap = (count: number) =>
      rate(interestsIn([...posts(count, 10, 'booktok'), ...posts(5, 10, 'cats')]))?.hashtagOverlap;
    expect([0, 1, 2, 8].map(overlap)).toEqual([0, 1 / 3, 1 / 2, 8 / 10]);
  });

  it('of a hashtag that was used before only is what it came with as far as that is still used', () => {
    const overlap = (former: readonly ProfiledPost[]) =>
      rate(interestsIn([...posts(8, 10, 'cats'), ...former]))!.hashtagOverlap!;
    expect(overlap(posts(2, 200, 'booktok', 'cats'))).toBeCloseTo(0.5 * 0.8);
    expect(overlap(posts(8, 200, 'booktok', 'cats'))).toBeCloseTo(0.8 * 0.8);
    expect(overlap(posts(8, 200, 'booktok', 'cats', 'gone'))).toBeCloseTo(0.8 * 0.4);
    expect(overlap(posts(8, 200, 'booktok'))).toBe(0);
  });

  it('of a format is the share of the posts that show all of it', () => {
    const own = interestsIn([
      post(5, [], ['orientation:PORTRAIT', 'duration:30', 'hashtag:ootd']),
      post(6, [], ['orientation:PORTRAIT', 'duration:30']),
      post(7, [], ['orientation:PORTRAIT']),
      post(200, [], ['orientation:PORTRAIT', 'duration:30']),
    ]);
    const overlap = (...features: string[]) =>
      rate(own, { kind: 'FORMAT', key: keyOfFormat(features), ...fresh })!.hashtagOverlap;
    expect(overlap('duration:30', 'orientation:PORTRAIT')).toBeCloseTo(2 / 3);
    expect(overlap('hashtag:ootd', 'orientation:PORTRAIT')).toBeCloseTo(1 / 3);
    expect(overlap('hashtag:cats', 'orientation:PORTRAIT')).toBe(0);
    expect(rate(interestsIn([]), { kind: 'FORMAT', ...fresh })).toBeNull();
  });

  it('is unknown of a sound, and of an account without hashtags', () => {
    const own = interestsIn(posts(9, 5, 'cats'), { categories: { cats: ['pets'] } });
    expect(rate(own, { kind: 'SOUND', key: 'cats', category: 'Pets', ...fresh })).toMatchObject({
      hashtagOverlap: null,
      categoryFit: 9 / 11,
      ownLift: null,
    });
    expect(rate(interestsIn(posts(9, 5)), fresh)).toBeNull();
  });
});

describe('categoryFit', () => {
  const categories = { cats: ['pets'], dogs: ['pets'], run: ['sports', 'health'] };

  it('is the share of the category among the uses of hashtags that have one, shrunken', () => {
    const own = interestsIn(
      [...posts(4, 5, 'cats', 'other'), ...posts(2, 5, 'dogs'), ...posts(2, 5, 'run')],
      {
        categories,
      },
    );
    const fit = (category: string) => rate(own, { category })!.categoryFit;
    expect(fit('Pets')).toBeCloseTo(6 / 10);
    expect(fit('Sports')).toBeCloseTo(1 / 10);
    expect(fit('Food')).toBe(0);
  });

  it('is unknown where no source gives the trend, or any hashtag of the account, a category', () => {
    expect(rate(interestsIn(posts(4, 5, 'cats'), { categories }))!.categoryFit).toBeNull();
    expect(
      rate(interestsIn(posts(4, 5, 'other'), { categories }), { category: 'Pets' })!.categoryFit,
    ).toBeNull();
  });
});

describe('audienceTime', () => {
  const at = (hour: number) => ({ hour, activeFollowers: 100 });

  it('is the share of activity in the hours at which the region is awake', () => {
    const own = interestsIn(posts(4, 5, 'cats'), { activity: [at(1), at(7), at(12), at(20)] });
    const time = (region: string | null) => rate(own, { region })!.audienceTime;
    // Seoul is 9 hours ahead of UTC, Paris 2 in June.
    expect(time('KR')).toBe(3 / 4);
    expect(time('FR')).toBe(3 / 4);
    expect(
      rate(interestsIn(posts(4, 5, 'cats'), { activity: [at(22)] }), { region: 'FR' })!.audienceTime,
    ).toBe(0);
    expect(time('XX')).toBeNull();
    expect(time(null)).toBeNull();
  });

  it('takes posting hours where no export tells of followers, from 8 posts on', () => {
    const time = (count: number) =>
      rate(interestsIn(posts(count, 5, 'cats')), { region: 'FR' })!.audienceTime;
    expect(time(7)).toBeNull();
    expect(time(8)).toBe(1);
  });

  it('counts the zones of a region alike', () => {
    const awake = wakingHoursOf('RU', NOW)!;
    expect(awake).toHaveLength(24);
    // At 3:30 in Moscow it is past eight in Vladivostok.
    expect(awake[0]).toBeGreaterThan(0);
    expect(awake[0]).toBeLessThan(1);
  });
});

describe('own results', () => {
  const withLift = (verdict: Verdict) =>
    rate(
      interestsIn(posts(8, 5, 'booktok'), {
        lifts: [{ hashtag: 'booktok', lift: liftOf(verdict), lastUsedAt: NOW }],
      }),
      fresh,
    )!;

  it('are shown always, and count where they may be claimed', () => {
    const none = rate(interestsIn(posts(8, 5, 'booktok')), fresh)!;
    expect(none.ownLift).toBeNull();
    expect(withLift('NO_EVIDENCE_YET')).toMatchObject({ ownLift: { value: 0.4 }, score: none.score });
    expect(withLift('HIGHER').score).toBeGreaterThan(none.score);
    expect(withLift('LOWER').score).toBeLessThan(none.score);
  });
});

describe('relevance', () => {
  it('is unknown where nothing is known of what the trend has to do with what the account posts', () => {
    expect(rate(interestsIn([]))).toBeNull();
    const own = interestsIn(posts(20, 5, 'cats'));
    expect(rate(own, { kind: 'SOUND', key: '7', region: 'FR', ...fresh })).toBeNull();
    expect(rate(interestsIn(posts(9, 5)), { region: 'FR', ...fresh })).toBeNull();
  });

  it('is the fit with what the account posts, less up to half for freshness and hours', () => {
    const own = interestsIn(posts(8, 5, 'booktok'), { categories: { booktok: ['books'] } });
    expect(rate(own)).toMatchObject({ score: 0.8 / 2, freshness: null });
    const { freshness, score } = rate(own, fresh)!;
    expect(score).toBeCloseTo(0.8 * ((1 + freshness!) / 2));
    const inFrance = rate(own, { ...fresh, region: 'FR' })!;
    expect(inFrance.score).toBeCloseTo(0.8 * ((1 + (2 * freshness! + inFrance.audienceTime!) / 3) / 2));
    const both = rate(own, { ...fresh, category: 'Books' })!;
    expect(both.score).toBeCloseTo((1 - 0.2 * (1 - 0.75 * 0.8)) * ((1 + freshness!) / 2));
    const sound = rate(own, { ...fresh, kind: 'SOUND', category: 'Books' })!;
    expect(sound.score).toBeCloseTo(0.75 * 0.8 * ((1 + freshness!) / 2));
  });

  it('is 0 of what has nothing to do with the account, however fresh and whatever the hour', () => {
    const own = interestsIn(posts(20, 5, 'cats'));
    const unrelated = rate(own, { ...fresh, region: 'FR' })!;
    expect(unrelated).toMatchObject({ score: 0, hashtagOverlap: 0, categoryFit: null });
    expect(unrelated.audienceTime).not.toBeNull();
    expect(isRelevant(unrelated)).toBe(false);
    const old = { ...trend({ key: 'cats' }), stage: 'FADING', posts: 10 ** 9, firstSeenAt: 0 } as const;
    expect(rate(own, old)!.score).toBeGreaterThan(0);
    expect(isRelevant(rate(own, { ...fresh, key: 'cats' })!)).toBe(true);
  });

  it('never falls when something more that fits becomes known', () => {
    const own = interestsIn(posts(8, 5, 'booktok'), { categories: { booktok: ['books'] } });
    const known = [{}, { category: 'Books' }, { category: 'Books', ...fresh }].map(
      (facts) => rate(own, { region: 'FR', ...facts })!.score,
    );
    expect(known).toEqual(known.toSorted((a, b) => a - b));
  });

  const stages: (TrendStage | null)[] = ['EMERGING', 'EXPLODING', 'PEAKING', 'FADING', 'STEADY', null];
  const count = fc.option(fc.integer({ min: 0, max: 2 ** 40 }), { nil: null });
  const hashtag = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
  const anyTrend: fc.Arbitrary<RatedTrend> = fc.record({
    kind: fc.constantFrom('HASHTAG', 'SOUND', 'FORMAT'),
    key: hashtag,
    category: fc.option(fc.constantFrom('Pets', 'sports'), { nil: null }),
    region: fc.option(fc.constantFrom('US', 'FR', 'IN', 'XX', 'not one'), { nil: null }),
    source: fc.constantFrom(...SOURCES_BY_TRUST),
    stage: fc.constantFrom(...stages),
    growthLower: fc.option(fc.double({ min: -1, max: 1e6, noNaN: true }), { nil: null }),
    views: count,
    posts: count,
    firstSeenAt: fc.integer({ min: NOW - 4_000 * DAY_MS, max: NOW + DAY_MS }),
  });
  const anyPost = fc
    .record({ daysAgo: fc.integer({ min: 0, max: 700 }), hashtags: fc.uniqueArray(hashtag) })
    .map(({ daysAgo, hashtags }) => post(daysAgo, hashtags, hashtags));
  const anyHour = fc.record({
    hour: fc.integer({ min: 0, max: 23 }),
    activeFollowers: fc.option(fc.nat(), { nil: null }),
  });

  it('keeps the score and each part between 0 and 1, whatever the account and the trend', () => {
    fc.assert(
      fc.property(
        fc.array(anyPost, { maxLength: 30 }),
        fc.array(anyHour),
        anyTrend,
        fc.constantFrom<Verdict>('HIGHER', 'LOWER', 'NO_EVIDENCE_YET'),
        (own, activity, facts, verdict) => {
          const interests = interestsIn(own, {
            activity,
            categories: { a: ['pets'], b: ['pets', 'sports'] },
            lifts: [{ hashtag: 'a', lift: liftOf(verdict), lastUsedAt: NOW }],
          });
          const relevance = rate(interests, facts);
          if (relevance === null) return;
          const { ownLift: _lift, ...shares } = relevance;
          for (const share of Object.values(shares)) {
            if (share === null) continue;
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
          if (isRelevant(relevance)) expect(hasToDoWith(interests, facts)).toBe(true);
        },
      ),
    );
  });

  describe('freshness', () => {
    const changed = (facts: AgingTrend, change: Partial<AgingTrend>) =>
      freshnessOf({ ...facts, ...change }, NOW);

    it('never rises with age and volume, never falls with growth, and follows the life of a trend', () => {
      fc.assert(
        fc.property(
          anyTrend,
          fc.nat(2 ** 30),
          fc.double({ min: 0, max: 10, noNaN: true }),
          (facts, more, faster) => {
            const before = freshnessOf(facts, NOW);
            if (before === null) return;
            const slack = 1e-12;
            const older = changed(facts, { firstSeenAt: facts.firstSeenAt - more });
            const fuller = changed(facts, {
              posts: facts.posts === null ? null : facts.posts + more,
              views: facts.views === null ? null : facts.views + more,
            });
            const growing = changed(facts, {
              growthLower: facts.growthLower === null ? null : facts.growthLower + faster,
            });
            expect(older!).toBeLessThanOrEqual(before + slack);
            expect(fuller!).toBeLessThanOrEqual(before + slack);
            expect(growing!).toBeGreaterThanOrEqual(before - slack);
            const life = (['EMERGING', 'EXPLODING', 'PEAKING', 'FADING'] as const).map((stage) =>
              changed(facts, { stage })!,
            );
            expect(life).toEqual(life.toSorted((a, b) => b - a));
          },
        ),
      );
    });

    it('is unknown where neither stage nor volume is, and of a volume that only counts own videos', () => {
      expect(freshnessOf(trend(), NOW)).toBeNull();
      expect(freshnessOf(trend({ source: 'OWN_CORPUS', posts: 12 }), NOW)).toBeNull();
      expect(freshnessOf(trend({ posts: 12 }), NOW)).toBe(1);
      expect(freshnessOf(trend({ views: 20_000_000_000 }), NOW)).toBeCloseTo(1 / 3);
    });
  });
});

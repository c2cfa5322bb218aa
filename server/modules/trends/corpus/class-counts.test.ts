import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Knot } from '../../analytics/series/gains.ts';
import { ClassCounts, type CorpusPost, type PostClass } from './class-counts.ts';
import { DAY_MS } from './corpus-accounts.ts';

const END = Date.UTC(2026, 10, 28);
const window = { start: END - 30 * DAY_MS, end: END };
const all: PostClass = { has: () => true, showsBy: ({ views }) => views };

const knot = (at: number, value: number): Knot => ({ at, value, source: 'DISPLAY_API' });

/** Gains 100 views a day from its post on, of which captures are known from `since` days before the end on. */
function post(
  daysAgo: number,
  changes: Partial<CorpusPost> & { since?: number; until?: number } = {},
): CorpusPost {
  const { since = daysAgo, until = 0, ...rest } = changes;
  const postedAt = END - daysAgo * DAY_MS;
  const knots = Array.from({ length: since - until + 1 }, (_, index) => {
    const at = END - (since - index) * DAY_MS;
    return knot(at, Math.round((100 * (at - postedAt)) / DAY_MS));
  });
  return {
    id: `${String(daysAgo)} days`,
    accountId: 'one',
    postedAt,
    views: knots.at(-1)?.value ?? null,
    hashtags: [],
    features: [],
    outlierZ: null,
    knots,
    ...rest,
  };
}

function count(posts: readonly CorpusPost[], counted: PostClass = all, days = window) {
  const counts = new ClassCounts(days, [counted]);
  for (const each of posts) counts.add(each);
  return counts.of(counted);
}

describe('what is counted of a class', () => {
  it('is what posts of the last 28 days have, and what young posts gained each day', () => {
    const { posts, views, daily } = count([post(3), post(10), post(40)]);
    expect(posts).toBe(2);
    expect(views).toBe(300 + 1_000);
    // The post of 40 days ago was young until 12 days ago.
    expect(daily).toEqual([
      ...Array<number>(18).fill(100),
      0,
      0,
      ...Array<number>(7).fill(100),
      200,
      200,
      200,
    ]);
  });

  it('is of so many accounts as have a post of these days', () => {
    const others = [post(3, { accountId: 'two' }), post(40, { accountId: 'three' })];
    expect(count([post(3), post(5), ...others]).accounts).toBe(2);
  });

  it('is unknown where the views of a post are', () => {
    expect(count([post(3), post(5, { views: null, knots: [] })])).toMatchObject({ posts: 2, views: null });
  });

  it('has no day of a post that is not known throughout its days', () => {
    const nothing = Array<number>(30).fill(0);
    expect(count([post(10, { since: 5 })]).daily).toEqual(nothing);
    expect(count([post(10, { until: 2 })]).daily).toEqual(nothing);
    // Of an old post only young days count.
    expect(count([post(35, { until: 6 })]).daily).toEqual([
      ...Array<number>(23).fill(100),
      ...Array<number>(7).fill(0),
    ]);
  });

  it('knows a post from before the account was observed by what it gained since', () => {
    const short = { start: END - 10 * DAY_MS, end: END };
    expect(count([post(20, { since: 10 })], all, short).daily).toEqual(Array<number>(10).fill(100));
  });

  it('shows ten posts, best first, and none that does not show it', () => {
    const posts = Array.from({ length: 15 }, (_, index) =>
      post(1 + index, { views: index === 3 ? null : index }),
    );
    expect(count(posts).examples).toEqual(
      [14, 13, 12, 11, 10, 9, 8, 7, 6, 5].map((i) => `${String(1 + i)} days`),
    );
    expect(count(posts, { ...all, showsBy: () => null }).examples).toEqual([]);
  });

  it('takes nothing that was posted after the end', () => {
    expect(count([post(-1, { knots: [], views: 5 })])).toMatchObject({
      posts: 0,
      views: 0,
      lastPostedAt: null,
    });
  });

  it('adds up to what young posts gained over the days, whatever the captures', () => {
    const gains = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(gains, fc.integer({ min: 0, max: 23 }), (gained, hour) => {
        const postedAt = window.start + hour * 3_600_000;
        let value = 0;
        const knots = [
          knot(postedAt, 0),
          ...gained.map((gain, index) => knot(postedAt + (index + 1) * DAY_MS, (value += gain))),
        ];
        const { daily } = count([post(0, { postedAt, knots })]);
        const young = daily.slice(0, 28).reduce((sum, views) => sum + views, 0);
        expect(daily.slice(28)).toEqual([0, 0]);
        const until = knots.filter(({ at }) => at <= window.start + 28 * DAY_MS).at(-1)!;
        expect(young).toBeGreaterThanOrEqual(until.value);
        expect(young).toBeLessThanOrEqual(until.value + Math.max(...gained));
      }),
    );
  });
});

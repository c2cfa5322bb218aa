import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import type { AnalysedPost } from './analysed-post.ts';
import { hashtagLifts } from './hashtag-lift.ts';

const DAY_MS = 86_400_000;
const random = createRandom('hashtag lifts');

function post(day: number, hashtags: readonly string[], outcome = randomNormal(random)): AnalysedPost {
  return {
    id: String(day),
    postedAt: day * DAY_MS,
    measuredAt: (day + 7) * DAY_MS,
    weekday: day % 7,
    hour: 12,
    outcome,
    hashtags,
    durationSeconds: null,
    orientation: 'UNKNOWN',
    format: 'UNKNOWN',
    captionLength: null,
    postsInWeekBefore: null,
  };
}

function posts(count: number, hashtagsOf: (day: number) => string[], effect = (_tags: string[]) => 0) {
  return Array.from({ length: count }, (_, day) => {
    const hashtags = hashtagsOf(day);
    return post(day, hashtags, effect(hashtags) + 0.5 * randomNormal(random));
  });
}

const sometimes = (tag: string, share: number) => (random() < share ? [tag] : []);

describe('hashtagLifts', () => {
  it('finds the tag that goes with more views and the one that goes with fewer, and claims no other', () => {
    const lifts = hashtagLifts(
      posts(
        200,
        () => ['up', 'down', 'a', 'b', 'c'].flatMap((tag) => sometimes(tag, 0.3)),
        (tags) => (tags.includes('up') ? 1 : 0) - (tags.includes('down') ? 1 : 0),
      ),
    );
    expect(new Set(lifts.slice(0, 2).map(({ hashtag }) => hashtag))).toEqual(new Set(['up', 'down']));
    const up = lifts.find(({ hashtag }) => hashtag === 'up')!.lift;
    expect(up.verdict).toBe('HIGHER');
    expect(up.interval.lower).toBeGreaterThan(0);
    expect(up.interval.lower).toBeLessThan(Math.E - 1);
    expect(up.interval.upper).toBeGreaterThan(Math.E - 1);
    expect(up.definition).toContain('not cause');
    expect(lifts.find(({ hashtag }) => hashtag === 'down')!.lift.verdict).toBe('LOWER');
    for (const { lift } of lifts.slice(2)) expect(lift.verdict).toBe('NO_EVIDENCE_YET');
  });

  it('takes a tag for what it adds to those it comes with, while its plain mean takes their part', () => {
    const lifts = hashtagLifts(
      posts(
        240,
        () => (random() < 0.4 ? ['winner', ...sometimes('follower', 0.8)] : sometimes('follower', 0.05)),
        (tags) => (tags.includes('winner') ? 1 : 0),
      ),
    );
    const [winner, follower] = ['winner', 'follower'].map(
      (tag) => lifts.find(({ hashtag }) => hashtag === tag)!.lift,
    );
    expect(winner!.verdict).toBe('HIGHER');
    expect(follower!.verdict).toBe('NO_EVIDENCE_YET');
    expect(follower!.unshrunken).toBeGreaterThan(0.8);
    expect(Math.abs(follower!.value)).toBeLessThan(0.4);
  });

  it('shrinks what few posts say, and shows the plain difference beside it', () => {
    const lifts = hashtagLifts([
      ...Array.from({ length: 40 }, (_, day) => post(day, day % 2 === 0 ? ['often'] : [])),
      ...[40, 41, 42].map((day) => post(day, ['rare'], 1)),
    ]);
    const rare = lifts.find(({ hashtag }) => hashtag === 'rare')!.lift;
    expect(rare.sampleSize).toBe(3);
    expect(rare.value).toBeLessThan(rare.unshrunken!);
    expect(rare.value).toBeGreaterThan(0);
    expect(rare.verdict).toBe('NO_EVIDENCE_YET');
  });

  it('tells when a tag was last used, in whatever order the posts come', () => {
    const some = posts(30, (day) => (day % 3 === 0 ? ['a'] : ['b']));
    const lifts = hashtagLifts(some);
    expect(lifts.map(({ hashtag, lastUsedAt }) => [hashtag, lastUsedAt / DAY_MS])).toEqual(
      expect.arrayContaining([
        ['a', 27],
        ['b', 29],
      ]),
    );
    expect(hashtagLifts(some.toReversed())).toEqual(lifts);
    expect(hashtagLifts(some)).toEqual(lifts);
  });

  it('does not change where all posts did better', () => {
    const some = posts(60, () => ['a', 'b'].flatMap((tag) => sometimes(tag, 0.4)));
    const shifted = some.map((one) => ({ ...one, outcome: one.outcome + 3 }));
    for (const [i, { lift }] of hashtagLifts(shifted).entries())
      expect(lift.value).toBeCloseTo(hashtagLifts(some)[i]!.lift.value, 8);
  });

  it('gives tags that always come together one lift', () => {
    const lifts = hashtagLifts(
      posts(
        120,
        () => (random() < 0.3 ? ['one', 'two'] : sometimes('other', 0.3)),
        (tags) => (tags.includes('one') ? 2 : 0),
      ),
    );
    const [one, two] = ['one', 'two'].map((tag) => lifts.find(({ hashtag }) => hashtag === tag)!.lift);
    expect(one!.verdict).toBe('HIGHER');
    expect(two).toEqual(one);
  });

  it('leaves out tags on nearly every post or on hardly any, and compares the 100 used most', () => {
    const tags = (day: number) => ['always', ...(day < 2 ? ['rare'] : []), ...(day > 1 ? ['nearly'] : [])];
    expect(
      hashtagLifts(posts(30, (day) => [...tags(day), ...(day % 2 === 0 ? ['half'] : [])])),
    ).toMatchObject([{ hashtag: 'half' }]);
    const many = posts(400, (day) =>
      Array.from({ length: 8 }, (_, k) => `t${String((day * 8 + k * 17) % 160)}`),
    );
    expect(hashtagLifts(many)).toHaveLength(100);
  });

  it('says nothing without posts, of a few, of posts that all did the same, and of one tag on all', () => {
    const half = (day: number) => (day % 2 === 0 ? ['a'] : []);
    expect(hashtagLifts([])).toEqual([]);
    expect(hashtagLifts(posts(7, half))).toEqual([]);
    expect(hashtagLifts(Array.from({ length: 40 }, (_, day) => post(day, half(day), 1 / 3)))).toEqual([]);
    expect(hashtagLifts(posts(40, () => ['a']))).toEqual([]);
    expect(hashtagLifts(posts(40, () => []))).toEqual([]);
  });

  it('survives more tags than posts, and tags that make up each other', () => {
    const lifts = hashtagLifts(
      posts(30, (day) => [
        ...Array.from({ length: 60 }, (_, k) => k).flatMap((k) => sometimes(`t${String(k)}`, 0.3)),
        ...(day % 2 === 0 ? ['even'] : ['odd']),
      ]),
    );
    expect(lifts.length).toBeGreaterThan(30);
    for (const { lift } of lifts) {
      expect(Number.isFinite(lift.value)).toBe(true);
      expect(lift.interval.lower).toBeLessThan(lift.value);
      expect(lift.interval.upper).toBeGreaterThan(lift.value);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { createRandom, shuffled } from '../../../lib/random.ts';
import { postingLifts } from './posting-lifts.ts';
import { evenings, postsOf } from './posting-times-test-kit.ts';
import { analysePostingTimes } from './posting-times.ts';

function told(seed: string, count: number, effect?: Parameters<typeof postsOf>[2]): boolean {
  const { verdict, hours, days, blocks } = postingLifts(analysePostingTimes(postsOf(seed, count, effect)));
  const isAny = [...hours, ...days, ...blocks].some(({ lift }) => lift.verdict !== 'NO_EVIDENCE_YET');
  expect(verdict).toBe(isAny ? 'HIGHER' : 'NO_EVIDENCE_YET');
  return isAny;
}

describe('posting times', () => {
  it('finds hours that are better on all days, and what blocks show it by themselves', () => {
    const posts = postsOf('better', 300, evenings(Math.log(3)));
    const { verdict, hours, days, best } = postingLifts(analysePostingTimes(posts));
    expect(verdict).toBe('HIGHER');
    const higher = hours.filter(({ lift }) => lift.verdict === 'HIGHER');
    expect(higher.map(({ startHour }) => startHour)).toEqual([16]);
    const { lift } = higher[0]!;
    expect(lift.sampleSize).toBe(posts.filter(({ hour }) => hour >= 16 && hour < 20).length);
    // Shrunken, and against what is usual with these hours in it.
    expect(lift.value).toBeGreaterThan(0.8);
    expect(lift.value).toBeLessThan(lift.unshrunken!);
    expect(lift.unshrunken).toBeLessThan(2.5);
    expect(lift.definition).toContain('from 16:00 to 20:00 on any day');
    expect(days.some((day) => day.lift.verdict === 'HIGHER')).toBe(false);
    expect(best.length).toBeGreaterThan(0);
    expect(best.every(({ startHour }) => startHour === 16)).toBe(true);
    expect(best.map((block) => block.lift.value)).toEqual(
      best.map((block) => block.lift.value).toSorted((a, b) => b - a),
    );
  });

  it('finds a better day', () => {
    const sundays = (weekday: number) => (weekday === 6 ? Math.log(3) : 0);
    const { days, hours } = postingLifts(analysePostingTimes(postsOf('sundays', 300, sundays)));
    const higher = days.filter(({ lift }) => lift.verdict === 'HIGHER');
    expect(higher.map(({ weekday }) => weekday)).toEqual([6]);
    expect(hours.some(({ lift }) => lift.verdict === 'HIGHER')).toBe(false);
  });

  it('says of hours and days that they are higher exactly where the interval lies above 0', () => {
    for (let account = 0; account < 10; account++) {
      const posts = postsOf(`interval ${String(account)}`, 90, evenings(0.5));
      const { hours, days, blocks } = postingLifts(analysePostingTimes(posts));
      for (const { lift } of [...hours, ...days]) {
        expect(lift.verdict === 'HIGHER').toBe(lift.interval.lower > 0);
      }
      for (const { lift } of blocks)
        if (lift.verdict === 'HIGHER') expect(lift.interval.lower).toBeGreaterThan(0);
    }
  });

  it('tells few accounts of a better time where there is none, and many where there is', () => {
    const accounts = Array.from({ length: 60 }, (_, account) => String(account));
    // npm run verify:statistics measures it on thousands; the seeds here are fixed.
    const without = accounts.filter((seed) => told(`null ${seed}`, 40));
    expect(without.length).toBeLessThanOrEqual(3);
    const withEffect = accounts.slice(0, 12).filter((seed) => told(seed, 120, evenings(Math.log(3))));
    expect(withEffect.length).toBeGreaterThanOrEqual(10);
  });

  it('does not take the account’s ups and downs for an effect of the hours it posted at meanwhile', () => {
    // Ever better, and every hundred posts it posts later in the day.
    const posts = postsOf('drift', 300, (_weekday, _hour, index) => index / 60).map((post, index) => ({
      ...post,
      hour: 8 + 4 * Math.floor(index / 100),
    }));
    expect(postingLifts(analysePostingTimes(posts)).verdict).toBe('NO_EVIDENCE_YET');
  });

  it.each([
    ['no post', []],
    ['one post', postsOf('few', 1)],
    ['three posts', postsOf('few', 3)],
    ['posts that all did the same', postsOf('same', 40).map((post) => ({ ...post, outcome: 0.3 }))],
    ['posts of one hour of one day', postsOf('once', 40).map((post) => ({ ...post, weekday: 2, hour: 9 }))],
  ])('says nothing of %s, and stays in bounds', (_name, posts) => {
    const { verdict, hours, days, blocks } = postingLifts(analysePostingTimes(posts));
    expect(verdict).toBe('NO_EVIDENCE_YET');
    expect([hours.length, days.length, blocks.length]).toEqual([6, 7, 42]);
    for (const { lift } of [...hours, ...days, ...blocks]) {
      expect(lift.interval.lower).toBeGreaterThan(-1);
      expect(lift.interval.lower).toBeLessThan(lift.value);
      expect(lift.value).toBeLessThan(lift.interval.upper);
      expect(lift.unshrunken === null).toBe(lift.sampleSize === 0);
    }
  });

  it('gives the same whatever the order of the posts, and survives being stored', () => {
    const posts = postsOf('order', 80, evenings(0.4));
    const times = analysePostingTimes(posts);
    expect(analysePostingTimes(shuffled(posts, createRandom('order')))).toEqual(times);
    expect(JSON.parse(JSON.stringify(times))).toEqual(times);
  });

  it('knows the hour of a block at which most of its posts were posted', () => {
    const posts = postsOf('usual', 30).map((post, index) => ({
      ...post,
      weekday: 0,
      hour: index % 3 === 0 ? 9 : 11,
    }));
    const { blocks } = analysePostingTimes(posts);
    expect(blocks.map(({ usualHour }) => usualHour)).toEqual(
      blocks.map((_, block) => (block === 2 ? 11 : null)),
    );
  });
});

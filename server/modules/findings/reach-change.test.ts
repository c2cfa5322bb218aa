import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../lib/random.ts';
import { findReachChange, MAX_POSTS, type ReachedPost } from './reach-change.ts';

const DAY_MS = 86_400_000;

/** Posts a day apart: log-normal views with σ 0.8 around each level. */
function posts(seed: string, ...levels: readonly { count: number; views: number }[]): ReachedPost[] {
  const random = createRandom(seed);
  return levels
    .flatMap(({ count, views }) =>
      Array.from({ length: count }, () => views * Math.exp(0.8 * randomNormal(random))),
    )
    .map((views, index) => ({ id: String(index), postedAt: index * DAY_MS, views: Math.round(views) }));
}

describe('findReachChange', () => {
  it('finds a drop to a quarter, about where it began, and how large it is', () => {
    const change = findReachChange(posts('drop', { count: 40, views: 10_000 }, { count: 15, views: 2_500 }))!;
    expect(change.direction).toBe('DOWN');
    expect(Math.abs(change.before.length - 40)).toBeLessThanOrEqual(3);
    expect(change.before.length + change.after.length).toBe(55);
    const { value, interval, sampleSize } = change.effect;
    expect(sampleSize).toBe(55);
    expect(interval.level).toBe(0.95);
    expect(interval.lower).toBeLessThan(0.25);
    expect(interval.upper).toBeGreaterThan(0.25);
    expect(value).toBeGreaterThan(interval.lower);
    expect(value).toBeLessThan(interval.upper);
  });

  it('finds a rise', () => {
    const change = findReachChange(posts('rise', { count: 40, views: 1_000 }, { count: 15, views: 5_000 }));
    expect(change?.direction).toBe('UP');
  });

  it('takes no viral post for a change, however large', () => {
    const usual = posts('viral', { count: 60, views: 1_000 });
    const viral = usual.with(55, { ...usual[55]!, views: 1e9 });
    expect(findReachChange(viral)).toBeNull();
  });

  it('says nothing of fewer than 20 posts before and 6 after, and of posts that are all alike', () => {
    const few = posts('few', { count: 19, views: 1_000_000 }, { count: 5, views: 1 });
    expect(findReachChange(few)).toBeNull();
    expect(findReachChange(few.slice(0, 3))).toBeNull();
    expect(findReachChange([])).toBeNull();
    expect(findReachChange(few.map((post) => ({ ...post, views: 7 })))).toBeNull();
  });

  it('depends on the order of views alone, and on the newest posts', () => {
    const all = posts('order', { count: 60, views: 1_000 }, { count: 20, views: 200 });
    const change = findReachChange(all)!;
    const squared = findReachChange(all.map((post) => ({ ...post, views: post.views ** 2 })))!;
    expect(squared.statistic).toBe(change.statistic);
    const older = posts('older', { count: 30, views: 1_000_000 });
    expect(all).toHaveLength(MAX_POSTS);
    expect(findReachChange([...older, ...all])).toEqual(change);
  });
});

import { describe, expect, it } from '@jest/globals';
import { liftsOf } from './lift.ts';
import type { LiftPost } from './lift.ts';
import { createRandom, randomNormal } from '../../../lib/random.ts';

const DAY_MS = 86_400_000;

/** Posts with log-normal views; `effect` is the true factor of the first of six blocks. */
function simulate(seed: string, count: number, effect: number, sigma = 0.9): LiftPost[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const block = Math.floor(random() * 6);
    const factor = block === 0 ? effect : 1;
    const views = Math.round(Math.exp(8 + sigma * randomNormal(random)) * factor);
    return { views, postedAt: index * DAY_MS, groups: [`block ${String(block)}`] };
  });
}

function accountsWithClaim(count: number, posts: number, effect: number): number {
  let claims = 0;
  for (let account = 0; account < count; account++) {
    const lifts = liftsOf(simulate(`${String(posts)}:${String(account)}`, posts, effect));
    if (lifts.some(({ verdict }) => verdict === 'HIGHER')) claims++;
  }
  return claims;
}

describe('liftsOf', () => {
  it('says nothing of fewer than eight posts, nor of groups with fewer than three', () => {
    expect(liftsOf(simulate('a', 7, 1))).toEqual([]);
    const posts = simulate('a', 12, 1).map((post, index) => ({
      ...post,
      groups: index < 2 ? ['rare'] : ['all but two'],
    }));
    expect(liftsOf(posts).map(({ group }) => group)).toEqual(['all but two']);
  });

  it('claims a better block in at most one of twenty accounts where there is none', () => {
    // 5 % of 300 are 15; three standard errors of the simulation above that are 26.
    expect(accountsWithClaim(300, 60, 1)).toBeLessThanOrEqual(26);
  });

  it('finds a block that doubles the views in most accounts of 120 posts', () => {
    expect(accountsWithClaim(60, 120, 2)).toBeGreaterThan(30);
  });

  it('shrinks what few posts seem to show', () => {
    const posts = simulate('shrink', 40, 1).map((post, index) => ({
      ...post,
      views: index < 3 ? 30_000 : post.views,
      groups: [index < 3 ? 'three lucky posts' : 'the others'],
    }));
    const lucky = liftsOf(posts).find(({ group }) => group === 'three lucky posts')!;
    expect(lucky.sampleSize).toBe(3);
    expect(lucky.value).toBeGreaterThan(0);
    // The plain average's lift is above 700 %.
    expect(lucky.value).toBeLessThan(5);
    expect(lucky.interval.lower).toBeLessThan(lucky.value);
    expect(lucky.interval.upper).toBeGreaterThan(lucky.value);
  });

  it('does not take an account that grew for an effect of what it posted later', () => {
    const posts = simulate('growth', 80, 1, 0.3).map((post, index) => ({
      ...post,
      views: Math.round(post.views * Math.exp(index / 20)),
      groups: [index < 40 ? 'early' : 'late'],
    }));
    expect(
      liftsOf(posts).every(({ verdict, value }) => verdict === 'NO_EVIDENCE_YET' && Math.abs(value) < 0.3),
    ).toBe(true);
  });

  it('gives the same answer twice', () => {
    const posts = simulate('twice', 50, 2);
    expect(liftsOf(posts)).toEqual(liftsOf(posts));
  });
});

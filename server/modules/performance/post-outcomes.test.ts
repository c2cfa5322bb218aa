import { describe, expect, it } from '@jest/globals';
import { outcomesOf, type MeasuredPost } from './post-outcomes.ts';

const DAY_MS = 86_400_000;

function postsOf(views: readonly number[], age: MeasuredPost['age'] = 'WEEK'): MeasuredPost[] {
  return views.map((count, day) => ({ postedAt: day * DAY_MS, age, views: count }));
}

describe('outcomesOf', () => {
  it('is the log of how many times the usual of its neighbours', () => {
    const outcomes = outcomesOf(postsOf([...Array<number>(30).fill(99), 199, ...Array<number>(30).fill(99)]));
    expect(outcomes[30]).toBeCloseTo(Math.log(2), 12);
    expect(outcomes.filter((outcome) => outcome === 0)).toHaveLength(60);
  });

  it('follows an account that grows', () => {
    const outcomes = outcomesOf(postsOf([...Array<number>(40).fill(99), ...Array<number>(40).fill(9_999)]));
    expect(outcomes.slice(0, 25)).toEqual(Array<number>(25).fill(0));
    expect(outcomes.slice(-25)).toEqual(Array<number>(25).fill(0));
  });

  it('compares posts measured at the same age alone, in the order of posting', () => {
    const posts = [...postsOf(Array<number>(10).fill(9), 'GROWN_UP'), ...postsOf(Array<number>(10).fill(99))];
    expect(outcomesOf(posts.toReversed())).toEqual(Array<number>(20).fill(0));
  });

  it('is null where fewer than 8 others tell what is usual', () => {
    expect(outcomesOf(postsOf(Array<number>(8).fill(5)))).toEqual(Array<null>(8).fill(null));
    expect(outcomesOf(postsOf(Array<number>(9).fill(5)))).toEqual(Array<number>(9).fill(0));
    expect(outcomesOf([])).toEqual([]);
  });
});

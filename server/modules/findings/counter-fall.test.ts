import { describe, expect, it } from '@jest/globals';
import type { Counters } from '../analytics/series/captures.ts';
import { findCounterFalls } from './counter-fall.ts';

const counters = (values: Partial<Counters>): Counters => ({
  views: 10_000,
  likes: 1_000,
  comments: 100,
  shares: 100,
  ...values,
});

function falls(now: Partial<Counters>, after = now, before: Partial<Counters> = {}) {
  return findCounterFalls([
    { videoId: 'v', at: 0, before: counters(before), counters: counters(now), after: counters(after) },
  ]);
}

describe('findCounterFalls', () => {
  it('finds what fell by more than noise', () => {
    expect(falls({ views: 9_400, likes: 930 })).toMatchObject([
      { counter: 'views', before: 10_000, now: 9_400, effect: { value: -0.06 } },
      { counter: 'likes', before: 1_000, now: 930, effect: { value: -0.07 } },
    ]);
    expect(falls({ comments: 40 })).toMatchObject([{ counter: 'comments' }]);
  });

  it('takes smaller falls, few counts and unknown ones for none', () => {
    expect(falls({ views: 9_600, likes: 960, comments: 76, shares: 91 })).toEqual([]);
    expect(falls({ likes: 51 }, { likes: 51 }, { likes: 100 })).toEqual([]);
    expect(falls({ views: null })).toEqual([]);
    expect(falls({ views: 1_000 }, { views: null })).toEqual([]);
  });

  it('leaves out what came back at the next capture', () => {
    expect(falls({ views: 0 }, { views: 10_050 })).toEqual([]);
  });
});

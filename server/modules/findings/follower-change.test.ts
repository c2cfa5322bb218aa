import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../lib/random.ts';
import { findFollowerChanges, type FollowerDay } from './follower-change.ts';
import { followerDaysOf } from './follower-days.ts';

const HOUR_MS = 3_600_000;

/** Usual days of about 100 followers gained, σ of the logarithm 0.4. */
function days(count: number, seed = 'days'): FollowerDay[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_value, index) => ({
    date: new Date(index * 24 * HOUR_MS).toISOString().slice(0, 10),
    gained: Math.round(100 * Math.exp(0.4 * randomNormal(random))),
    followers: 50_000,
  }));
}

const withLast = (gained: number | null, count = 40) =>
  days(count).with(-1, { ...days(count).at(-1)!, gained });

describe('findFollowerChanges', () => {
  it('finds a jump, with its size against the median day', () => {
    const [change] = findFollowerChanges(withLast(4_000), 14);
    expect(change).toMatchObject({ date: '1970-02-09', gained: 4_000 });
    const { value, interval, sampleSize } = change!.effect;
    expect(value).toBe(4_000 - change!.usual);
    expect(sampleSize).toBe(39);
    expect(interval.lower).toBeLessThan(value);
    expect(interval.upper).toBeGreaterThan(value);
    expect(interval.level).toBeGreaterThanOrEqual(0.95);
  });

  it('finds a fall', () => {
    expect(findFollowerChanges(withLast(-1_500), 14)).toMatchObject([{ gained: -1_500 }]);
  });

  it('takes usual days, a good one and small numbers for none', () => {
    expect(findFollowerChanges(days(40), 14)).toEqual([]);
    expect(findFollowerChanges(withLast(350), 14)).toEqual([]);
    const small = withLast(40).map((day) => ({
      ...day,
      gained: day.gained! > 30 ? 1 : day.gained,
      followers: 500,
    }));
    expect(findFollowerChanges(small.with(-1, { ...small.at(-1)!, gained: 49 }), 14)).toEqual([]);
  });

  it('says nothing of a day that is not known, nor with fewer than 21 known days before it', () => {
    expect(findFollowerChanges(withLast(null), 14)).toEqual([]);
    expect(findFollowerChanges(withLast(4_000, 21), 14)).toEqual([]);
    expect(findFollowerChanges(withLast(4_000, 22), 14)).toHaveLength(1);
  });

  it('looks at the last days alone', () => {
    const late = [...withLast(4_000), ...days(10, 'later')];
    expect(findFollowerChanges(late, 10)).toEqual([]);
    expect(findFollowerChanges(late, 11)).toHaveLength(1);
  });
});

describe('followerDaysOf', () => {
  const at = (hours: number, followers: number) => ({
    at: Date.parse('2026-03-01T12:00:00Z') + hours * HOUR_MS,
    followers,
  });

  it('brings what was gained between two captures about a day apart to 24 hours', () => {
    expect(followerDaysOf([at(0, 100), at(24, 150), at(54, 210)], 'UTC')).toEqual([
      { date: '2026-03-02', gained: 50, followers: 150 },
      { date: '2026-03-03', gained: 48, followers: 210 },
    ]);
  });

  it('passes over captures in between, and knows nothing of a gap', () => {
    expect(followerDaysOf([at(0, 100), at(1, 130), at(24, 150), at(61, 900)], 'UTC')).toEqual([
      { date: '2026-03-02', gained: 50, followers: 150 },
      { date: '2026-03-04', gained: null, followers: 900 },
    ]);
    expect(followerDaysOf([], 'UTC')).toEqual([]);
  });

  it('reads days in the zone of the account', () => {
    expect(followerDaysOf([at(0, 1), at(24, 2)], 'Pacific/Auckland')[0]!.date).toBe('2026-03-03');
  });
});

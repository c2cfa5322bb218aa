import { describe, expect, it } from '@jest/globals';
import type { AccountPoint } from '../series/account-series.ts';
import { dailySeries, wholeDays } from './forecast-series.ts';

function point(date: string, followers: number | null, viewsGained: number | null = null): AccountPoint {
  return {
    date,
    followers,
    followersGained: null,
    viewsGained,
    likesGained: viewsGained === null ? null : viewsGained / 10,
    commentsGained: null,
    sharesGained: null,
    videosPosted: 0,
    profileViews: null,
    viewers: null,
    sources: [],
    quality: 'OBSERVED',
  };
}

describe('dailySeries', () => {
  it('takes followers as counts, views and likes as gains', () => {
    const points = [point('2026-11-01', 100, 50), point('2026-11-02', 110, -20)];
    expect(dailySeries(points, 'FOLLOWERS')).toEqual({
      kind: 'COUNT',
      lastDay: '2026-11-02',
      values: [100, 110],
    });
    expect(dailySeries(points, 'VIEWS')).toEqual({
      kind: 'GAIN',
      lastDay: '2026-11-02',
      values: [50, -20],
    });
    expect(dailySeries(points, 'LIKES')).toMatchObject({ kind: 'GAIN', values: [5, -2] });
  });

  it('fills up to seven unknown days by a straight line, whether their points are missing or unknown', () => {
    const points = [point('2026-11-01', 100), point('2026-11-03', null), point('2026-11-05', 140)];
    expect(dailySeries(points, 'FOLLOWERS').values).toEqual([100, 110, 120, 130, 140]);
    const week = [point('2026-11-01', 0), point('2026-11-09', 8)];
    expect(dailySeries(week, 'FOLLOWERS').values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('begins anew after eight unknown days', () => {
    const points = [point('2026-10-31', 5), point('2026-11-09', 80), point('2026-11-10', 81)];
    expect(dailySeries(points, 'FOLLOWERS')).toEqual({
      kind: 'COUNT',
      lastDay: '2026-11-10',
      values: [80, 81],
    });
  });

  it('ends with the last known day', () => {
    const points = [point('2026-11-01', null), point('2026-11-02', 7), point('2026-11-03', null)];
    expect(dailySeries(points, 'FOLLOWERS')).toMatchObject({ lastDay: '2026-11-02', values: [7] });
    expect(dailySeries([], 'VIEWS')).toEqual({ kind: 'GAIN', lastDay: null, values: [] });
  });
});

describe('wholeDays', () => {
  it('ends with the last day that the newest capture came after, in the account’s zone', () => {
    const points = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map((date) => point(date, 1));
    const datesUntil = (inputsThrough: string | null, timezone = 'UTC') =>
      wholeDays(points, timezone, '2026-11-22', inputsThrough === null ? null : new Date(inputsThrough)).map(
        ({ date }) => date,
      );
    expect(datesUntil('2026-11-22T09:00:00Z')).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(datesUntil('2026-11-21T23:59:00Z')).toEqual(['2026-11-19', '2026-11-20']);
    // Midnight in Kathmandu is 18:15 in UTC.
    expect(datesUntil('2026-11-21T18:15:00Z', 'Asia/Kathmandu')).toHaveLength(3);
    expect(datesUntil(null)).toEqual([]);
  });

  it('takes days that an export told, whenever it was last captured', () => {
    const told = { ...point('2026-11-21', 1), quality: 'UTC_DAY' as const };
    expect(wholeDays([told], 'UTC', '2026-11-22', null)).toEqual([told]);
    expect(wholeDays([{ ...told, date: '2026-11-22' }], 'UTC', '2026-11-22', null)).toEqual([]);
  });
});

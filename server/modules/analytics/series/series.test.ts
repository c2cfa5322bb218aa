import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountReport } from './account-report.ts';
import type { AccountHistory } from './account-history.ts';
import { toAccountKnots } from './account-knots.ts';
import { accountSeries, periodSums } from './account-series.ts';
import { bucketsOf, startOfDay } from '../calendar.ts';
import type { VideoCapture } from './captures.ts';
import { videoSeries } from './video-series.ts';

const ZONE = 'America/New_York';
const SPAN = { from: '2026-10-26', to: '2026-11-08' };
const START = startOfDay(SPAN.from, ZONE);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const days = bucketsOf(SPAN, 'DAY', ZONE);
const weeks = bucketsOf(SPAN, 'WEEK', ZONE);
const whole = { date: SPAN.from, start: START, end: days.at(-1)!.end };

function capture(at: number, views: number | null, likes: number | null = views): VideoCapture {
  return { at, views, likes, comments: 0, shares: 0, source: 'DISPLAY_API' };
}

function followers(at: number, count: number) {
  return { at, followers: count, source: 'DISPLAY_API' as const };
}

const OLD = START - 400 * DAY_MS;
const SINCE = START - 100 * DAY_MS;

describe('videoSeries', () => {
  it('gives the last capture of each day that has one, with its change since the point before', () => {
    const captures = [
      capture(START - 5 * HOUR_MS, 100, null),
      capture(START + HOUR_MS, 120, 10),
      capture(START + 20 * HOUR_MS, 150, 12),
      capture(START + 30 * HOUR_MS, 140, 13),
    ];
    expect(videoSeries(captures, days)).toEqual([
      expect.objectContaining({
        date: '2026-10-26',
        views: 150,
        deltaViews: 50,
        likes: 12,
        deltaLikes: null,
        quality: 'OBSERVED',
      }),
      expect.objectContaining({
        date: '2026-10-27',
        views: 140,
        deltaViews: -10,
        deltaLikes: 1,
        deltaShares: 0,
      }),
    ]);
  });

  it('knows no change on the first capture of all', () => {
    const [first] = videoSeries([capture(START + HOUR_MS, 5)], days);
    expect(first).toMatchObject({ views: 5, deltaViews: null, quality: 'OBSERVED' });
  });

  it('says where a change belongs in part to days without a capture', () => {
    const points = videoSeries([capture(START + HOUR_MS, 5), capture(START + 80 * HOUR_MS, 9)], days);
    expect(points.map(({ date, quality }) => [date, quality])).toEqual([
      ['2026-10-26', 'OBSERVED'],
      ['2026-10-29', 'INTERPOLATED'],
    ]);
  });
});

describe('accountSeries', () => {
  it('cuts what was gained between two captures at the border of the day', () => {
    const history: AccountHistory = {
      imported: [],
      observedSince: SINCE,
      account: [followers(START + 18 * HOUR_MS, 1000), followers(START + 42 * HOUR_MS, 1024)],
      videos: [
        { postedAt: OLD, captures: [capture(START + 18 * HOUR_MS, 100), capture(START + 42 * HOUR_MS, 340)] },
      ],
    };
    expect(accountSeries(toAccountKnots(history), days)).toEqual([
      expect.objectContaining({
        date: '2026-10-26',
        followers: 1006,
        followersGained: 6,
        viewsGained: 60,
        quality: 'OBSERVED',
      }),
      expect.objectContaining({ date: '2026-10-27', followers: 1024, followersGained: 18, viewsGained: 180 }),
    ]);
  });

  it('counts what a video had at its first capture only when it was posted under observation', () => {
    const captures = [capture(START + 12 * HOUR_MS, 100), capture(START + 24 * HOUR_MS, 110)];
    const old = toAccountKnots({
      imported: [],
      observedSince: SINCE,
      account: [],
      videos: [{ postedAt: OLD, captures }],
    });
    const posted = toAccountKnots({
      imported: [],
      observedSince: SINCE,
      account: [],
      videos: [{ postedAt: START + HOUR_MS, captures }],
    });
    expect(periodSums(old, whole).views).toBe(10);
    expect(periodSums(posted, whole)).toMatchObject({ views: 110, videosPosted: 1 });
  });

  it('tells unknown from nothing gained', () => {
    const history: AccountHistory = {
      imported: [],
      observedSince: START,
      account: [followers(START + HOUR_MS, 10)],
      videos: [
        {
          postedAt: OLD,
          captures: [capture(START + HOUR_MS, null, 4), capture(START + 2 * HOUR_MS, null, 4)],
        },
      ],
    };
    expect(accountSeries(toAccountKnots(history), days)).toEqual([
      expect.objectContaining({ followers: 10, followersGained: null, viewsGained: null, likesGained: 0 }),
    ]);
  });

  it('marks the days of a gap as interpolated and keeps falls', () => {
    const history: AccountHistory = {
      imported: [],
      observedSince: SINCE,
      account: [followers(START, 100), followers(START + 4 * DAY_MS, 60), followers(START + 5 * DAY_MS, 61)],
      videos: [],
    };
    const points = accountSeries(toAccountKnots(history), days);
    expect(points.map(({ followersGained, quality }) => [followersGained, quality])).toEqual([
      [-10, 'INTERPOLATED'],
      [-10, 'INTERPOLATED'],
      [-10, 'INTERPOLATED'],
      [-10, 'INTERPOLATED'],
      [1, 'OBSERVED'],
      // The capture at the first instant of this day; the clock goes back later.
      [null, 'OBSERVED'],
    ]);
  });

  it('calls a day observed when only videos that hardly move were captured far apart', () => {
    const busy = Array.from({ length: 14 }, (_, day) => capture(START + day * DAY_MS + HOUR_MS, day * 1000));
    const quiet = [capture(START - 3 * DAY_MS, 100), capture(START + 4 * DAY_MS, 107)];
    const points = accountSeries(
      toAccountKnots({
        imported: [],
        observedSince: SINCE,
        account: [],
        videos: [
          { postedAt: OLD, captures: busy },
          { postedAt: OLD, captures: quiet },
        ],
      }),
      days,
    );
    expect(points[1]).toMatchObject({ viewsGained: 1001, quality: 'OBSERVED' });
  });
});

describe('accountReport', () => {
  const daily = Array.from({ length: 29 }, (_, day) => START + (day - 15) * DAY_MS + 9 * HOUR_MS);
  const history: AccountHistory = {
    imported: [],
    observedSince: SINCE,
    account: daily.map((at, day) => followers(at, 1000 + day * day)),
    videos: [{ postedAt: OLD, captures: daily.map((at, day) => capture(at, day * day * 10, day * day)) }],
  };
  const now = new Date(START + 13 * DAY_MS + 20 * HOUR_MS);

  it('compares with the period before and says how much was observed', () => {
    const report = accountReport(history, SPAN, 'DAY', ZONE, now);
    expect(report.points).toHaveLength(14);
    expect(report.previous).toMatchObject({ from: '2026-10-12', to: '2026-10-25' });
    const { totals, previous, change } = report;
    expect(change!.views).toEqual({
      absolute: totals.views! - previous!.views!,
      relative: (totals.views! - previous!.views!) / previous!.views!,
    });
    expect(report.coverage).toMatchObject({
      observedShare: 1,
      expectedPoints: 14,
      observedPoints: 14,
      interpolatedPoints: 0,
    });
    expect(report.freshness).toEqual({
      computedAt: now,
      inputsThrough: new Date(daily.at(-1)!),
      isStale: false,
    });
    expect(totals.engagementRate).toMatchObject({ sampleSize: 1, interval: null });
    expect(totals.engagementRate!.value).toBeCloseTo(0.1, 3);
  });

  it('does not compare with a period that was hardly observed', () => {
    const late = { ...history, observedSince: START - 3 * DAY_MS };
    expect(accountReport(late, SPAN, 'DAY', ZONE, now)).toMatchObject({ previous: null, change: null });
  });
});

describe('gains of any history', () => {
  const counters = fc.array(
    fc.record({
      at: fc.integer({ min: -20 * 24, max: 30 * 24 * 60 }).map((minutes) => START + minutes * 60_000),
      views: fc.option(fc.integer({ min: 0, max: 1e9 }), { freq: 5 }),
      likes: fc.option(fc.integer({ min: 0, max: 1e6 }), { freq: 5 }),
    }),
    { maxLength: 25 },
  );
  const videos = fc.array(
    fc.record({
      postedAt: fc.integer({ min: -500, max: 400 }).map((hours) => START + hours * HOUR_MS),
      counters,
    }),
    { maxLength: 5 },
  );
  const histories: fc.Arbitrary<AccountHistory> = fc
    .record({ videos, account: counters, since: fc.option(fc.integer({ min: -300, max: 300 })) })
    .map(({ videos: list, account, since }) => ({
      imported: [],
      observedSince: since === null ? null : START + since * HOUR_MS,
      account: account
        .toSorted(byTime)
        .map(({ at, views }) => ({ at, followers: views, source: 'DISPLAY_API' as const })),
      videos: list.map(({ postedAt, counters: captures }) => ({
        postedAt,
        captures: captures.toSorted(byTime).map(({ at, views, likes }) => capture(at, views, likes)),
      })),
    }));
  const NAMES = ['viewsGained', 'likesGained', 'commentsGained', 'sharesGained', 'followersGained'] as const;

  it('add up to the same in days, weeks and the whole period', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const account = toAccountKnots(history);
        const inDays = accountSeries(account, days);
        const inWeeks = accountSeries(account, weeks);
        const sums = periodSums(account, whole);
        const total = {
          ...sums,
          viewsGained: sums.views,
          likesGained: sums.likes,
          commentsGained: sums.comments,
          sharesGained: sums.shares,
        };
        for (const name of NAMES) {
          expect(sum(inDays.map((point) => point[name]))).toBe(total[name]);
          for (const week of inWeeks) {
            const bucket = weeks.find(({ date }) => date === week.date)!;
            const inside = inDays.filter(({ date }) => {
              const start = startOfDay(date, ZONE);
              return bucket.start <= start && start < bucket.end;
            });
            expect(sum(inside.map((point) => point[name]))).toBe(week[name]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are those of a day whatever range the day is read in', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 13 }), (history, index) => {
        const account = toAccountKnots(history);
        const { date } = days[index]!;
        const alone = accountSeries(account, bucketsOf({ from: date, to: date }, 'DAY', ZONE));
        expect(alone).toEqual(accountSeries(account, days).filter((point) => point.date === date));
      }),
    );
  });

  it('leave each point with its followers less those of the point before', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const points = accountSeries(toAccountKnots(history), days).filter(
          (point) => point.followers !== null,
        );
        for (const [index, point] of points.entries()) {
          const before = points[index - 1];
          if (before !== undefined && point.followersGained !== null) {
            expect(point.followersGained).toBe(point.followers! - before.followers!);
          }
        }
      }),
    );
  });

  it('lose nothing when an increment is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 1, max: 300 }), (gain, hours) => {
        const captures = [
          capture(START + HOUR_MS, 1e12),
          capture(START + HOUR_MS + hours * HOUR_MS, 1e12 + gain),
        ];
        const account = toAccountKnots({
          imported: [],
          observedSince: null,
          account: [],
          videos: [{ postedAt: OLD, captures }],
        });
        expect(sum(accountSeries(account, days).map((point) => point.viewsGained))).toBe(gain);
      }),
    );
  });
});

function byTime(a: { at: number }, b: { at: number }): number {
  return a.at - b.at;
}

function sum(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b);
}

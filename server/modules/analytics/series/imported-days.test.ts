import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountHistory } from './account-history.ts';
import { toAccountKnots } from './account-knots.ts';
import { accountReport } from './account-report.ts';
import { accountSeries, periodSums } from './account-series.ts';
import { addDays, bucketsOf, startOfDay } from '../calendar.ts';
import type { ImportedDay } from './imported-days.ts';

const ZONE = 'America/New_York';
const SPAN = { from: '2026-10-26', to: '2026-11-08' };
const START = startOfDay(SPAN.from, ZONE);
const HOUR_MS = 3_600_000;
const days = bucketsOf(SPAN, 'DAY', ZONE);
const weeks = bucketsOf(SPAN, 'WEEK', ZONE);
const whole = { date: SPAN.from, start: START, end: days.at(-1)!.end };
const DOWNLOADED_ON = '2026-11-15';
const NOW = new Date(whole.end + HOUR_MS);

/** A day of an export by its distance from the first day. */
function told(day: number, figures: Partial<ImportedDay>): ImportedDay {
  const date = addDays(SPAN.from, day);
  return {
    date,
    start: startOfDay(date, ZONE),
    end: startOfDay(addDays(date, 1), ZONE),
    views: null,
    likes: null,
    comments: null,
    shares: null,
    followersGained: null,
    followers: null,
    profileViews: null,
    viewers: null,
    downloadedOn: DOWNLOADED_ON,
    ...figures,
  };
}

function counted(day: number, views: number): ImportedDay {
  return told(day, { views, likes: 10, comments: -1, shares: 2 });
}

function captures(...counters: (readonly [hours: number, views: number])[]) {
  return counters.map(([hours, views]) => ({
    at: START + hours * HOUR_MS,
    views,
    likes: 0,
    comments: 0,
    shares: 0,
    source: 'DISPLAY_API' as const,
  }));
}

function followers(...counts: (readonly [hours: number, count: number])[]) {
  return counts.map(([hours, count]) => ({
    at: START + hours * HOUR_MS,
    followers: count,
    source: 'DISPLAY_API' as const,
  }));
}

function history(parts: Partial<AccountHistory>): AccountHistory {
  const instants = [...(parts.account ?? []), ...(parts.videos ?? []).flatMap((video) => video.captures)];
  return {
    observedSince: instants.length === 0 ? null : Math.min(...instants.map(({ at }) => at)),
    account: [],
    videos: [],
    imported: [],
    ...parts,
  };
}

const OLD = START - 400 * 24 * HOUR_MS;
const pointsOf = (past: AccountHistory, buckets = days) => accountSeries(toAccountKnots(past), buckets);

describe('a day that an export tells', () => {
  it('is read from it before the account was captured, with all it says', () => {
    const [point, ...others] = pointsOf(
      history({ imported: [told(2, { views: 5, likes: -1, profileViews: 3, viewers: 4, followers: 9 })] }),
    );
    expect(others).toEqual([]);
    expect(point).toEqual({
      date: '2026-10-28',
      followers: 9,
      followersGained: null,
      viewsGained: 5,
      likesGained: -1,
      commentsGained: null,
      sharesGained: null,
      videosPosted: 0,
      profileViews: 3,
      viewers: 4,
      sources: ['STUDIO_EXPORT'],
      quality: 'UTC_DAY',
    });
  });

  it('is read from captures where they tell of all of it, and from the export for what only that knows', () => {
    const past = history({
      account: followers([-1, 100], [25, 126]),
      videos: [{ postedAt: OLD, captures: captures([-1, 1000], [25, 1260]) }],
      imported: [{ ...counted(0, 999), viewers: 7, profileViews: 8, followers: 5, followersGained: 5 }],
    });
    expect(pointsOf(past)[0]).toMatchObject({
      viewsGained: 240,
      followers: 125,
      followersGained: 24,
      viewers: 7,
      profileViews: 8,
      sources: ['DISPLAY_API', 'STUDIO_EXPORT'],
      quality: 'OBSERVED',
    });
  });

  it('is never added to what was captured of it', () => {
    // Captured from noon of the first day on, which is a part of that day only.
    const past = history({
      videos: [{ postedAt: OLD, captures: captures([12, 1000], [24, 1100], [48, 1200]) }],
      imported: [counted(0, 500), counted(1, 500)],
    });
    expect(pointsOf(past).map(({ viewsGained, quality }) => [viewsGained, quality])).toEqual([
      [500, 'UTC_DAY'],
      [100, 'OBSERVED'],
    ]);
    expect(periodSums(toAccountKnots(past), whole).views).toBe(600);
  });

  it('takes the place of what lies between two captures far apart', () => {
    const past = history({
      videos: [{ postedAt: OLD, captures: captures([0, 0], [72, 720]) }],
      account: followers([0, 0], [72, 72]),
      imported: [counted(1, 7)],
    });
    const points = pointsOf(past).slice(0, 3);
    expect(points.map(({ viewsGained, followers: count, quality }) => [viewsGained, count, quality])).toEqual(
      [
        [240, 24, 'INTERPOLATED'],
        // Followers of that day still lie on the line between the two captures.
        [7, 48, 'UTC_DAY'],
        [240, 72, 'INTERPOLATED'],
      ],
    );
  });

  it('counts followers by how many there were the day before, else as it says itself', () => {
    const past = history({
      imported: [
        told(0, { followers: 100, followersGained: 77 }),
        told(1, { followers: 90, followersGained: 77 }),
        told(3, { followersGained: -3 }),
      ],
    });
    expect(pointsOf(past).map((point) => [point.followers, point.followersGained])).toEqual([
      [100, 77],
      [90, -10],
      [null, -3],
    ]);
  });

  it('gives way to captures of followers alone where it tells nothing of views', () => {
    const past = history({
      account: followers([-1, 10], [23, 34], [47, 58]),
      imported: [told(0, { followers: 1 }), told(1, { followers: 2 })],
    });
    // The second day was not captured to its end.
    expect(pointsOf(past).map(({ followers: count, quality }) => [count, quality])).toEqual([
      [35, 'OBSERVED'],
      [2, 'UTC_DAY'],
    ]);
  });

  it('has viewers that are not added up over a week', () => {
    const past = history({
      imported: [told(0, { viewers: 5, profileViews: 1 }), told(1, { viewers: 5, profileViews: 2 })],
    });
    expect(pointsOf(past, weeks)).toMatchObject([{ viewers: null, profileViews: 3, quality: 'UTC_DAY' }]);
  });
});

describe('a report over imported days', () => {
  it('counts them as observed and compares with a period that exports tell to its end', () => {
    const imported = Array.from({ length: 28 }, (_, index) => counted(index - 14, 100 + index));
    const report = accountReport(history({ imported }), SPAN, 'WEEK', ZONE, NOW);
    expect(report.totals).toMatchObject({ views: 14 * 120 + 7, likes: 140, comments: -14, shares: 28 });
    expect(report.change?.views).toEqual({ absolute: 196, relative: 196 / (14 * 106 + 7) });
    expect(report.coverage).toMatchObject({ observedShare: 1, observedPoints: 2, interpolatedPoints: 0 });
    expect(report.totals.engagementRate).toEqual({
      value: 154 / report.totals.views!,
      numerator: 154,
      denominator: report.totals.views,
      interval: null,
      definition: 'BY_VIEWS',
      aggregation: 'POOLED',
      sampleSize: 0,
      capturedAt: new Date(DOWNLOADED_ON),
    });
  });

  it('does not compare where a day is missing between the exports and the captures', () => {
    const imported = Array.from({ length: 14 }, (_, index) => counted(index - 14, 100));
    const collected = (from: number) =>
      history({
        imported,
        videos: [
          {
            postedAt: OLD,
            captures: captures(
              ...Array.from({ length: 14 - from }, (_, day) => [(from + day) * 24, 100 * day] as const),
            ),
          },
        ],
      });
    const change = (past: AccountHistory) => accountReport(past, SPAN, 'DAY', ZONE, NOW).change;
    expect(change(collected(0))?.views).toMatchObject({ absolute: -100 });
    expect(change(collected(1))).toBeNull();
  });
});

describe('gains of any history with imported days', () => {
  const counters = fc.array(
    fc.record({
      at: fc.integer({ min: -20 * 24 * 60, max: 30 * 24 * 60 }).map((minutes) => START + minutes * 60_000),
      views: fc.option(fc.integer({ min: 0, max: 1e9 }), { freq: 5 }),
    }),
    { maxLength: 25 },
  );
  const figure = fc.option(fc.integer({ min: -1e6, max: 1e6 }), { freq: 3 });
  const exported = fc.uniqueArray(
    fc.record({
      day: fc.integer({ min: -3, max: 16 }),
      views: figure,
      likes: figure,
      followersGained: figure,
      followers: figure,
      profileViews: figure,
    }),
    { selector: ({ day }) => day, maxLength: 16 },
  );
  const histories = fc
    .record({ counters, account: counters, exported, hours: fc.integer({ min: -500, max: 400 }) })
    .map(({ counters: list, account, exported: list2, hours }) =>
      history({
        account: account
          .toSorted((a, b) => a.at - b.at)
          .map(({ at, views }) => ({ at, followers: views, source: 'DISPLAY_API' as const })),
        videos: [
          {
            postedAt: START + hours * HOUR_MS,
            captures: list
              .toSorted((a, b) => a.at - b.at)
              .map(({ at, views }) => ({
                at,
                views,
                likes: views,
                comments: 0,
                shares: null,
                source: 'DISPLAY_API' as const,
              })),
          },
        ],
        imported: list2.toSorted((a, b) => a.day - b.day).map(({ day, ...figures }) => told(day, figures)),
      }),
    );
  const NAMES = ['viewsGained', 'likesGained', 'commentsGained', 'followersGained'] as const;
  const sum = (values: (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((a, b) => a + b);
  };

  it('add up to the same in days, weeks and the whole period', () => {
    fc.assert(
      fc.property(histories, (past) => {
        const account = toAccountKnots(past);
        const inDays = accountSeries(account, days);
        const inWeeks = accountSeries(account, weeks);
        const sums = periodSums(account, whole);
        const total = {
          viewsGained: sums.views,
          likesGained: sums.likes,
          commentsGained: sums.comments,
          followersGained: sums.followersGained,
        };
        for (const name of NAMES) {
          expect(sum(inDays.map((point) => point[name]))).toBe(total[name]);
          expect(sum(inWeeks.map((point) => point[name]))).toBe(total[name]);
        }
        const lastDay = inDays.find(({ date }) => date === SPAN.to);
        if (lastDay?.followers != null) expect(inWeeks.at(-1)?.followers).toBe(lastDay.followers);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of a day whatever range the day is read in', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 13 }), (past, index) => {
        const account = toAccountKnots(past);
        const { date } = days[index]!;
        const alone = accountSeries(account, bucketsOf({ from: date, to: date }, 'DAY', ZONE));
        expect(alone).toEqual(accountSeries(account, days).filter((point) => point.date === date));
      }),
    );
  });

  it('are of each day what one source says', () => {
    fc.assert(
      fc.property(histories, (past) => {
        const account = toAccountKnots(past);
        const captured = accountSeries(toAccountKnots({ ...past, imported: [] }), days);
        for (const point of accountSeries(account, days)) {
          const told = past.imported.find(({ date }) => date === point.date);
          const collected = captured.find(({ date }) => date === point.date);
          const choices = [
            [
              collected?.viewsGained ?? null,
              collected?.likesGained ?? null,
              collected?.commentsGained ?? null,
            ],
            ...(told === undefined ? [] : [[told.views, told.likes, told.comments]]),
          ];
          expect(choices).toContainEqual([point.viewsGained, point.likesGained, point.commentsGained]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import type { AccountHistory, AccountKnots } from './account-history.ts';
import { toAccountKnots } from './account-knots.ts';
import { accountSeries, periodSums } from './account-series.ts';
import type { AccountPoint, PeriodSums } from './account-series.ts';
import { bucketsOf, lengthInDays, spanBefore, startOfDay, addDays } from '../calendar.ts';
import type { Bucket, Day, DaySpan, Interval } from '../calendar.ts';
import { hasCounters } from './imported-days.ts';

/** Sums of a period, both days included. */
export interface PeriodTotals extends PeriodSums {
  from: Day;
  to: Day;
}

/** A difference. */
export interface Change {
  absolute: number;
  /** 0.1 is +10 %; null when the base is 0 or negative. */
  relative: number | null;
}

/** This period against the one before; a part is null where either side is unknown. */
export type PeriodChange = Record<
  'views' | 'likes' | 'comments' | 'shares' | 'followersGained' | 'videosPosted',
  Change | null
>;

/** How much of a period was really observed. */
export interface Coverage {
  /** 0–1: observed of expected points. */
  observedShare: number;
  /** Buckets of the range that have begun. */
  expectedPoints: number;
  /** OBSERVED or UTC_DAY: an export counts a day as TikTok did, whole though not cut to the account's zone. */
  observedPoints: number;
  interpolatedPoints: number;
  /** Of captures of the account or its videos within the range; null without one. */
  firstCaptureAt: Date | null;
  lastCaptureAt: Date | null;
}

export interface Freshness {
  computedAt: Date;
  /** The newest snapshot it saw; null without one. */
  inputsThrough: Date | null;
  isStale: boolean;
}

/** Series of an account with totals and the period before. */
export interface AccountAnalytics {
  points: AccountPoint[];
  totals: PeriodTotals;
  previous: PeriodTotals | null;
  change: PeriodChange | null;
  coverage: Coverage;
  freshness: Freshness;
}

const CHANGES = ['views', 'likes', 'comments', 'shares', 'followersGained', 'videosPosted'] as const;

/** An account's past, as a report reads it. */
export interface ReportedPast {
  account: AccountKnots;
  /** As in `AccountHistory`. */
  observedSince: number | null;
  /** Of captures of the account and its videos: at least the first and last of each day, and the newest of all. */
  instants: readonly number[];
  /** Whether the past is known to be another by now. */
  isStale: boolean;
}

/** The report of a history that captures themselves tell. */
export function accountReport(
  history: AccountHistory,
  span: DaySpan,
  interval: Interval,
  timezone: string,
  now: Date,
): AccountAnalytics {
  const captures = [history.account, ...history.videos.map((video) => video.captures)];
  const past = {
    account: toAccountKnots(history),
    observedSince: history.observedSince,
    instants: captures.flatMap((list) => list.map(({ at }) => at)),
    isStale: false,
  };
  return reportOf(past, span, interval, timezone, now);
}

/**
 * The analytics of an account over a span of days.
 *
 * `previous`, and with it `change`, is null unless the account was observed from the first day of the period
 * before on, or exports tell every day until it was: 90 days compared with the 5 that happen to be known would only
 * look like growth.
 *
 * @param past with what `accountSeries` needs from the beginning of the period before to the end of the span.
 * @throws ValidationError where the span has more buckets than an answer may hold.
 */
export function reportOf(
  { account, observedSince, instants, isStale }: ReportedPast,
  span: DaySpan,
  interval: Interval,
  timezone: string,
  now: Date,
): AccountAnalytics {
  const buckets = bucketsOf(span, interval, timezone);
  const points = accountSeries(account, buckets);
  const totals = totalsOf(account, span, timezone);
  const before = spanBefore(span);
  const isBeforeKnown = isKnownFrom(before.from, span.to, account, observedSince, timezone, now);
  const sumsBefore = isBeforeKnown ? totalsOf(account, before, timezone) : null;
  const previous = sumsBefore !== null && hasData(sumsBefore) ? sumsBefore : null;
  return {
    points,
    totals,
    previous,
    change: previous === null ? null : changeOf(totals, previous),
    coverage: coverageOf(points, buckets, instants, now),
    freshness: { computedAt: now, inputsThrough: newest(instants), isStale },
  };
}

/** Whether no day is missing from `from` on: each is told by an export until the account was observed. */
function isKnownFrom(
  from: Day,
  to: Day,
  { imported }: AccountKnots,
  observedSince: number | null,
  timezone: string,
  now: Date,
): boolean {
  const told = new Set(imported.filter(hasCounters).map(({ date }) => date));
  let day = from;
  while (day <= to && told.has(day)) day = addDays(day, 1);
  const end = startOfDay(addDays(day, 1), timezone);
  // No export tells of the day that is not over.
  return day > to || end > now.getTime() || (observedSince !== null && observedSince < end);
}

function totalsOf(account: AccountKnots, span: DaySpan, timezone: string): PeriodTotals {
  const start = startOfDay(span.from, timezone);
  const end = startOfDay(addDays(span.from, lengthInDays(span)), timezone);
  return { ...span, ...periodSums(account, { date: span.from, start, end }) };
}

function hasData(sums: PeriodSums): boolean {
  const { views, likes, comments, shares, followersGained } = sums;
  return [views, likes, comments, shares, followersGained].some((sum) => sum !== null);
}

function changeOf(totals: PeriodTotals, previous: PeriodTotals): PeriodChange {
  const change: PeriodChange = {
    views: null,
    likes: null,
    comments: null,
    shares: null,
    followersGained: null,
    videosPosted: null,
  };
  for (const name of CHANGES) {
    const current = totals[name];
    const base = previous[name];
    if (current === null || base === null) continue;
    const absolute = current - base;
    change[name] = { absolute, relative: base > 0 ? absolute / base : null };
  }
  return change;
}

function coverageOf(
  points: readonly AccountPoint[],
  buckets: readonly Bucket[],
  instants: readonly number[],
  now: Date,
): Coverage {
  const expectedPoints = buckets.filter(({ start, end }) => start < end && start <= now.getTime()).length;
  const observedPoints = points.filter(({ quality }) => quality !== 'INTERPOLATED').length;
  const start = buckets[0]!.start;
  const end = buckets.at(-1)!.end;
  const inside = instants.filter((at) => start <= at && at < end);
  return {
    observedShare: expectedPoints === 0 ? 0 : observedPoints / expectedPoints,
    expectedPoints,
    observedPoints,
    interpolatedPoints: points.length - observedPoints,
    firstCaptureAt: oldest(inside),
    lastCaptureAt: newest(inside),
  };
}

function newest(instants: readonly number[]): Date | null {
  return instants.length === 0 ? null : new Date(instants.reduce((a, b) => Math.max(a, b)));
}

function oldest(instants: readonly number[]): Date | null {
  return instants.length === 0 ? null : new Date(instants.reduce((a, b) => Math.min(a, b)));
}

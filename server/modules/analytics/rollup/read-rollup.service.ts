import type { Database } from '../../../data/database.ts';
import type { AccountKnots } from '../series/account-history.ts';
import { toVideoKnots, withImportedDays } from '../series/account-knots.ts';
import { reportOf } from '../series/account-report.ts';
import type { AccountAnalytics } from '../series/account-report.ts';
import { addDays, bucketsOf, resolveRange, spanBefore, startOfDay } from '../calendar.ts';
import type { DateRange, Day, DaySpan, Interval } from '../calendar.ts';
import { piecesOf } from '../series/imported-days.ts';
import { videoSeries } from '../series/video-series.ts';
import type { VideoPoint } from '../series/video-series.ts';
import { instantsOf, pastOfDays } from './past-of-days.ts';
import { loadAccountDays, loadBorderCaptures, loadVideoDays } from './rollup.loader.ts';
import type { BorderedVideo, RolledAccount } from './rollup.loader.ts';
import { toDay } from './zone-days.ts';
import type { ZoneDays } from './zone-days.ts';

/** What is asked, of any number of accounts or videos. */
export interface Question {
  range: DateRange;
  interval: Interval;
  now: Date;
}

/**
 * Analytics of each account from its roll-up, in the order of `connections`; null for one that was not rolled up yet. Two SQL
 * statements, which read no snapshots. Days are those of the roll-up: where the time zone was changed since, of the former one.
 */
export async function reportRolledUp(
  database: Database,
  connections: readonly { id: string; timezone: string }[],
  { range, interval, now }: Question,
): Promise<(AccountAnalytics | null)[]> {
  const keys = connections.map(({ id, timezone }) => {
    const span = resolveRange(range, timezone, now);
    return { id, span: { from: spanBefore(span).from, to: span.to } };
  });
  const read = (await loadAccountDays(database, keys)).map((account, index) =>
    account === null ? null : { index, ...readDays(account, keys[index]!.id, range, now) },
  );
  const rolledUp = read.filter((account) => account !== null);
  const videos = await loadBorderCaptures(database, rolledUp);
  // Another epoch became the one that is read in between.
  if (videos.includes(null)) return reportRolledUp(database, connections, { range, interval, now });
  const reports: (AccountAnalytics | null)[] = connections.map(() => null);
  for (const [position, { index, account, past, span }] of rolledUp.entries()) {
    reports[index] = report(account, past, videos[position]!, span, interval, now);
  }
  return reports;
}

/** The series of each video from its roll-up, in the order of `videos`; null where there is none yet. One SQL statement. */
export async function seriesRolledUp(
  database: Database,
  videos: readonly { id: string; timezone: string }[],
  { range, interval, now }: Question,
): Promise<(VideoPoint[] | null)[]> {
  const keys = videos.map(({ id, timezone }) => ({ id, span: resolveRange(range, timezone, now) }));
  const read = await loadVideoDays(database, keys);
  return read.map((video) => {
    if (video === null) return null;
    const buckets = bucketsOf(resolveRange(range, video.timezone, now), interval, video.timezone);
    return videoSeries(video.captures, buckets);
  });
}

interface ReadAccount {
  id: string;
  epoch: number;
  account: RolledAccount;
  span: DaySpan;
  /** Without its videos, of which captures are wanted next to the borders. */
  past: AccountKnots;
  borders: Day[];
}

function readDays(account: RolledAccount, id: string, range: DateRange, now: Date): ReadAccount {
  const { epoch, zone } = account;
  const span = resolveRange(range, zone.timezone, now);
  const past = withImportedDays({ ...pastOfDays(account), videos: [] }, account.imported);
  return { id, epoch, account, span, past, borders: bordersOf(past, span, zone) };
}

/** The days that what is read from captures begins or ends with, of the span and the one before. */
function bordersOf(past: AccountKnots, span: DaySpan, zone: ZoneDays): Day[] {
  const periods = [spanBefore(span), span].map(({ from, to }) => ({
    start: startOfDay(from, zone.timezone),
    end: startOfDay(addDays(to, 1), zone.timezone),
  }));
  const pieces = piecesOf(periods, past.imported, past.importedCounters, past.importedFollowers);
  const instants = pieces.filter(({ counters }) => counters).flatMap(({ start, end }) => [start, end]);
  return [...new Set(instants)].map((instant) => toDay(zone.at(instant)));
}

function report(
  { zone, observedSince, days, isPending }: RolledAccount,
  past: AccountKnots,
  videos: readonly BorderedVideo[],
  span: DaySpan,
  interval: Interval,
  now: Date,
): AccountAnalytics {
  const reported = {
    account: { ...past, videos: videos.map((video) => toVideoKnots(video, observedSince)) },
    observedSince,
    instants: instantsOf(days),
    isStale: isPending,
  };
  return reportOf(reported, span, interval, zone.timezone, now);
}

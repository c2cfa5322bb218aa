import type { Services } from '../../app/services.ts';
import { ValidationError } from '../../lib/errors.ts';
import type { AnalysedPost } from '../analytics/lift/analysed-post.ts';
import type { Freshness } from '../analytics/series/account-report.ts';
import { addDays, type DateRange, resolveRange, startOfDay } from '../analytics/calendar.ts';
import { loadAnalysedPosts } from './analysed-posts.loader.ts';
import {
  analysePerformance,
  performanceAnalysis,
  type PerformanceResult,
  WINDOWS,
  type Window,
} from './performance.ts';
import { readAnalyses } from './stored-analysis.ts';

/** Accounts of one answer that are analysed while the caller waits: each may take a few hundred milliseconds. */
const MAX_ON_DEMAND = 5;

/** An account's posts of a stretch of days. */
export interface PostPeriod {
  connectionId: string;
  /** First instant inside, and first one after it; milliseconds since 1970 (UTC). */
  start: number;
  end: number;
}

/** What works for an account. */
export interface PerformanceAnalysis extends PostPeriod {
  timezone: string;
  freshness: Freshness;
  result: PerformanceResult;
}

/**
 * The analysis of each account, in the order of `connections`. The last 7, 28, 90 or 365 days are read as stored by a job,
 * null before the first time; any other range is computed here, and `freshness` says so. One SQL statement.
 *
 * @throws ValidationError by `resolveRange`, and where more than `MAX_ON_DEMAND` accounts would be computed.
 */
export async function performanceOf(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  connections: readonly { id: string; timezone: string }[],
  range: DateRange,
): Promise<(PerformanceAnalysis | null)[]> {
  const now = clock.now();
  const periods = connections.map(({ id, timezone }) => periodOf(id, timezone, range, now));
  const window = windowOf(range);
  if (window !== null) {
    const ids = connections.map(({ id }) => id);
    const stored = await readAnalyses(database, ids, performanceAnalysis(window));
    return stored.map((analysis, index) => {
      if (analysis === null) return null;
      const { timezone, result, computedAt, inputsThrough, isStale } = analysis;
      return { ...periods[index]!, timezone, result, freshness: { computedAt, inputsThrough, isStale } };
    });
  }
  if (connections.length > MAX_ON_DEMAND) throw tooMany();
  const posts = await loadAnalysedPosts(database, connections);
  return connections.map(({ timezone }, index) => {
    const period = periods[index]!;
    const inputsThrough = posts[index]!.reduce(
      (newest, { measuredAt }) => Math.max(newest, measuredAt),
      -Infinity,
    );
    return {
      ...period,
      timezone,
      result: analysePerformance(postsOf(posts[index]!, period)),
      freshness: {
        computedAt: now,
        inputsThrough: Number.isFinite(inputsThrough) ? new Date(inputsThrough) : null,
        isStale: false,
      },
    };
  });
}

export function periodOf(connectionId: string, timezone: string, range: DateRange, now: Date): PostPeriod {
  const { from, to } = resolveRange(range, timezone, now);
  return { connectionId, start: startOfDay(from, timezone), end: startOfDay(addDays(to, 1), timezone) };
}

/** Those that were posted in the period. */
export function postsOf(posts: readonly AnalysedPost[], { start, end }: PostPeriod): AnalysedPost[] {
  return posts.filter(({ postedAt }) => start <= postedAt && postedAt < end);
}

function windowOf(range: DateRange): Window | null {
  return 'lastDays' in range ? (WINDOWS.find((days) => days === range.lastDays) ?? null) : null;
}

function tooMany(): ValidationError {
  return new ValidationError([
    {
      path: ['range'],
      message: `is computed while you wait, for at most ${String(MAX_ON_DEMAND)} accounts at a time; the last ${WINDOWS.join(', ')} days are kept computed for any number`,
    },
  ]);
}

import type { AccountPoint } from '../series/account-series.ts';
import { addDays, lengthInDays, startOfDay } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { SeriesKind } from './forecast-methods.ts';

/** What can be forecast: followers at the end of a day; views and likes that a day gains. */
export const FORECAST_METRICS = ['FOLLOWERS', 'VIEWS', 'LIKES'] as const;
export type ForecastMetric = (typeof FORECAST_METRICS)[number];

/** One value a day up to `lastDay`, oldest first, without a gap. */
export interface DailySeries {
  kind: SeriesKind;
  /** Null without a value. */
  lastDay: Day | null;
  values: readonly number[];
}

/** More unknown days in a row are no history: what is before them says too little of what comes after. */
const MAX_GAP_DAYS = 7;

/**
 * The days of an account as one series without gaps. Up to `MAX_GAP_DAYS` unknown days in a row are filled by a straight
 * line between the days around them; after a longer gap history begins anew. Days count as known that a line between two
 * captures further apart filled (INTERPOLATED), since for videos that hardly move any more that is the rule.
 *
 * @param points of whole days alone, ascending.
 */
export function dailySeries(points: readonly AccountPoint[], metric: ForecastMetric): DailySeries {
  const kind = metric === 'FOLLOWERS' ? 'COUNT' : 'GAIN';
  let values: number[] = [];
  let lastDay: Day | null = null;
  for (const point of points) {
    const value = valueOf(point, metric);
    if (value === null) continue;
    const gap = lastDay === null ? 0 : lengthInDays({ from: lastDay, to: point.date }) - 2;
    if (gap > MAX_GAP_DAYS) values = [];
    else values.push(...between(values.at(-1), value, gap));
    values.push(value);
    lastDay = point.date;
  }
  return { kind, lastDay, values };
}

/**
 * The days of an account that are over and known to their end: an export told them, or the newest capture came after them.
 *
 * @param inputsThrough the newest capture; null without one.
 */
export function wholeDays(
  points: readonly AccountPoint[],
  timezone: string,
  today: Day,
  inputsThrough: Date | null,
): AccountPoint[] {
  const through = inputsThrough?.getTime() ?? -Infinity;
  return points.filter(
    ({ date, quality }) =>
      date < today && (quality === 'UTC_DAY' || startOfDay(addDays(date, 1), timezone) <= through),
  );
}

function valueOf(point: AccountPoint, metric: ForecastMetric): number | null {
  switch (metric) {
    case 'FOLLOWERS':
      return point.followers;
    case 'VIEWS':
      return point.viewsGained;
    case 'LIKES':
      return point.likesGained;
  }
}

function between(from: number | undefined, to: number, count: number): number[] {
  if (from === undefined) return [];
  return Array.from({ length: count }, (_, index) =>
    Math.round(from + ((to - from) * (index + 1)) / (count + 1)),
  );
}

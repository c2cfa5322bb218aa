import type { TrendSeries } from '../../../server/modules/trends/velocity/trend-series.ts';
import { measureVelocities, type TrendVelocity } from '../../../server/modules/trends/velocity/velocity.ts';
import { KINDS, type ListedCapture, type ListedKind, type ListedTrend } from './trend-lists.ts';

/** A trend on a day, as it could be judged by then, and what became of it. */
export interface ReplayedDay {
  id: string;
  endpoint: string;
  at: number;
  /** Null where the model says nothing. */
  velocity: TrendVelocity | null;
  /** Positions gained in the three days before; negative where it fell. */
  rankGain: number;
  /** Views or posts gained in the three days before. */
  absoluteGrowth: number;
  /** Views or posts gained since the last capture, over those it had then. */
  growthOfDay: number;
  /** By how much it had grown, 1 being +100 %, at the last capture 7 to 14 days later. */
  outcome: number;
  /** Growth a day until the capture three days later, in the unit of the velocity; null without such a capture. */
  next: number | null;
}

const DAY = 86_400_000;
const OUTCOME_DAYS = { first: 7, last: 14 };
const NAIVE_DAYS = 3;
/** With fewer captures, that of the day included, the model says nothing, and nobody else should have to. */
const MIN_CAPTURES = 3;

/**
 * Goes through the days of a kind's lists, and on each judges all trends of a list from what it had said until then.
 *
 * @returns the evaluable days: those with three captures by then, and one 7 to 14 days later.
 */
export function replay(kind: ListedKind, trends: readonly ListedTrend[]): ReplayedDay[] {
  const replayed: ReplayedDay[] = [];
  for (const endpoint of new Set(trends.map((trend) => trend.endpoint))) {
    const ofEndpoint = trends.filter((trend) => trend.endpoint === endpoint);
    const days = new Set(ofEndpoint.flatMap(({ captures }) => captures.map(({ at }) => at)));
    for (const at of [...days].sort((a, b) => a - b)) {
      const listed = ofEndpoint.filter(({ captures }) => captures.some((capture) => capture.at === at));
      const list = listed.map(({ captures }) => seriesUntil(at, kind, captures));
      for (const [index, velocity] of measureVelocities(list, at).entries()) {
        const day = dayOf(listed[index]!, at, velocity);
        if (day !== null) replayed.push(day);
      }
    }
  }
  return replayed;
}

function seriesUntil(at: number, kind: ListedKind, captures: readonly ListedCapture[]): TrendSeries {
  const known = captures.filter((capture) => capture.at <= at);
  return {
    measure: 'LIFETIME',
    counted: KINDS[kind].counted,
    points: known.map((capture) => ({ at: capture.at, value: capture.count })),
    told: { views: null, posts: null },
    accounts: null,
    firstSeenAt: known[0]!.at,
  };
}

function dayOf(
  { id, endpoint, captures }: ListedTrend,
  at: number,
  velocity: TrendVelocity | null,
): ReplayedDay | null {
  const known = captures.filter((capture) => capture.at <= at);
  const later = captures.findLast(
    (capture) => capture.at >= at + OUTCOME_DAYS.first * DAY && capture.at <= at + OUTCOME_DAYS.last * DAY,
  );
  if (known.length < MIN_CAPTURES || later === undefined) return null;
  const [previous, today] = known.slice(-2) as [ListedCapture, ListedCapture];
  const earlier = known.find((capture) => capture.at >= at - NAIVE_DAYS * DAY)!;
  const next = captures.find((capture) => capture.at === at + 3 * DAY);
  return {
    id,
    endpoint,
    at,
    velocity,
    rankGain: earlier.position - today.position,
    absoluteGrowth: today.count - earlier.count,
    growthOfDay: today.count / previous.count - 1,
    outcome: later.count / today.count - 1,
    next: next === undefined ? null : (next.count / today.count - 1) / 3,
  };
}

import type { ExcessPace } from './damped-holt.ts';

/** A count that stands at the end of each day, or what each day gained. */
export type SeriesKind = 'COUNT' | 'GAIN';

/** From the simplest, which the others must beat. */
export type ForecastMethod = 'naive' | 'drift' | 'damped-holt';

/** The usual gain is the mean of so many days: four whole weeks, so that weekdays weigh alike. */
const USUAL_DAYS = 28;

/** A daily series and what the methods know of it after each of its days; days without a gap. */
export interface Track {
  kind: SeriesKind;
  values: readonly number[];
  /**
   * Nothing is said to fall below it: 0, or the least value there was. Followers cannot be fewer than none, and gains are
   * below 0 only where TikTok takes views back.
   */
  floor: number;
  /** Of damped Holt, after 0, 1, … gains. */
  paces: readonly ExcessPace[];
  /** The mean of the last `USUAL_DAYS` gains, after 0, 1, … gains; 0 after none. */
  usual: readonly number[];
}

/** What a method says of the days after an origin. */
interface Projection {
  /** The newest count; 0 for a series of gains. */
  count: number;
  /** A day. */
  gain: number;
  pace: ExcessPace;
}

const NO_EXCESS: ExcessPace = { excess: 0, damping: 1 };

/** What each day gained: of counts, from the second day on. */
export function gainsOf(kind: SeriesKind, values: readonly number[]): number[] {
  if (kind === 'GAIN') return [...values];
  return values.slice(1).map((value, index) => value - values[index]!);
}

export function usualGains(gains: readonly number[]): number[] {
  const usual = [0];
  let sum = 0;
  for (const [day, gain] of gains.entries()) {
    sum += gain - (gains[day - USUAL_DAYS] ?? 0);
    usual.push(sum / Math.min(day + 1, USUAL_DAYS));
  }
  return usual;
}

/**
 * What a method says after the first `known` days (at least 2), from these alone, of 1, 2, … `days` days later.
 *
 * - naive: the count stands still; a day gains what the last one did.
 * - drift: a day gains the usual.
 * - damped-holt: the usual, and what is left of the excess by then (`dampedHolt`).
 */
export function project(track: Track, method: ForecastMethod, known: number, days: number): number[] {
  const { count, gain, pace } = projectionOf(track, method, known);
  const values: number[] = [];
  let total = count;
  let excess = pace.excess;
  for (let day = 1; day <= days; day++) {
    excess *= pace.damping;
    total += gain + excess;
    values.push(Math.max(track.floor, track.kind === 'COUNT' ? total : gain + excess));
  }
  return values;
}

function projectionOf(track: Track, method: ForecastMethod, known: number): Projection {
  const newest = track.values[known - 1]!;
  const gains = track.kind === 'COUNT' ? known - 1 : known;
  const count = track.kind === 'COUNT' ? newest : 0;
  switch (method) {
    case 'naive':
      return { count, gain: track.kind === 'COUNT' ? 0 : newest, pace: NO_EXCESS };
    case 'drift':
      return { count, gain: track.usual[gains]!, pace: NO_EXCESS };
    case 'damped-holt':
      return { count, gain: track.usual[gains]!, pace: track.paces[gains]! };
  }
}

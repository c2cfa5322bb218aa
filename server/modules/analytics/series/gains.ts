import type { MetricSource } from './captures.ts';

/** A counter at an instant (milliseconds since 1970, UTC). */
export interface Knot {
  at: number;
  value: number;
  /** Null for a post itself, which is known to begin at 0 without being captured. */
  source: MetricSource | null;
}

/** A stretch of time, its end excluded. */
export interface Stretch {
  start: number;
  end: number;
}

/** Called once for each part of an increment that lies in stretch number `index`. */
export type OnPart = (index: number, part: { from: Knot; to: Knot; gained: number }) => void;

/**
 * Spreads what a counter gained between its captures over stretches of time.
 *
 * What was gained between two neighbouring captures is cut at the stretches' borders in proportion to time: the
 * counter is taken to have moved in a straight line. Its value at a border is rounded to a whole number, so
 * parts are whole and add up exactly to the increment, whatever the stretches: widths may change and nothing is
 * lost or counted twice. Falls are negative parts.
 *
 * @param knots ascending by time, at most one an instant.
 * @param stretches ascending, without overlap.
 */
export function spreadGains(knots: readonly Knot[], stretches: readonly Stretch[], onPart: OnPart): void {
  let first = 0;
  for (let index = 1; index < knots.length; index++) {
    const from = knots[index - 1]!;
    const to = knots[index]!;
    while (first < stretches.length && stretches[first]!.end <= from.at) first++;
    for (let i = first; i < stretches.length; i++) {
      const { start, end } = stretches[i]!;
      if (start >= to.at) break;
      const left = Math.max(start, from.at);
      const right = Math.min(end, to.at);
      if (left < right) onPart(i, { from, to, gained: valueAt(from, to, right) - valueAt(from, to, left) });
    }
  }
}

/** What `spreadGains` would sum up to over one stretch; null where the knots do not reach into it. */
export function gainOver(knots: readonly Knot[], { start, end }: Stretch): number | null {
  const first = knots[0];
  const last = knots.at(-1);
  if (first === undefined || last === undefined) return null;
  const from = Math.max(start, first.at);
  const to = Math.min(end, last.at);
  return from < to ? valueOf(knots, to) - valueOf(knots, from) : null;
}

/** The sum of what is known of each; null where nothing is. */
export function gainOverAll(knots: readonly Knot[], pieces: readonly Stretch[]): number | null {
  let sum: number | null = null;
  for (const piece of pieces) sum = add(sum, gainOver(knots, piece));
  return sum;
}

/** The sum of what is known. */
export function add(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

/** The value at an instant that the knots enclose. */
function valueOf(knots: readonly Knot[], instant: number): number {
  const after = indexAfter(knots, instant);
  return after === knots.length
    ? knots[after - 1]!.value
    : valueAt(knots[after - 1]!, knots[after]!, instant);
}

/** Index of the first knot later than the instant. */
export function indexAfter(knots: readonly Knot[], instant: number): number {
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (knots[middle]!.at <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The whole-number value between two captures, by straight line; exactly theirs at their own times. */
export function valueAt(from: Knot, to: Knot, instant: number): number {
  if (instant <= from.at) return from.value;
  if (instant >= to.at) return to.value;
  return from.value + Math.round((to.value - from.value) * ((instant - from.at) / (to.at - from.at)));
}

/** The value at an instant, where captures lie on both sides of it. */
export function valueAmong(knots: readonly Knot[], instant: number): number | null {
  const after = indexAfter(knots, instant);
  const [from, to] = [knots[after - 1], knots[after]];
  if (from === undefined) return null;
  if (from.at === instant) return from.value;
  return to === undefined ? null : valueAt(from, to, instant);
}

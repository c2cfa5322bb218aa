import { startOfUtcDay } from '../../lib/time.ts';
import type { TrendCurveSighting, TrendUnit } from './trend-sighting.ts';

/** A year and what a yearly comparison needs. */
const MOST_POINTS = 400;

/** A curve as it is stored: [[epoch milliseconds, value], …], oldest first. */
export interface StoredCurve {
  unit: TrendUnit;
  /** Epoch milliseconds of the newest capture that added to it. */
  capturedAt: number;
  points: readonly (readonly [at: number, value: number])[];
}

/**
 * What becomes of a stored curve when a source draws it again; the same object where it stays as it is.
 *
 * Counts of days mean the same in every capture, so they are merged: each day has the word of the newest capture that had
 * one. A normalised curve is scaled by a maximum of its own, so that points of two captures must not stand in one curve:
 * the newer one takes the place of the older.
 */
export function withCapture(
  stored: StoredCurve | null,
  curve: TrendCurveSighting,
  capturedAt: number,
): StoredCurve | null {
  const drawn = cleaned(curve);
  if (drawn.length === 0) return stored;
  if (stored?.unit !== curve.unit) {
    return stored === null || capturedAt > stored.capturedAt
      ? { unit: curve.unit, capturedAt, points: drawn.slice(-MOST_POINTS) }
      : stored;
  }
  if (curve.unit !== 'COUNT') {
    return capturedAt > stored.capturedAt
      ? { unit: curve.unit, capturedAt, points: drawn.slice(-MOST_POINTS) }
      : stored;
  }
  const isNewer = capturedAt > stored.capturedAt;
  const points = inOrder(isNewer ? [...stored.points, ...drawn] : [...drawn, ...stored.points]).slice(
    -MOST_POINTS,
  );
  const merged = { unit: curve.unit, capturedAt: Math.max(capturedAt, stored.capturedAt), points };
  return isSame(merged, stored) ? stored : merged;
}

/** Sorted, with the beginnings of days for counts of days; what is no number is left out. */
function cleaned({ unit, points }: TrendCurveSighting): (readonly [number, number])[] {
  return inOrder(
    points
      .filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value) && value >= 0)
      .map(({ at, value }) => [unit === 'COUNT' ? startOfUtcDay(at) : at, value] as const),
  );
}

/** Oldest first; of several at one time the last one given. */
function inOrder(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return [...new Map(points)].sort(([left], [right]) => left - right);
}

function isSame(one: StoredCurve, other: StoredCurve): boolean {
  return (
    one.capturedAt === other.capturedAt &&
    one.points.length === other.points.length &&
    one.points.every(([at, value], index) => {
      const [otherAt, otherValue] = other.points[index]!;
      return at === otherAt && value === otherValue;
    })
  );
}

import { describe, expect, it } from '@jest/globals';
import { withCapture } from './trend-curve.ts';

const DAY = 86_400_000;
const counts = (...points: [day: number, value: number][]) => ({
  unit: 'COUNT' as const,
  points: points.map(([day, value]) => ({ at: day * DAY, value })),
});
const shares = (...values: number[]) => ({
  unit: 'SHARE_OF_PEAK' as const,
  points: values.map((value, day) => ({ at: day * DAY, value })),
});

describe('a curve that is drawn again', () => {
  it('takes for each day the word of the newest capture that had one', () => {
    const first = withCapture(null, counts([1, 10], [2, 20]), 3 * DAY);
    const second = withCapture(first, counts([2, 25], [3, 30]), 4 * DAY)!;
    expect(second.points).toEqual([
      [DAY, 10],
      [2 * DAY, 25],
      [3 * DAY, 30],
    ]);
    const late = withCapture(second, counts([0, 5], [2, 1]), 2 * DAY)!;
    expect(late.points.map(([, value]) => value)).toEqual([5, 10, 25, 30]);
    expect(late.capturedAt).toBe(4 * DAY);
  });

  it('is the same object where nothing changed', () => {
    const stored = withCapture(null, counts([1, 10], [2, 20]), 3 * DAY);
    expect(withCapture(stored, counts([2, 20], [1, 10]), 3 * DAY)).toBe(stored);
    expect(withCapture(stored, counts(), 5 * DAY)).toBe(stored);
  });

  it('takes the place of an older one where it is normalised, since each has a scale of its own', () => {
    const first = withCapture(null, shares(0.5, 1), 3 * DAY);
    const second = withCapture(first, shares(0.1, 0.2, 1), 4 * DAY)!;
    expect(second.points.map(([, value]) => value)).toEqual([0.1, 0.2, 1]);
    expect(withCapture(second, shares(0.5, 1), 3 * DAY)).toBe(second);
  });

  it('leaves out what is no count, sorts, and keeps the newest 400 points', () => {
    const { points } = withCapture(
      null,
      counts(
        ...Array.from({ length: 500 }, (_, day): [number, number] => [500 - day, day]),
        [3, NaN],
        [4, -1],
      ),
      501 * DAY,
    )!;
    expect(points).toHaveLength(400);
    expect(points[0]![0]).toBe(101 * DAY);
    expect(points.at(-1)![0]).toBe(500 * DAY);
  });
});

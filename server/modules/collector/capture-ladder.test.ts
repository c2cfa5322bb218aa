import { describe, expect, it } from '@jest/globals';
import { nextCaptureAt, rungOf } from './capture-ladder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the ladder', () => {
  it.each([
    [0, HOUR_MS],
    [DAY_MS - 1, HOUR_MS],
    [DAY_MS, 6 * HOUR_MS],
    [7 * DAY_MS - 1, 6 * HOUR_MS],
    [7 * DAY_MS, DAY_MS],
    [30 * DAY_MS - 1, DAY_MS],
    [30 * DAY_MS, 7 * DAY_MS],
    [3_000 * DAY_MS, 7 * DAY_MS],
  ])('captures a video of the age %d ms every %d ms', (age, every) => {
    expect(rungOf(age)).toBe(every);
  });

  it('counts from the capture', () => {
    const postedAt = new Date('2026-08-01T00:00:00Z');
    expect(nextCaptureAt(postedAt, new Date('2026-08-01T23:30:00Z'))).toEqual(
      new Date('2026-08-02T00:30:00Z'),
    );
    expect(nextCaptureAt(postedAt, new Date('2026-08-02T00:30:00Z'))).toEqual(
      new Date('2026-08-02T06:30:00Z'),
    );
  });
});

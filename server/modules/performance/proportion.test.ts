import { describe, expect, it } from '@jest/globals';
import { wilsonInterval } from './proportion.ts';

describe('wilsonInterval', () => {
  it.each([
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is the published one', (count, n, lower, upper) => {
    const interval = wilsonInterval(count, n);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('stays within 0 and 1', () => {
    expect(wilsonInterval(0, 8).lower).toBe(0);
    expect(wilsonInterval(8, 8).upper).toBe(1);
  });
});

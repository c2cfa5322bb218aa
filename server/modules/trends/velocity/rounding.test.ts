import { expect, it } from '@jest/globals';
import { roundingSteps } from './rounding.ts';

it('finds the step of each magnitude, as lists write 999.9K and then 1.0M', () => {
  expect(roundingSteps([987_300, 995_700, 1_000_000, 1_100_000])).toEqual([100, 100, 100_000, 100_000]);
});

it('takes counts for exact of which one is', () => {
  expect(roundingSteps([120_000, 130_000, 131_417])).toEqual([1, 1, 1]);
});

it('never takes a count for rounded to less than two digits', () => {
  expect(roundingSteps([0, 7, 2_000_000])).toEqual([1, 1, 100_000]);
});

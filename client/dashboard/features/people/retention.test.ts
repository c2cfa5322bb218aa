/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { parseRetention } from './retention.ts';

test.each([
  ['', null],
  ['  ', null],
  ['1', 1],
  [' 365 ', 365],
  ['3,660', 3660],
  ['3661', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['a year', undefined],
])('"%s" is %s', (typed, expected) => {
  expect(parseRetention(typed)).toBe(expected);
});

/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { endOf, isAlive } from './key-words.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test('a key ends after whole days, or never', () => {
  expect(endOf(30, NOW)).toBe('2026-03-31T12:00:00.000Z');
  expect(endOf(null, NOW)).toBeNull();
});

test.each([
  [null, null, true],
  [null, '2026-03-01T12:00:01Z', true],
  [null, '2026-03-01T12:00:00Z', false],
  ['2026-02-01T00:00:00Z', null, false],
])('revoked %s and ending %s: alive is %s', (revokedAt, expiresAt, expected) => {
  expect(isAlive({ revokedAt, expiresAt }, NOW)).toBe(expected);
});

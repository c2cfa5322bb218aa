/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { describeBudget, parseBudget } from './ai-budget.ts';

test.each([
  ['', null],
  [' ', null],
  ['0', 0],
  ['10', 10],
  ['$1,250.50', 1250.5],
  ['0.000001', 0.000001],
  ['1000000', 1_000_000],
  ['1000000.01', undefined],
  ['0.0000001', undefined],
  ['-5', undefined],
  ['ten', undefined],
])('"%s" is %s', (typed, expected) => {
  expect(parseBudget(typed)).toBe(expected);
});

test('says what is spent, and until when', () => {
  const budget = { limitUsd: 10, spentUsd: 0.0123, resetAt: '2026-12-01T00:00:00.000Z' };
  expect(describeBudget(budget)).toBe(
    '$0.0123 of $10.00 is spent; it starts anew on Dec 1. Empty is no limit.',
  );
  expect(describeBudget(null)).toContain('empty is no limit');
});

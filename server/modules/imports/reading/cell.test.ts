import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCount, readShare } from './cell.ts';
import { RowProblem } from './problems.ts';

test.each([
  ['0', 0],
  ['1591', 1591],
  ['-3', -3],
  [' 7 ', 7],
  ['-0', 0],
  ['9007199254740991', 9007199254740991],
  ['undefined', null],
  ['NAN', null],
  ['--', null],
  ['', null],
])('a count: %j is %j', (text, value) => {
  expect(readCount(text, 'Likes', true)).toBe(value);
});

test.each([
  '1,234',
  '1.234',
  '1 234',
  '1’234',
  '1.2K',
  '12.0',
  '1e3',
  '0x10',
  '+5',
  '007',
  '−5',
  '٣',
  '9007199254740992',
  '5"',
])('no count: %j', (text) => {
  expect(() => readCount(text, 'Likes', true)).toThrow(RowProblem);
});

test('a total is not negative', () => {
  expect(() => readCount('-1', 'Followers', false)).toThrow(RowProblem);
});

test('a count of any text is what the text says, or nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+,. \deE]{0,20}$/)), (text) => {
      const read = (): string => {
        try {
          return String(readCount(text, 'Likes', true));
        } catch (error) {
          if (error instanceof RowProblem) return 'refused';
          throw error;
        }
      };
      expect(['null', 'refused', text.trim().replace(/^-0$/, '0')]).toContain(read());
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['0.59', 0.59],
  ['0', 0],
  ['1', 1],
  ['1.0', 1],
  ['61%', 0.61],
  ['0.5 %', 0.005],
  ['4.2E-4', 0.00042],
  ['--', null],
])('a share: %j is %j', (text, value) => {
  expect(readShare(text, 'Distribution')).toBe(value);
});

test.each(['0,59', '59', '1.01', '101%', '-0.1', '.5', '1e5', 'half'])('no share: %j', (text) => {
  expect(() => readShare(text, 'Distribution')).toThrow(RowProblem);
});

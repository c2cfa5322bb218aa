import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './big-integers.ts';

it('keeps integers that a double cannot hold as text', () => {
  const text =
    '{"id":7560000000000000099,"list":[-9007199254740993,9007199254740991],"rate":1e300,"nested":{"n":0.5}}';
  expect(parseJson(text)).toEqual({
    id: '7560000000000000099',
    list: ['-9007199254740993', 9_007_199_254_740_991],
    rate: 1e300,
    nested: { n: 0.5 },
  });
});

it('reads everything else as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // An integer beyond 2^53 has 16 digits or more.
      fc.pre(!/\d{16}/.test(text));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('reads any integer to its last digit', () => {
  fc.assert(
    fc.property(fc.bigInt(), (integer) => {
      expect(String(parseJson(String(integer)))).toBe(String(integer));
    }),
  );
});

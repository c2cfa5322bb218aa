import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StratifiedTest, type Stratum } from './stratified-test.ts';

const stratum = (size: number, outliers: number, members: number): Stratum => ({ size, outliers, members });

/** All ways to choose `count` of `size`. */
function choices(size: number, count: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: size }, (_, first) => first).flatMap((first) =>
    choices(size, count - 1)
      .filter((rest) => rest.every((other) => other > first))
      .map((rest) => [first, ...rest]),
  );
}

/** The members are the first posts; outliers fall on any. */
function counts({ size, outliers, members }: Stratum): number[] {
  return choices(size, outliers).map((chosen) => chosen.filter((post) => post < members).length);
}

describe('the exact test within accounts', () => {
  it('is Fisher’s of one account: a lady tasting tea', () => {
    const test = new StratifiedTest([stratum(8, 4, 4)]);
    expect(test.pValue(4)).toBeCloseTo(1 / 70, 12);
    expect(test.pValue(3)).toBeCloseTo(17 / 70, 12);
    expect(test.pValue(0)).toBe(1);
  });

  it('sees nothing in accounts that have nothing to compare', () => {
    expect(new StratifiedTest([stratum(10, 10, 4), stratum(10, 3, 10), stratum(10, 0, 5)]).pValue(7)).toBe(1);
    expect(new StratifiedTest([]).pValue(0)).toBe(1);
  });

  it('says what counting all ways says', () => {
    const strata = fc.array(
      fc
        .record({ size: fc.integer({ min: 1, max: 6 }), outliers: fc.nat(6), members: fc.nat(6) })
        .map(({ size, outliers, members }) =>
          stratum(size, Math.min(size, outliers), Math.min(size, members)),
        ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(strata, fc.nat(12), (given, outliers) => {
        const ways = given
          .map(counts)
          .reduce((sums, next) => sums.flatMap((sum) => next.map((count) => sum + count)), [0]);
        const atLeast = ways.filter((sum) => sum >= outliers).length / ways.length;
        expect(new StratifiedTest(given).pValue(outliers)).toBeCloseTo(atLeast, 10);
      }),
      { numRuns: 60 },
    );
  });

  it('does not overflow on large accounts', () => {
    const test = new StratifiedTest([stratum(5_000, 2_000, 2_500)]);
    expect(test.pValue(1_000)).toBeCloseTo(0.51, 1);
    expect(test.pValue(1_200)).toBeGreaterThan(0);
    expect(test.pValue(1_200)).toBeLessThan(1e-20);
  });
});

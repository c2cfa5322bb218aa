import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BENCHMARKS, benchmarksFor } from './benchmarks.ts';

describe('the table', () => {
  it.each(BENCHMARKS.map((benchmark) => [benchmark.source, benchmark] as const))(
    '%s: is a rate between its quartiles, cited and dated, of a tier that is not empty',
    (_source, { value, p25, p75, url, publishedOn, publishedYear, minFollowers, maxFollowers }) => {
      expect(value).toBeGreaterThan(p25 ?? 0);
      expect(value).toBeLessThan(p75 ?? 1);
      expect(new URL(url).protocol).toBe('https:');
      if (publishedOn !== null) expect(publishedOn.slice(0, 4)).toBe(String(publishedYear));
      expect(minFollowers ?? 0).toBeLessThan(maxFollowers ?? Infinity);
    },
  );

  it('keeps percent as printed', () => {
    expect(BENCHMARKS.map(({ value }) => value)).toEqual(expect.arrayContaining([0.0784, 0.041, 0.0414]));
  });
});

describe('benchmarksFor', () => {
  it('tells all in the order of the table where nothing is asked for', () => {
    expect(benchmarksFor(null, null)).toEqual(BENCHMARKS);
  });

  it.each([
    [10_000, 0.0521],
    [9_999, 0.0784],
    [500_000, 0.0184],
    [12, 0.038],
  ])('of %d followers begins with the rate %d of their tier', (followers, value) => {
    expect(benchmarksFor(followers, null)[0]).toMatchObject({ value });
  });

  it('tells the figures of an industry alone, however it is written, and none of one that nobody measured', () => {
    expect(benchmarksFor(null, ' sports teams')).toMatchObject([{ value: 0.092, industry: 'Sports Teams' }]);
    expect(benchmarksFor(5, 'Beekeeping')).toEqual([]);
  });

  it('puts tiers that hold the audience first and figures without a tier last, and loses none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000_000 }), (followers) => {
        const found = benchmarksFor(followers, null);
        expect(new Set(found)).toEqual(new Set(BENCHMARKS));
        const kinds = found.map(({ minFollowers, maxFollowers }) => {
          if (minFollowers === null && maxFollowers === null) return 2;
          return (minFollowers ?? 0) <= followers && followers < (maxFollowers ?? Infinity) ? 0 : 1;
        });
        expect(kinds).toEqual(kinds.toSorted());
      }),
    );
  });
});

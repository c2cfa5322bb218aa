import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import { permutationThreshold, stratify, varianceOfSum } from './stratified-outcomes.ts';

function normals(count: number): number[] {
  const random = createRandom('outcomes');
  return Array.from({ length: count }, () => randomNormal(random));
}

describe('outcomes in strata', () => {
  it('are cut into about thirty neighbours, each stratum less its mean', () => {
    const { values, bounds } = stratify(normals(100).map((value, index) => value + index));
    expect(bounds).toEqual([0, 33, 67, 100]);
    for (const [from, to] of [
      [0, 33],
      [33, 67],
      [67, 100],
    ] as const) {
      expect(values.slice(from, to).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
    }
  });

  it('vary as a usual account does where too few are known', () => {
    expect(stratify([]).variance).toBeCloseTo(0.81 ** 2, 12);
    expect(stratify([3]).variance).toBeCloseTo(0.81 ** 2, 12);
  });

  it('have the variance of a sum that all ways to choose its members show', () => {
    const sample = stratify([3, -1, 4, 1, -5, 9]);
    const sums: number[] = [];
    for (let chosen = 0; chosen < 2 ** 6; chosen++) {
      const members = [...sample.values].filter((_, index) => (chosen >> index) % 2 === 1);
      if (members.length === 2) sums.push(members.reduce((sum, value) => sum + value, 0));
    }
    const enumerated = sums.reduce((sum, value) => sum + value ** 2, 0) / sums.length;
    const ownVariance = sample.values.reduce((sum, value) => sum + value ** 2, 0) / 5;
    const isMember = [true, false, false, true, false, false];
    expect(varianceOfSum(sample, isMember) / sample.variance).toBeCloseTo(enumerated / ownVariance, 12);
  });
});

describe('a permutation threshold', () => {
  it('is exceeded by about its share of random assignments, and is the same each time', () => {
    const sample = stratify(normals(60));
    const firstTen = (outcomes: Float64Array) => outcomes.slice(0, 10).reduce((sum, value) => sum + value, 0);
    const threshold = permutationThreshold(sample, firstTen, 0.05);
    expect(permutationThreshold(sample, firstTen, 0.05)).toBe(threshold);
    // In standard errors: the 95 % quantile of a normal distribution is 1.645.
    const isMember = Array.from({ length: 60 }, (_, index) => index < 10);
    expect(threshold / Math.sqrt(varianceOfSum(sample, isMember))).toBeCloseTo(1.645, 0);
  });

  it('leaves outcomes in their stratum', () => {
    const outcomes = Array.from({ length: 60 }, (_, index) => (index < 30 ? 1 : 100) * (-1) ** index);
    const largest = (values: Float64Array) => Math.max(...values.slice(0, 30));
    expect(permutationThreshold(stratify(outcomes), largest, 0.05)).toBe(1);
  });
});

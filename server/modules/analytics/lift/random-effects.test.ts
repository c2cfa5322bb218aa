import { describe, expect, it } from '@jest/globals';
import { Matrix } from 'ml-matrix';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import { crossProductsOf } from './post-groups.ts';
import { randomEffects } from './random-effects.ts';

/** Groups of the given sizes that no post shares. */
function apart(sizes: readonly number[]): number[][] {
  let next = 0;
  return sizes.map((size) => Array.from({ length: size }, () => next++));
}

function sumsOf(groups: readonly (readonly number[])[], outcomes: readonly number[]): number[] {
  return groups.map((members) => members.reduce((sum, i) => sum + outcomes[i]!, 0));
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function fit(
  groups: readonly (readonly number[])[],
  outcomes: readonly number[],
  columns: 'CENTRED' | 'AS_THEY_ARE',
) {
  return randomEffects({
    crossProducts: crossProductsOf(groups, outcomes.length, columns),
    sums: sumsOf(groups, outcomes),
    sumOfSquares: outcomes.reduce((sum, value) => sum + value ** 2, 0),
    degreesOfFreedom: outcomes.length - 1,
  });
}

describe('randomEffects', () => {
  it('shrinks the means of groups apart by n / (n + λ), one λ for all', () => {
    const random = createRandom('means');
    const groups = apart([5, 20, 60]);
    const outcomes = centred(
      Array.from({ length: 85 }, (_, i) => randomNormal(random) + (i < 5 ? 2 : i < 25 ? -1 : 0)),
    );
    const { effects, variances } = fit(groups, outcomes, 'AS_THEY_ARE');
    const sums = sumsOf(groups, outcomes);
    const penalties = effects.map((effect, j) => sums[j]! / effect - groups[j]!.length);
    expect(penalties[0]).toBeGreaterThan(0);
    for (const [j, penalty] of penalties.entries()) {
      expect(penalty).toBeCloseTo(penalties[0]!, 6);
      // σ²/(n + λ), σ² the same for all.
      const noise = variances[j]! * (groups[j]!.length + penalty);
      expect(noise).toBeCloseTo(variances[0]! * (5 + penalties[0]!), 8);
    }
  });

  it('solves the normal equations of ridge regression where groups overlap', () => {
    const random = createRandom('overlap');
    const groups = Array.from({ length: 6 }, () =>
      Array.from({ length: 80 }, (_, i) => i).filter(() => random() < 0.4),
    );
    const outcomes = centred(
      Array.from({ length: 80 }, (_, i) => randomNormal(random) + (groups[0]!.includes(i) ? 1 : 0)),
    );
    const { effects } = fit(groups, outcomes, 'CENTRED');
    const products = crossProductsOf(groups, 80, 'CENTRED').mmul(Matrix.columnVector([...effects]));
    const penalties = sumsOf(groups, outcomes).map((sum, j) => (sum - products.get(j, 0)) / effects[j]!);
    for (const penalty of penalties) expect(penalty).toBeCloseTo(penalties[0]!, 5);
  });

  it('gives intervals that hold as often as they say, for effects of the variance it must find out', () => {
    const random = createRandom('coverage');
    let held = 0;
    let all = 0;
    for (let account = 0; account < 60; account++) {
      const truth = Array.from({ length: 20 }, () => 0.5 * randomNormal(random));
      const groups = truth.map(() => Array.from({ length: 200 }, (_, i) => i).filter(() => random() < 0.15));
      const outcomes = Array.from({ length: 200 }, () => randomNormal(random));
      for (const [j, members] of groups.entries()) for (const i of members) outcomes[i]! += truth[j]!;
      const { effects, variances } = fit(groups, centred(outcomes), 'CENTRED');
      for (const [j, effect] of effects.entries()) {
        all++;
        if (Math.abs(effect - truth[j]!) < 1.96 * Math.sqrt(variances[j]!)) held++;
      }
    }
    expect(held / all).toBeGreaterThan(0.92);
    expect(held / all).toBeLessThan(0.97);
  });

  it('gives two columns that are the same half the effect each', () => {
    const members = Array.from({ length: 30 }, (_, i) => i);
    const outcomes = centred(Array.from({ length: 90 }, (_, i) => (i < 30 ? 2 : 0) + (i % 7) / 10));
    const { effects, variances } = fit([members, members], outcomes, 'CENTRED');
    expect(effects[0]).toBeCloseTo(effects[1]!, 8);
    expect(variances.every((variance) => Number.isFinite(variance) && variance > 0)).toBe(true);
  });
});

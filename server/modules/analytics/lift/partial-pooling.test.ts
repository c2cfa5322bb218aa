import { describe, expect, it } from '@jest/globals';
import { PartialPooling } from './partial-pooling.ts';

describe('partial pooling', () => {
  it('shrinks a mean by its own noise against how much all of them differ', () => {
    const means = Float64Array.of(0.6, 0.6, -0.5, -0.7);
    const variances = [0.01, 0.5, 0.02, 0.03];
    const pooling = new PartialPooling(variances);
    const between = pooling.deviation(means) ** 2;
    for (const [group, { mean, deviation }] of pooling.posteriors(means).entries()) {
      const shrinkage = between / (between + variances[group]!);
      expect(mean).toBeCloseTo(means[group]! * shrinkage, 12);
      expect(deviation).toBeCloseTo(Math.sqrt(shrinkage * variances[group]!), 12);
    }
  });

  it('finds how much true effects differ, and leaves a width where the means do not differ at all', () => {
    const variances = Array.from({ length: 40 }, () => 0.0001);
    const apart = Float64Array.from(variances, (_, group) => (group % 2 === 0 ? 0.5 : -0.5));
    expect(new PartialPooling(variances).deviation(apart)).toBeCloseTo(0.5, 1);
    const alike = new PartialPooling([0.04, 0.04, 0.04]).posteriors(new Float64Array(3));
    expect(alike.every(({ mean, deviation }) => mean === 0 && deviation > 0.01)).toBe(true);
  });

  it('scores the largest mean in its own deviation', () => {
    const means = Float64Array.of(0.3, 0.5, -0.9);
    const pooling = new PartialPooling([0.01, 0.09, 0.04]);
    const scores = pooling.posteriors(means).map(({ mean, deviation }) => mean / deviation);
    expect(pooling.largestScore(means)).toBeCloseTo(Math.max(...scores), 12);
  });
});

import { describe, expect, it } from '@jest/globals';
import { blockPosteriors } from './posting-blocks.ts';

const DEVIATIONS = { hours: 0.3, days: 0.2 };
const NONE = Array.from({ length: 42 }, () => ({ size: 0, sum: 0 }));

describe('blocks of the week', () => {
  it('are unknown without posts, and as uncertain as hours and days are', () => {
    for (const { mean, deviation } of blockPosteriors(NONE, 1, DEVIATIONS)) {
      expect(mean).toBe(0);
      expect(deviation).toBeGreaterThan(Math.hypot(0.3, 0.2));
    }
  });

  it('learn from posts of the same hours and of the same day, and from their own most', () => {
    // Posts of one block alone: Tuesdays 16:00–20:00.
    const groups = NONE.map((group, block) => (block === 10 ? { size: 20, sum: 20 } : group));
    const posteriors = blockPosteriors(groups, 0.8, DEVIATIONS);
    const [own, sameHours, sameDay, other] = [10, 4, 9, 3].map((block) => posteriors[block]!);
    expect(own!.mean).toBeGreaterThan(sameHours!.mean);
    // By the ratio of covariances: the share of the variance that hours have.
    expect(sameHours!.mean / sameDay!.mean).toBeCloseTo(0.3 ** 2 / 0.2 ** 2, 10);
    expect(other!.mean).toBe(0);
    expect(own!.deviation).toBeLessThan(sameHours!.deviation);
    expect(sameHours!.deviation).toBeLessThan(other!.deviation);
  });

  it('count what hours and day share once', () => {
    // All evenings, and all of Sunday, have 1: Sunday evening is no 2.
    const groups = NONE.map((_, block) => {
      const isHigh = block % 6 === 5 || block >= 36;
      return { size: 50, sum: isHigh ? 50 : 0 };
    });
    const sundayEvening = blockPosteriors(groups, 0.5, { hours: 0.5, days: 0.5 })[41]!;
    expect(sundayEvening.mean).toBeGreaterThan(0.9);
    expect(sundayEvening.mean).toBeLessThan(1.4);
  });
});

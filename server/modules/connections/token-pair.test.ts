import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pairTimes, REFRESH_AHEAD_MS } from './token-pair.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const minutes = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 60_000;

it.each([
  ['2 h and 180 days', 7_200, 15_552_000, 22],
  ['24 h and 365 days', 86_400, 31_536_000, 70],
])(
  'renews a pair of %s ahead of its end, each at a moment of its own',
  (_name, access, refresh, earliest) => {
    const lifetimes = { accessSeconds: access, refreshSeconds: refresh };
    for (const [chance, ahead] of [
      [0, 10],
      [1, earliest],
    ] as const) {
      const times = pairTimes(NOW, lifetimes, chance);
      expect(minutes(NOW, times.accessTokenExpiresAt)).toBe(access / 60);
      expect(minutes(NOW, times.refreshTokenExpiresAt)).toBe(refresh / 60);
      expect(minutes(times.refreshAheadAt, times.accessTokenExpiresAt)).toBe(ahead);
      expect(minutes(NOW, times.renewBy)).toBe(refresh / 120);
    }
  },
);

it('never has a pair due at once, nor later than its end', () => {
  const seconds = fc.integer({ min: 1, max: 315_360_000 });
  fc.assert(
    fc.property(seconds, seconds, fc.double({ min: 0, max: 1, noNaN: true }), (access, refresh, chance) => {
      const times = pairTimes(NOW, { accessSeconds: access, refreshSeconds: refresh }, chance);
      expect(times.refreshAheadAt.getTime()).toBeGreaterThanOrEqual(NOW.getTime() + access * 500 - 1);
      expect(times.refreshAheadAt.getTime()).toBeLessThan(times.accessTokenExpiresAt.getTime());
      if (access >= 2 * 3_600) {
        expect(minutes(times.refreshAheadAt, times.accessTokenExpiresAt)).toBeGreaterThanOrEqual(
          REFRESH_AHEAD_MS / 60_000,
        );
      }
    }),
  );
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { createRateLimit } from './rate.limit.ts';

test('no window of any position ever holds more calls than the limit, and none is refused without need', () => {
  const step = fc.record({ wait: fc.nat({ max: 4_000 }), calls: fc.nat({ max: 5 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (steps, limit) => {
      const limits = createRateLimit();
      const granted: number[] = [];
      let now = 1_000_000;
      for (const { wait, calls } of steps) {
        now += wait;
        for (let call = 0; call < calls; call += 1) {
          const inWindow = granted.filter((at) => at > now - 10_000).length;
          const isGranted = limits.take('app', now, { limit, windowSeconds: 10 });
          expect(isGranted).toBe(inWindow < limit);
          if (isGranted) granted.push(now);
        }
      }
    }),
  );
});

test('keys are counted apart, a limit may change, and calls from the future are forgotten', () => {
  const limits = createRateLimit();
  const one = { limit: 1, windowSeconds: 60 };
  expect(limits.take('a', 100_000, one)).toBe(true);
  expect(limits.take('a', 100_000, one)).toBe(false);
  expect(limits.take('b', 100_000, one)).toBe(true);
  expect(limits.take('a', 100_000, { limit: 2, windowSeconds: 60 })).toBe(true);
  expect(limits.take('a', 90_000, one)).toBe(true);
});

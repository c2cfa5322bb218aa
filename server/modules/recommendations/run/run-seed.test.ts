import { expect, it } from '@jest/globals';
import { simulatedPack } from '../evidence/simulated-account.ts';
import { seedOf } from './run-seed.ts';

const evidence = simulatedPack(20);
const asked = {
  kinds: ['IDEA' as const],
  goal: 'REACH' as const,
  language: 'en',
  tone: null,
  topic: null,
  constraints: [],
  evidence,
};

/** As a store may give it back: the same with its keys in another order. */
function reordered<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).reverse())
      : part,
  ) as T;
}

it('a seed is the same of the same evidence and wishes, however they were stored', () => {
  expect(seedOf(reordered(asked))).toBe(seedOf(asked));
  const later = { ...evidence, account: { ...evidence.account, followers: 1 } };
  expect(seedOf({ ...asked, evidence: later })).toBe(seedOf(asked));
});

it('a seed is another one of other wishes and of other evidence', () => {
  expect(seedOf({ ...asked, topic: 'bread' })).not.toBe(seedOf(asked));
  expect(seedOf({ ...asked, evidence: simulatedPack(21) })).not.toBe(seedOf(asked));
});

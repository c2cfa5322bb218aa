import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseAccounts, DAY_MS, type ObservedAccount } from './corpus-accounts.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const TODAY = Date.UTC(2026, 10, 28);

/** Connected in the middle of a day, and captured an hour ago. */
const account = (id: string, daysAgo: number, knownHoursAgo = 1): ObservedAccount => ({
  id,
  observedSince: NOW - daysAgo * DAY_MS,
  knownUntil: NOW - knownHoursAgo * 3_600_000,
});
const some = (count: number, daysAgo: number) =>
  Array.from({ length: count }, (_, index) => account(`${String(daysAgo)}-${String(index)}`, daysAgo));
const chosen = (accounts: readonly ObservedAccount[]) => chooseAccounts(accounts, NOW);

describe('the accounts that are counted', () => {
  it('have whole days alone, and 90 at most', () => {
    expect(chosen([account('a', 10)])).toEqual({ ids: ['a'], start: TODAY - 9 * DAY_MS, end: TODAY });
    expect(chosen([account('a', 400)])).toMatchObject({ start: TODAY - 90 * DAY_MS });
    expect(chosen([account('a', 1)])).toBeNull();
    expect(chosen([])).toBeNull();
  });

  it('leave a new one out until its days weigh more than the past of the others', () => {
    const old = some(10, 90);
    expect(chosen([...old, account('new', 20)])?.ids).not.toContain('new');
    expect(chosen([...old, account('new', 27)])).toMatchObject({ start: TODAY - 26 * DAY_MS });
    expect(chosen([...old, account('new', 27)])?.ids).toContain('new');
    expect(chosen([account('old', 90), ...some(9, 3)])?.ids).toEqual(['old']);
    expect(chosen([account('old', 90), ...some(9, 4)])?.ids).toHaveLength(10);
  });

  it('leave out who is captured no more, and end with what all of them know', () => {
    expect(chosen([account('a', 90), account('gone', 90, 100)])?.ids).toEqual(['a']);
    expect(chosen([account('a', 90), account('late', 90, 13)])).toMatchObject({
      ids: ['a', 'late'],
      end: TODAY - DAY_MS,
    });
  });

  it('were all observed on every day that is counted, however they came', () => {
    const accounts = fc.array(
      fc.record({
        days: fc.double({ min: 0, max: 200, noNaN: true }),
        hours: fc.double({ min: 0, max: 120, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(accounts, (given) => {
        const observed = given.map(({ days, hours }, index) => account(String(index), days, hours));
        const counted = chosen(observed);
        for (const { id, observedSince, knownUntil } of observed) {
          if (counted?.ids.includes(id) !== true) continue;
          expect(observedSince).toBeLessThanOrEqual(counted.start);
          expect(knownUntil).toBeGreaterThanOrEqual(counted.end);
        }
        // Who has been there for 28 days is in, unless he is not captured any more.
        for (const { id, knownUntil, observedSince } of observed) {
          const isSettled = observedSince <= NOW - 32 * DAY_MS && knownUntil >= NOW - 3 * DAY_MS;
          const isLate = observed.some((other) => other.knownUntil < TODAY);
          if (isSettled && !isLate && counted !== null && counted.end - counted.start >= 28 * DAY_MS)
            expect(counted.ids).toContain(id);
        }
      }),
    );
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CALL_LEASE_MS, type CallQuota, type CallSlot, type Urgency } from '../lib/call-quota.ts';
import { createClock, type MovableClock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { forgetCalls, type OpenQuota, QUOTAS, worstWindow } from '../testing/call-quotas.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { captureQueries } from '../testing/queries.ts';

const MINUTE_MS = 60_000;
const EPOCH = Date.parse('2026-11-22T08:00:00.000Z');
const LIMITS = {
  single: { limit: 1, windowMs: MINUTE_MS },
  few: { limit: 10, windowMs: MINUTE_MS },
  large: { limit: 600, windowMs: MINUTE_MS },
};

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe.each(Object.entries(QUOTAS))('a quota of calls in %s', (_name, open) => {
  let clock: MovableClock;
  let opened: OpenQuota;
  let quota: CallQuota;
  let owner: string;
  const owners: string[] = [];

  beforeEach(async () => {
    clock = createClock();
    owner = `test:${newId()}`;
    owners.push(owner);
    at(0);
    opened = await open({ database: testDatabase.database, clock, limits: LIMITS, owner });
    ({ quota } = opened);
  });
  afterEach(() => opened.close());
  afterAll(async () => {
    await Promise.all(owners.map(forgetCalls));
  });

  /** Stands the clock so many seconds after the beginning. */
  function at(seconds: number): void {
    clock.standAt(new Date(EPOCH + seconds * 1_000));
  }

  async function grants(resource: string, urgency: Urgency, count: number): Promise<CallSlot[]> {
    const slots: CallSlot[] = [];
    for (let call = 0; call < count; call += 1) {
      const { slot } = await quota.take(resource, urgency);
      if (slot === null) throw new Error(`Call ${String(call + 1)} of ${String(count)} was refused`);
      slots.push(slot);
    }
    return slots;
  }

  /** Seconds after the beginning at which it is worth asking again; null where it is granted. */
  async function refusal(resource: string, urgency: Urgency): Promise<number | null> {
    const { retryAt } = await quota.take(resource, urgency);
    return retryAt === null ? null : (retryAt.getTime() - EPOCH) / 1_000;
  }

  async function answered(slots: readonly CallSlot[]): Promise<void> {
    for (const slot of slots) await slot.release();
  }

  it('grants as many as the limit, and says when the next place comes free', async () => {
    const slots = await grants('few', 'USER', 10);
    at(2);
    await answered(slots.slice(0, 1));
    at(3);
    await answered(slots.slice(1));
    expect(await refusal('few', 'USER')).toBe(62);
    at(61.999);
    expect(await refusal('few', 'USER')).toBe(62);
    at(62);
    expect(await refusal('few', 'USER')).toBeNull();
    expect(await refusal('few', 'USER')).toBe(63);
  });

  it('counts each resource, and each owner, alone', async () => {
    await grants('single', 'USER', 1);
    expect(await refusal('single', 'USER')).not.toBeNull();
    expect(await refusal('few', 'USER')).toBeNull();
    const other = await open({
      database: testDatabase.database,
      clock,
      limits: LIMITS,
      owner: `${owner}-other`,
    });
    expect((await other.quota.take('single', 'USER')).slot).not.toBeNull();
    await other.close();
  });

  it('counts what every process takes', async () => {
    const other = await open({ database: testDatabase.database, clock, limits: LIMITS, owner });
    await grants('few', 'USER', 6);
    for (let call = 0; call < 4; call += 1)
      expect((await other.quota.take('few', 'USER')).slot).not.toBeNull();
    expect((await other.quota.take('few', 'USER')).slot).toBeNull();
    expect((await quota.take('few', 'USER')).slot).toBeNull();
    await other.close();
  });

  it('holds the place of a call without an answer for its lease and a window', async () => {
    await grants('single', 'USER', 1);
    // It may be answered now, and then counts for a window.
    expect(await refusal('single', 'USER')).toBe(60);
    at(60);
    expect(await refusal('single', 'USER')).toBe(60 + CALL_LEASE_MS / 1_000);
    at(60 + CALL_LEASE_MS / 1_000);
    expect(await refusal('single', 'USER')).toBeNull();
  });

  it('does not let an answer that comes after the lease touch the place of another call', async () => {
    const [late] = await grants('single', 'USER', 1);
    at(100);
    const [next] = await grants('single', 'USER', 1);
    at(101);
    await next!.release();
    at(150);
    await late!.release();
    at(161);
    expect(await refusal('single', 'USER')).toBeNull();
  });

  it('holds a place no longer when it is let go of twice', async () => {
    const [slot] = await grants('single', 'USER', 1);
    await slot!.release();
    at(30);
    await slot!.release();
    at(60);
    expect(await refusal('single', 'USER')).toBeNull();
  });

  it('leaves a part of the window to people', async () => {
    await answered(await grants('large', 'BACKGROUND', 570));
    expect(await refusal('large', 'BACKGROUND')).toBe(60);
    await answered(await grants('large', 'USER', 30));
    expect(await refusal('large', 'USER')).toBe(60);
  });

  it('keeps a place for a person who found none, and gives it up where he does not return', async () => {
    await answered(await grants('single', 'BACKGROUND', 1));
    expect(await refusal('single', 'USER')).toBe(60);
    at(60);
    // Ten seconds after a place came free he has had his chance.
    expect(await refusal('single', 'BACKGROUND')).toBe(70);
    expect(await refusal('single', 'USER')).toBeNull();
    // He came, so nothing is kept any more.
    expect(await refusal('single', 'BACKGROUND')).toBe(120);

    at(200);
    await answered(await grants('single', 'BACKGROUND', 1));
    expect(await refusal('single', 'USER')).toBe(260);
    at(269.999);
    expect(await refusal('single', 'BACKGROUND')).toBe(270);
    at(270);
    expect(await refusal('single', 'BACKGROUND')).toBeNull();
  });

  it('keeps no more places than people wait for, however often they ask', async () => {
    await answered(await grants('few', 'USER', 10));
    at(1);
    for (let times = 0; times < 30; times += 1) expect(await refusal('few', 'USER')).toBe(60);
    at(60);
    // All ten are kept now, and come to people alone …
    expect(await refusal('few', 'BACKGROUND')).toBe(70);
    await answered(await grants('few', 'USER', 4));
    at(70);
    // … but who does not come within ten seconds has lost his.
    await answered(await grants('few', 'BACKGROUND', 5));
    expect(await refusal('few', 'BACKGROUND')).toBe(120);
  });

  it('treats the window as full where the vendor says so', async () => {
    await grants('few', 'USER', 1);
    at(10);
    await quota.exhausted('few');
    expect(await refusal('few', 'USER')).toBe(70);
    expect(await quota.usage(['few'])).toEqual([
      {
        resource: 'few',
        limit: 10,
        windowSeconds: 60,
        remaining: 0,
        reserve: 1,
        nextFreeAt: new Date(EPOCH + 70_000),
      },
    ]);
    at(69.999);
    expect(await refusal('few', 'BACKGROUND')).toBe(70);
    at(70);
    expect(await refusal('few', 'USER')).toBeNull();
  });

  it('tells how full the windows are', async () => {
    await answered(await grants('few', 'USER', 4));
    await answered(await grants('single', 'USER', 1));
    at(20);
    expect(await quota.usage(['large', 'single', 'few'])).toEqual([
      { resource: 'large', limit: 600, windowSeconds: 60, remaining: 600, reserve: 30, nextFreeAt: null },
      {
        resource: 'single',
        limit: 1,
        windowSeconds: 60,
        remaining: 0,
        reserve: 0,
        nextFreeAt: new Date(EPOCH + 60_000),
      },
      { resource: 'few', limit: 10, windowSeconds: 60, remaining: 6, reserve: 1, nextFreeAt: null },
    ]);
    at(60);
    expect(await quota.usage(['single'])).toMatchObject([{ remaining: 1, nextFreeAt: null }]);
  });

  it('goes on within a lease and a window when the clock is moved back', async () => {
    await answered(await grants('single', 'USER', 1));
    await quota.exhausted('single');
    at(-90 * 24 * 3_600);
    expect(await refusal('single', 'USER')).not.toBeNull();
    at(-90 * 24 * 3_600 + 60 + CALL_LEASE_MS / 1_000);
    expect(await refusal('single', 'USER')).toBeNull();
  });

  it('follows a limit that was lowered', async () => {
    const slots = await grants('few', 'USER', 10);
    for (const [second, slot] of slots.entries()) {
      at(second);
      await slot.release();
    }
    const lowered = { few: { limit: 3, windowMs: MINUTE_MS } };
    const other = await open({ database: testDatabase.database, clock, limits: lowered, owner });
    const { retryAt } = await other.quota.take('few', 'USER');
    // Eight of ten have to go.
    expect(retryAt).toEqual(new Date(EPOCH + 67_000));
    expect(await other.quota.usage(['few'])).toMatchObject([{ remaining: 0, nextFreeAt: retryAt }]);
    await other.close();
  });

  it('counts on the clock of the server while the clock runs', async () => {
    clock.release();
    await answered(await grants('few', 'USER', 10));
    const { retryAt } = await quota.take('few', 'USER');
    const waitMs = retryAt!.getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(55_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it('is an error where nobody has set a limit', async () => {
    await expect(quota.take('unheard/of', 'USER')).rejects.toThrow(
      'There is no limit for calls of unheard/of.',
    );
  });

  it('never lets more than the limit arrive in any window, however slow the calls and the answers', async () => {
    const windowMs = 1_000;
    const limit = 5;
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 400 }),
      urgency: fc.constantFrom<Urgency>('USER', 'BACKGROUND'),
      asks: fc.integer({ min: 1, max: 4 }),
      // Milliseconds from the grant to the receiver, and from there to the answer; null: none comes.
      travelMs: fc.integer({ min: 0, max: 1_500 }),
      answerMs: fc.option(fc.integer({ min: 0, max: 1_500 }), { freq: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        const run = await open({
          database: testDatabase.database,
          clock,
          limits: { calls: { limit, windowMs } },
          owner: `${owner}:${newId()}`,
        });
        let now = EPOCH;
        const arrivals: number[] = [];
        const answers: { at: number; slot: CallSlot }[] = [];
        for (const { afterMs, urgency, asks, travelMs, answerMs } of steps) {
          const until = now + afterMs;
          for (;;) {
            const due = answers.sort((a, b) => a.at - b.at)[0];
            if (due === undefined || due.at > until) break;
            answers.shift();
            clock.standAt(new Date(due.at));
            await due.slot.release();
          }
          now = until;
          clock.standAt(new Date(now));
          for (let ask = 0; ask < asks; ask += 1) {
            const { slot } = await run.quota.take('calls', urgency);
            if (slot === null) continue;
            arrivals.push(now + travelMs);
            if (answerMs !== null) answers.push({ at: now + travelMs + answerMs, slot });
          }
        }
        await run.close();
        expect(worstWindow(arrivals, windowMs)).toBeLessThanOrEqual(limit);
        // And what is free is given: the first call of all at least.
        expect(arrivals.length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a quota of calls in sql', () => {
  it('takes one statement for a slot, one to let go of it, and one for all windows', async () => {
    const { quota } = await QUOTAS['sql']!({
      database: testDatabase.database,
      clock: createClock(),
      limits: LIMITS,
      owner: newId(),
    });
    const { result, statements } = await captureQueries(() => quota.take('few', 'USER'));
    expect(statements).toHaveLength(1);
    expect((await captureQueries(() => result.slot!.release())).statements).toHaveLength(1);
    const usage = await captureQueries(() => quota.usage(['few', 'single', 'large']));
    expect(usage.statements).toHaveLength(1);
  });

  it('uses its rows again', async () => {
    const clock = createClock();
    const owner = `rows:${newId()}`;
    const { quota } = await QUOTAS['sql']!({
      database: testDatabase.database,
      clock,
      limits: LIMITS,
      owner,
    });
    for (let minute = 0; minute < 5; minute += 1) {
      clock.standAt(new Date(EPOCH + minute * 2 * MINUTE_MS));
      for (let call = 0; call < 12; call += 1) await (await quota.take('few', 'USER')).slot?.release();
    }
    const rows = await testDatabase.database.query('SELECT * FROM "CallSlot" WHERE resource = $1', [
      `${owner}:few`,
    ]);
    expect(rows).toHaveLength(10);
  });
});

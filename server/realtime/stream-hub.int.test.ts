import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../data/database.ts';
import { ConflictError } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { createTestDatabase } from '../testing/database.ts';
import type { TestDatabase } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { prune } from './event-log.ts';
import { createPostgreSQLPubSub } from './postgresql-pubsub.ts';
import { createMemoryPubSub } from './pubsub.ts';
import type { PubSub } from './pubsub.ts';
import { createRedisPubSub } from './redis-pubsub.ts';
import { createStreamHub } from './stream-hub.ts';
import type { StreamHub } from './stream-hub.ts';
import { appendNumbers, createOwner, numbers } from './streams.fixture.ts';

const REDIS_URL = process.env['TEST_REDIS_URL'];

let test: TestDatabase;
let ownerId: string;
let disposers: (() => Promise<void>)[];

beforeEach(async () => {
  test = await createTestDatabase();
  ownerId = await createOwner(test.database);
  disposers = [];
});

afterEach(async () => {
  for (const dispose of disposers.reverse()) await dispose();
  await test.drop();
});

function openHub(pubsub: PubSub = createMemoryPubSub(), database: Database = test.database): StreamHub {
  const hub = createStreamHub({ database, pubsub, log: SILENT_LOG });
  disposers.push(() => hub.close().then(() => pubsub.close()));
  return hub;
}

async function write(hub: StreamHub, first: number, count: number): Promise<void> {
  await hub.notify(numbers, ownerId, await appendNumbers(test.database, ownerId, first, count));
}

/** The numbers after `after`, until `count` are there. */
async function take(hub: StreamHub, after: number, count: number): Promise<number[]> {
  const taken: number[] = [];
  if (count === 0) return taken;
  for await (const { sequence, payload } of hub.follow(numbers, ownerId, { after })) {
    expect(sequence).toBe(after + taken.length + 1);
    taken.push(payload.number);
    if (taken.length === count) break;
  }
  return taken;
}

const range = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** A generator of whole numbers below a bound, the same on every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** Makes one node's end of the carrier; called once a node. */
const carriers: Record<PubSub['kind'], () => () => Promise<PubSub>> = {
  memory: () => {
    const shared = createMemoryPubSub();
    return () => Promise.resolve(shared);
  },
  postgresql: () => () => createPostgreSQLPubSub(test.database),
  redis: () => {
    const prefix = `test-${newId()}:`;
    return () => createRedisPubSub(REDIS_URL ?? '', SILENT_LOG, { prefix });
  },
};

for (const [kind, createCarrier] of Object.entries(carriers)) {
  (kind === 'redis' && REDIS_URL === undefined ? describe.skip : describe)(`following over ${kind}`, () => {
    it('gives exactly the log to readers that leave and resume at random points', async () => {
      const carrier = createCarrier();
      const writing = openHub(await carrier());
      const reading = openHub(await carrier());
      const total = 400;
      const random = createRandom(7);
      const writer = (async () => {
        for (let written = 0; written < total;) {
          const count = Math.min(total - written, random(8) + 1);
          await write(writing, written + 1, count);
          written += count;
        }
      })();
      const readers = [1, 2, 3].map(async (seed) => {
        const randomCut = createRandom(seed);
        const seen: number[] = [];
        while (seen.length < total) {
          seen.push(...(await take(reading, seen.length, Math.min(total - seen.length, randomCut(60) + 1))));
        }
        return seen;
      });
      await writer;
      for (const seen of await Promise.all(readers)) expect(seen).toEqual(range(1, total));
    }, 30_000);
  });
}

describe('a follower', () => {
  it('gets stored events first, then live ones', async () => {
    const hub = openHub();
    await write(hub, 1, 3);
    const taken = take(hub, 1, 4);
    await write(hub, 4, 2);
    expect(await taken).toEqual([2, 3, 4, 5]);
  });

  it('loses nothing when it takes its time over more events than are buffered', async () => {
    const hub = openHub();
    await write(hub, 1, 1);
    const events = hub.follow(numbers, ownerId, { after: 0 });
    expect((await events.next()).value?.sequence).toBe(1);
    const second = events.next();
    await write(hub, 2, 1);
    expect((await second).value?.sequence).toBe(2);
    // Caught up; now it does not ask, while another one keeps up.
    const other = take(hub, 2, 2_500);
    for (let first = 3; first <= 2_502; first += 100) await write(hub, first, 100);
    expect(await other).toHaveLength(2_500);
    const seen: number[] = [];
    for await (const { payload } of events) {
      seen.push(payload.number);
      if (seen.length === 2_500) break;
    }
    expect(seen).toEqual(range(3, 2_500));
  });

  it('sees an event within seconds though nobody announced it', async () => {
    const hub = openHub();
    const taken = take(hub, 0, 2);
    await write(hub, 1, 1);
    await appendNumbers(test.database, ownerId, 2, 1);
    expect(await taken).toEqual([1, 2]);
  }, 10_000);

  it('ends without an error when its signal aborts while it waits', async () => {
    const hub = openHub();
    const aborting = new AbortController();
    const events = hub.follow(numbers, ownerId, { after: 0, signal: aborting.signal });
    const waiting = events.next();
    aborting.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('ends when it is left while it waits, and when the hub closes', async () => {
    const hub = openHub();
    const left = hub.follow(numbers, ownerId, { after: 0 });
    const leftWaiting = left.next();
    await left.return?.();
    expect((await leftWaiting).done).toBe(true);
    const closed = hub.follow(numbers, ownerId, { after: 0 }).next();
    await hub.close();
    expect((await closed).done).toBe(true);
  });

  it('is told when the events it asks for are no longer kept', async () => {
    const hub = openHub();
    await write(hub, 1, 2);
    await prune(test.database.prisma, new Date(Date.now() + 1_000), numbers);
    await write(hub, 3, 1);
    const refused = take(hub, 0, 1);
    await expect(refused).rejects.toBeInstanceOf(ConflictError);
    await expect(refused).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(await take(hub, 2, 1)).toEqual([3]);
  });
});

describe('many followers', () => {
  it('cost one read a notification', async () => {
    let reads = 0;
    const counted: Database = {
      ...test.database,
      query: (sql, parameters) => {
        if (sql.includes('"StreamEvent"')) reads += 1;
        return test.database.query(sql, parameters);
      },
    };
    const hub = openHub(createMemoryPubSub(), counted);
    const followers = range(0, 50).map(() => hub.follow(numbers, ownerId, { after: 0 }));
    await write(hub, 1, 1);
    await Promise.all(followers.map((follower) => follower.next()));
    // Each asks again, and so has caught up, when this one event reaches all.
    const caughtUp = followers.map((follower) => follower.next());
    await write(hub, 2, 1);
    await Promise.all(caughtUp);
    reads = 0;
    for (let number = 3; number <= 12; number += 1) {
      const next = followers.map((follower) => follower.next());
      await write(hub, number, 1);
      expect((await Promise.all(next)).every(({ value }) => value?.sequence === number)).toBe(true);
    }
    expect(reads).toBe(10);
  });
});

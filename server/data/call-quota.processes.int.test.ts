import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../lib/ids.ts';
import { forgetCalls, TEST_REDIS_URL, worstWindow } from '../testing/call-quotas.ts';
import type { CallerOrder } from '../testing/caller.fixture.ts';
import { createTestDatabase, TEST_DATABASE_URL } from '../testing/database.ts';

const LIMIT = 60;
const WINDOW_MS = 2_000;
const CALL_FOR_MS = 6_000;
/** Of calls to the receiver, and of its answers. */
const DELAY_MS = 200;

interface Arrival {
  at: number;
  urgency: string;
}

/** A vendor's end, which counts on a clock of its own what arrives. Some answers get lost. */
async function startReceiver(): Promise<{ url: string; arrivals: Arrival[]; close(): Promise<void> }> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    arrivals.push({ at: performance.now(), urgency: request.url?.slice(1) ?? '' });
    const isLost = arrivals.length % 40 === 0;
    void setTimeout(Math.random() * DELAY_MS).then(() =>
      isLost ? request.socket.destroy() : response.end('ok'),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    arrivals,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function startCaller(order: CallerOrder): Promise<ChildProcess> {
  const fixture = fileURLToPath(new URL('../testing/caller.fixture.ts', import.meta.url));
  const caller = spawn(process.execPath, [fixture, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(caller.stdout, 'data');
  return caller;
}

async function kill(caller: ChildProcess): Promise<void> {
  if (caller.exitCode !== null || caller.signalCode !== null) return;
  const exited = once(caller, 'exit');
  caller.kill('SIGKILL');
  await exited;
}

/** Three processes call as fast as they may; one is killed in the middle. What arrived, and when. */
async function callFromThree(counters: Pick<CallerOrder, 'sql' | 'redis'>): Promise<Arrival[]> {
  const receiver = await startReceiver();
  const order: CallerOrder = {
    ...counters,
    owner: `test:${newId()}`,
    limit: LIMIT,
    windowMs: WINDOW_MS,
    receiver: receiver.url,
    lanes: 8,
    travelMs: DELAY_MS,
  };
  const callers = await Promise.all([1, 2, 3].map(() => startCaller(order)));
  try {
    await setTimeout(CALL_FOR_MS / 2);
    await kill(callers[0]!);
    await setTimeout(CALL_FOR_MS / 2);
    expect(callers.slice(1).map(({ exitCode }) => exitCode)).toEqual([null, null]);
    return [...receiver.arrivals];
  } finally {
    await Promise.all(callers.map(kill));
    await receiver.close();
    await forgetCalls(order.owner);
  }
}

function expectExact(arrivals: readonly Arrival[]): void {
  const worst = worstWindow(
    arrivals.map(({ at }) => at),
    WINDOW_MS,
  );
  expect(worst).toBeLessThanOrEqual(LIMIT);
  // The window was really filled, and more than once.
  expect(worst).toBeGreaterThan(LIMIT * 0.8);
  expect(arrivals.length).toBeGreaterThan(LIMIT * 1.5);
  expect(new Set(arrivals.map(({ urgency }) => urgency))).toEqual(new Set(['USER', 'BACKGROUND']));
}

describe('three processes that share a quota', () => {
  const onDatabase = TEST_DATABASE_URL === undefined ? it.skip : it;
  const onRedis = TEST_REDIS_URL === undefined ? it.skip : it;

  onDatabase('never send more than the limit in any window, counted in PostgreSQL', async () => {
    const { url, drop } = await createTestDatabase();
    try {
      expectExact(await callFromThree({ sql: url! }));
    } finally {
      await drop();
    }
  });

  onRedis('never send more than the limit in any window, counted in Redis', async () => {
    // With the database beside it where there is one, as in production: all three begin to count at once.
    const test = TEST_DATABASE_URL === undefined ? null : await createTestDatabase();
    try {
      const sql = test?.url;
      expectExact(await callFromThree({ redis: TEST_REDIS_URL!, ...(sql === undefined ? {} : { sql }) }));
    } finally {
      await test?.drop();
    }
  });
});

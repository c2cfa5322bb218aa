import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newId } from '../lib/ids.ts';
import { forgetCalls, worstWindow } from './call-quotas.ts';
import type { CallerOrder } from './caller.fixture.ts';

/** Calls in any window of two seconds. */
export const SCENARIO_LIMIT = 60;
const WINDOW_MS = 2_000;
const CALL_FOR_MS = 6_000;
/** Of calls to the receiver, and of its answers. */
const DELAY_MS = 200;

export interface SharedQuota {
  /** Calls that arrived. */
  calls: number;
  /** The most of them in any window, on the receiver's clock. */
  worst: number;
  urgencies: string[];
  /** Of the callers that were not killed, those that ended by themselves. */
  died: number;
}

/**
 * Three processes call a receiver as fast as a quota that they share lets them; one is killed in the middle, and some
 * answers get lost.
 */
export async function callFromThree(counters: Pick<CallerOrder, 'sql' | 'redis'>): Promise<SharedQuota> {
  const receiver = await startReceiver();
  const order: CallerOrder = {
    ...counters,
    owner: `test:${newId()}`,
    limit: SCENARIO_LIMIT,
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
    const { arrivals } = receiver;
    return {
      calls: arrivals.length,
      worst: worstWindow(
        arrivals.map(({ at }) => at),
        WINDOW_MS,
      ),
      urgencies: [...new Set(arrivals.map(({ urgency }) => urgency))].sort(),
      died: callers.slice(1).filter(({ exitCode }) => exitCode !== null).length,
    };
  } finally {
    await Promise.all(callers.map(kill));
    await receiver.close();
    await forgetCalls(order.owner);
  }
}

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
  const fixture = fileURLToPath(new URL('./caller.fixture.ts', import.meta.url));
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

import { connect, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { HOSTILE_REQUESTS, type Target } from '../../../server/testing/hostile-corpus.ts';
import type { Figures } from '../figures.ts';
import { freePort, ServerProcess } from '../server-process.ts';

/** How long everything comes at once. */
const SIEGE_MS = 25_000;
/** Requests of the corpus that are under way at a time. */
const LANES = 6;
/** TCP connections that say nothing, from so many addresses, since one alone may have but a thousand. */
const IDLE_SOCKETS = 10_000;
const IDLE_ADDRESSES = 20;
const SLOW_BODIES = 100;
const SUBSCRIBING_SOCKETS = 5;
const SUBSCRIPTIONS = 250;

const START_MS = 300_000;

/** Of the siege's requests, a share. */
const MOST_CUT_OFF = 0.01;
const MOST_GROWTH_MB = 400;
const MOST_DELAY_MS = 3_000;
const MOST_WAIT_MS = 5_000;

const ORDINARY = '{ connections(first: 10) { edges { node { id displayName metrics { followers } } } } }';

/** Starts the product and lays siege to it. */
export async function checkHostile(figures: Figures): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'creatorgraph-walls-'));
  const place = { dataDir, port: await freePort(), sandboxPort: await freePort() };
  const { server } = await ServerProcess.start(place, START_MS);
  try {
    const demo = (await (await fetch(`${server.url}/api/demo`)).json()) as { apiKey: string };
    await checkHostileRequests(figures, { origin: server.url, apiKey: demo.apiKey });
  } finally {
    server.killAll();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Sends what no honest client sends, first one by one, then all at once and for a while. Each must be refused with its code,
 * the server must neither grow nor stall, and a normal client must be served all the time.
 *
 * @param target.origin of the server, which answers /metrics to this machine.
 */
async function checkHostileRequests(
  figures: Figures,
  target: { origin: string; apiKey: string },
): Promise<void> {
  const graphql: Target = { url: `${target.origin}/graphql`, apiKey: target.apiKey };
  await checkCodes(figures, graphql);
  const before = await readMetrics(target.origin);
  const siege = new AbortController();
  const client = normalClient(graphql, siege.signal);
  const idle = openIdle(new URL(target.origin), IDLE_SOCKETS);
  let connected = 0;
  for (const socket of idle) {
    socket.once('connect', () => {
      connected += 1;
    });
  }
  const slow = openSlow(new URL(target.origin), SLOW_BODIES);
  const [flooded, served, refusedSubscriptions] = await Promise.all([
    flood(graphql, siege.signal),
    client,
    floodSubscriptions(graphql, siege.signal),
    sleep(SIEGE_MS).then(() => {
      siege.abort();
    }),
  ]);
  const after = await readMetrics(target.origin);
  for (const socket of [...idle, ...slow]) socket.destroy();

  figures.add(
    'hostile requests of the siege that were let in',
    `0, ≤ ${String(MOST_CUT_OFF * 100)} % cut off without an answer`,
    `${String(flooded.letIn)} of ${String(flooded.sent)}, ${String(flooded.cutOff)} cut off`,
    flooded.letIn === 0 && flooded.cutOff <= MOST_CUT_OFF * flooded.sent && flooded.sent > 100,
  );
  figures.add(
    `subscriptions refused on sockets that ask for ${String(SUBSCRIPTIONS)} at once`,
    '≥ 1 a socket',
    `${String(refusedSubscriptions)} on ${String(SUBSCRIBING_SOCKETS)} sockets`,
    refusedSubscriptions >= SUBSCRIBING_SOCKETS,
  );
  figures.add(
    'requests of a normal client meanwhile',
    'all answered',
    `${String(served.answered)} of ${String(served.sent)}`,
    served.answered === served.sent && served.sent > 10,
  );
  figures.addDuration('the longest that it waited', served.longestMs, MOST_WAIT_MS);
  figures.addDuration("the longest delay of the server's event loop", after.delayMs, MOST_DELAY_MS);
  const grownMb = (after.residentBytes - before.residentBytes) / 1_000_000;
  figures.add(
    `memory that the server grew by, with ${String(connected)} idle sockets open at first`,
    `≤ ${String(MOST_GROWTH_MB)} MB`,
    `${grownMb.toFixed(0)} MB (to ${(after.residentBytes / 1_000_000).toFixed(0)} MB)`,
    grownMb <= MOST_GROWTH_MB && connected === IDLE_SOCKETS,
  );
}

async function checkCodes(figures: Figures, target: Target): Promise<void> {
  const wrong: string[] = [];
  for (const request of HOSTILE_REQUESTS) {
    const response = await request.send(target);
    const code = await codeOf(response);
    if (response.status !== request.status || code !== request.code)
      wrong.push(`${request.name}: ${String(response.status)} ${String(code)}`);
  }
  figures.add(
    'hostile requests that are refused with their code',
    String(HOSTILE_REQUESTS.length),
    wrong.length === 0 ? String(HOSTILE_REQUESTS.length) : wrong.join('; '),
    wrong.length === 0,
  );
}

/** Strangers, so that it is the limits of the door that hold and no bucket of the normal client's. */
async function flood(
  target: Target,
  signal: AbortSignal,
): Promise<{ sent: number; letIn: number; cutOff: number }> {
  const count = { sent: 0, letIn: 0, cutOff: 0 };
  const lane = async (first: number): Promise<void> => {
    for (let index = first; !signal.aborted; index += 1) {
      const request = HOSTILE_REQUESTS[index % HOSTILE_REQUESTS.length]!;
      count.sent += 1;
      try {
        const response = await request.send({ ...target, apiKey: 'cg_nobody' });
        if ((await codeOf(response)) === undefined) count.letIn += 1;
      } catch (error) {
        // A body that is refused while it is still being sent may cost the client the answer.
        if (!isCutOff(error)) throw error;
        count.cutOff += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index * 3)));
  return count;
}

function isCutOff(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code === 'ECONNRESET' || cause?.code === 'EPIPE';
}

async function codeOf(response: Response): Promise<string | undefined> {
  const body = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
  return body.errors?.[0]?.extensions?.code;
}

async function normalClient(
  { url, apiKey }: Target,
  signal: AbortSignal,
): Promise<{ sent: number; answered: number; longestMs: number }> {
  const count = { sent: 0, answered: 0, longestMs: 0 };
  while (!signal.aborted) {
    const start = performance.now();
    count.sent += 1;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query: ORDINARY }),
    });
    if (response.status === 200 && !('errors' in ((await response.json()) as object))) count.answered += 1;
    count.longestMs = Math.max(count.longestMs, performance.now() - start);
    await sleep(100);
  }
  return count;
}

function openIdle({ port }: URL, count: number): Socket[] {
  return Array.from({ length: count }, (_, index) => {
    const localAddress = `127.0.1.${String(1 + (index % IDLE_ADDRESSES))}`;
    return connect({ port: Number(port), host: '127.0.0.1', localAddress }).on('error', () => undefined);
  });
}

function openSlow({ port, host }: URL, count: number): Socket[] {
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${host}`,
    'Content-Type: application/json',
    'Content-Length: 1000',
  ];
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    socket.write(`${head.join('\r\n')}\r\n\r\n{"query":"`);
    return socket;
  });
}

/** Resolves with how many were refused once the siege is over. */
async function floodSubscriptions({ url, apiKey }: Target, signal: AbortSignal): Promise<number> {
  let refused = 0;
  const sockets = Array.from({ length: SUBSCRIBING_SOCKETS }, () => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const send = (message: object) => {
      socket.send(JSON.stringify(message));
    };
    socket.on('error', () => undefined);
    socket.on('open', () => {
      send({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } });
    });
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'error') refused += 1;
      if (type !== 'connection_ack') return;
      for (let id = 0; id < SUBSCRIPTIONS; id += 1) {
        const query = 'subscription { connectionEvents(connectionId: "VmlkZW86eA") { sequence } }';
        send({ type: 'subscribe', id: String(id), payload: { query } });
      }
    });
    return socket;
  });
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
  for (const socket of sockets) socket.terminate();
  return refused;
}

async function readMetrics(origin: string): Promise<{ residentBytes: number; delayMs: number }> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    residentBytes: figure('process_resident_memory_bytes'),
    delayMs: figure('process_event_loop_delay_max_seconds') * 1_000,
  };
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../client.ts';
import { load, type Figures } from '../figures.ts';
import type { Part } from '../parts.ts';
import { startRun } from '../runs.ts';
import { within } from '../waiting.ts';
import type { ServerNode } from '../walls/nodes.ts';
import { quantile } from './quantile.ts';
import { onNodes, originOf, type BenchAccount, type StreamRig } from './stream-rig.ts';
import { startTokenVendor, type TokenVendor } from './token-vendor.ts';
import type { ReadersOrder, ReadersReport } from './token-readers.ts';

const READERS = 200;
const ROUNDS = 3;
const TOKENS = 150;
/** Tokens before those that count: code is compiled, and connections and statements are made, meanwhile. */
const WARM_UP = 20;
/** More than the window, so that each token is the first of a delta and has waited the whole of it. */
const TOKEN_EVERY_MS = 50;
/** How long the server collects words before it stores them (README.md of recommendations). */
const WINDOW_MS = 40;
const MOST_TIMES = 3;

const SUBSCRIPTION = `subscription ($run: ID!) { recommendationRunEvents(runId: $run) {
  __typename sequence at ... on RecommendationDelta { index path offset text } } }`;

/** Vendor's token to client, through the whole server, against the same tokens through a bare relay. */
export const latencyPart: Part = {
  name: 'latency',
  title: `Tokens to ${String(READERS)} readers of one run`,
  measure: (figures) => onNodes(figures, 'Latency that the server adds', 1, (rig) => take(figures, rig)),
};

async function take(figures: Figures, { accounts, startNode }: StreamRig): Promise<void> {
  const vendor = await startTokenVendor();
  const node = await startNode({
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: vendor.baseUrl,
    OPENAI_MODEL: 'bench',
  });
  const relay = fork(join(import.meta.dirname, 'bare-relay.ts'), [vendor.bareUrl]);
  const [told] = (await once(relay, 'message')) as [{ port: number }];
  const ours: ReadersReport[] = [];
  const bare: ReadersReport[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await throughRelay(vendor, relay, told.port));
      ours.push(await throughServer(vendor, node, accounts[0]!));
    }
  } finally {
    relay.disconnect();
    await vendor.close();
  }
  const expected = ROUNDS * READERS * TOKENS;
  const [overRelay, overServer] = [bare, ours].map((reports) =>
    reports.reduce((sum, { tokens }) => sum + tokens, 0),
  );
  figures.add(
    `Tokens that reached ${String(READERS)} readers`,
    `all ${String(expected)}, over the relay and over the server`,
    `${String(overRelay)} and ${String(overServer)}`,
    overRelay === expected && overServer === expected,
  );
  const relayed = bare.flatMap(({ late }) => late);
  const served = ours.flatMap(({ late }) => late.map((ms) => ms - WINDOW_MS));
  const [least, p99] = [quantile(relayed, 0.99), quantile(served, 0.99)];
  const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;
  figures.add(
    `Vendor's token to client beyond the window of ${String(WINDOW_MS)} ms, p99`,
    `≤ ${String(MOST_TIMES)} × the bare relay's: ${inMs(MOST_TIMES * least)}`,
    `${inMs(p99)}, ${(p99 / least).toFixed(1)} × (median ${inMs(quantile(served, 0.5))}; relay: p99 ${inMs(least)}, median ${inMs(quantile(relayed, 0.5))}); ${load()}`,
    p99 <= MOST_TIMES * least,
  );
}

async function throughRelay(vendor: TokenVendor, relay: ChildProcess, port: number): Promise<ReadersReport> {
  const readers = await openReaders({
    url: `ws://127.0.0.1:${String(port)}`,
    readers: READERS,
    subscription: null,
  });
  relay.send('read');
  await vendor.reader();
  return sendTokens(vendor, readers);
}

async function throughServer(
  vendor: TokenVendor,
  node: ServerNode,
  { key, connectionId }: BenchAccount,
): Promise<ReadersReport> {
  const caller: Caller = { url: originOf(node), key };
  const run = await startRun(caller, connectionId, 1);
  await within(10_000, 'the call of the vendor', vendor.reader());
  const readers = await openReaders({
    url: node.url.replace('http', 'ws'),
    readers: READERS,
    subscription: { key, query: SUBSCRIPTION, variables: { run } },
  });
  return sendTokens(vendor, readers);
}

async function openReaders(order: ReadersOrder): Promise<ChildProcess> {
  const readers = fork(join(import.meta.dirname, 'token-readers.ts'));
  readers.send(order);
  await within(60_000, 'the readers', once(readers, 'message'));
  // What they asked for last has to get there.
  await delay(500);
  return readers;
}

/** What came of the tokens, the first ones left out. */
async function sendTokens(vendor: TokenVendor, readers: ChildProcess): Promise<ReadersReport> {
  const start = performance.now();
  let counted = 0n;
  for (let token = 0; token < WARM_UP + TOKENS; token += 1) {
    await delay(Math.max(0, start + token * TOKEN_EVERY_MS - performance.now()));
    if (token === WARM_UP) counted = process.hrtime.bigint();
    vendor.send();
  }
  await delay(1_000);
  vendor.finish();
  readers.send({ reportSince: String(counted) });
  const [report] = (await within(30_000, 'the report', once(readers, 'message'))) as [ReadersReport];
  return report;
}

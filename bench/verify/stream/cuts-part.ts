import { setTimeout as delay } from 'node:timers/promises';
import { load, type Figures } from '../figures.ts';
import type { Part } from '../parts.ts';
import { startRun } from '../runs.ts';
import { within } from '../waiting.ts';
import { startCuttingBalancer } from './cutting-balancer.ts';
import { flawsOf, followToEnd } from './followed-run.ts';
import { onNodes, originOf, type BenchAccount, type StreamRig } from './stream-rig.ts';

const RUNS = 1_000;
const AT_A_TIME = 24;
const ACCOUNTS = 8;
const MOST_CUTS = 6;
const RUN_LIMIT_MS = 120_000;

/** The shipped client behind a balancer before two nodes, which cuts it off again and again. */
export const cutsPart: Part = {
  name: 'cuts',
  title: `${String(RUNS)} runs whose readers are cut off, on two nodes`,
  measure: (figures) =>
    onNodes(figures, 'Text after cuts, on two nodes', ACCOUNTS, (rig) => take(figures, rig)),
};

interface Tally {
  runs: number;
  uncut: number;
  cuts: number;
  resumedElsewhere: number;
  events: number;
  flaws: string[];
}

async function take(figures: Figures, { accounts, startNode }: StreamRig): Promise<void> {
  const settings = { PACE_MS: '12' };
  const origins = [originOf(await startNode(settings)), originOf(await startNode(settings))];
  const tally = (): Tally => ({ runs: 0, uncut: 0, cuts: 0, resumedElsewhere: 0, events: 0, flaws: [] });
  const tallies = { websocket: tally(), sse: tally() };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < RUNS) {
      const place = next;
      next += 1;
      const transport = place % 2 === 0 ? 'websocket' : 'sse';
      await followCut(tallies[transport], origins, accounts[place % ACCOUNTS]!, transport);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  for (const [transport, { runs, uncut, cuts, resumedElsewhere, events, flaws }] of Object.entries(tallies)) {
    const told = `${String(runs - flaws.length)} of ${String(runs)}; ${String(cuts)} cuts, ${String(uncut)} runs without one, ${String(resumedElsewhere)} had both nodes, ${String(events)} events; ${load()}`;
    figures.add(
      `Runs read over ${transport} with cuts: every event once, text as stored`,
      `all ${String(RUNS / 2)}, each cut`,
      [told, ...flaws.slice(0, 3)].join('; '),
      flaws.length === 0 && runs === RUNS / 2 && uncut === 0,
    );
  }
}

async function followCut(
  tally: Tally,
  origins: readonly string[],
  { key, connectionId }: BenchAccount,
  transport: 'websocket' | 'sse',
): Promise<void> {
  const wanted = 1 + Math.floor(Math.random() * MOST_CUTS);
  const balancer = await startCuttingBalancer(origins, wanted);
  const [first, second] = Math.random() < 0.5 ? [0, 1] : [1, 0];
  try {
    const runId = await startRun({ url: origins[first]!, key }, connectionId, 1);
    const events = await within(
      RUN_LIMIT_MS,
      'the end of the run',
      followToEnd({ url: balancer.url, key }, runId, transport),
    );
    // What the other node says of it.
    const { flaws } = await flawsOf({ url: origins[second]!, key }, runId, events);
    if (flaws.length > 0) tally.flaws.push(flaws.join(', '));
    tally.events += events.length;
  } catch (error) {
    tally.flaws.push(String(error));
    await delay(1_000);
  } finally {
    tally.runs += 1;
    tally.cuts += balancer.cuts();
    if (balancer.cuts() === 0) tally.uncut += 1;
    if (balancer.given.every((connections) => connections > 0)) tally.resumedElsewhere += 1;
    await balancer.close();
  }
}

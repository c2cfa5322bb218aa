import type { CallLimit } from '../../../server/lib/call-quota.ts';
import type { TestCollector } from '../../../server/testing/collector.ts';
import {
  type Evidence,
  gatherEvidence,
  judgeLadder,
  judgeWindow,
} from '../../../server/testing/simulation-judge.ts';
import {
  isHonest,
  keepPromises,
  type KeptPromise,
  readPromises,
  type SyncPromise,
} from '../../../server/testing/simulation-promises.ts';
import { createRandom } from '../../../server/sandbox/tiktok/world/random.ts';
import { type Simulation, startSimulation } from '../../../server/testing/simulation.ts';
import { type Figures, say } from '../figures.ts';
import { judgeFairness, judgeTurns, watchTurns } from './fairness.ts';
import type { Demand, LadderOptions } from './ladder.ts';
import {
  DATA_ENDPOINTS,
  type DataEndpoint,
  DAY_MS,
  percent,
  shareOf,
  START,
  withCollector,
} from './simulation.ts';

const MINUTE_MS = 60_000;
/** Of the promises, those that must be kept. */
const HONEST_SHARE = 0.95;
/** Days before the judged time: until what waits has come to rest. */
const SETTLING_DAYS = 2;
/** And after the last promise, until it must have been kept. */
const LAST_DAYS = 1;
/** Promises are read at so many random instants a day. */
const LOOKS_A_DAY = 12;
/**
 * Of each window: one call for the collector's plan and one that is kept for people. TikTok's window of a minute is short
 * beside an hour, and so are these.
 */
const PLACES = 1;
const RESERVE = 1;
/** Of a rung, so that their median tells something. */
const LEAST_WAITS = 100;
/** While the accounts are connected. */
const AMPLE = 100_000;

export interface ScarceOptions extends LadderOptions {
  demand: Demand;
  /** Of the calls that the whole ladder takes, those that the quota allows. */
  share: number;
}

/** The ladder where the quota is so small that it binds. */
export async function checkScarce(figures: Figures, options: ScarceOptions): Promise<void> {
  const { workspaces, videos, days, demand, share } = options;
  const accounts = workspaces.reduce((sum, size) => sum + size, 0);
  const scarce = limitsFor(demand, accounts, share);
  const name = `At ${String(Math.round(share * 100))} % of demand`;
  const list = DATA_ENDPOINTS.map((endpoint) => `${endpoint} ${describe(scarce[endpoint])}`).join(', ');
  say(`          ${name}: ${list}`);
  // Of the same windows from the beginning on, so that quota and sandbox remember the same calls.
  const limits = Object.fromEntries(
    DATA_ENDPOINTS.map((endpoint) => [endpoint, { ...scarce[endpoint], limit: AMPLE }]),
  );
  await withCollector(limits, async (collector) => {
    // New tokens every day instead of every two hours: this is not about them.
    await collector.sandbox.set({ tokenLifetime: 'old' });
    await limitTo(collector, limits);
    const turns = watchTurns(collector.deps.database);
    const simulation = await startSimulation(collector, {
      workspaces,
      videos,
      start: START,
      groups: 10,
      onRound: turns.look,
    });
    Object.assign(limits, scarce);
    await limitTo(collector, scarce);
    const scarceFrom = new Date(collector.deps.clock.now().getTime() + 1);
    const promises = await runWithLooks(collector, simulation, days);

    const whole = await gatherEvidence(collector, simulation, scarceFrom);
    const evidence: Evidence = { ...whole, from: START.getTime() + SETTLING_DAYS * DAY_MS };
    const later = { ...evidence, calls: whole.calls.filter(({ at }) => at >= evidence.from) };
    const kept = keepPromises(promises, { calls: simulation.calls, until: evidence.until });
    judgeWindows(figures, name, whole, scarce);
    judgeFairness(figures, name, later, demand);
    judgeTurns(figures, name, turns.longest, workspaces.length, scarce);
    judgePromises(figures, name, kept);
    judgeDegradation(figures, name, later);
    say(
      `          ${[...simulation.outcomes].map(([outcome, count]) => `${outcome} ${String(count)}`).join(', ')}`,
    );
    const failed = simulation.outcomes.get('FAILED') ?? 0;
    figures.add(`${name}: syncs that failed`, '0', String(failed), failed === 0);
  });
}

/** Limits that leave to the collector's plan a share of what it would call. */
function limitsFor(demand: Demand, accounts: number, share: number): Record<DataEndpoint, CallLimit> {
  return Object.fromEntries(
    DATA_ENDPOINTS.map((endpoint) => {
      const aSecond = (share * demand[endpoint] * accounts) / (DAY_MS / 1_000);
      return [endpoint, { limit: PLACES + RESERVE, windowMs: Math.round(PLACES / aSecond) * 1_000 }];
    }),
  ) as Record<DataEndpoint, CallLimit>;
}

async function limitTo(
  { sandbox }: TestCollector,
  limits: Readonly<Record<string, CallLimit>>,
): Promise<void> {
  for (const endpoint of DATA_ENDPOINTS) {
    const { limit, windowMs } = limits[endpoint]!;
    await sandbox.limit(endpoint, { limit, windowSeconds: windowMs / 1_000 });
  }
}

function describe({ limit, windowMs }: CallLimit): string {
  return `${String(limit)} in ${(windowMs / MINUTE_MS).toFixed(1)} minutes`;
}

async function runWithLooks(
  collector: TestCollector,
  simulation: Simulation,
  days: number,
): Promise<SyncPromise[]> {
  const random = createRandom('promises');
  const last = days - SETTLING_DAYS - LAST_DAYS;
  const instants = Array.from(
    { length: last * LOOKS_A_DAY },
    () => START.getTime() + (SETTLING_DAYS + random() * last) * DAY_MS,
  );
  const promises: SyncPromise[] = [];
  for (const instant of instants.sort((a, b) => a - b)) {
    await simulation.runUntil(new Date(instant));
    promises.push(...(await readPromises(collector, simulation)));
  }
  await simulation.runUntil(new Date(START.getTime() + days * DAY_MS));
  return promises;
}

function judgeWindows(
  figures: Figures,
  name: string,
  evidence: Evidence,
  limits: Record<DataEndpoint, CallLimit>,
): void {
  for (const endpoint of DATA_ENDPOINTS) {
    const { worst, refused } = judgeWindow(evidence, endpoint, limits[endpoint].windowMs);
    figures.add(
      `${name}: most calls of ${endpoint} in any window`,
      `≤ ${describe(limits[endpoint])}, none refused`,
      `${String(worst)}, ${String(refused)} refused`,
      worst <= limits[endpoint].limit && refused === 0,
    );
  }
}

function judgePromises(figures: Figures, name: string, promises: readonly KeptPromise[]): void {
  const share = promises.filter(isHonest).length / promises.length;
  const offs = promises
    .map(({ begunAt, promisedAt }) => ((begunAt ?? Infinity) - promisedAt) / 60_000)
    .sort((a, b) => a - b);
  const waits = promises
    .map(({ saidAt, promisedAt }) => (promisedAt - saidAt) / 60_000)
    .sort((a, b) => a - b);
  const at = (sorted: readonly number[], part: number): string =>
    sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(0);
  figures.add(
    `${name}: nextSyncAt within 10 minutes or a quarter of the wait`,
    `≥ ${percent(HONEST_SHARE)}`,
    `${percent(share)} of ${String(promises.length)} (promised in ${at(waits, 0.5)} minutes, the median; begun so many minutes after that: 5 % ${at(offs, 0.05)}, median ${at(offs, 0.5)}, 95 % ${at(offs, 0.95)}, worst ${at(offs, 1)})`,
    promises.length > 0 && share >= HONEST_SHARE,
  );
}

/** What was stretched: the young wait less than the old. */
function judgeDegradation(figures: Figures, name: string, evidence: Evidence): void {
  const rungs = [...judgeLadder(evidence)].filter(([, { due }]) => due >= LEAST_WAITS);
  const waits = rungs.map(([rung, { median }]) => median * (HOURS[rung] ?? 0));
  figures.add(
    `${name}: median time between captures, by rung`,
    'ascending',
    rungs
      .map(
        ([rung, ladder], index) =>
          `${rung} ${waits[index]!.toFixed(1)} h (${percent(shareOf(ladder))} in time)`,
      )
      .join(', '),
    rungs.length > 1 && waits.every((wait, index) => index === 0 || wait >= waits[index - 1]!),
  );
}

const HOURS: Record<string, number> = { hourly: 1, '6-hourly': 6, daily: 24, weekly: 168 };

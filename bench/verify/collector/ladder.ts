import type { TestCollector } from '../../../server/testing/collector.ts';
import {
  countCalls,
  countUnbacked,
  type Evidence,
  gatherEvidence,
  judgeLadder,
  judgeProfiles,
  judgeUploads,
  judgeVanished,
  judgeWindow,
} from '../../../server/testing/simulation-judge.ts';
import { startSimulation } from '../../../server/testing/simulation.ts';
import { type Figures, say } from '../figures.ts';
import { readFootprint } from './footprint.ts';
import {
  DATA_ENDPOINTS,
  type DataEndpoint,
  DAY_MS,
  percent,
  runDays,
  SHARE_IN_TIME,
  shareOf,
  START,
  TIKTOK_LIMIT,
  withCollector,
} from './simulation.ts';

/** Calls that the whole ladder takes, by endpoint, an account and day. */
export type Demand = Record<DataEndpoint, number>;

export interface LadderOptions {
  /** Accounts by workspace. */
  workspaces: readonly number[];
  videos: number;
  days: number;
}

const LIMITS = Object.fromEntries(DATA_ENDPOINTS.map((endpoint) => [endpoint, TIKTOK_LIMIT]));
/** Of `20 accounts × 60 days`: calls of the Display API, whose most part is a look at the newest videos every 55 minutes. */
const MOST_CALLS_A_DAY = 36_000 / (20 * 60);
/** Instants of an account whose snapshots are compared with the truth. */
const COMPARED_INSTANTS = 3;

/** The whole ladder with quota to spare: every capture in its time, from the sandbox's own log and the snapshots. */
export async function checkLadder(figures: Figures, options: LadderOptions): Promise<Demand> {
  const { workspaces, videos, days } = options;
  return withCollector(LIMITS, async (collector) => {
    const simulation = await startSimulation(collector, { workspaces, videos, start: START });
    await runDays(simulation, days);
    const evidence = await gatherEvidence(collector, simulation, START);
    judgeCaptures(figures, evidence);
    judgeCalls(figures, evidence, [...simulation.outcomes]);
    await compareWithTruth(figures, collector, evidence);
    const accounts = evidence.accounts.length;
    for (const line of await readFootprint(collector.deps.database, accounts, days)) say(`          ${line}`);
    const counts = countCalls(evidence.calls);
    return Object.fromEntries(
      DATA_ENDPOINTS.map((endpoint) => [endpoint, (counts.get(endpoint) ?? 0) / accounts / days]),
    ) as Demand;
  });
}

function judgeCaptures(figures: Figures, evidence: Evidence): void {
  for (const [name, rung] of judgeLadder(evidence)) {
    const share = shareOf(rung);
    figures.add(
      `Captures of the ${name} rung within 1.25 × the rung`,
      `≥ ${percent(SHARE_IN_TIME)}`,
      `${percent(share)} of ${String(rung.due)}, the latest after ${rung.worst.toFixed(2)} rungs`,
      rung.due > 0 && share >= SHARE_IN_TIME,
    );
  }
  const profiles = judgeProfiles(evidence);
  figures.add(
    "Captures of accounts' own counters within 1.25 days",
    `≥ ${percent(SHARE_IN_TIME)}`,
    `${percent(shareOf(profiles))} of ${String(profiles.due)}, the latest after ${profiles.worst.toFixed(2)} days`,
    profiles.due > 0 && shareOf(profiles) >= SHARE_IN_TIME,
  );
  const uploads = judgeUploads(evidence);
  figures.add(
    'Uploads seen within 60 minutes',
    'all',
    `${String(uploads.inTime)} of ${String(uploads.due)}, the latest after ${uploads.worst.toFixed(1)} minutes`,
    uploads.due > 0 && uploads.inTime === uploads.due,
  );
  const vanished = judgeVanished(evidence);
  figures.add(
    'Vanished videos marked when their next capture was due',
    `≥ ${percent(SHARE_IN_TIME)}, none that is public`,
    `${String(vanished.inTime)} of ${String(vanished.due)}, the latest after ${vanished.worst.toFixed(2)} rungs; ${String(vanished.wronglyMarked)} public`,
    vanished.due > 0 && shareOf(vanished) >= SHARE_IN_TIME && vanished.wronglyMarked === 0,
  );
}

function judgeCalls(figures: Figures, evidence: Evidence, outcomes: [string, number][]): void {
  for (const endpoint of DATA_ENDPOINTS) {
    const { worst, refused } = judgeWindow(evidence, endpoint, TIKTOK_LIMIT.windowMs);
    figures.add(
      `Most calls of ${endpoint} in any minute`,
      `≤ ${String(TIKTOK_LIMIT.limit)}, none refused`,
      `${String(worst)}, ${String(refused)} refused`,
      worst <= TIKTOK_LIMIT.limit && refused === 0,
    );
  }
  const counts = countCalls(evidence.calls);
  const calls = DATA_ENDPOINTS.reduce((sum, endpoint) => sum + (counts.get(endpoint) ?? 0), 0);
  const most = Math.round(
    (MOST_CALLS_A_DAY * evidence.accounts.length * (evidence.until - evidence.from)) / DAY_MS,
  );
  const list = [...counts].map(([endpoint, count]) => `${endpoint} ${String(count)}`).join(', ');
  figures.add('Calls for data', `≤ ${String(most)}`, `${String(calls)} (${list})`, calls <= most);
  const others = outcomes.filter(([outcome]) => outcome !== 'COMPLETED');
  figures.add('Syncs that did not complete', '0', others.join(' ') || '0', others.length === 0);
}

/** Whether what was stored is what TikTok said: each snapshot has a call behind it, and its counters are true. */
async function compareWithTruth(
  figures: Figures,
  { deps, sandbox }: TestCollector,
  evidence: Evidence,
): Promise<void> {
  const { snapshots, unbacked } = countUnbacked(evidence);
  figures.add(
    'Snapshots without a call that could have told them',
    '0',
    `${String(unbacked)} of ${String(snapshots)}`,
    snapshots > 0 && unbacked === 0,
  );
  let compared = 0;
  let different = 0;
  for (const { creator, connectionId, captures } of evidence.accounts) {
    const instants = [...new Set([...captures.values()].flat())].sort((a, b) => a - b);
    for (let part = 1; part <= COMPARED_INSTANTS; part += 1) {
      const at = new Date(instants[Math.floor((part * (instants.length - 1)) / COMPARED_INSTANTS)]!);
      const truth = new Map((await sandbox.videosOf(creator, at)).map((video) => [video.id, video]));
      const stored = await deps.database.query<{ tikTokId: string; counters: (bigint | null)[] }>(
        `SELECT v."tikTokId", ARRAY[s.views, s.likes, s.comments, s.shares] AS counters
         FROM "TikTokAnalytics" s JOIN "TikTokVideo" v ON v.id = s."videoId"
         WHERE s."connectionId" = $1::uuid AND s."capturedAt" = $2`,
        [connectionId, at],
      );
      for (const { tikTokId, counters } of stored) {
        const video = truth.get(tikTokId);
        const wanted = [video?.views, video?.likes, video?.comments, video?.shares].join();
        compared += 1;
        if (counters.join() !== wanted) different += 1;
      }
    }
  }
  figures.add(
    'Stored counters that are not the true ones of their instant',
    '0',
    `${String(different)} of ${String(compared)} compared`,
    compared > 0 && different === 0,
  );
}

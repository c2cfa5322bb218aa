import type { CallEntry } from '../sandbox/tiktok/api/call.log.ts';
import { worstWindow } from './call-quotas.ts';
import type { TestCollector } from './collector.ts';
import type { SimulatedAccount, Simulation } from './simulation.ts';
import type { PostedVideo } from './tiktok.ts';

/** All that a simulation is judged by: what was true at TikTok, what was stored, and what TikTok was asked. Instants are Unix milliseconds. */
export interface Evidence {
  /** Judged from here on … */
  from: number;
  /** … and until here. */
  until: number;
  accounts: readonly AccountEvidence[];
  /** From `from` on. */
  calls: readonly CallEntry[];
}

export interface AccountEvidence extends SimulatedAccount {
  posted: readonly PostedVideo[];
  /** By TikTok's id; ascending. */
  captures: ReadonlyMap<string, readonly number[]>;
  /** Of the account's own counters, ascending. */
  profiles: readonly number[];
  /** Since when videos count as unavailable, by TikTok's id. */
  unavailable: ReadonlyMap<string, number>;
}

/** How many of those that were due came in time. */
export interface Punctuality {
  due: number;
  inTime: number;
  /** The longest that one took, in rungs; of uploads in minutes. */
  worst: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What is promised, written down here once more: a judge does not read the accused's notes. */
export const RUNGS = [
  { name: 'hourly', below: DAY_MS, every: HOUR_MS },
  { name: '6-hourly', below: 7 * DAY_MS, every: 6 * HOUR_MS },
  { name: 'daily', below: 30 * DAY_MS, every: DAY_MS },
  { name: 'weekly', below: Infinity, every: 7 * DAY_MS },
] as const;
const GRACE = 1.25;
const UPLOAD_SEEN_WITHIN_MS = HOUR_MS;

export async function gatherEvidence(
  { deps, sandbox }: TestCollector,
  { accounts, calls }: Simulation,
  from: Date,
): Promise<Evidence> {
  const { database, clock } = deps;
  const gathered: AccountEvidence[] = [];
  for (const account of accounts) {
    const id = [account.connectionId];
    const captures = new Map<string, number[]>();
    for (const { tikTokId, at } of await database.query<{ tikTokId: string; at: Date }>(
      `SELECT v."tikTokId", s."capturedAt" AS at FROM "TikTokAnalytics" s JOIN "TikTokVideo" v ON v.id = s."videoId"
       WHERE s."connectionId" = $1::uuid ORDER BY s."capturedAt"`,
      id,
    )) {
      const known = captures.get(tikTokId);
      if (known === undefined) captures.set(tikTokId, [at.getTime()]);
      else known.push(at.getTime());
    }
    const profiles = await database.query<{ at: Date }>(
      `SELECT "capturedAt" AS at FROM "TikTokAccountAnalytics" WHERE "connectionId" = $1::uuid ORDER BY "capturedAt"`,
      id,
    );
    const gone = await database.query<{ tikTokId: string; since: Date }>(
      `SELECT "tikTokId", "unavailableSince" AS since FROM "TikTokVideo"
       WHERE "connectionId" = $1::uuid AND availability = 'UNAVAILABLE'`,
      id,
    );
    gathered.push({
      ...account,
      posted: await sandbox.historyOf(account.creator),
      captures,
      profiles: profiles.map(({ at }) => at.getTime()),
      unavailable: new Map(gone.map(({ tikTokId, since }) => [tikTokId, since.getTime()])),
    });
  }
  const first = from.getTime();
  return {
    from: first,
    until: clock.now().getTime(),
    accounts: gathered,
    calls: calls.filter(({ at }) => at >= first),
  };
}

/** Of each rung: captures that were due, and that came within 1.25 × the rung. */
export function judgeLadder(evidence: Evidence): Map<string, Punctuality & { median: number }> {
  const waits = new Map<string, { ratio: number }[]>(RUNGS.map(({ name }) => [name, []]));
  forEachWait(evidence, ({ rung, ratio }) => waits.get(rung)!.push({ ratio }));
  return new Map(
    RUNGS.map(({ name }) => {
      const ratios = waits
        .get(name)!
        .map(({ ratio }) => ratio)
        .sort((a, b) => a - b);
      const inTime = ratios.filter((ratio) => ratio <= GRACE).length;
      const median = ratios[Math.floor(ratios.length / 2)] ?? 0;
      return [name, { due: ratios.length, inTime, worst: ratios.at(-1) ?? 0, median }];
    }),
  );
}

/** The time between two captures of a public video, in rungs; where the second never came, the least it can be. */
export interface Wait {
  account: AccountEvidence;
  videoId: string;
  rung: (typeof RUNGS)[number]['name'];
  /** Of the first capture. */
  at: number;
  ratio: number;
}

/** Every wait that began in the judged time and can be judged by its end. */
function forEachWait({ from, until, accounts }: Evidence, visit: (wait: Wait) => void): void {
  for (const account of accounts) {
    for (const { id: videoId, createTime, vanishedAt } of account.posted) {
      const captures = account.captures.get(videoId) ?? [];
      const end = Math.min(vanishedAt === null ? Infinity : vanishedAt * 1_000, until);
      captures.forEach((at, index) => {
        if (at < from) return;
        const { name: rung, every } = rungOf(at - createTime * 1_000);
        const next = captures[index + 1];
        // A video that vanished, or the end of the simulation, before it was late decides nothing.
        if (next === undefined && end - at <= GRACE * every) return;
        visit({ account, videoId, rung, at, ratio: ((next ?? end) - at) / every });
      });
    }
  }
}

function rungOf(ageMs: number): (typeof RUNGS)[number] {
  return RUNGS.find(({ below }) => ageMs < below)!;
}

/** Uploads, and how many of them had their first capture within the hour. */
export function judgeUploads({ from, until, accounts }: Evidence): Punctuality {
  const minutes: number[] = [];
  for (const { posted, captures, connectedAt } of accounts) {
    for (const { id, createTime, vanishedAt } of posted) {
      const postedAt = createTime * 1_000;
      if (postedAt < Math.max(from, connectedAt)) continue;
      const seenAt = captures.get(id)?.[0];
      const end = Math.min(vanishedAt === null ? Infinity : vanishedAt * 1_000, until);
      if (seenAt === undefined && end - postedAt <= UPLOAD_SEEN_WITHIN_MS) continue;
      minutes.push(((seenAt ?? end) - postedAt) / MINUTE_MS);
    }
  }
  const inTime = minutes.filter((took) => took * MINUTE_MS <= UPLOAD_SEEN_WITHIN_MS).length;
  return { due: minutes.length, inTime, worst: Math.max(0, ...minutes) };
}

/** Videos that vanished, and how many were marked when their next capture was due, with the same grace. */
export function judgeVanished({ from, until, accounts }: Evidence): Punctuality & { wronglyMarked: number } {
  const ratios: number[] = [];
  let wronglyMarked = 0;
  for (const { posted, captures, unavailable } of accounts) {
    for (const { id, createTime, vanishedAt } of posted) {
      const markedAt = unavailable.get(id);
      if (vanishedAt === null || (markedAt !== undefined && markedAt < vanishedAt * 1_000)) {
        if (markedAt !== undefined) wronglyMarked += 1;
        continue;
      }
      const last = captures.get(id)?.at(-1);
      if (last === undefined || vanishedAt * 1_000 < from) continue;
      const { every } = rungOf(last - createTime * 1_000);
      if (markedAt === undefined && until - last <= GRACE * every) continue;
      ratios.push(((markedAt ?? until) - last) / every);
    }
  }
  const inTime = ratios.filter((ratio) => ratio <= GRACE).length;
  return { due: ratios.length, inTime, worst: Math.max(0, ...ratios), wronglyMarked };
}

/** Captures of the accounts' own counters: daily, with the same grace. */
export function judgeProfiles({ from, until, accounts }: Evidence): Punctuality {
  const ratios: number[] = [];
  for (const { profiles } of accounts) {
    profiles.forEach((at, index) => {
      const next = profiles[index + 1];
      if (at < from || (next === undefined && until - at <= GRACE * DAY_MS)) return;
      ratios.push(((next ?? until) - at) / DAY_MS);
    });
  }
  const inTime = ratios.filter((ratio) => ratio <= GRACE).length;
  return { due: ratios.length, inTime, worst: Math.max(0, ...ratios) };
}

/** The most calls of an endpoint in any window, as TikTok counted them, and those that it refused. */
export function judgeWindow(
  { calls }: Pick<Evidence, 'calls'>,
  endpoint: string,
  windowMs: number,
): { worst: number; refused: number } {
  const ofEndpoint = calls.filter((call) => call.endpoint === endpoint);
  const counted = ofEndpoint.filter((call) => call.counted).map(({ at }) => at);
  const refused = ofEndpoint.filter(({ code }) => code === 'rate_limit_exceeded').length;
  return { worst: worstWindow(counted, windowMs), refused };
}

/** Snapshots at whose instant TikTok answered no call that could have told them. */
export function countUnbacked({ accounts, calls, from }: Evidence): { snapshots: number; unbacked: number } {
  const answered = new Set(
    calls
      .filter(({ endpoint, code }) => code === 'ok' && endpoint.startsWith('video/'))
      .map(({ creator, at }) => `${creator ?? ''} ${String(at)}`),
  );
  let snapshots = 0;
  let unbacked = 0;
  for (const { creator, captures } of accounts) {
    for (const at of [...captures.values()].flat()) {
      if (at < from) continue;
      snapshots += 1;
      if (!answered.has(`${creator} ${String(at)}`)) unbacked += 1;
    }
  }
  return { snapshots, unbacked };
}

export function countCalls(calls: readonly CallEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { endpoint } of calls) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  return counts;
}

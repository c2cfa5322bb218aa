import type { Database } from '../../../server/data/database.ts';
import type { CallLimit } from '../../../server/lib/call-quota.ts';
import { ENDPOINTS } from '../../../server/modules/collector/sync-planner.service.ts';
import type { Evidence } from '../../../server/testing/simulation-judge.ts';
import type { Figures } from '../figures.ts';
import type { Demand } from './ladder.ts';
import { DAY_MS, type DataEndpoint, percent } from './simulation.ts';

/** Of what a fair division would give it, the least that a workspace must get. */
const FAIR_SHARE = 0.9;
/** What a workspace may wait for a turn, in turns of all. */
const MOST_TURNS = 2;

interface Share {
  /** Accounts. */
  size: number;
  /** A day. */
  got: number;
  wanted: number;
}

/**
 * Compares what each workspace got with the max-min fair division of all that was done: as much as it wants, or the same
 * as all others that want more. What is divided are looks at the newest videos, which every account wants the same of.
 */
export function judgeFairness(figures: Figures, name: string, evidence: Evidence, demand: Demand): void {
  const { accounts, calls, from, until } = evidence;
  const days = (until - from) / DAY_MS;
  const shares = new Map<string, Share>();
  const shareOf = new Map<string, Share>();
  for (const { workspaceId, creator } of accounts) {
    const share = shares.get(workspaceId) ?? { size: 0, got: 0, wanted: 0 };
    share.size += 1;
    share.wanted += demand['video/list'];
    shares.set(workspaceId, share);
    shareOf.set(creator, share);
  }
  for (const { endpoint, counted, cursor, creator } of calls) {
    const share = shareOf.get(creator ?? '');
    if (endpoint === 'video/list' && counted && cursor === null && share !== undefined) share.got += 1 / days;
  }
  const all = [...shares.values()];
  const level = levelOf(all);
  const least = Math.min(...all.map(({ got, wanted }) => got / Math.min(wanted, level)));
  const list = all.map(({ size, got }) => `${String(size)}: ${got.toFixed(0)}`).join(', ');
  figures.add(
    `${name}: looks at the newest videos, least share of what is fair`,
    `≥ ${percent(FAIR_SHARE)}`,
    `${percent(least)} of ${level.toFixed(0)} (looks a day, by accounts of the workspace: ${list})`,
    least >= FAIR_SHARE,
  );
}

/** What each gets that wants more. */
function levelOf(shares: readonly Share[]): number {
  const ascending = shares.map(({ wanted }) => wanted).sort((a, b) => a - b);
  let left = shares.reduce((sum, { got }) => sum + got, 0);
  for (const [index, wanted] of ascending.entries()) {
    const level = left / (ascending.length - index);
    if (wanted >= level) return level;
    left -= wanted;
  }
  return Infinity;
}

type Kind = keyof typeof ENDPOINTS;

/** Looks after each round which workspaces wait for a turn of which kind, and since when. */
export function watchTurns(database: Database): {
  /** The longest wait by now, in milliseconds. */
  longest: Map<Kind, number>;
  look: (now: number) => Promise<void>;
} {
  const longest = new Map<Kind, number>();
  let waiting = new Map<string, { since: number; turn: number }>();
  return {
    longest,
    async look(now) {
      // A turn that was taken, even if others of the workspace still wait, begins a new wait.
      const found = await database.query<{ kind: Kind; workspaceId: string; turn: number }>(
        `SELECT t.kind, t."workspaceId", coalesce(extract(epoch FROM max(last."takenAt")), 0)::float8 AS turn
         FROM "TikTokCaptureTask" t JOIN "TikTokSyncState" s USING ("connectionId")
         LEFT JOIN "TikTokWorkspaceTurn" last ON last.kind = t.kind AND last."workspaceId" = t."workspaceId"
         WHERE t."dueAt" <= $1 AND t."syncId" IS NULL AND s."syncId" IS NULL GROUP BY 1, 2`,
        [new Date(now)],
      );
      const before = waiting;
      waiting = new Map();
      for (const { kind, workspaceId, turn } of found) {
        const key = `${kind} ${workspaceId}`;
        const known = before.get(key);
        const since = known?.turn === turn ? known.since : now;
        waiting.set(key, { since, turn });
        longest.set(kind, Math.max(longest.get(kind) ?? 0, now - since));
      }
    },
  };
}

/** Nobody waits for longer than all others need for their turns. */
export function judgeTurns(
  figures: Figures,
  name: string,
  longest: ReadonlyMap<Kind, number>,
  workspaces: number,
  limits: Record<DataEndpoint, CallLimit>,
): void {
  for (const [kind, endpoint] of Object.entries(ENDPOINTS) as [Kind, DataEndpoint][]) {
    const { limit, windowMs } = limits[endpoint];
    const turnMs = windowMs * Math.max(1, workspaces / (limit - 1));
    const waited = longest.get(kind) ?? 0;
    figures.add(
      `${name}: longest that a workspace waited for its turn at ${endpoint}`,
      `≤ ${String(MOST_TURNS)} turns of all, ${((MOST_TURNS * turnMs) / 3_600_000).toFixed(1)} h`,
      `${(waited / 3_600_000).toFixed(1)} h`,
      waited <= MOST_TURNS * turnMs,
    );
  }
}

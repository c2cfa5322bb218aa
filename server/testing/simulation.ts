import { setImmediate } from 'node:timers/promises';
import type { CallEntry } from '../sandbox/tiktok/api/call.log.ts';
import { SYNC_DUE_EVERY_SECONDS } from '../modules/collector/sync-due.job.ts';
import type { PlannedSync } from '../modules/collector/sync-plan.service.ts';
import { claimDueSyncs } from '../modules/collector/sync-planner.service.ts';
import { runSync, syncNow } from '../modules/collector/sync.service.ts';
import type { TestCollector } from './collector.ts';

/** An account of the simulated world that is collected from `connectedAt` (Unix milliseconds) on. */
export interface SimulatedAccount {
  creator: string;
  connectionId: string;
  workspaceId: string;
  connectedAt: number;
}

/**
 * The collector in fast-forward, on the clocks of server and sandbox together: rounds of the planner, never closer than
 * the real ones, and the syncs that they claim. Instants at which nothing can happen are left out.
 */
export interface Simulation {
  readonly accounts: readonly SimulatedAccount[];
  /** Every call that the sandbox has handled by now, oldest first. */
  readonly calls: readonly CallEntry[];
  /** Syncs by how they ended. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly rounds: number;
  runUntil(instant: Date): Promise<void>;
}

export interface SimulationOptions {
  /** Number of accounts of each workspace. */
  workspaces: readonly number[];
  /** That each account has when it is connected. */
  videos: number;
  start: Date;
  /** Accounts are connected in so many groups, minutes apart, so that not all are due together. @default 5 */
  groups?: number;
  /** Called after each round, at its instant. */
  onRound?: (now: number) => Promise<void>;
}

const ROUND_MS = SYNC_DUE_EVERY_SECONDS * 1_000;
/** As many syncs at a time as a worker does. */
const CONCURRENCY = 8;
/** More than any account's share of it, so that it is short enough to be seen. */
const REMOVED_SHARE = 0.1;
/** Between two rounds. */
const LONGEST_MS = 3_600_000;
const GROUP_EVERY_MS = 11 * 60_000;

/** Makes accounts up, connects them through TikTok's consent page, and reads each of them once. */
export async function startSimulation(
  collector: TestCollector,
  { workspaces, videos, start, groups = 5, onRound }: SimulationOptions,
): Promise<Simulation> {
  const { deps, sandbox } = collector;
  const { clock, database } = deps;
  const accounts: SimulatedAccount[] = [];
  const calls: CallEntry[] = [];
  const outcomes = new Map<string, number>();
  /** Syncs that wait for room in the quota, and until when. */
  let postponed: { sync: PlannedSync; at: number }[] = [];
  let rounds = 0;
  let nextRoundAt = start.getTime();
  let lastRoundAt = -Infinity;

  await collector.standAt(start);
  const count = workspaces.reduce((sum, size) => sum + size, 0);
  const creators = await sandbox.addCreators({ count, videos, removedShare: REMOVED_SHARE });
  const owners = await Promise.all(workspaces.map(() => collector.addWorkspace()));
  const members = owners.flatMap((owner, index) => Array<typeof owner>(workspaces[index]!).fill(owner));
  for (const [index, creator] of creators.entries()) {
    const group = Math.floor((index * groups) / count);
    await collector.standAt(new Date(start.getTime() + group * GROUP_EVERY_MS));
    const { viewer, workspaceId } = members[index]!;
    const { id: connectionId } = await collector.connect({ creator, viewer });
    await syncNow(deps, connectionId);
    accounts.push({ creator, connectionId, workspaceId, connectedAt: clock.now().getTime() });
  }
  await readLog();

  async function readLog(): Promise<void> {
    calls.push(...(await sandbox.log({ after: calls.at(-1)?.sequence ?? 0 })));
  }

  async function round(now: number): Promise<void> {
    const isRound = now >= nextRoundAt;
    const again = postponed.filter(({ at }) => at <= now);
    postponed = postponed.filter(({ at }) => at > now);
    const claimed = isRound ? await claimDueSyncs(deps) : [];
    const syncs = [...again.map(({ sync }) => sync), ...claimed];
    await inTurns(syncs, async (sync) => {
      const result = await runSync(deps, sync);
      outcomes.set(result.outcome, (outcomes.get(result.outcome) ?? 0) + 1);
      if (result.outcome === 'POSTPONED') {
        postponed.push({ sync, at: now + Math.max(1, Math.ceil(result.delaySeconds)) * 1_000 });
      }
    });
    if (!isRound) return;
    rounds += 1;
    lastRoundAt = now;
    await onRound?.(now);
    nextRoundAt = await nextRound(now, claimed.length > 0);
  }

  /** The next round at which a task is due, or at which what waits can find room. */
  async function nextRound(now: number, hasClaimed: boolean): Promise<number> {
    const [next] = await database.query<{ waits: boolean; dueAt: Date | null; freeAt: Date | null }>(
      `SELECT coalesce(bool_or(t."dueAt" <= $1), false) AS waits,
         min(t."dueAt") FILTER (WHERE t."dueAt" > $1) AS "dueAt",
         (SELECT min("heldUntil") FROM "CallSlot" WHERE "heldUntil" > $1) AS "freeAt"
       FROM "TikTokSyncState" s JOIN "TikTokCaptureTask" t USING ("connectionId")
       WHERE t."syncId" IS NULL AND s."syncId" IS NULL`,
      [new Date(now)],
    );
    const { waits = false, dueAt = null, freeAt = null } = next ?? {};
    if (waits && hasClaimed) return now + ROUND_MS;
    const instants = [dueAt, waits ? freeAt : null].map((at) => at?.getTime() ?? now + LONGEST_MS);
    return Math.ceil(Math.max(now + ROUND_MS, Math.min(...instants)) / ROUND_MS) * ROUND_MS;
  }

  return {
    accounts,
    calls,
    outcomes,
    get rounds() {
      return rounds;
    },
    async runUntil(instant) {
      for (;;) {
        const at = Math.min(nextRoundAt, ...postponed.map((waiting) => waiting.at));
        if (at > instant.getTime()) break;
        await collector.standAt(new Date(Math.max(at, clock.now().getTime())));
        await round(clock.now().getTime());
        // The sandbox keeps the newest calls only.
        if (rounds % 1_000 === 0) await readLog();
        await setImmediate();
      }
      await collector.standAt(instant);
      // Nothing may be due, but a round also says new times to those whose expected begin has passed.
      if (instant.getTime() - lastRoundAt >= ROUND_MS) {
        nextRoundAt = instant.getTime();
        await round(nextRoundAt);
      }
      await readLog();
    },
  };
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}

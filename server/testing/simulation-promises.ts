import type { CallEntry } from '../sandbox/tiktok/api/call.log.ts';
import type { TestCollector } from './collector.ts';
import type { Simulation } from './simulation.ts';

/** What the API said at one instant about the next sync of an account. Unix milliseconds. */
export interface SyncPromise {
  creator: string;
  saidAt: number;
  promisedAt: number;
}

export interface KeptPromise extends SyncPromise {
  /** When TikTok was first asked something about the account after that; null: not by the end. */
  begunAt: number | null;
}

const TOLERANCE_MS = 10 * 60_000;
const TOLERATED_SHARE = 0.25;

/** What `nextSyncAt` of each account says now; one that lies in the past says now. */
export async function readPromises(
  { deps }: TestCollector,
  { accounts }: Simulation,
): Promise<SyncPromise[]> {
  const saidAt = deps.clock.now().getTime();
  const creators = new Map(accounts.map(({ connectionId, creator }) => [connectionId, creator]));
  const states = await deps.database.prisma.tikTokSyncState.findMany({
    where: { nextSyncAt: { not: null } },
  });
  return states.flatMap(({ connectionId, nextSyncAt }) => {
    const creator = creators.get(connectionId);
    if (creator === undefined || nextSyncAt === null) return [];
    return [{ creator, saidAt, promisedAt: Math.max(saidAt, nextSyncAt.getTime()) }];
  });
}

/** When syncs really began, by TikTok's own log, which ends at `until`. Promises for later than that are left out. */
export function keepPromises(
  promises: readonly SyncPromise[],
  { calls, until }: { calls: readonly CallEntry[]; until: number },
): KeptPromise[] {
  const begins = new Map<string, CallEntry[]>();
  for (const call of calls) {
    if (call.creator === null || call.code !== 'ok' || call.endpoint.startsWith('oauth/')) continue;
    begins.set(call.creator, begins.get(call.creator) ?? []);
    begins.get(call.creator)!.push(call);
  }
  return promises.flatMap((promise) => {
    const begin = begins.get(promise.creator)?.find(({ at }) => at > promise.saidAt);
    const isOpen = begin === undefined && promise.promisedAt + toleranceOf(promise) >= until;
    return isOpen ? [] : [{ ...promise, begunAt: begin?.at ?? null }];
  });
}

/** Begun no later than ten minutes after it was promised, or than a quarter of the wait, nor so much earlier. */
export function isHonest(promise: KeptPromise): boolean {
  const { begunAt, promisedAt } = promise;
  return begunAt !== null && Math.abs(begunAt - promisedAt) <= toleranceOf(promise);
}

function toleranceOf({ promisedAt, saidAt }: SyncPromise): number {
  return Math.max(TOLERANCE_MS, TOLERATED_SHARE * (promisedAt - saidAt));
}

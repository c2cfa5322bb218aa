import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { newId } from '../../lib/ids.ts';
import { takeTurns } from './capture-turn.service.ts';
import { SYNC_DUE_EVERY_SECONDS } from './sync-due.job.ts';
import { queueSync, type PlannedSync } from './sync-plan.service.ts';
import { mendPromises } from './sync-promise.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'quota'>;

/** The endpoint that each kind of task calls, whose quota it uses. */
export const ENDPOINTS = {
  PROFILE: 'user/info',
  LISTING: 'video/list',
  METRICS: 'video/query',
} as const satisfies Record<CaptureKind, string>;
const KINDS: readonly CaptureKind[] = ['LISTING', 'METRICS', 'PROFILE'];

/** What one round hands out at most, in rounds' shares of the quota: a burst would only wait elsewhere. */
const MOST_SHARES = 2;

/** Queues a sync for every connection whose turn it is. Returns how many; repeatable. */
export async function planDueSyncs(deps: Deps & Pick<Services, 'queue'>): Promise<number> {
  const planned = await claimDueSyncs(deps, (tx, sync) => queueSync(tx, deps, sync, 'DUE'));
  return planned.length;
}

/**
 * Gives a sync to every connection whose turn it is, in one transaction, and no more of them than the quota lets begin
 * now: what waits is decided as late as possible, so that a request in between finds room.
 *
 * Where less can be done than is due, workspaces take turns, whatever number of connections they have: who had none for
 * longest is next, so one with little to do waits for nobody who has much. Within a workspace the earliest deadline goes
 * first. A deadline is fixed when a task is planned, so everything gets its turn.
 *
 * @param onClaimed called for each, inside the transaction.
 */
export async function claimDueSyncs(
  deps: Deps,
  onClaimed: (tx: Transaction, sync: PlannedSync) => Promise<void> = async () => {},
): Promise<PlannedSync[]> {
  const now = deps.clock.now();
  const usage = await deps.quota.usage(KINDS.map((kind) => ENDPOINTS[kind]));
  return deps.database.transaction(async (tx) => {
    const underWay = await countUnderWay(tx);
    const kindsOf = new Map<string, CaptureKind[]>();
    let isScarce = false;
    const hadTurns = new Set<string>();
    for (const [index, kind] of KINDS.entries()) {
      const { remaining, reserve, limit, windowSeconds } = usage[index]!;
      const perSecond = (limit - reserve) / windowSeconds;
      const share = Math.ceil((limit * SYNC_DUE_EVERY_SECONDS) / windowSeconds);
      const room = Math.min(remaining - reserve - (underWay.get(kind) ?? 0), MOST_SHARES * share);
      const turns = await takeTurns(tx, kind, { room: Math.max(room, 0), perSecond, now });
      for (const id of turns.connectionIds) kindsOf.set(id, [...(kindsOf.get(id) ?? []), kind]);
      for (const id of turns.workspaceIds) hadTurns.add(id);
      isScarce ||= turns.isScarce || turns.wasScarce;
    }
    const claimed = await claim(tx, kindsOf, now);
    for (const sync of claimed) await onClaimed(tx, sync);
    if (isScarce) await mendPromises(tx, { hadTurns: [...hadTurns], now });
    return claimed;
  });
}

/**
 * Tasks that syncs have taken and that may call any moment, by kind. A full sync that waits for the quota has a place
 * kept of what it asks for next and of nothing else: it would keep all others from that. It reads the profile, then the
 * pages, then what they left out.
 */
async function countUnderWay(tx: Transaction): Promise<Map<CaptureKind, number>> {
  const counts = await tx.$queryRaw<{ kind: CaptureKind; count: number }[]>`
    SELECT "kind", count(*)::int AS count FROM (
      SELECT t."kind" FROM "TikTokCaptureTask" t JOIN "TikTokSyncState" s ON s."connectionId" = t."connectionId"
      WHERE t."syncId" IS NOT NULL AND s."phase" IS DISTINCT FROM 'WAITING_FOR_QUOTA'
      UNION ALL
      SELECT (CASE WHEN "isListed" THEN 'METRICS' WHEN "listingStartedAt" IS NULL THEN 'PROFILE' ELSE 'LISTING' END)::"CaptureKind"
      FROM "TikTokSyncState" WHERE "syncId" IS NOT NULL AND "phase" = 'WAITING_FOR_QUOTA'
    ) places GROUP BY "kind"`;
  return new Map(counts.map(({ kind, count }) => [kind, count]));
}

/** Gives each of the connections a sync with those of its tasks that are still due, unless it has one by now. */
async function claim(
  tx: Transaction,
  kindsOf: ReadonlyMap<string, readonly CaptureKind[]>,
  now: Date,
): Promise<PlannedSync[]> {
  if (kindsOf.size === 0) return [];
  // Whoever holds one ends or changes its connection: it is left to the next round, so that nobody waits for another.
  const free = await tx.$queryRaw<{ connectionId: string }[]>`
    SELECT "connectionId"::text AS "connectionId" FROM "TikTokSyncState"
    WHERE "connectionId" = ANY(${[...kindsOf.keys()]}::uuid[]) AND "syncId" IS NULL
    FOR UPDATE SKIP LOCKED`;
  const wanted = free.flatMap(({ connectionId }) => {
    const syncId = newId();
    const kinds = kindsOf.get(connectionId) ?? [];
    return kinds.map((kind) => ({ connectionId, kind, syncId }));
  });
  // Once more whether they are due, now that nobody else can change it: a connection may have ended since.
  return tx.$queryRaw<PlannedSync[]>`
    WITH taken AS (
      UPDATE "TikTokCaptureTask" t SET "syncId" = w."syncId"
      FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS w("connectionId" uuid, "kind" "CaptureKind", "syncId" uuid)
      WHERE t."connectionId" = w."connectionId" AND t."kind" = w."kind" AND t."dueAt" <= ${now}::timestamptz
      RETURNING t."connectionId", t."syncId", t."kind"
    )
    UPDATE "TikTokSyncState" s
    SET "syncId" = c."syncId", "isRequested" = false, "phase" = NULL, "startedAt" = NULL,
      "isFull" = c."isListing" AND coalesce(s."fullDueAt" <= ${now}::timestamptz, false)
    FROM (SELECT "connectionId", "syncId", bool_or("kind" = 'LISTING') AS "isListing" FROM taken GROUP BY 1, 2) c
    WHERE s."connectionId" = c."connectionId"
    RETURNING s."connectionId", s."syncId"`;
}

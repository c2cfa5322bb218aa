import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { type Sql, sql } from '../../data/sql.ts';
import { newId } from '../../lib/ids.ts';
import { SYNC_DUE_EVERY_SECONDS } from './sync-due.job.ts';
import { queueSync, type PlannedSync } from './sync-plan.service.ts';

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
/** Workspaces that one round asks whether they wait, when not all can have a turn. */
const MOST_WORKSPACES = 2_000;
/** Connections whose broken promise one round mends. */
const MOST_PROMISES = 500;
/** A place in the queue is counted no further than this. */
const MOST_PLACES = 1_000;

/** Which tasks of a kind got their turn, and how many workspaces wait; null: all that was due got one. */
interface Turns {
  connectionIds: string[];
  waitingWorkspaces: number | null;
}

/** Queues a sync for every connection whose turn it is. Returns how many; repeatable. */
export async function planDueSyncs(deps: Deps & Pick<Services, 'queue'>): Promise<number> {
  const planned = await claimDueSyncs(deps, (tx, sync) => queueSync(tx, deps, sync, 'DUE'));
  return planned.length;
}

/**
 * Gives a sync to every connection whose turn it is, in one transaction, and no more of them than the quota lets begin
 * now: what waits is decided as late as possible, so that a request in between finds room.
 *
 * Where less can be done than is due, workspaces take turns (round robin, from where the last round ended), whatever
 * number of connections they have; within a workspace the earliest deadline goes first. A deadline is fixed when a task
 * is planned, so everything gets its turn.
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
    const waiting: { kind: CaptureKind; secondsATurn: number }[] = [];
    for (const [index, kind] of KINDS.entries()) {
      const { remaining, reserve, limit, windowSeconds } = usage[index]!;
      const share = Math.ceil((limit * SYNC_DUE_EVERY_SECONDS) / windowSeconds);
      const room = Math.min(remaining - reserve - (underWay.get(kind) ?? 0), MOST_SHARES * share);
      const { connectionIds, waitingWorkspaces } = await takeTurns(tx, kind, now, Math.max(room, 0));
      for (const id of connectionIds) kindsOf.set(id, [...(kindsOf.get(id) ?? []), kind]);
      if (waitingWorkspaces !== null) {
        waiting.push({ kind, secondsATurn: (waitingWorkspaces * windowSeconds) / limit });
      }
    }
    const scarce = new Set(waiting.map(({ kind }) => kind));
    const claimed = await claim(tx, kindsOf, scarce, now);
    for (const sync of claimed) await onClaimed(tx, sync);
    if (waiting.length > 0) await promiseAnew(tx, waiting, now);
    return claimed;
  });
}

/** Tasks that syncs have taken and that may not have called yet, by kind. */
async function countUnderWay(tx: Transaction): Promise<Map<CaptureKind, number>> {
  const counts = await tx.tikTokCaptureTask.groupBy({
    by: ['kind'],
    where: { syncId: { not: null } },
    _count: true,
  });
  return new Map(counts.map(({ kind, _count }) => [kind, _count]));
}

const FREE = sql`t."syncId" IS NULL AND EXISTS (SELECT FROM "TikTokSyncState" s
  WHERE s."connectionId" = t."connectionId" AND s."syncId" IS NULL)`;

async function takeTurns(tx: Transaction, kind: CaptureKind, now: Date, room: number): Promise<Turns> {
  const due = await tx.$queryRaw<{ connectionId: string }[]>`
    SELECT t."connectionId" FROM "TikTokCaptureTask" t
    WHERE t."kind" = ${kind}::"CaptureKind" AND t."dueAt" <= ${now}::timestamptz AND ${FREE}
    ORDER BY t."dueAt" LIMIT ${room + 1}`;
  if (due.length <= room) {
    return { connectionIds: due.map(({ connectionId }) => connectionId), waitingWorkspaces: null };
  }
  const chosen = await tx.$queryRaw<
    { connectionId: string | null; workspaceId: string | null; waitingWorkspaces: number }[]
  >`
    WITH RECURSIVE walk AS (
      SELECT first."id", first."id" AS "first", 1 AS step
      FROM (SELECT coalesce(${nextWorkspace(kind, now, sql`(SELECT "workspaceId" FROM "TikTokCaptureTurn" WHERE "kind" = ${kind}::"CaptureKind")`)},
        ${nextWorkspace(kind, now)}) AS "id") first
      UNION ALL
      SELECT next."id", walk."first", walk.step + 1
      FROM walk CROSS JOIN LATERAL (
        SELECT coalesce(${nextWorkspace(kind, now, sql`walk."id"`)}, ${nextWorkspace(kind, now)}) AS "id") next
      WHERE next."id" <> walk."first" AND walk.step < ${MOST_WORKSPACES}
    ), waiting AS (
      SELECT walk."id", walk.step FROM walk
      WHERE EXISTS (SELECT FROM "TikTokCaptureTask" t WHERE t."kind" = ${kind}::"CaptureKind"
        AND t."workspaceId" = walk."id" AND t."dueAt" <= ${now}::timestamptz AND ${FREE})
    ), counted AS (
      SELECT count(*)::int AS workspaces FROM waiting
    ), turns AS (
      SELECT w.step, t."connectionId", w."id" AS "workspaceId", row_number() OVER (PARTITION BY w."id" ORDER BY t."deadline", t."connectionId") AS turn
      FROM (SELECT * FROM waiting ORDER BY step LIMIT greatest(${room}, 1)) w CROSS JOIN LATERAL (
        SELECT t."connectionId", t."deadline" FROM "TikTokCaptureTask" t
        WHERE t."kind" = ${kind}::"CaptureKind" AND t."workspaceId" = w."id" AND t."dueAt" <= ${now}::timestamptz AND ${FREE}
        ORDER BY t."deadline" LIMIT (SELECT ceil(${room}::float8 / greatest(workspaces, 1)) FROM counted)
      ) t
    )
    SELECT chosen."connectionId", chosen."workspaceId", counted.workspaces AS "waitingWorkspaces"
    FROM counted LEFT JOIN (SELECT * FROM turns ORDER BY turn, step LIMIT ${room}) chosen ON true
    ORDER BY chosen.turn, chosen.step`;
  const last = chosen.at(-1);
  if (last?.workspaceId != null) {
    const workspaceId = last.workspaceId;
    await tx.tikTokCaptureTurn.upsert({
      where: { kind },
      create: { kind, workspaceId },
      update: { workspaceId },
    });
  }
  return {
    connectionIds: chosen.flatMap(({ connectionId }) => (connectionId === null ? [] : [connectionId])),
    waitingWorkspaces: Math.max(last?.waitingWorkspaces ?? 1, 1),
  };
}

/** The first workspace with something due, or the first after another one; a part of the index lies between them. */
function nextWorkspace(kind: CaptureKind, now: Date, after?: Sql): Sql {
  return sql`
    (SELECT n."workspaceId" FROM "TikTokCaptureTask" n
      WHERE n."kind" = ${kind}::"CaptureKind" AND n."dueAt" <= ${now}::timestamptz
        ${after === undefined ? sql`` : sql`AND n."workspaceId" > ${after}`}
      ORDER BY n."workspaceId" LIMIT 1)`;
}

/**
 * Gives each of the connections a sync with those of its tasks that are still due, unless it has one by now. Lateness is
 * remembered where it is for want of quota; after the server was down it says nothing of the next time.
 */
async function claim(
  tx: Transaction,
  kindsOf: ReadonlyMap<string, readonly CaptureKind[]>,
  scarce: ReadonlySet<CaptureKind>,
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
    return kinds.map((kind) => ({ connectionId, kind, syncId, isScarce: scarce.has(kind) }));
  });
  // Once more whether they are due, now that nobody else can change it: a connection may have ended since.
  return tx.$queryRaw<PlannedSync[]>`
    WITH taken AS (
      UPDATE "TikTokCaptureTask" t SET "syncId" = w."syncId",
        "lagSeconds" = CASE WHEN w."isScarce" THEN extract(epoch FROM ${now}::timestamptz - t."dueAt")::int ELSE 0 END
      FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS w("connectionId" uuid, "kind" "CaptureKind", "syncId" uuid, "isScarce" boolean)
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

/**
 * Where the expected begin of a sync has passed, says a new one: by the connection's place within its workspace and
 * the time that a turn of all waiting workspaces takes. The first of its kinds to be served counts.
 */
async function promiseAnew(
  tx: Transaction,
  waiting: readonly { kind: CaptureKind; secondsATurn: number }[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    WITH broken AS (
      SELECT t."connectionId", min((1 + place.ahead) * k."secondsATurn") AS seconds
      FROM (
        SELECT s."connectionId" FROM "TikTokSyncState" s
        WHERE s."nextSyncAt" <= ${now}::timestamptz AND s."syncId" IS NULL ORDER BY s."nextSyncAt" LIMIT ${MOST_PROMISES}
      ) s
      JOIN "TikTokCaptureTask" t ON t."connectionId" = s."connectionId" AND t."dueAt" <= ${now}::timestamptz
      JOIN jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) AS k("kind" "CaptureKind", "secondsATurn" float8)
        ON k."kind" = t."kind"
      CROSS JOIN LATERAL (
        SELECT count(*) AS ahead FROM (
          SELECT FROM "TikTokCaptureTask" o
          WHERE o."kind" = t."kind" AND o."workspaceId" = t."workspaceId" AND o."deadline" < t."deadline"
            AND o."dueAt" <= ${now}::timestamptz AND o."syncId" IS NULL
          LIMIT ${MOST_PLACES}
        ) earlier
      ) place
      GROUP BY t."connectionId"
    )
    UPDATE "TikTokSyncState" s SET "nextSyncAt" = ${now}::timestamptz + broken.seconds * interval '1 second'
    FROM broken WHERE s."connectionId" = broken."connectionId"`;
}

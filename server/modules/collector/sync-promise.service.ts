import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { PAGE_SIZE } from '../../vendors/tiktok/port.ts';
import { LISTING_EVERY_MS, PROFILE_EVERY_MS } from './capture-ladder.ts';
import { FREE } from './capture-turn.service.ts';
import { doneAt, forecastTurns, type QueuedTask } from './turn-forecast.ts';

/** Connections whose promise one round looks at anew, of those that come first and of those that moved up. */
const MOST_PROMISES = 250;
/** What a promise may be off before it is changed: this many seconds, or this share of the wait. */
const UNCHANGED_SECONDS = 60;
const UNCHANGED_SHARE = 0.05;
/** A workspace's queue is looked at no further than this. */
const MOST_QUEUED = 250;

/** When a task that was done is due again; METRICS with the first video that is. */
const AGAIN_MS: Record<CaptureKind, number | null> = {
  LISTING: LISTING_EVERY_MS,
  METRICS: null,
  PROFILE: PROFILE_EVERY_MS,
};

interface OwnTask {
  connectionId: string;
  workspaceId: string;
  kind: CaptureKind;
  dueAt: Date;
  /** Whether less can be done than is due. */
  isScarce: boolean | null;
  /** Time until a workspace that has more to do gets its next turn. */
  paceSeconds: number | null;
  /** Time between two calls. */
  callSeconds: number | null;
  /** When the plan can make its next call; null: at any time. */
  freeAt: Date | null;
  /** The workspace's last turn. */
  takenAt: Date | null;
}

/**
 * When the next sync of each connection is expected to begin: with the first of its tasks. Where the quota suffices that
 * is when it is due; else when its turn comes. Call it when tasks are planned; one without tasks is left out.
 */
export async function expectSyncs(
  tx: Transaction,
  connectionIds: readonly string[],
  now: Date,
): Promise<Map<string, Date>> {
  const own = await tx.$queryRaw<OwnTask[]>`
    SELECT t."connectionId", t."workspaceId", t."kind", t."dueAt",
      turn."isScarce", turn."paceSeconds", turn."callSeconds", turn."freeAt", last."takenAt"
    FROM "TikTokCaptureTask" t
    LEFT JOIN "TikTokCaptureTurn" turn ON turn."kind" = t."kind"
    LEFT JOIN "TikTokWorkspaceTurn" last ON last."kind" = t."kind" AND last."workspaceId" = t."workspaceId"
    WHERE t."connectionId" = ANY(${[...connectionIds]}::uuid[]) AND t."dueAt" IS NOT NULL`;
  const expected = new Map<string, number>();
  const expect = (connectionId: string, at: number): void => {
    expected.set(connectionId, Math.min(expected.get(connectionId) ?? Infinity, at));
  };
  const queues = new Map<string, OwnTask[]>();
  for (const task of own) {
    if (task.isScarce !== true) {
      expect(task.connectionId, Math.max(task.dueAt.getTime(), freeAt(task, now)));
    } else {
      const key = `${task.kind} ${task.workspaceId}`;
      queues.set(key, [...(queues.get(key) ?? []), task]);
    }
  }
  if (queues.size === 0) return toDates(expected);
  const queued = await readQueues(tx, [...queues.values()], now);
  const ahead = await countAhead(tx, [...queues.values()], now);
  const pages = await countPagesLeft(tx);
  for (const [key, tasks] of queues) {
    const { kind, paceSeconds, callSeconds, takenAt } = tasks[0]!;
    const everyMs = Math.max(paceSeconds ?? 0, 0.001) * 1_000;
    const callMs = (callSeconds ?? 0) * 1_000;
    const freeFrom = freeAt(tasks[0]!, now) + (kind === 'LISTING' ? pages * callMs : 0);
    const begins = forecastTurns(
      queued.get(key) ?? [],
      new Set(tasks.map(({ connectionId }) => connectionId)),
      {
        now: freeFrom,
        // At its pace, but not before those that wait and had no turn for longer.
        nextAt: Math.max((takenAt?.getTime() ?? 0) + everyMs, freeFrom + (ahead.get(key) ?? 0) * callMs),
        everyMs,
        callMs,
        againMs: AGAIN_MS[kind],
      },
    );
    for (const { connectionId, dueAt } of tasks) {
      // What stands too far behind is as far away as the last one that was looked at.
      const last = now.getTime() + MOST_QUEUED * everyMs;
      expect(connectionId, Math.max(dueAt.getTime(), begins.get(connectionId) ?? last));
    }
  }
  return toDates(expected);
}

function toDates(expected: ReadonlyMap<string, number>): Map<string, Date> {
  return new Map([...expected].map(([connectionId, at]) => [connectionId, new Date(at)]));
}

/** When the next call of a task's kind can be made, in Unix milliseconds. */
function freeAt(task: Pick<OwnTask, 'freeAt'>, now: Date): number {
  return Math.max(task.freeAt?.getTime() ?? 0, now.getTime());
}

/** Of the workspaces that wait for a turn at a kind, how many had none for longer than each of them. */
async function countAhead(
  tx: Transaction,
  queues: readonly OwnTask[][],
  now: Date,
): Promise<Map<string, number>> {
  const kinds = [...new Set(queues.map(([task]) => task!.kind))];
  const waiting = await tx.$queryRaw<{ kind: CaptureKind; workspaceId: string; ahead: number }[]>`
    SELECT last."kind", last."workspaceId"::text AS "workspaceId",
      row_number() OVER (PARTITION BY last."kind" ORDER BY last."takenAt")::int - 1 AS ahead
    FROM "TikTokWorkspaceTurn" last
    WHERE last."kind" = ANY(${kinds}::"CaptureKind"[]) AND EXISTS (
      SELECT FROM "TikTokCaptureTask" t
      WHERE t."kind" = last."kind" AND t."workspaceId" = last."workspaceId" AND t."dueAt" <= ${now}::timestamptz AND ${FREE})`;
  return new Map(waiting.map(({ kind, workspaceId, ahead }) => [`${kind} ${workspaceId}`, ahead]));
}

/** Pages that full syncs have yet to read which somebody waits for: they ask as soon as there is a place. */
async function countPagesLeft(tx: Transaction): Promise<number> {
  const [found] = await tx.$queryRaw<[{ pages: number }]>`
    SELECT coalesce(sum(ceil(greatest("videosExpected" - "videosSeen", 0) / ${PAGE_SIZE}::float8)), 0)::float8 AS pages
    FROM "TikTokSyncState" WHERE "syncId" IS NOT NULL AND "phase" = 'WAITING_FOR_QUOTA' AND "listingStartedAt" IS NOT NULL AND NOT "isListed"`;
  return found.pages;
}

/** The first of each workspace's tasks of a kind, whether due or not; one that is under way will come back. */
async function readQueues(
  tx: Transaction,
  queues: readonly OwnTask[][],
  now: Date,
): Promise<Map<string, QueuedTask[]>> {
  const wanted = queues.map(([task]) => ({ kind: task!.kind, workspaceId: task!.workspaceId }));
  const found = await tx.$queryRaw<
    {
      kind: CaptureKind;
      workspaceId: string;
      connectionId: string;
      dueAt: Date;
      deadline: Date;
      isUnderWay: boolean;
      turns: number;
    }[]
  >`
    SELECT t.* FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w("kind" "CaptureKind", "workspaceId" uuid)
    CROSS JOIN LATERAL (
      SELECT t."kind", t."workspaceId", t."connectionId", t."dueAt", t."deadline", t."syncId" IS NOT NULL AS "isUnderWay",
        CASE WHEN t."kind" = 'LISTING' AND s."fullDueAt" <= t."dueAt" AND NOT s."isListed" THEN greatest(
          ceil((coalesce(s."videosExpected", 0) - CASE WHEN s."listingStartedAt" IS NULL THEN 0 ELSE s."videosSeen" END)
            / ${PAGE_SIZE}::float8), 1) ELSE 1 END::int AS turns
      FROM "TikTokCaptureTask" t JOIN "TikTokSyncState" s ON s."connectionId" = t."connectionId"
      WHERE t."kind" = w."kind" AND t."workspaceId" = w."workspaceId" AND t."dueAt" IS NOT NULL
      ORDER BY t."deadline" LIMIT ${MOST_QUEUED}
    ) t`;
  const byQueue = new Map<string, QueuedTask[]>();
  for (const { kind, workspaceId, connectionId, dueAt, deadline, isUnderWay, turns } of found) {
    const key = `${kind} ${workspaceId}`;
    const tasks = byQueue.get(key) ?? [];
    const task = { connectionId, dueAt: dueAt.getTime(), deadline: deadline.getTime(), turns };
    tasks.push(isUnderWay ? doneAt(task, now.getTime(), AGAIN_MS[kind]) : task);
    byQueue.set(key, tasks);
  }
  return byQueue;
}

/**
 * Says anew when syncs are expected to begin: the next of all, and those of the workspaces that had turns. What waits has
 * moved up, or was overtaken by what came since; and where a lack ends, it need not wait at all.
 */
export async function mendPromises(
  tx: Transaction,
  { hadTurns, now }: { hadTurns: readonly string[]; now: Date },
): Promise<void> {
  const waiting = await tx.$queryRaw<{ connectionId: string }[]>`
    (SELECT s."connectionId"::text AS "connectionId" FROM "TikTokSyncState" s
      WHERE s."syncId" IS NULL AND s."nextSyncAt" IS NOT NULL ORDER BY s."nextSyncAt" LIMIT ${MOST_PROMISES})
    UNION
    (SELECT s."connectionId"::text FROM "TikTokConnection" c JOIN "TikTokSyncState" s ON s."connectionId" = c."id"
      WHERE c."workspaceId" = ANY(${[...hadTurns]}::uuid[]) AND s."syncId" IS NULL AND s."nextSyncAt" IS NOT NULL
      ORDER BY s."nextSyncAt" LIMIT ${MOST_PROMISES})`;
  if (waiting.length === 0) return;
  const expected = await expectSyncs(
    tx,
    waiting.map(({ connectionId }) => connectionId),
    now,
  );
  const promises = [...expected].map(([connectionId, at]) => ({ connectionId, at }));
  await tx.$executeRaw`
    UPDATE "TikTokSyncState" s SET "nextSyncAt" = p.at
    FROM jsonb_to_recordset(${JSON.stringify(promises)}::jsonb) AS p("connectionId" uuid, at timestamptz)
    WHERE s."connectionId" = p."connectionId" AND abs(extract(epoch FROM s."nextSyncAt" - p.at)) > greatest(
      ${UNCHANGED_SECONDS}::float8, ${UNCHANGED_SHARE}::float8 * extract(epoch FROM p.at - ${now}::timestamptz))`;
}

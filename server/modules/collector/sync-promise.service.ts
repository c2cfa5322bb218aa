import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { LISTING_EVERY_MS, PROFILE_EVERY_MS } from './capture-ladder.ts';
import { SYNC_DUE_EVERY_SECONDS } from './sync-due.job.ts';
import { forecastTurns, type QueuedTask } from './turn-forecast.ts';

/** Connections whose broken promise one round mends. */
const MOST_PROMISES = 500;
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
  /** Time until a workspace that has more to do gets its next turn; null: all that is due can be done. */
  everySeconds: number | null;
  /** Time between two calls. */
  callSeconds: number | null;
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
    SELECT t."connectionId", t."workspaceId", t."kind", t."dueAt", turn."everySeconds", turn."callSeconds", last."takenAt"
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
    if (task.everySeconds === null) {
      expect(task.connectionId, Math.max(task.dueAt.getTime(), now.getTime()));
    } else {
      const key = `${task.kind} ${task.workspaceId}`;
      queues.set(key, [...(queues.get(key) ?? []), task]);
    }
  }
  const queued =
    queues.size === 0 ? new Map<string, QueuedTask[]>() : await readQueues(tx, [...queues.values()]);
  for (const [key, tasks] of queues) {
    const { kind, everySeconds, callSeconds, takenAt } = tasks[0]!;
    const everyMs = Math.max(everySeconds ?? 0, 0.001) * 1_000;
    const begins = forecastTurns(
      queued.get(key) ?? [],
      new Set(tasks.map(({ connectionId }) => connectionId)),
      {
        now: now.getTime() + Math.max(callSeconds ?? 0, SYNC_DUE_EVERY_SECONDS) * 1_000,
        nextAt: (takenAt?.getTime() ?? 0) + everyMs,
        everyMs,
        againMs: AGAIN_MS[kind],
      },
    );
    for (const { connectionId, dueAt } of tasks) {
      // What stands too far behind is as far away as the last one that was looked at.
      const last = now.getTime() + MOST_QUEUED * everyMs;
      expect(connectionId, Math.max(dueAt.getTime(), begins.get(connectionId) ?? last));
    }
  }
  return new Map([...expected].map(([connectionId, at]) => [connectionId, new Date(at)]));
}

/** The first of each workspace's tasks of a kind, whether due or not. */
async function readQueues(tx: Transaction, queues: readonly OwnTask[][]): Promise<Map<string, QueuedTask[]>> {
  const wanted = queues.map(([task]) => ({ kind: task!.kind, workspaceId: task!.workspaceId }));
  const found = await tx.$queryRaw<
    { kind: CaptureKind; workspaceId: string; connectionId: string; dueAt: Date; deadline: Date }[]
  >`
    SELECT t.* FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w("kind" "CaptureKind", "workspaceId" uuid)
    CROSS JOIN LATERAL (
      SELECT "kind", "workspaceId", "connectionId", "dueAt", "deadline" FROM "TikTokCaptureTask" t
      WHERE t."kind" = w."kind" AND t."workspaceId" = w."workspaceId" AND t."dueAt" IS NOT NULL AND t."syncId" IS NULL
      ORDER BY t."deadline" LIMIT ${MOST_QUEUED}
    ) t`;
  const byQueue = new Map<string, QueuedTask[]>();
  for (const { kind, workspaceId, connectionId, dueAt, deadline } of found) {
    const key = `${kind} ${workspaceId}`;
    const tasks = byQueue.get(key) ?? [];
    tasks.push({ connectionId, dueAt: dueAt.getTime(), deadline: deadline.getTime() });
    byQueue.set(key, tasks);
  }
  return byQueue;
}

/** Where the expected begin of a sync has passed without one, says a new one. */
export async function mendPromises(tx: Transaction, now: Date): Promise<void> {
  const broken = await tx.tikTokSyncState.findMany({
    where: { nextSyncAt: { lte: now }, syncId: null },
    orderBy: { nextSyncAt: 'asc' },
    take: MOST_PROMISES,
    select: { connectionId: true },
  });
  if (broken.length === 0) return;
  const expected = await expectSyncs(
    tx,
    broken.map(({ connectionId }) => connectionId),
    now,
  );
  const promises = [...expected].map(([connectionId, at]) => ({ connectionId, at }));
  await tx.$executeRaw`
    UPDATE "TikTokSyncState" s SET "nextSyncAt" = p.at
    FROM jsonb_to_recordset(${JSON.stringify(promises)}::jsonb) AS p("connectionId" uuid, at timestamptz)
    WHERE s."connectionId" = p."connectionId"`;
}

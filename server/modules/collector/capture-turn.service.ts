import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { type Sql, sql } from '../../data/sql.ts';

/** Workspaces that one round asks whether they wait, when not all can have a turn; the next round asks those after them. */
const MOST_WORKSPACES = 2_000;
/** Of what a round finds of the pace, its share in what is remembered. */
const PACE_SHARE = 0.2;

/** Which tasks of a kind got their turn. */
export interface Turns {
  connectionIds: string[];
  /** Time until a workspace that has more to do gets its next turn; null: all that was due got one. */
  everySeconds: number | null;
}

interface Turn {
  connectionId: string;
  workspaceId: string;
  /** Tasks of the workspace that were due, as far as they were looked at. */
  due: number;
  /** Since the workspace's last turn, and how many tasks it had then; null where it has had none, or nothing was left over. */
  sinceSeconds: number | null;
  before: number | null;
}

export interface Room {
  /** Tasks that may begin now. */
  room: number;
  /** How many may begin in the long run. */
  perSecond: number;
  now: Date;
}

const FREE = sql`t."syncId" IS NULL AND EXISTS (SELECT FROM "TikTokSyncState" s
  WHERE s."connectionId" = t."connectionId" AND s."syncId" IS NULL)`;

/** Chooses who is next at one kind of task. */
export async function takeTurns(
  tx: Transaction,
  kind: CaptureKind,
  { room, perSecond, now }: Room,
): Promise<Turns> {
  const due = await tx.$queryRaw<{ connectionId: string }[]>`
    SELECT t."connectionId" FROM "TikTokCaptureTask" t
    WHERE t."kind" = ${kind}::"CaptureKind" AND t."dueAt" <= ${now}::timestamptz AND ${FREE}
    ORDER BY t."dueAt" LIMIT ${room + 1}`;
  if (due.length <= room) {
    await rememberPace(tx, kind, { everySeconds: null, callSeconds: null, workspaceId: null });
    return { connectionIds: due.map(({ connectionId }) => connectionId), everySeconds: null };
  }
  const { turns, waiting, walkedTo, lastPace } = await choose(tx, kind, room, now);
  await rememberTurns(tx, kind, turns, now);
  const found = paceOf(turns);
  const everySeconds =
    found === null
      ? (lastPace ?? waiting / perSecond)
      : (lastPace ?? found) * (1 - PACE_SHARE) + found * PACE_SHARE;
  await rememberPace(tx, kind, { everySeconds, callSeconds: 1 / perSecond, workspaceId: walkedTo });
  return { connectionIds: turns.map(({ connectionId }) => connectionId), everySeconds };
}

interface Choice {
  turns: Turn[];
  /** Workspaces. */
  waiting: number;
  /** Where the next round begins to look; null: all were looked at. */
  walkedTo: string | null;
  lastPace: number | null;
}

/** Of the workspaces that wait, who had no turn for longest; of each the earliest deadlines. */
async function choose(tx: Transaction, kind: CaptureKind, room: number, now: Date): Promise<Choice> {
  const [found] = await tx.$queryRaw<[Choice]>`
    WITH RECURSIVE last_round AS (
      SELECT "workspaceId", "everySeconds" FROM "TikTokCaptureTurn" WHERE "kind" = ${kind}::"CaptureKind"
    ), walk AS (
      SELECT first."id", first."id" AS "first", 1 AS step
      FROM (SELECT coalesce(${nextWorkspace(kind, now, sql`(SELECT "workspaceId" FROM last_round)`)}, ${nextWorkspace(kind, now)}) AS "id") first
      UNION ALL
      SELECT next."id", walk."first", walk.step + 1
      FROM walk CROSS JOIN LATERAL (
        SELECT coalesce(${nextWorkspace(kind, now, sql`walk."id"`)}, ${nextWorkspace(kind, now)}) AS "id") next
      WHERE next."id" <> walk."first" AND walk.step < ${MOST_WORKSPACES}
    ), waiting AS (
      SELECT walk."id" AS "workspaceId", row_number() OVER (ORDER BY last."takenAt" NULLS FIRST, walk.step) AS place,
        CASE WHEN last."leavesMore" THEN extract(epoch FROM ${now}::timestamptz - last."takenAt")::float8 END AS "sinceSeconds",
        CASE WHEN last."leavesMore" THEN last."tasks" END AS "before"
      FROM walk LEFT JOIN "TikTokWorkspaceTurn" last ON last."kind" = ${kind}::"CaptureKind" AND last."workspaceId" = walk."id"
      WHERE EXISTS (SELECT FROM "TikTokCaptureTask" t WHERE t."kind" = ${kind}::"CaptureKind"
        AND t."workspaceId" = walk."id" AND t."dueAt" <= ${now}::timestamptz AND ${FREE})
    ), counted AS (
      SELECT count(*)::int AS workspaces, ceil(${room}::float8 / greatest(count(*), 1))::int AS most FROM waiting
    ), turns AS (
      SELECT w.*, t."connectionId", count(*) OVER (PARTITION BY w."workspaceId") AS due,
        row_number() OVER (PARTITION BY w."workspaceId" ORDER BY t."deadline", t."connectionId") AS turn
      FROM (SELECT * FROM waiting ORDER BY place LIMIT ${room}) w CROSS JOIN LATERAL (
        SELECT t."connectionId", t."deadline" FROM "TikTokCaptureTask" t
        WHERE t."kind" = ${kind}::"CaptureKind" AND t."workspaceId" = w."workspaceId" AND t."dueAt" <= ${now}::timestamptz AND ${FREE}
        ORDER BY t."deadline" LIMIT (SELECT most + 1 FROM counted)
      ) t
    ), chosen AS (
      SELECT turns.* FROM turns, counted WHERE turn <= most ORDER BY turn, place LIMIT ${room}
    )
    SELECT (SELECT coalesce(jsonb_agg(to_jsonb(chosen) ORDER BY turn, place), '[]') FROM chosen) AS turns, workspaces AS waiting,
      CASE WHEN (SELECT count(*) FROM walk) >= ${MOST_WORKSPACES} THEN (SELECT "id" FROM walk ORDER BY step DESC LIMIT 1) END AS "walkedTo",
      (SELECT "everySeconds" FROM last_round) AS "lastPace"
    FROM counted`;
  return found;
}

/** How long it took from turn to turn, by task; null where nobody can tell. */
function paceOf(turns: readonly Turn[]): number | null {
  const told = [...new Map(turns.map((turn) => [turn.workspaceId, turn])).values()].filter(
    ({ before }) => before !== null,
  );
  const tasks = told.reduce((sum, { before }) => sum + (before ?? 0), 0);
  return tasks === 0 ? null : told.reduce((sum, { sinceSeconds }) => sum + (sinceSeconds ?? 0), 0) / tasks;
}

/** In their order, since several have theirs in one round. */
async function rememberTurns(
  tx: Transaction,
  kind: CaptureKind,
  turns: readonly Turn[],
  now: Date,
): Promise<void> {
  if (turns.length === 0) return;
  const rows = new Map<string, { workspaceId: string; place: number; tasks: number; leavesMore: boolean }>();
  for (const [place, { workspaceId, due }] of turns.entries()) {
    const tasks = (rows.get(workspaceId)?.tasks ?? 0) + 1;
    rows.set(workspaceId, { workspaceId, place, tasks, leavesMore: due > tasks });
  }
  await tx.$executeRaw`
    INSERT INTO "TikTokWorkspaceTurn" ("kind", "workspaceId", "takenAt", "tasks", "leavesMore")
    SELECT ${kind}::"CaptureKind", "workspaceId", ${now}::timestamptz + place * interval '1 microsecond', "tasks", "leavesMore"
    FROM jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) AS t("workspaceId" uuid, place int, "tasks" int, "leavesMore" boolean)
    ON CONFLICT ("kind", "workspaceId") DO UPDATE
    SET "takenAt" = excluded."takenAt", "tasks" = excluded."tasks", "leavesMore" = excluded."leavesMore"`;
}

/** For the next round, and for whoever says when a sync is expected. */
async function rememberPace(
  tx: Transaction,
  kind: CaptureKind,
  pace: { everySeconds: number | null; callSeconds: number | null; workspaceId: string | null },
): Promise<void> {
  const { everySeconds, callSeconds, workspaceId } = pace;
  await tx.$executeRaw`
    INSERT INTO "TikTokCaptureTurn" AS turn ("kind", "everySeconds", "callSeconds", "workspaceId")
    VALUES (${kind}::"CaptureKind", ${everySeconds}, ${callSeconds}, ${workspaceId}::uuid)
    ON CONFLICT ("kind") DO UPDATE SET "everySeconds" = excluded."everySeconds", "callSeconds" = excluded."callSeconds",
      "workspaceId" = excluded."workspaceId"
    WHERE (turn."everySeconds", turn."callSeconds", turn."workspaceId")
      IS DISTINCT FROM (excluded."everySeconds", excluded."callSeconds", excluded."workspaceId")`;
}

/** The first workspace with something due, or the first after another one; a part of the index lies between them. */
function nextWorkspace(kind: CaptureKind, now: Date, after?: Sql): Sql {
  return sql`
    (SELECT n."workspaceId" FROM "TikTokCaptureTask" n
      WHERE n."kind" = ${kind}::"CaptureKind" AND n."dueAt" <= ${now}::timestamptz
        ${after === undefined ? sql`` : sql`AND n."workspaceId" > ${after}`}
      ORDER BY n."workspaceId" LIMIT 1)`;
}

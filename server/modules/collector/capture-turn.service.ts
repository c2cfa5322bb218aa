import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { type Sql, sql } from '../../data/sql.ts';
import { SYNC_DUE_EVERY_SECONDS } from './sync-due.job.ts';

/** Workspaces that one round asks whether they wait, when not all can have a turn; the next round asks those after them. */
const MOST_WORKSPACES = 2_000;
/** Of what a round finds of the pace, its share in what is remembered: about twenty turns, since one says little. */
const PACE_SHARE = 0.05;
/** How fast the pace is forgotten while all that is due can be done: this share a call. */
const FORGOTTEN_SHARE = 0.3;

/** Which tasks of a kind got their turn. */
export interface Turns {
  connectionIds: string[];
  /** Whose they are. */
  workspaceIds: string[];
  /** Whether less could be done than was due, and whether that was so in the round before. */
  isScarce: boolean;
  wasScarce: boolean;
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

/** Of a task `t`: no sync has it, and none is under way for its connection. */
export const FREE = sql`t."syncId" IS NULL AND EXISTS (SELECT FROM "TikTokSyncState" s
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
    const wasScarce = await rememberPlenty(tx, kind, { room, perSecond, now, taken: due.length });
    const connectionIds = due.map(({ connectionId }) => connectionId);
    return { connectionIds, workspaceIds: [], isScarce: false, wasScarce };
  }
  const { turns, waiting, walkedTo, lastPace, wasScarce } = await choose(tx, kind, room, now);
  await rememberTurns(tx, kind, turns, now);
  const found = paceOf(turns);
  // A lack that has just begun is no larger than what waits now.
  const before =
    wasScarce && lastPace !== null ? lastPace : Math.min(lastPace ?? Infinity, waiting / perSecond);
  const paceSeconds = found === null ? before : before * (1 - PACE_SHARE) + found * PACE_SHARE;
  await rememberLack(tx, kind, { room, perSecond, now, paceSeconds, workspaceId: walkedTo });
  return {
    connectionIds: turns.map(({ connectionId }) => connectionId),
    workspaceIds: [...new Set(turns.map(({ workspaceId }) => workspaceId))],
    isScarce: true,
    wasScarce,
  };
}

interface Choice {
  turns: Turn[];
  /** Workspaces. */
  waiting: number;
  /** Where the next round begins to look; null: all were looked at. */
  walkedTo: string | null;
  lastPace: number | null;
  wasScarce: boolean;
}

/** Of the workspaces that wait, who had no turn for longest; of each the earliest deadlines. */
async function choose(tx: Transaction, kind: CaptureKind, room: number, now: Date): Promise<Choice> {
  const [found] = await tx.$queryRaw<[Choice]>`
    WITH RECURSIVE last_round AS (
      SELECT "workspaceId", "paceSeconds", "isScarce" FROM "TikTokCaptureTurn" WHERE "kind" = ${kind}::"CaptureKind"
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
      (SELECT "paceSeconds" FROM last_round) AS "lastPace", coalesce((SELECT "isScarce" FROM last_round), false) AS "wasScarce"
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
async function rememberLack(
  tx: Transaction,
  kind: CaptureKind,
  lack: Room & { paceSeconds: number; workspaceId: string | null },
): Promise<void> {
  const { room, perSecond, now, paceSeconds, workspaceId } = lack;
  await tx.$executeRaw`
    INSERT INTO "TikTokCaptureTurn" AS turn ("kind", "isScarce", "paceSeconds", "callSeconds", "workspaceId", "freeAt")
    VALUES (${kind}::"CaptureKind", true, ${paceSeconds}, ${1 / perSecond}, ${workspaceId}::uuid,
      ${nextFree(now, perSecond)})
    ON CONFLICT ("kind") DO UPDATE SET "isScarce" = true, "paceSeconds" = excluded."paceSeconds",
      "callSeconds" = excluded."callSeconds", "workspaceId" = excluded."workspaceId",
      "freeAt" = CASE WHEN ${room} > 0 THEN excluded."freeAt" ELSE turn."freeAt" END`;
}

/**
 * The same where all that was due got its turn; then the pace is forgotten by and by, and what a workspace left over is
 * done. Returns whether something was left over before.
 */
async function rememberPlenty(
  tx: Transaction,
  kind: CaptureKind,
  { room, perSecond, now, taken }: Room & { taken: number },
): Promise<boolean> {
  const forgotten = Math.min(1, FORGOTTEN_SHARE * SYNC_DUE_EVERY_SECONDS * perSecond);
  const paceSeconds = sql`turn."paceSeconds" + (excluded."callSeconds" - turn."paceSeconds") * ${forgotten}`;
  const freeAt = sql`CASE WHEN ${room} > 0 THEN excluded."freeAt" ELSE turn."freeAt" END`;
  // No row where nothing is new, which is so in most rounds: they write nothing.
  const [changed] = await tx.$queryRaw<{ wasScarce: boolean }[]>`
    WITH before AS (SELECT "isScarce" FROM "TikTokCaptureTurn" WHERE "kind" = ${kind}::"CaptureKind")
    INSERT INTO "TikTokCaptureTurn" AS turn ("kind", "callSeconds", "freeAt")
    VALUES (${kind}::"CaptureKind", ${1 / perSecond}, ${taken === room ? nextFree(now, perSecond) : null}::timestamptz)
    ON CONFLICT ("kind") DO UPDATE SET "isScarce" = false, "callSeconds" = excluded."callSeconds", "workspaceId" = NULL,
      "paceSeconds" = ${paceSeconds}, "freeAt" = ${freeAt}
    WHERE (turn."isScarce", turn."callSeconds", turn."workspaceId", turn."paceSeconds", turn."freeAt")
      IS DISTINCT FROM (false, excluded."callSeconds", NULL::uuid, ${paceSeconds}, ${freeAt})
    RETURNING coalesce((SELECT "isScarce" FROM before), false) AS "wasScarce"`;
  if (changed?.wasScarce !== true) return false;
  await tx.tikTokWorkspaceTurn.updateMany({ where: { kind, leavesMore: true }, data: { leavesMore: false } });
  return true;
}

/** When the plan can make its next call once it has used all the room it had. */
function nextFree(now: Date, perSecond: number): Date {
  return new Date(now.getTime() + 1_000 / perSecond);
}

/** The first workspace with something due, or the first after another one; a part of the index lies between them. */
function nextWorkspace(kind: CaptureKind, now: Date, after?: Sql): Sql {
  return sql`
    (SELECT n."workspaceId" FROM "TikTokCaptureTask" n
      WHERE n."kind" = ${kind}::"CaptureKind" AND n."dueAt" <= ${now}::timestamptz
        ${after === undefined ? sql`` : sql`AND n."workspaceId" > ${after}`}
      ORDER BY n."workspaceId" LIMIT 1)`;
}

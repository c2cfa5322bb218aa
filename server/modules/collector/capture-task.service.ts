import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { sql } from '../../data/sql.ts';
import {
  FULL_EVERY_MS,
  intervalSql,
  LISTING_EVERY_MS,
  LISTING_SLACK_MS,
  PROFILE_EVERY_MS,
  rungSql,
  slackSql,
} from './capture-ladder.ts';
import { expectSyncs } from './sync-promise.service.ts';

const DAY_MS = 24 * 3_600_000;
const KINDS: readonly CaptureKind[] = ['PROFILE', 'LISTING', 'METRICS'];

/** The listing of a full sync at its beginning. */
export const NO_LISTING = {
  listingStartedAt: null,
  listingCursor: null,
  isListed: false,
  videosSeen: 0,
  videosExpected: null,
} as const;

/** Gives a connection its tasks, due now; one that has them keeps them. */
export async function createTasks(
  tx: Transaction,
  connection: { id: string; workspaceId: string },
  now: Date,
): Promise<void> {
  const { id: connectionId, workspaceId } = connection;
  await tx.tikTokCaptureTask.createMany({
    data: KINDS.map((kind) => ({ connectionId, kind, workspaceId, dueAt: now, deadline: now })),
    skipDuplicates: true,
  });
}

/** Lets a connection's tasks take their turns in another workspace. */
export async function moveTasks(tx: Transaction, connectionId: string, workspaceId: string): Promise<void> {
  await tx.tikTokCaptureTask.updateMany({ where: { connectionId }, data: { workspaceId } });
}

/** What a sync has done. */
export interface DoneTasks {
  connectionId: string;
  done: readonly CaptureKind[];
}

export interface NextCaptures {
  /** When the next sync is expected to begin. Null: none is planned. */
  nextSyncAt: Date | null;
  /** When the account's own counters are due. */
  profileDueAt: Date | null;
}

/**
 * Frees the tasks that a sync had taken and plans those it has done.
 *
 * - A task that was done about on time is due one period after it was due, so that periods do not drift; one that was
 *   late, one period after now, so that a crowd that waited together does not come together again.
 * - METRICS is due with the first video that is.
 * - Without the scope video.list only the profile is collected; without an active connection, nothing.
 */
export async function replanTasks(
  tx: Transaction,
  { connectionId, done }: DoneTasks,
  now: Date,
): Promise<NextCaptures> {
  const at = sql`${now}::timestamptz`;
  const every = sql`CASE t."kind" WHEN 'PROFILE' THEN ${intervalSql(PROFILE_EVERY_MS)} ELSE ${intervalSql(LISTING_EVERY_MS)} END`;
  const tasks = await tx.$queryRaw<{ kind: CaptureKind; dueAt: Date | null }[]>`
    WITH newest AS (
      SELECT "postedAt", "viewsPerHour" FROM "TikTokVideo"
      WHERE "connectionId" = ${connectionId}::uuid AND "availability" = 'PUBLIC'
      ORDER BY "postedAt" DESC LIMIT 1
    ), first AS (
      SELECT "postedAt", "viewsPerHour", "nextCaptureAt" FROM "TikTokVideo"
      WHERE "connectionId" = ${connectionId}::uuid AND "nextCaptureAt" IS NOT NULL
      ORDER BY "nextCaptureAt" LIMIT 1
    ), planned AS (
      SELECT t."kind",
        CASE
          WHEN c."status" <> 'ACTIVE' OR (t."kind" <> 'PROFILE' AND 'video.list' <> ALL(c."grantedScopes")) THEN NULL
          WHEN t."kind" = 'METRICS' THEN (SELECT "nextCaptureAt" FROM first)
          WHEN t."kind"::text <> ALL(${done}::text[]) THEN coalesce(t."dueAt", ${at})
          WHEN ${at} - t."dueAt" < (${every}) / 4 AND t."dueAt" <= ${at} THEN t."dueAt" + (${every})
          ELSE ${at} + (${every})
        END AS "dueAt"
      FROM "TikTokCaptureTask" t JOIN "TikTokConnection" c ON c."id" = t."connectionId"
      WHERE t."connectionId" = ${connectionId}::uuid
    )
    UPDATE "TikTokCaptureTask" task
    SET "syncId" = NULL, "dueAt" = p."dueAt",
      "deadline" = p."dueAt" + CASE p."kind"
        WHEN 'METRICS' THEN (SELECT ${slackSql(rungSql(sql`"postedAt"`, sql`p."dueAt"`), sql`"viewsPerHour"`)} FROM first)
        WHEN 'LISTING' THEN least(
          (SELECT ${slackSql(rungSql(sql`"postedAt"`, sql`p."dueAt"`), sql`"viewsPerHour"`)} FROM newest),
          ${intervalSql(LISTING_SLACK_MS)})
        ELSE ${intervalSql(PROFILE_EVERY_MS)}
      END
    FROM planned p
    WHERE task."connectionId" = ${connectionId}::uuid AND task."kind" = p."kind"
    RETURNING task."kind", task."dueAt"`;
  const expected = await expectSyncs(tx, [connectionId], now);
  return {
    nextSyncAt: expected.get(connectionId) ?? null,
    profileDueAt: tasks.find(({ kind }) => kind === 'PROFILE')?.dueAt ?? null,
  };
}

/**
 * Frees all tasks of a connection and lets none be due before an instant. With `isAll` they are all due then, also those
 * that were not: what failed was a full sync, which is to be tried again.
 */
export async function deferTasks(
  tx: Transaction,
  connectionId: string,
  until: Date,
  { isAll }: { isAll: boolean },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "TikTokCaptureTask"
    SET "syncId" = NULL,
      "dueAt" = CASE WHEN ${isAll} THEN ${until}::timestamptz ELSE greatest("dueAt", ${until}::timestamptz) END,
      "deadline" = CASE WHEN ${isAll} THEN ${until}::timestamptz ELSE greatest("deadline", ${until}::timestamptz) END
    WHERE "connectionId" = ${connectionId}::uuid AND "dueAt" IS NOT NULL`;
  await tx.tikTokConnection.updateMany({
    where: { id: connectionId, nextCaptureAt: { lt: until } },
    data: { nextCaptureAt: until },
  });
}

/** Plans nothing more for a connection: TikTok cannot be asked. */
export async function pauseTasks(tx: Transaction, connectionId: string): Promise<void> {
  await tx.tikTokCaptureTask.updateMany({
    where: { connectionId },
    data: { syncId: null, dueAt: null, deadline: null },
  });
  await tx.tikTokVideo.updateMany({ where: { connectionId }, data: { nextCaptureAt: null } });
  await tx.tikTokConnection.updateMany({ where: { id: connectionId }, data: { nextCaptureAt: null } });
}

/** Plans a full sync of a connection for now: whatever happened meanwhile is not known. */
export async function resumeTasks(tx: Transaction, connectionId: string, now: Date): Promise<void> {
  await tx.tikTokCaptureTask.updateMany({
    where: { connectionId },
    data: { syncId: null, dueAt: now, deadline: now },
  });
  await tx.tikTokVideo.updateMany({
    where: { connectionId, availability: 'PUBLIC' },
    data: { nextCaptureAt: now },
  });
  await tx.tikTokConnection.updateMany({ where: { id: connectionId }, data: { nextCaptureAt: now } });
  await tx.tikTokSyncState.updateMany({ where: { connectionId }, data: { fullDueAt: now, ...NO_LISTING } });
}

/** Plans the next full sync after one that is complete, and remembers how many videos the listing did not show. */
export async function planFull(tx: Transaction, connectionId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "TikTokSyncState" SET "fullDueAt" = ${now}::timestamptz + ${intervalSql(FULL_EVERY_MS)}, "unlistedVideos" = ${UNLISTED}
    WHERE "connectionId" = ${connectionId}::uuid`;
}

/**
 * Brings the next full sync forward where the profile counts other videos than we know, beyond those that no listing
 * showed: older ones have come back or gone. At most once a day, and not while a look at the newest videos is overdue,
 * which may show the others. To be called once the tasks are planned.
 */
export async function lookForUnlisted(tx: Transaction, connectionId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "TikTokSyncState"
    SET "fullDueAt" = least("fullDueAt", greatest(${now}::timestamptz, "fullDueAt" - ${intervalSql(FULL_EVERY_MS - DAY_MS)}))
    WHERE "connectionId" = ${connectionId}::uuid AND "unlistedVideos" <> ${UNLISTED} AND EXISTS (
      SELECT FROM "TikTokCaptureTask" t WHERE t."connectionId" = "TikTokSyncState"."connectionId"
        AND t."kind" = 'LISTING' AND t."dueAt" > ${now}::timestamptz)`;
}

/** Videos that the profile counts and we do not know as public; null where the profile does not count. */
const UNLISTED = sql`(
  SELECT c."videoCount" - (SELECT count(*) FROM "TikTokVideo" v WHERE v."connectionId" = c."id" AND v."availability" = 'PUBLIC')
  FROM "TikTokConnection" c WHERE c."id" = "TikTokSyncState"."connectionId")`;

import type { Services } from '../../../app/services.ts';
import type { Database } from '../../../data/database.ts';
import { identifier, sql } from '../../../data/sql.ts';
import { toVideoKnots } from '../series/account-knots.ts';
import { ACCOUNT_CAPTURE, observedSinceOf, VIDEO_CAPTURE } from '../series/capture-sql.ts';
import type { AccountCapture, VideoCapture } from '../series/captures.ts';
import { unpackAccountCaptures, unpackVideoCaptures } from '../series/packed-captures.ts';
import { accountDaysOf, videoDaysOf } from './day-rows.ts';
import { AccountSums } from './day-sums.ts';
import { isOwn } from './decisive-captures.ts';
import { rebuildRollupJob } from './rebuild-rollup.job.ts';
import { toInstant } from './rollup-state.ts';
import { storeAccountDays, storeVideoChanges } from './store-days.ts';
import type { RollupKey, VideoBounds, VideoDayRow } from './store-days.ts';
import { ZoneDays } from './zone-days.ts';

/** Videos whose captures are held at a time. */
const VIDEOS_AT_ONCE = 50;
/** Rows that one statement stores or deletes. */
const BATCH = 5_000;
/** Rebuilds that one round queues. */
const MOST_A_ROUND = 500;

/**
 * Rolls all snapshots of a connection up anew, into an epoch of its own, by the days of its time zone, and has that read
 * from then on, all at once. Until then the former epoch is read. May be killed anywhere and called again.
 *
 * @returns false where snapshots or the time zone changed meanwhile: nothing came of it then, and it is still due.
 */
export async function rebuildRollup(
  { database }: Pick<Services, 'database'>,
  connectionId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const begun = await begin(database, connectionId);
  if (begun === null) return true;
  const rebuilt = await rollUpAll(database, begun, signal);
  const isRead = await swap(database, begun, rebuilt);
  await deleteEpochs(database, connectionId, signal);
  return isRead;
}

/** Queues the rebuilds that are due. Returns how many. */
export async function queueRebuilds({
  database,
  queue,
}: Pick<Services, 'database' | 'queue'>): Promise<number> {
  const due = await database.prisma.analyticsRollup.findMany({
    where: { isPending: true, connection: { erasingSince: null } },
    select: { connectionId: true },
    take: MOST_A_ROUND,
  });
  for (const { connectionId } of due)
    await queue.send(rebuildRollupJob, { connectionId }, { singletonKey: connectionId });
  return due.length;
}

interface BegunRebuild extends RollupKey {
  timezone: string;
  changes: bigint;
  observedSince: number | null;
}

/** Waits for who is changing snapshots now: what comes later is counted in `changes`. Null without a connection. */
async function begin({ prisma }: Database, connectionId: string): Promise<BegunRebuild | null> {
  const [row] = await prisma.$queryRaw<{ epoch: number; changes: bigint }[]>`
    INSERT INTO "AnalyticsRollup" AS rollup ("connectionId", "lastEpoch")
    SELECT "id", 1 FROM "TikTokConnection" WHERE "id" = ${connectionId}::uuid
    ON CONFLICT ("connectionId") DO UPDATE SET "lastEpoch" = rollup."lastEpoch" + 1, "isPending" = true
    RETURNING "lastEpoch" AS "epoch", "changes"`;
  if (row === undefined) return null;
  const [connection] = await prisma.$queryRaw<{ timezone: string; observedSince: Date | null }[]>`
    SELECT c."timezone", ${observedSinceOf(sql`c."id"`)} AS "observedSince"
    FROM "TikTokConnection" c WHERE c."id" = ${connectionId}::uuid`;
  if (connection === undefined) return null;
  const { timezone, observedSince } = connection;
  return { connectionId, ...row, timezone, observedSince: observedSince?.getTime() ?? null };
}

interface Rebuilt {
  viewsSince: number;
  viewsUntil: number;
}

async function rollUpAll(
  database: Database,
  begun: BegunRebuild,
  signal: AbortSignal | undefined,
): Promise<Rebuilt> {
  const { prisma } = database;
  const { observedSince } = begun;
  const zone = new ZoneDays(begun.timezone);
  const sums = new AccountSums(zone);
  const bounds: VideoBounds = new Map();
  const rebuilt = { viewsSince: Infinity, viewsUntil: -Infinity };
  let videoDays: VideoDayRow[] = [];
  for await (const video of readVideos(database, begun.connectionId)) {
    signal?.throwIfAborted();
    const own = video.captures.filter(isOwn);
    const knots = toVideoKnots({ postedAt: video.postedAt, captures: own }, observedSince);
    sums.add(knots, 1);
    rebuilt.viewsSince = Math.min(rebuilt.viewsSince, knots.views[0]?.at ?? Infinity);
    rebuilt.viewsUntil = Math.max(rebuilt.viewsUntil, knots.views.at(-1)?.at ?? -Infinity);
    for (const { at } of own) widen(bounds, zone.at(at), at);
    videoDays.push(...videoDaysOf(video.id, video.captures, zone).values());
    if (videoDays.length < BATCH) continue;
    await storeVideoChanges(prisma, begun, { videoDays, sums: new AccountSums(zone), bounds: new Map() });
    videoDays = [];
  }
  await storeVideoChanges(prisma, begun, { videoDays, sums, bounds });
  const captures = await readAccount(database, begun.connectionId);
  await storeAccountDays(prisma, begun, [...accountDaysOf(captures, zone).values()]);
  return rebuilt;
}

function widen(bounds: VideoBounds, day: number, at: number): void {
  const { firstAt, lastAt } = bounds.get(day) ?? { firstAt: at, lastAt: at };
  bounds.set(day, { firstAt: Math.min(firstAt, at), lastAt: Math.max(lastAt, at) });
}

/** A row that somebody changes now is waited for, and looked at as he leaves it. */
async function swap(
  { prisma }: Database,
  { connectionId, epoch, timezone, changes, observedSince }: BegunRebuild,
  { viewsSince, viewsUntil }: Rebuilt,
): Promise<boolean> {
  const swapped = await prisma.$executeRaw`
    UPDATE "AnalyticsRollup" SET "epoch" = "lastEpoch", "timezone" = ${timezone}, "isPending" = false,
      "observedSince" = ${toInstant(observedSince ?? Infinity)}::timestamptz,
      "viewsSince" = ${toInstant(viewsSince)}::timestamptz, "viewsUntil" = ${toInstant(viewsUntil)}::timestamptz
    WHERE "connectionId" = ${connectionId}::uuid AND "lastEpoch" = ${epoch}::int AND "changes" = ${changes}::bigint`;
  return swapped === 1;
}

/** Deletes what is neither read nor being written. */
async function deleteEpochs(
  { prisma }: Database,
  connectionId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const table of ['AccountDay', 'AccountGap', 'VideoDay']) {
    const name = identifier(table);
    let count: number;
    do {
      signal?.throwIfAborted();
      count = await prisma.$executeRaw(sql`
        DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
          SELECT d.ctid FROM "AnalyticsRollup" r JOIN ${name} d ON d."connectionId" = r."connectionId"
          WHERE r."connectionId" = ${connectionId}::uuid AND d."epoch" IS DISTINCT FROM r."epoch"
            AND d."epoch" < r."lastEpoch" LIMIT ${BATCH}))`);
    } while (count === BATCH);
  }
}

async function* readVideos(
  { prisma }: Database,
  connectionId: string,
): AsyncGenerator<{ id: string; postedAt: number; captures: VideoCapture[] }> {
  let last: string | null = null;
  for (;;) {
    const rows: { id: string; postedAt: Date; captures: string | null }[] = await prisma.$queryRaw`
      SELECT v.id, v."postedAt", (
        SELECT string_agg(${VIDEO_CAPTURE}, ';' ORDER BY s."capturedAt", s.id)
        FROM "TikTokAnalytics" s WHERE s."videoId" = v.id
      ) AS captures
      FROM "TikTokVideo" v
      WHERE v."connectionId" = ${connectionId}::uuid AND (${last}::uuid IS NULL OR v.id > ${last}::uuid)
      ORDER BY v.id LIMIT ${VIDEOS_AT_ONCE}`;
    for (const { id, postedAt, captures } of rows)
      yield { id, postedAt: postedAt.getTime(), captures: unpackVideoCaptures(captures) };
    last = rows.at(-1)?.id ?? null;
    if (rows.length < VIDEOS_AT_ONCE) return;
  }
}

async function readAccount({ prisma }: Database, connectionId: string): Promise<AccountCapture[]> {
  const [row] = await prisma.$queryRaw<{ captures: string | null }[]>`
    SELECT string_agg(${ACCOUNT_CAPTURE}, ';' ORDER BY s."capturedAt", s.id) AS captures
    FROM "TikTokAccountAnalytics" s WHERE s."connectionId" = ${connectionId}::uuid`;
  return unpackAccountCaptures(row?.captures);
}

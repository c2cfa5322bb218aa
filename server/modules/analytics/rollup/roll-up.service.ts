import type { Transaction } from '../../../data/database.ts';
import { type Sql, sql } from '../../../data/sql.ts';
import { toVideoKnots } from '../series/account-knots.ts';
import { ACCOUNT_CAPTURE, VIDEO_CAPTURE } from '../series/capture-sql.ts';
import { COUNTERS } from '../series/captures.ts';
import type { AccountCapture, MetricSource, VideoCapture } from '../series/captures.ts';
import { toVideoCapture, tuplesOf, unpackAccountCaptures } from '../series/packed-captures.ts';
import { accountDaysOf, videoDaysOf } from './day-rows.ts';
import { AccountSums } from './day-sums.ts';
import { ALONE_MS, isOwn } from './decisive-captures.ts';
import { openRollup, outdateRollup } from './rollup-state.ts';
import type { OpenRollup } from './rollup-state.ts';
import { storeAccountDays, storeVideoChanges } from './store-days.ts';
import type { VideoBounds, VideoDayRow } from './store-days.ts';
import { type DayNumber, toDay } from './zone-days.ts';

/** Snapshots that a transaction has just stored, all of one instant. */
export interface StoredCaptures {
  connectionId: string;
  /** `TikTokAnalytics.syncId`: of the sync, or of the import. */
  syncId: string;
  capturedAt: Date;
  source: MetricSource;
}

/**
 * Brings the days up to date that new snapshots of videos change: those from the snapshot before each to the one after. What it
 * reads and writes depends on how far these are apart, not on how long the history is. Snapshots may come in any order.
 */
export async function rollUpVideos(
  tx: Transaction,
  stored: StoredCaptures & { videoIds: readonly string[] },
): Promise<void> {
  if (stored.videoIds.length === 0) return;
  const rollup = await openFor(tx, stored);
  if (rollup === null) return;
  const { zone } = rollup;
  const at = stored.capturedAt.getTime();
  const days = daysAround(rollup, at);
  const sums = new AccountSums(zone);
  const viewed = { since: Infinity, until: -Infinity };
  const videoDays: VideoDayRow[] = [];
  const emptied: { videoId: string; date: string }[] = [];
  for (const video of await readVideos(tx, stored, timeAround(rollup, days))) {
    const own = video.captures.filter(isOwn);
    const knots = toVideoKnots({ ...video, captures: own }, rollup.observedSince);
    sums.add(knots, 1);
    sums.add(
      toVideoKnots({ ...video, captures: own.filter((one) => !video.added.has(one)) }, rollup.observedSince),
      -1,
    );
    viewed.since = Math.min(viewed.since, knots.views[0]?.at ?? Infinity);
    viewed.until = Math.max(viewed.until, knots.views.at(-1)?.at ?? -Infinity);
    const ofDays = videoDaysOf(video.id, video.captures, zone);
    // Next to exports a capture may decide about those of the day before or after.
    for (const day of video.captures.length === own.length ? [zone.at(at)] : days) {
      const row = ofDays.get(day);
      if (row === undefined) emptied.push({ videoId: video.id, date: toDay(day) });
      else videoDays.push(row);
    }
  }
  const isAccounted = stored.source === 'DISPLAY_API';
  const bounds: VideoBounds = new Map(isAccounted ? [[zone.at(at), { firstAt: at, lastAt: at }]] : []);
  await storeVideoChanges(tx, rollup, { videoDays, sums, bounds, viewed });
  if (emptied.length > 0) await deleteVideoDays(tx, rollup, emptied);
}

/** The same for a new snapshot of the account itself. */
export async function rollUpAccount(tx: Transaction, stored: Omit<StoredCaptures, 'syncId'>): Promise<void> {
  const rollup = await openFor(tx, stored);
  if (rollup === null) return;
  const days = daysAround(rollup, stored.capturedAt.getTime());
  const captures = await readAccount(tx, rollup, timeAround(rollup, days));
  const ofDays = accountDaysOf(captures, rollup.zone);
  await storeAccountDays(
    tx,
    rollup,
    days.map((day) => ofDays.get(day) ?? { date: toDay(day), captures: null, knowsFollowers: false }),
  );
}

/** Null where a rebuild is due, or becomes so: since when the account was observed decides about all posts made since. */
async function openFor(
  tx: Transaction,
  { connectionId, capturedAt, source }: Pick<StoredCaptures, 'connectionId' | 'capturedAt' | 'source'>,
): Promise<OpenRollup | null> {
  const rollup = await openRollup(tx, connectionId);
  if (rollup === null || source !== 'DISPLAY_API') return rollup;
  if (rollup.observedSince !== null && capturedAt.getTime() < rollup.observedSince) {
    await outdateRollup(tx, connectionId);
    return null;
  }
  if (rollup.observedSince === null) {
    rollup.observedSince = capturedAt.getTime();
    await tx.$executeRaw`
      UPDATE "AnalyticsRollup" SET "observedSince" = ${capturedAt}::timestamptz
      WHERE "connectionId" = ${connectionId}::uuid`;
  }
  return rollup;
}

/** The days on which a capture can decide what is read. */
function daysAround({ zone }: OpenRollup, at: number): DayNumber[] {
  const days: DayNumber[] = [];
  for (let day = zone.at(at - ALONE_MS); day <= zone.at(at + ALONE_MS); day++) days.push(day);
  return days;
}

/** The time in which captures decide about those of the days. */
function timeAround({ zone }: OpenRollup, days: readonly DayNumber[]): { lower: Date; upper: Date } {
  return {
    lower: new Date(zone.startOf(days[0]!) - ALONE_MS),
    upper: new Date(zone.startOf(days.at(-1)! + 1) + ALONE_MS),
  };
}

interface ReadVideo {
  id: string;
  postedAt: number;
  /** All within the time, and of our own the next ones before and after that know each counter. Ascending by time. */
  captures: VideoCapture[];
  /** Those that were just stored. */
  added: ReadonlySet<VideoCapture>;
}

/** Of several captures at one instant the last counts, so a neighbour is the last one of its instant, on either side. */
async function readVideos(
  tx: Transaction,
  { videoIds, syncId }: StoredCaptures & { videoIds: readonly string[] },
  { lower, upper }: { lower: Date; upper: Date },
): Promise<ReadVideo[]> {
  const next = (counter: string, condition: Sql, order: Sql): Sql => sql`
    (SELECT s.* FROM "TikTokAnalytics" s WHERE s."videoId" = v.id AND s.source = 'DISPLAY_API'
      AND ${COUNTER[counter]!} IS NOT NULL AND ${condition} ORDER BY ${order} LIMIT 1)`;
  const neighbours = COUNTERS.flatMap((counter) => [
    next(counter, sql`s."capturedAt" < ${lower}::timestamptz`, sql`s."capturedAt" DESC, s.id DESC`),
    next(counter, sql`s."capturedAt" >= ${upper}::timestamptz`, sql`s."capturedAt", s.id DESC`),
  ]).reduce((left, right) => sql`${left} UNION ${right}`);
  const rows = await tx.$queryRaw<{ id: string; postedAt: Date; captures: string | null }[]>`
    SELECT v.id, v."postedAt", c.captures
    FROM json_array_elements_text(${JSON.stringify(videoIds)}::json) AS k(id) JOIN "TikTokVideo" v ON v.id = k.id::uuid
    CROSS JOIN LATERAL (
      SELECT string_agg(concat(${VIDEO_CAPTURE}, ',', (s."syncId" = ${syncId}::uuid)::int), ';'
        ORDER BY s."capturedAt", s.id) AS captures
      FROM (
        (SELECT s.* FROM "TikTokAnalytics" s WHERE s."videoId" = v.id
          AND s."capturedAt" >= ${lower}::timestamptz AND s."capturedAt" < ${upper}::timestamptz)
        UNION ${neighbours}
      ) s
    ) c`;
  return rows.map(({ id, postedAt, captures }) => {
    const read = tuplesOf(captures).map((tuple) => ({
      capture: toVideoCapture(tuple),
      isNew: tuple[6] === '1',
    }));
    return {
      id,
      postedAt: postedAt.getTime(),
      captures: read.map(({ capture }) => capture),
      added: new Set(read.filter(({ isNew }) => isNew).map(({ capture }) => capture)),
    };
  });
}

const COUNTER: Record<string, Sql> = {
  views: sql`s.views`,
  likes: sql`s.likes`,
  comments: sql`s.comments`,
  shares: sql`s.shares`,
};

async function readAccount(
  tx: Transaction,
  { connectionId }: OpenRollup,
  { lower, upper }: { lower: Date; upper: Date },
): Promise<AccountCapture[]> {
  const [row] = await tx.$queryRaw<{ captures: string | null }[]>`
    SELECT string_agg(${ACCOUNT_CAPTURE}, ';'
      ORDER BY s."capturedAt", s.id) AS captures
    FROM "TikTokAccountAnalytics" s WHERE s."connectionId" = ${connectionId}::uuid
      AND s."capturedAt" >= ${lower}::timestamptz AND s."capturedAt" < ${upper}::timestamptz`;
  return unpackAccountCaptures(row?.captures);
}

async function deleteVideoDays(
  tx: Transaction,
  { connectionId, epoch }: OpenRollup,
  keys: readonly { videoId: string; date: string }[],
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "VideoDay" day USING jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("videoId" uuid, "date" date)
    WHERE day."connectionId" = ${connectionId}::uuid AND day."epoch" = ${epoch}::int
      AND day."videoId" = k."videoId" AND day."date" = k."date"`;
}

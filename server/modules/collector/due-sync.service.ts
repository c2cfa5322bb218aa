import type { Transaction } from '../../data/database.ts';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import { sql } from '../../data/sql.ts';
import { toNumber } from '../../lib/counters.ts';
import {
  type ListedVideo,
  PAGE_SIZE,
  type TikTokProfile,
  type VideoPage,
} from '../../vendors/tiktok/port.ts';
import { isOutOfQuota } from '../connections/connection.errors.ts';
import { record } from '../connections/connection.events.ts';
import type { AccessGrant } from '../connections/credential.service.ts';
import { planCopies } from '../covers/image-offers.service.ts';
import { earliestSql } from './capture-ladder.ts';
import { lookForUnlisted, replanTasks } from './capture-task.service.ts';
import { planSync } from './sync-plan.service.ts';
import {
  capturedMetrics,
  completion,
  lock,
  NO_ERROR,
  type Run,
  storeProfile,
  type SyncDeps,
} from './sync-step.ts';
import { doubtAbsence, markUnavailable, type StoredCaptures, storeVideos } from './video-capture.service.ts';
import { readPage } from './video-page.ts';

/** Queries of one sync, so that an account of 10,000 videos is no heavier a turn than others. */
const MOST_QUERIES = 10;
/** Pages of uploads that one sync reads; an account that posted more than these within the hour is listed in full. */
const MOST_PAGES = 10;

/** Videos of one answer, and when it came. */
interface Answer {
  at: Date;
  videos: readonly ListedVideo[];
}

/** What a sync of what is due brought home. */
interface Harvest {
  profile: { at: Date; profile: TikTokProfile } | null;
  /** Newest first, as listed. */
  pages: Answer[];
  queries: (Answer & { asked: readonly string[] })[];
  done: CaptureKind[];
}

interface Due {
  kinds: ReadonlySet<CaptureKind>;
  /** When the newest known video was posted. */
  newestAt: Date | null;
}

/**
 * Captures what is due of an account: its own counters, a look at the newest videos, and those whose rung has come,
 * packed 20 a call. A kind whose quota is used up by now is left for the next turn; the others go on.
 */
export async function collectDue(deps: SyncDeps, run: Run, grant: AccessGrant): Promise<Harvest> {
  const due = await readDue(deps, run);
  const harvest: Harvest = { profile: null, pages: [], queries: [], done: [] };
  const options = { signal: run.signal };
  if (due.kinds.has('PROFILE')) {
    await within(harvest, 'PROFILE', async () => {
      const profile = await deps.tiktok.userInfo(grant.accessToken, grant.scopes, options);
      harvest.profile = { at: deps.clock.now(), profile };
    });
  }
  const canList = grant.scopes.includes('video.list');
  if (due.kinds.has('LISTING') && canList) {
    await within(harvest, 'LISTING', () => listNewest(deps, run, grant, due, harvest));
  }
  if (canList) {
    const missing = await missingFrom(deps, run, harvest.pages);
    const ids = due.kinds.has('METRICS') ? await dueVideos(deps, run, missing, harvest.pages) : missing;
    await within(harvest, due.kinds.has('METRICS') ? 'METRICS' : null, async () => {
      for (let first = 0; first < ids.length; first += PAGE_SIZE) {
        const asked = ids.slice(first, first + PAGE_SIZE);
        const videos = await deps.tiktok.queryVideos(grant.accessToken, asked, options);
        harvest.queries.push({ at: deps.clock.now(), videos, asked });
      }
    });
  }
  return harvest;
}

/** Marks the kind as done, unless the quota ends first. */
async function within(harvest: Harvest, kind: CaptureKind | null, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isOutOfQuota(error)) return;
    throw error;
  }
  if (kind !== null) harvest.done.push(kind);
}

async function readDue(deps: SyncDeps, { connectionId, syncId }: Run): Promise<Due> {
  const [row] = await deps.database.prisma.$queryRaw<{ kinds: CaptureKind[]; newestAt: Date | null }[]>`
    SELECT
      (SELECT coalesce(jsonb_agg("kind"), '[]') FROM "TikTokCaptureTask"
        WHERE "connectionId" = ${connectionId}::uuid AND "syncId" = ${syncId}::uuid) AS "kinds",
      (SELECT max("postedAt") FROM "TikTokVideo" WHERE "connectionId" = ${connectionId}::uuid) AS "newestAt"`;
  return { kinds: new Set(row?.kinds), newestAt: row?.newestAt ?? null };
}

/** Reads pages until one reaches back to what is known. */
async function listNewest(
  deps: SyncDeps,
  run: Run,
  grant: AccessGrant,
  { newestAt }: Due,
  harvest: Harvest,
): Promise<void> {
  let cursor: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: VideoPage = await readPage(deps, grant, cursor, { signal: run.signal });
    harvest.pages.push({ at: deps.clock.now(), videos: answer.videos });
    const oldest = answer.videos.at(-1)?.postedAt;
    const isKnown = newestAt !== null && oldest !== undefined && oldest <= newestAt;
    if (isKnown || answer.nextCursor === null) return;
    cursor = answer.nextCursor;
  }
}

/** Public videos that the pages should have shown and did not: they are asked for by id before they count as gone. */
async function missingFrom(
  deps: SyncDeps,
  { connectionId }: Run,
  pages: readonly Answer[],
): Promise<string[]> {
  const listed = pages.flatMap(({ videos }) => videos);
  const oldest = listed.at(-1)?.postedAt;
  if (oldest === undefined) return [];
  const missing = await deps.database.prisma.tikTokVideo.findMany({
    where: {
      connectionId,
      availability: 'PUBLIC',
      // Of those posted in the very second of the last one, some may stand on the next page.
      postedAt: { gt: oldest },
      tikTokId: { notIn: listed.map(({ id }) => id) },
    },
    take: PAGE_SIZE,
    select: { tikTokId: true },
  });
  return missing.map(({ tikTokId }) => tikTokId);
}

/** The ids to ask for: what is missing, what is due, and in the last call's empty places what is due soonest. */
async function dueVideos(
  deps: SyncDeps,
  { connectionId }: Run,
  missing: readonly string[],
  pages: readonly Answer[],
): Promise<string[]> {
  const now = deps.clock.now();
  const known = [...missing, ...pages.flatMap(({ videos }) => videos.map(({ id }) => id))];
  const candidates = await deps.database.prisma.$queryRaw<{ tikTokId: string; isDue: boolean }[]>`
    SELECT "tikTokId", "nextCaptureAt" <= ${now}::timestamptz AS "isDue" FROM "TikTokVideo"
    WHERE "connectionId" = ${connectionId}::uuid AND "availability" = 'PUBLIC'
      AND ${earliestSql(sql`"nextCaptureAt"`, sql`"postedAt"`)} <= ${now}::timestamptz
      AND "tikTokId" <> ALL(${known}::text[])
    ORDER BY "nextCaptureAt" LIMIT ${MOST_QUERIES * PAGE_SIZE - missing.length}`;
  const needed = missing.length + candidates.filter(({ isDue }) => isDue).length;
  const places = Math.ceil(needed / PAGE_SIZE) * PAGE_SIZE;
  return [...missing, ...candidates.map(({ tikTokId }) => tikTokId)].slice(0, places);
}

/** Stores the harvest, plans what comes next and says so, all in one transaction. */
export async function completeDue(deps: SyncDeps, run: Run, harvest: Harvest): Promise<void> {
  const { connectionId } = run;
  const { profile, done } = harvest;
  const now = deps.clock.now();
  const announce = await deps.database.transaction(async (tx) => {
    await lock(tx, run);
    const captured = await storeHarvest(tx, run, harvest, now);
    const { nextSyncAt, profileDueAt } = await replanTasks(tx, { connectionId, done }, now);
    // Without a free slot for anything it was no sync.
    const isSync = done.length > 0;
    const { isFullRequested } = await tx.tikTokSyncState.update({
      where: { connectionId },
      data: {
        syncId: null,
        phase: null,
        startedAt: null,
        nextSyncAt,
        ...(isSync && { ...NO_ERROR, lastSyncedAt: now }),
      },
    });
    if (isFullRequested) await planSync(tx, deps, connectionId);
    await planCopies(tx, deps, connectionId, now);
    if (profile !== null) await lookForUnlisted(tx, connectionId, now);
    await tx.tikTokConnection.update({ where: { id: connectionId }, data: { nextCaptureAt: profileDueAt } });
    if (!isSync) return undefined;
    const metrics = profile === null ? null : await capturedMetrics(tx, run, profileDueAt);
    return record(tx, deps, connectionId, ...completion(captured, metrics, nextSyncAt));
  });
  await announce?.();
}

async function storeHarvest(
  tx: Transaction,
  run: Run,
  { profile, pages, queries }: Harvest,
  now: Date,
): Promise<StoredCaptures> {
  const { connectionId } = run;
  const connection = await tx.tikTokConnection.findUniqueOrThrow({ where: { id: connectionId } });
  if (profile !== null) {
    const hasStats = connection.grantedScopes.includes('user.info.stats');
    await storeProfile(tx, run, profile.profile, { capturedAt: profile.at, hasStats });
  }
  const followers = profile?.profile.followers ?? toNumber(connection.followers);
  const captured: StoredCaptures = { videoIds: [], newVideos: 0 };
  for (const { at: capturedAt, videos } of [...pages, ...queries]) {
    const stored = await storeVideos(tx, { ...run, capturedAt, followers, videos, onlyDue: true });
    captured.videoIds.push(...stored.videoIds);
    captured.newVideos += stored.newVideos;
  }
  const videoCount = profile?.profile.videos ?? toNumber(connection.videoCount);
  const absent = queries.map((query) => absentFrom(query, videoCount));
  const idsOf = (isBelieved: boolean): string[] =>
    absent.flatMap((answer) => (answer.isBelieved === isBelieved ? answer.ids : []));
  await markUnavailable(tx, connectionId, idsOf(true), now);
  await doubtAbsence(tx, connectionId, idsOf(false), now);
  return captured;
}

/**
 * The ids that were asked for and that TikTok does not show any more. An answer that shows none of several while the
 * profile counts videos is not believed.
 */
function absentFrom(
  { asked, videos }: Harvest['queries'][number],
  videoCount: number | null,
): { ids: string[]; isBelieved: boolean } {
  const shown = new Set(videos.map(({ id }) => id));
  return {
    ids: asked.filter((id) => !shown.has(id)),
    isBelieved: videos.length > 0 || asked.length === 1 || videoCount === 0,
  };
}

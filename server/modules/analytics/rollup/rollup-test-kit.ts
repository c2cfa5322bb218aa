import { createClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import type { Database, Transaction } from '../../../data/database.ts';
import type { ListedVideo } from '../../../vendors/tiktok/port.ts';
import { storeProfile as storeSyncedProfile } from '../../collector/sync-step.ts';
import { storeVideos as storeSyncedVideos } from '../../collector/video-capture.service.ts';
import { dayHash, storeDays, storeProfile, storeVideos } from '../../imports/import-batch.ts';
import type { ImportedFigures } from '../../imports/import-batch.ts';
import { deleteOutdated } from '../../privacy/retention.service.ts';
import type { AccountHistory } from '../series/account-history.ts';
import { addDays, startOfDay } from '../calendar.ts';
import type { Counters } from '../series/captures.ts';
import { outdateRollup } from './rollup-state.ts';

// Histories as they come about: by the very functions that the collector, imports and housekeeping store and delete with.

const DAY_MS = 86_400_000;
const NO_FIGURES: ImportedFigures = {
  views: null,
  likes: null,
  comments: null,
  shares: null,
  followersGained: null,
  followers: null,
  profileViews: null,
  viewers: null,
};

/** An account without a past, rolled up. Its videos are known by their numbers. */
export interface TestAccount {
  connectionId: string;
  workspaceId: string;
  posts: readonly Date[];
}

export async function createAccount(
  { prisma }: Database,
  timezone: string,
  posts: readonly Date[],
): Promise<TestAccount> {
  const [connectionId, workspaceId] = [newId(), newId()];
  await prisma.$executeRaw`
    WITH workspace AS (
      INSERT INTO "Workspace" ("id", "name", "slug", "createdAt")
      VALUES (${workspaceId}::uuid, 'Tests', ${workspaceId}, now()) RETURNING "id"
    ), connection AS (
      INSERT INTO "TikTokConnection" ("id", "workspaceId", "openId", "timezone", "createdAt", "grantedScopes", "missingScopes")
      SELECT ${connectionId}::uuid, "id", ${connectionId}, ${timezone}, now(), '{}', '{}' FROM workspace RETURNING "id"
    )
    INSERT INTO "AnalyticsRollup" ("connectionId", "epoch", "lastEpoch", "timezone", "isPending")
    SELECT "id", 1, 1, ${timezone}, false FROM connection`;
  return { connectionId, workspaceId, posts };
}

/** A sync's capture of some of the videos. `syncId` is given again for an attempt that is made again. */
export async function captureVideos(
  database: Database,
  account: TestAccount,
  capturedAt: Date,
  videos: readonly ({ number: number } & Counters)[],
  syncId: string = newId(),
): Promise<void> {
  await database.transaction((tx) => captureVideosIn(tx, account, capturedAt, videos, syncId));
}

export async function captureVideosIn(
  tx: Transaction,
  { connectionId, posts }: TestAccount,
  capturedAt: Date,
  videos: readonly ({ number: number } & Counters)[],
  syncId: string,
): Promise<void> {
  await storeSyncedVideos(tx, {
    connectionId,
    syncId,
    capturedAt,
    followers: null,
    onlyDue: false,
    videos: videos.map(({ number, ...counters }) => listed(number, posts[number]!, counters)),
  });
}

export async function captureProfile(
  database: Database,
  { connectionId }: TestAccount,
  capturedAt: Date,
  followers: number | null,
): Promise<void> {
  const profile = {
    openId: null,
    displayName: null,
    username: null,
    bio: null,
    profileUrl: null,
    isVerified: null,
    avatarUrl: null,
    followers,
    following: null,
    likes: null,
    videos: null,
  };
  await database.transaction((tx) =>
    storeSyncedProfile(tx, { connectionId, syncId: newId() }, profile, { capturedAt, hasStats: true }),
  );
}

/** What an export of the day says. Videos that were never listed are left out. */
export async function importExport(
  database: Database,
  { connectionId }: TestAccount,
  downloadedOn: string,
  says: {
    days?: readonly ({ date: string } & Partial<ImportedFigures>)[];
    videos?: readonly ({ number: number } & Counters)[];
    followers?: number | null;
  },
): Promise<void> {
  const of = {
    connectionId,
    importId: newId(),
    downloadedOn,
    capturedAt: new Date(`${downloadedOn}T12:00:00Z`),
    source: 'STUDIO_EXPORT' as const,
  };
  const { days = [], videos = [], followers } = says;
  await database.transaction(async (tx) => {
    if (days.length > 0) {
      const rows = days.map(({ date, ...known }) => {
        const figures = { ...NO_FIGURES, ...known };
        return { contentHash: dayHash(connectionId, 'studio-overview', date, figures), date, ...figures };
      });
      await storeDays(tx, of, rows);
    }
    if (videos.length > 0) {
      const known = await tx.tikTokVideo.findMany({ where: { connectionId } });
      const rows = videos.flatMap(({ number, ...counters }) => {
        const video = known.find(({ tikTokId }) => tikTokId === String(number));
        return video === undefined ? [] : [{ videoId: video.id, ...counters }];
      });
      await storeVideos(tx, of, rows);
    }
    if (followers !== undefined) await storeProfile(tx, of, { followers, following: null, likes: null });
  });
}

/** Housekeeping of a workspace that keeps this many days. */
export async function keepDays(
  database: Database,
  { workspaceId }: TestAccount,
  retentionDays: number,
  now: Date,
): Promise<void> {
  const clock = createClock();
  clock.standAt(now);
  const where = { id: workspaceId };
  await database.prisma.workspace.update({ where, data: { retentionDays } });
  await deleteOutdated({ database, clock }, new AbortController().signal);
  await database.prisma.workspace.update({ where, data: { retentionDays: null } });
}

/** As `updateConnection` does, without its job. */
export async function moveTo(
  database: Database,
  { connectionId }: TestAccount,
  timezone: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    await outdateRollup(tx, connectionId);
    await tx.tikTokConnection.update({ where: { id: connectionId }, data: { timezone } });
  });
}

/** A history whose videos are known by their ids, with exports among their captures. */
export interface TestHistory extends AccountHistory {
  videos: readonly (AccountHistory['videos'][number] & { id: string })[];
}

/** All that is stored of the account, as the pure functions take it. */
export async function historyOf(
  { prisma }: Database,
  { connectionId }: TestAccount,
  timezone: string,
): Promise<TestHistory> {
  const inTime = [{ capturedAt: 'asc' }, { id: 'asc' }] as const;
  const videos = await prisma.tikTokVideo.findMany({
    where: { connectionId },
    orderBy: { id: 'asc' },
    include: { snapshots: { orderBy: [...inTime] } },
  });
  const account = await prisma.tikTokAccountAnalytics.findMany({
    where: { connectionId },
    orderBy: [...inTime],
  });
  const days = await prisma.importedDay.findMany({
    where: { connectionId },
    orderBy: [{ date: 'asc' }, { downloadedOn: 'desc' }, { importId: 'desc' }],
  });
  const own = [...account, ...videos.flatMap(({ snapshots }) => snapshots)].filter(
    ({ source }) => source === 'DISPLAY_API',
  );
  const toNumber = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    observedSince: own.length === 0 ? null : Math.min(...own.map(({ capturedAt }) => capturedAt.getTime())),
    account: withoutNeighbours(
      account.map(({ capturedAt, followers, source }) => ({
        at: capturedAt.getTime(),
        followers: toNumber(followers),
        source,
      })),
    ),
    videos: videos.map(({ id, postedAt, snapshots }) => ({
      id,
      postedAt: postedAt.getTime(),
      captures: withoutNeighbours(
        snapshots.map(({ capturedAt, views, likes, comments, shares, source }) => ({
          at: capturedAt.getTime(),
          views: toNumber(views),
          likes: toNumber(likes),
          comments: toNumber(comments),
          shares: toNumber(shares),
          source,
        })),
      ),
    })),
    imported: [...Map.groupBy(days, ({ date }) => date.toISOString().slice(0, 10))].map(([date, said]) => {
      const newest = (name: keyof ImportedFigures) =>
        toNumber(said.find((day) => day[name] !== null)?.[name] ?? null);
      return {
        date,
        start: startOfDay(date, timezone),
        end: startOfDay(addDays(date, 1), timezone),
        downloadedOn: said[0]!.downloadedOn.toISOString().slice(0, 10),
        views: newest('views'),
        likes: newest('likes'),
        comments: newest('comments'),
        shares: newest('shares'),
        followersGained: newest('followersGained'),
        followers: newest('followers'),
        profileViews: newest('profileViews'),
        viewers: newest('viewers'),
      };
    }),
  };
}

/** Exports within a day of a capture of our own tell nothing. */
function withoutNeighbours<T extends { at: number; source: string }>(captures: readonly T[]): T[] {
  return captures.filter(
    ({ at, source }) =>
      source === 'DISPLAY_API' ||
      captures.every((other) => other.source !== 'DISPLAY_API' || Math.abs(other.at - at) > DAY_MS),
  );
}

/** All rows that are read, but for those that say nothing, and what is known of the whole; null where a rebuild is due. */
export async function rowsOf({ prisma }: Database, { connectionId }: TestAccount): Promise<unknown> {
  const [row] = await prisma.$queryRaw<{ rows: unknown }[]>`
    SELECT jsonb_build_object(
      'whole', jsonb_build_array(r."timezone", r."observedSince", r."viewsSince", r."viewsUntil"),
      'days', (SELECT jsonb_agg(to_jsonb(d) - 'epoch' ORDER BY d."date") FROM "AccountDay" d
        WHERE d."connectionId" = r."connectionId" AND d."epoch" = r."epoch"
          AND (d."viewsParts" + d."likesParts" + d."commentsParts" + d."sharesParts" > 0
            OR d."captures" IS NOT NULL OR d."videosLastAt" IS NOT NULL)),
      'gaps', (SELECT jsonb_agg(to_jsonb(g) - 'epoch' ORDER BY g."first", g."last") FROM "AccountGap" g
        WHERE g."connectionId" = r."connectionId" AND g."epoch" = r."epoch" AND g."parts" > 0),
      'videoDays', (SELECT jsonb_agg(to_jsonb(v) - 'epoch' ORDER BY v."videoId", v."date") FROM "VideoDay" v
        WHERE v."connectionId" = r."connectionId" AND v."epoch" = r."epoch")
    ) AS rows FROM "AnalyticsRollup" r WHERE r."connectionId" = ${connectionId}::uuid AND NOT r."isPending"`;
  return row?.rows ?? null;
}

function listed(number: number, postedAt: Date, counters: Counters): ListedVideo {
  return {
    id: String(number),
    postedAt,
    title: null,
    description: null,
    shareUrl: null,
    embedUrl: null,
    coverUrl: null,
    durationSeconds: 10,
    width: null,
    height: null,
    isAiGenerated: null,
    ...counters,
  };
}

import { setImmediate } from 'node:timers/promises';
import type { Services } from '../../../app/services.ts';
import type { Database, Transaction } from '../../../data/database.ts';
import { considerTrends } from '../consider-trends.service.ts';
import { noteArrival } from '../source/source-state.service.ts';
import { storeSightings } from '../store-sightings.service.ts';
import type { TrendSighting } from '../trend-sighting.ts';
import { ClassCounts } from './class-counts.ts';
import { chooseAccounts, type CountedAccounts, CURVE_DAYS, DAY_MS } from './corpus-accounts.ts';
import { type CountedTrend, formatTrend, hashtagTrend, sightingOf } from './corpus-sightings.ts';
import {
  loadCorpusPosts,
  loadFollowedTrends,
  loadObservedAccounts,
  loadScoredPosts,
  loadTopHashtags,
} from './corpus.loader.ts';
import { explodingFormats } from './exploding-formats.ts';
import { forgetCorpus, onlyOfCorpus, whileCounting } from './forget-corpus.ts';
import { keyOfFormat } from './format-features.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub'>;

/** When the next count is due: a day later, or sooner where there will be more to count by then. */
const NEXT_MS = { rolledUp: 60_000, scored: 600_000, observed: 3_600_000, daily: DAY_MS };
/** More of the recent posts than this without a look at their score, and formats are looked for again soon. */
const UNSCORED_SHARE = 0.1;
/** Accounts whose posts are held at a time. */
const ACCOUNTS_AT_ONCE = 20;
/** Workspaces a round. */
const BATCH = 500;

/**
 * Counts hashtags, and formats that explode, over the videos that a workspace's accounts posted, and stores what it finds
 * as the workspace's own trends. One count of a workspace at a time; while one of its connections is being erased, none.
 *
 * Safe to kill and to call again: the same captures say the same. Takes as many SQL statements as there are accounts by 20,
 * and some two dozen.
 */
export async function countCorpus(deps: Deps, workspaceId: string, signal: AbortSignal): Promise<void> {
  await whileCounting(deps.database, workspaceId, () => count(deps, workspaceId, signal));
}

/** Workspaces whose corpus is due and may be counted; those that were never counted first. */
export async function corporaDue({ database, clock }: Deps): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT w."id" FROM "Workspace" w LEFT JOIN "TrendCorpusState" s ON s."workspaceId" = w."id"
    WHERE w."erasingSince" IS NULL AND (s."dueAt" IS NULL OR s."dueAt" <= ${clock.now()}::timestamptz)
      AND EXISTS (SELECT FROM "TikTokConnection" c WHERE c."workspaceId" = w."id")
      AND NOT EXISTS (
        SELECT FROM "TikTokConnection" c WHERE c."workspaceId" = w."id" AND c."erasingSince" IS NOT NULL)
    ORDER BY s."dueAt" NULLS FIRST LIMIT ${BATCH}::int`;
  return rows.map(({ id }) => id);
}

async function count(deps: Deps, workspaceId: string, signal: AbortSignal): Promise<void> {
  const { database, clock } = deps;
  const now = clock.now();
  if (await isErasing(database, workspaceId)) return;
  const { accounts, isAwaitingRollup } = await loadObservedAccounts(database, workspaceId, now);
  const counted = chooseAccounts(accounts, now.getTime());
  const dueIn = (ms: number): Date => new Date(now.getTime() + (isAwaitingRollup ? NEXT_MS.rolledUp : ms));
  const dueAt = counted === null ? dueIn(NEXT_MS.observed) : now;
  await database.transaction((tx) => begin(tx, workspaceId, { countedAt: now, dueAt }, counted));
  if (counted === null) return;

  const { posts, unscoredShare } = await loadScoredPosts(database, counted);
  const formats = await explodingFormats(posts, signal);
  const trends = trendsOf(
    await loadTopHashtags(database, counted),
    formats.map(({ features }) => keyOfFormat(features)),
    await loadFollowedTrends(database, workspaceId),
  );
  const sightings = await countTrends(database, counted, trends, signal);
  signal.throwIfAborted();
  const { trendIds } = await storeSightings(deps, { source: 'OWN_CORPUS', workspaceId }, sightings);
  await considerTrends(deps, trendIds);
  const nextAt = dueIn(unscoredShare > UNSCORED_SHARE ? NEXT_MS.scored : NEXT_MS.daily);
  await database.transaction((tx) => finish(tx, workspaceId, counted, { countedAt: now, dueAt: nextAt }));
}

/** Whether the workspace or one of its connections is, or is gone. */
async function isErasing({ prisma }: Database, workspaceId: string): Promise<boolean> {
  const where = { id: workspaceId, erasingSince: null, connections: { every: { erasingSince: null } } };
  return (await prisma.workspace.count({ where })) === 0;
}

/**
 * Notes who is counted, as due until the count is done. What was counted over other accounts cannot be compared with what
 * comes now, so it goes: the curve tells the past of these.
 */
async function begin(
  tx: Transaction,
  workspaceId: string,
  { countedAt, dueAt }: { countedAt: Date; dueAt: Date },
  counted: CountedAccounts | null,
): Promise<void> {
  const former = await tx.trendCorpusState.findUnique({ where: { workspaceId } });
  const accounts = [...(counted?.ids ?? former?.accounts ?? [])];
  await tx.$executeRaw`
    INSERT INTO "TrendCorpusState" ("workspaceId", "countedAt", "dueAt", "accounts")
    VALUES (${workspaceId}::uuid, ${countedAt}::timestamptz, ${dueAt}::timestamptz, ${accounts}::uuid[])
    ON CONFLICT ("workspaceId") DO UPDATE SET
      "countedAt" = excluded."countedAt", "dueAt" = excluded."dueAt", "accounts" = excluded."accounts"`;
  if (former?.accounts.join() === accounts.join()) return;
  await tx.trendCurve.deleteMany({ where: { source: 'OWN_CORPUS', trend: { workspaceId } } });
  await tx.trendObservation.deleteMany({ where: { source: 'OWN_CORPUS', trend: { workspaceId } } });
}

/** Those that are ranked, and those of former counts that are not any more. */
function trendsOf(
  hashtags: readonly string[],
  formats: readonly string[],
  followed: readonly { kind: 'HASHTAG' | 'FORMAT'; key: string }[],
): CountedTrend[] {
  const ranked = [
    ...hashtags.map((hashtag, index) => hashtagTrend(hashtag, index + 1)),
    ...formats.map((key, index) => formatTrend(key, index + 1)),
  ];
  const isRanked = new Set(ranked.map(({ kind, key }) => `${kind} ${key}`));
  return [
    ...ranked,
    ...followed
      .filter(({ kind, key }) => !isRanked.has(`${kind} ${key}`))
      .map(({ kind, key }) => (kind === 'HASHTAG' ? hashtagTrend(key, null) : formatTrend(key, null))),
  ];
}

async function countTrends(
  database: Database,
  counted: CountedAccounts,
  trends: readonly CountedTrend[],
  signal: AbortSignal,
): Promise<TrendSighting[]> {
  const counts = new ClassCounts(counted, trends);
  for (let first = 0; first < counted.ids.length; first += ACCOUNTS_AT_ONCE) {
    signal.throwIfAborted();
    // Requests that came in meanwhile are answered between two batches.
    await setImmediate();
    const ids = counted.ids.slice(first, first + ACCOUNTS_AT_ONCE);
    for (const post of await loadCorpusPosts(database, ids, counted)) counts.add(post);
  }
  return trends
    .map((trend) => sightingOf(trend, counts.of(trend), counted))
    .filter((sighting) => sighting !== null);
}

/** Takes all back where an account left while it was counted; else lets go of trends that are long over. */
async function finish(
  tx: Transaction,
  workspaceId: string,
  { ids, end }: CountedAccounts,
  { countedAt, dueAt }: { countedAt: Date; dueAt: Date },
): Promise<void> {
  const where = { workspaceId, id: { in: [...ids] }, erasingSince: null };
  if ((await tx.tikTokConnection.count({ where })) < ids.length) {
    await forgetCorpus(tx, workspaceId);
    return;
  }
  await tx.$executeRaw`
    DELETE FROM "TikTokTrend" WHERE ${onlyOfCorpus(workspaceId)}
      AND "lastSeenAt" < ${new Date(end - CURVE_DAYS * DAY_MS)}::timestamptz
      AND NOT EXISTS (SELECT FROM "TrendWatch" w WHERE w."trendId" = "TikTokTrend"."id")`;
  await tx.trendCorpusState.updateMany({ where: { workspaceId }, data: { dueAt } });
  await noteArrival(tx, 'OWN_CORPUS', countedAt);
}

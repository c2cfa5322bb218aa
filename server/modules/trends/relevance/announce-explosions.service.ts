import { setImmediate } from 'node:timers/promises';
import type { Services } from '../../../app/services.ts';
import type { Database } from '../../../data/database.ts';
import { record } from '../../connections/connection.events.ts';
import { NOT_ERASED } from '../../connections/connection.policy.ts';
import { type Interests, hasToDoWith, isRelevant, type RatedTrend, relevanceOf } from './trend-relevance.ts';
import { loadInterests } from './interests.loader.ts';
import { RATED_COLUMNS, toRated, wakingHoursAt } from './trend-relevance.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub'>;

/** One that began earlier is no news, also for an account that was just connected. */
const NEWS_DAYS = 14;
/** Trends, and accounts, that are in memory at a time. */
const TRENDS = 1_000;
const ACCOUNTS = 200;
const DAY_MS = 86_400_000;

interface ExplodingTrend {
  id: string;
  /** Whose own it is; null is shared by all. */
  workspaceId: string | null;
  explodingSince: Date;
  rated: RatedTrend;
}

interface Account {
  id: string;
  workspaceId: string;
}

/**
 * Tells connections of trends that began to explode within the last 14 days: those to which a trend is relevant
 * (`isRelevant`), and those of workspaces that watch it; of a workspace's own trend, no others. One `TrendExploded` a
 * connection, trend and spell, however often this is called and by how many at a time; killed anywhere, the next call goes
 * on. Four SQL statements for 200 accounts and 1,000 trends, and a transaction for each account with news.
 *
 * @param trendIds those alone, which were measured anew; without it, all.
 */
export async function announceExplosions(deps: Deps, trendIds?: readonly string[]): Promise<void> {
  for await (const trends of explodingTrends(deps, trendIds)) {
    for await (const accounts of accountsThatMaySee(deps.database, trends)) {
      const news = await findNews(deps, accounts, trends);
      for (const [connectionId, exploded] of news) await announce(deps, connectionId, exploded);
    }
  }
}

async function* explodingTrends(
  { database, clock }: Deps,
  trendIds: readonly string[] | undefined,
): AsyncGenerator<ExplodingTrend[]> {
  const since = new Date(clock.now().getTime() - NEWS_DAYS * DAY_MS);
  let last: string | undefined;
  do {
    const rows = await database.prisma.tikTokTrend.findMany({
      where: {
        AND: [trendIds === undefined ? {} : { id: { in: [...trendIds] } }, after(last)],
        explodingSince: { gt: since },
      },
      orderBy: { id: 'asc' },
      take: TRENDS,
      select: { ...RATED_COLUMNS, workspaceId: true, explodingSince: true },
    });
    if (rows.length === 0) return;
    yield rows.map(({ workspaceId, explodingSince, ...row }) => ({
      id: row.id,
      workspaceId,
      explodingSince: explodingSince!,
      rated: toRated(row),
    }));
    last = rows.length < TRENDS ? undefined : rows.at(-1)!.id;
  } while (last !== undefined);
}

async function* accountsThatMaySee(
  database: Database,
  trends: readonly ExplodingTrend[],
): AsyncGenerator<Account[]> {
  const owners = new Set(trends.map(({ workspaceId }) => workspaceId));
  const ofOwners = owners.has(null) ? {} : { workspaceId: { in: [...owners].filter((id) => id !== null) } };
  let last: string | undefined;
  do {
    const accounts: Account[] = await database.prisma.tikTokConnection.findMany({
      where: { AND: [NOT_ERASED, ofOwners, after(last)] },
      orderBy: { id: 'asc' },
      take: ACCOUNTS,
      select: { id: true, workspaceId: true },
    });
    if (accounts.length === 0) return;
    yield accounts;
    last = accounts.length < ACCOUNTS ? undefined : accounts.at(-1)!.id;
  } while (last !== undefined);
}

/** The trends that each account is to be told of. */
async function findNews(
  { database, clock }: Deps,
  accounts: readonly Account[],
  trends: readonly ExplodingTrend[],
): Promise<Map<string, ExplodingTrend[]>> {
  const [loaded, watched, told] = [
    await loadInterests(
      database,
      accounts.map(({ id }) => id),
    ),
    await loadWatched(database, accounts, trends),
    await loadTold(database, accounts, trends),
  ];
  const now = clock.now().getTime();
  const waking = wakingHoursAt(now);
  const matters = (interests: Interests, { rated }: ExplodingTrend): boolean => {
    if (!hasToDoWith(interests, rated)) return false;
    const relevance = relevanceOf(interests, rated, waking(rated.region), now);
    return relevance !== null && isRelevant(relevance);
  };
  const news = new Map<string, ExplodingTrend[]>();
  for (const [index, { id, workspaceId }] of accounts.entries()) {
    // What else this process does goes on between two accounts.
    await setImmediate();
    const interests = loaded[index]?.interests;
    const exploded = trends.filter(
      (trend) =>
        (trend.workspaceId === null || trend.workspaceId === workspaceId) &&
        (watched.get(workspaceId)?.has(trend.id) === true ||
          (interests !== undefined && matters(interests, trend))) &&
        told.get(id)?.has(spellOf(trend)) !== true,
    );
    if (exploded.length > 0) news.set(id, exploded);
  }
  return news;
}

/** By workspace, the trends that it watches. */
async function loadWatched(
  database: Database,
  accounts: readonly Account[],
  trends: readonly ExplodingTrend[],
): Promise<Map<string, Set<string>>> {
  const rows = await database.prisma.trendWatch.findMany({
    where: {
      workspaceId: { in: [...new Set(accounts.map(({ workspaceId }) => workspaceId))] },
      trendId: { in: trends.map(({ id }) => id) },
    },
    select: { workspaceId: true, trendId: true },
  });
  const sets = new Map<string, Set<string>>();
  for (const { workspaceId, trendId } of rows) addTo(sets, workspaceId, trendId);
  return sets;
}

/** By account, the spells that it was told of. */
async function loadTold(
  database: Database,
  accounts: readonly Account[],
  trends: readonly ExplodingTrend[],
): Promise<Map<string, Set<string>>> {
  const rows = await database.prisma.trendAnnouncement.findMany({
    where: {
      connectionId: { in: accounts.map(({ id }) => id) },
      trendId: { in: trends.map(({ id }) => id) },
    },
    select: { connectionId: true, trendId: true, explodingSince: true },
  });
  const sets = new Map<string, Set<string>>();
  for (const { connectionId, trendId, explodingSince } of rows) {
    addTo(sets, connectionId, spellOf({ id: trendId, explodingSince }));
  }
  return sets;
}

/** Whatever changed since is looked at again, under locks: erased or moved accounts, retired trends, spells that ended. */
async function announce(
  deps: Deps,
  connectionId: string,
  exploded: readonly ExplodingTrend[],
): Promise<void> {
  const spells = JSON.stringify(exploded.map(({ id, explodingSince }) => ({ id, since: explodingSince })));
  const notify = await deps.database.transaction(async (tx) => {
    const [connection] = await tx.$queryRaw<{ workspaceId: string }[]>`
      SELECT "workspaceId" FROM "TikTokConnection"
      WHERE id = ${connectionId}::uuid AND "erasingSince" IS NULL FOR UPDATE`;
    if (connection === undefined) return null;
    const told = await tx.$queryRaw<{ trendId: string }[]>`
      INSERT INTO "TrendAnnouncement" ("connectionId", "trendId", "explodingSince", "announcedAt")
      SELECT ${connectionId}::uuid, t.id, t."explodingSince", ${deps.clock.now()}::timestamptz
      FROM json_to_recordset(${spells}::json) AS s(id uuid, since timestamptz)
      JOIN "TikTokTrend" t ON t.id = s.id AND t."explodingSince" = s.since
        AND (t."workspaceId" IS NULL OR t."workspaceId" = ${connection.workspaceId}::uuid)
      ORDER BY t.id FOR KEY SHARE OF t
      ON CONFLICT DO NOTHING RETURNING "trendId"`;
    if (told.length === 0) return null;
    const events = told.map(({ trendId }) => ({ type: 'TrendExploded', payload: { trendId } }) as const);
    return record(tx, deps, connectionId, ...events);
  });
  await notify?.();
}

function after(id: string | undefined): { id?: { gt: string } } {
  return id === undefined ? {} : { id: { gt: id } };
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** A trend may explode again. */
function spellOf({ id, explodingSince }: Pick<ExplodingTrend, 'id' | 'explodingSince'>): string {
  return `${id} ${String(explodingSince.getTime())}`;
}

import type { Services } from '../../../app/services.ts';
import type { Prisma, TikTokTrend } from '../../../data/generated/prisma/client.ts';
import { loadInterests } from './interests.loader.ts';
import { type DatedRelevance, RATED_COLUMNS, toRated, wakingHoursAt } from './trend-relevance.service.ts';
import { type Interests, isRelevant, relevanceOf } from './trend-relevance.ts';

/** Of what has to do with the account, the fastest; more are not looked at. */
const MAX_CANDIDATES = 500;

const COLUMNS = {
  ...RATED_COLUMNS,
  name: true,
  rank: true,
  velocity: true,
  capturedAt: true,
} as const;

/** A trend that rises, and how relevant it is. */
export interface RelevantTrend {
  trend: Pick<TikTokTrend, keyof typeof COLUMNS>;
  /** Null where nobody knows what it has to do with the account's posts: somebody in its workspace watches it. */
  relevance: DatedRelevance | null;
}

/**
 * The trends that emerge or explode now and are relevant to a connection (`isRelevant`), or on the watch list of its
 * workspace: most relevant first, of a kind and name the most relevant region alone. Three SQL statements.
 */
export async function relevantTrends(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<RelevantTrend[]> {
  const [known] = await loadInterests(database, [id]);
  const rows = await database.prisma.tikTokTrend.findMany({
    where: {
      AND: [
        { OR: [{ workspaceId: null }, { workspaceId }] },
        {
          OR: [{ watches: { some: { workspaceId } } }, ...(known == null ? [] : mayMatter(known.interests))],
        },
      ],
      stage: { in: ['EMERGING', 'EXPLODING'] },
    },
    orderBy: [{ growthLower: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take: MAX_CANDIDATES,
    select: { ...COLUMNS, watches: { where: { workspaceId }, select: { trendId: true } } },
  });
  const now = clock.now().getTime();
  const waking = wakingHoursAt(now);
  const rated = rows.flatMap(({ watches, ...trend }): RelevantTrend[] => {
    const parts =
      known == null ? null : relevanceOf(known.interests, toRated(trend), waking(trend.region), now);
    if (watches.length === 0 && (parts === null || !isRelevant(parts))) return [];
    return [{ trend, relevance: parts && { ...parts, computedAt: known!.computedAt } }];
  });
  const best = new Map<string, RelevantTrend>();
  for (const candidate of rated.sort(
    (a, b) => scoreOf(b) - scoreOf(a) || (a.trend.id < b.trend.id ? -1 : 1),
  )) {
    const name = `${candidate.trend.kind} ${candidate.trend.key}`;
    if (!best.has(name)) best.set(name, candidate);
  }
  return [...best.values()];
}

/** What `isRelevant` can be true of at all. */
function mayMatter({ hashtags, categories, features }: Interests): Prisma.TikTokTrendWhereInput[] {
  return [
    { kind: 'HASHTAG', key: { in: [...hashtags.keys()] } },
    { category: { in: [...categories.keys()], mode: 'insensitive' } },
    ...(features.length === 0 ? [] : [{ kind: 'FORMAT' as const }]),
  ];
}

function scoreOf({ relevance }: RelevantTrend): number {
  return relevance?.score ?? 0;
}

import type { Services } from '../../../app/services.ts';
import type { TikTokTrend } from '../../../data/generated/prisma/client.ts';
import { notFound } from '../../../lib/errors.ts';
import { toNumber } from '../../../lib/counters.ts';
import { encodeGlobalId } from '../../../lib/global-id.ts';
import type { Viewer } from '../../accounts/viewer.ts';
import { readableConnections } from '../../connections/connection.policy.ts';
import { loadInterests } from './interests.loader.ts';
import { type RatedTrend, relevanceOf, type TrendRelevance } from './trend-relevance.ts';
import { type WakingHours, wakingHoursOf } from './waking-hours.ts';

/** The columns of a trend that it is rated by. */
export const RATED_COLUMNS = {
  id: true,
  kind: true,
  key: true,
  category: true,
  region: true,
  source: true,
  stage: true,
  growthLower: true,
  views: true,
  posts: true,
  firstSeenAt: true,
} as const;
export type RatedTrendRow = Pick<TikTokTrend, keyof typeof RATED_COLUMNS>;

/** A trend and the row id of the connection that it is held against. */
export interface RelevanceQuestion {
  trend: RatedTrendRow;
  connectionId: string;
}

export interface DatedRelevance extends TrendRelevance {
  /** Of the account's profile; the trend's side is as its row is now. */
  computedAt: Date;
}

/**
 * How relevant each trend is to its connection, in the order of the questions; null before the connection's profile was
 * made, NotFoundError in the place of one that the viewer does not see. Three SQL statements, whatever the number of trends and
 * connections.
 */
export async function rateTrends(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  questions: readonly RelevanceQuestion[],
): Promise<(DatedRelevance | null | Error)[]> {
  const wanted = [...new Set(questions.map(({ connectionId }) => connectionId))];
  const readable = await database.prisma.tikTokConnection.findMany({
    where: { AND: [{ id: { in: wanted } }, readableConnections(viewer)] },
    select: { id: true },
  });
  const ids = readable.map(({ id }) => id);
  const loaded = await loadInterests(database, ids);
  const interestsOf = new Map(ids.map((id, index) => [id, loaded[index] ?? null]));
  const now = clock.now().getTime();
  const waking = wakingHoursAt(now);
  return questions.map(({ trend, connectionId }) => {
    const known = interestsOf.get(connectionId);
    if (known === undefined) return notFound(encodeGlobalId('TikTokConnection', connectionId));
    if (known === null) return null;
    const relevance = relevanceOf(known.interests, toRated(trend), waking(trend.region), now);
    return relevance && { ...relevance, computedAt: known.computedAt };
  });
}

export function toRated({ views, posts, firstSeenAt, ...trend }: RatedTrendRow): RatedTrend {
  return {
    ...trend,
    views: toNumber(views),
    posts: toNumber(posts),
    firstSeenAt: firstSeenAt.getTime(),
  };
}

/** `wakingHoursOf`, reckoned once a region. */
export function wakingHoursAt(now: number): (region: string | null) => WakingHours | null {
  const known = new Map<string, WakingHours | null>();
  return (region) => {
    if (region === null) return null;
    let hours = known.get(region);
    if (hours === undefined) {
      hours = wakingHoursOf(region, now);
      known.set(region, hours);
    }
    return hours;
  };
}

import type { Database } from '../../../data/database.ts';
import { readAnalyses } from '../../performance/stored-analysis.ts';
import { TREND_PROFILE } from './trend-profile.ts';
import { type Interests, interestsOf } from './trend-relevance.ts';

/** What an account is interested in, and when that was reckoned. */
export interface KnownInterests {
  interests: Interests;
  computedAt: Date;
}

/** Of each account, in the order of the ids; null before its profile was made. Two SQL statements, whatever their number. */
export async function loadInterests(
  database: Database,
  connectionIds: readonly string[],
): Promise<(KnownInterests | null)[]> {
  const profiles = await readAnalyses(database, connectionIds, TREND_PROFILE);
  const hashtags = profiles.flatMap((profile) => profile?.result.hashtags.map(([hashtag]) => hashtag) ?? []);
  const categoriesOf = await loadCategories(database, [...new Set(hashtags)]);
  return profiles.map(
    (profile) =>
      profile && {
        interests: interestsOf(profile.result, categoriesOf),
        computedAt: profile.computedAt,
      },
  );
}

/** The categories, in lower case, under which shared trends list each hashtag; nothing of those that none lists. */
async function loadCategories(
  database: Database,
  hashtags: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const rows = await database.prisma.$queryRaw<{ key: string; categories: string[] }[]>`
    SELECT key, array_agg(DISTINCT lower(category)) AS categories FROM "TikTokTrend"
    WHERE kind = 'HASHTAG' AND key = ANY(${hashtags}::text[]) AND "workspaceId" IS NULL AND category IS NOT NULL
    GROUP BY key`;
  return new Map(rows.map(({ key, categories }) => [key, categories]));
}

import type { Services } from '../../../app/services.ts';
import { audienceOf } from '../../imports/import-reads.service.ts';
import type { PerformanceResult } from '../../performance/performance.ts';
import { featuresOf } from '../corpus/format-features.ts';
import { profileOf, type ProfiledPost, type TrendProfile } from './trend-profile.ts';

/** The newest; older ones say little of what an account does. */
const MAX_POSTS = 2_000;

/**
 * What trends are held against for an account, from its posts, its newest export of who follows, and its results, as far as
 * `performance` of the last 365 days has found them already. Two SQL statements.
 */
export async function makeTrendProfile(
  deps: Pick<Services, 'database'>,
  connectionId: string,
  performance: PerformanceResult,
  now: Date,
): Promise<TrendProfile> {
  const posts = await loadPosts(deps, connectionId);
  const [audience] = await audienceOf(deps, [connectionId]);
  return profileOf(posts, audience?.activity ?? [], performance.hashtags, now.getTime());
}

/** Also those too young to be compared, and gone ones: they say what the account does all the same. */
async function loadPosts(
  { database }: Pick<Services, 'database'>,
  connectionId: string,
): Promise<ProfiledPost[]> {
  const rows = await database.prisma.tikTokVideo.findMany({
    where: { connectionId },
    orderBy: [{ postedAt: 'desc' }, { id: 'desc' }],
    take: MAX_POSTS,
    select: {
      postedAt: true,
      hashtags: true,
      title: true,
      description: true,
      isCaptionCut: true,
      durationSeconds: true,
      orientation: true,
    },
  });
  return rows.map(({ postedAt, title, description, ...post }) => ({
    postedAt: postedAt.getTime(),
    hashtags: post.hashtags,
    features: featuresOf({ ...post, caption: description ?? title }),
  }));
}

import type { Services } from '../../../app/services.ts';
import type { Database } from '../../../data/database.ts';
import { toNumber } from '../../../lib/counters.ts';
import type { OutlierScore } from '../../analytics/outlier/outlier.ts';
import { outlierScores, toStoredScore } from '../../analytics/outlier/outlier.service.ts';
import type { StoredOutlierScore } from '../engine.ts';
import type { ExpectedOutcome } from '../outcome/expected-outcome.ts';
import type { PastRecommendation } from './past-items.ts';
import type { EvidenceVideo } from './video-items.ts';

/** Older posts say little of what works now, and the pack's cost must not grow with the account's age. */
const MAX_POSTS = 500;
/** Of those before their first score: the most viewed. */
const MAX_UNSCORED = 50;
/** What engines must not say again, and may learn from. */
const MAX_PAST = 10;
/** Looked through for those that somebody did something with. */
const MAX_PAST_READ = 60;

/** The newest `MAX_POSTS` videos of a connection that were posted by `now`, newest first. One SQL statement. */
export async function loadVideos(
  { prisma }: Pick<Database, 'prisma'>,
  connectionId: string,
  now: Date,
): Promise<{ videos: EvidenceVideo[]; captions: string[] }> {
  const rows = await prisma.tikTokVideo.findMany({
    where: { connectionId, postedAt: { lte: now } },
    orderBy: [{ postedAt: 'desc' }, { id: 'desc' }],
    take: MAX_POSTS,
    select: {
      id: true,
      tikTokId: true,
      title: true,
      description: true,
      hashtags: true,
      durationSeconds: true,
      postedAt: true,
      availability: true,
      views: true,
      likes: true,
      comments: true,
      shares: true,
      followersAtCapture: true,
      viewsPerHour: true,
      outlier: true,
      outlierComputedAt: true,
      metricsCapturedAt: true,
      metricsSource: true,
    },
  });
  const videos = rows.map((row): EvidenceVideo => ({
    id: row.id,
    tikTokId: row.tikTokId,
    title: textOf(row.title) ?? textOf(row.description),
    hashtags: row.hashtags,
    durationSeconds: row.durationSeconds,
    postedAt: row.postedAt,
    isPublic: row.availability === 'PUBLIC',
    views: toNumber(row.views),
    likes: toNumber(row.likes),
    comments: toNumber(row.comments),
    shares: toNumber(row.shares),
    followers: toNumber(row.followersAtCapture),
    outlier: scoreOf(row),
    isScored: row.outlierComputedAt !== null,
    capturedAt: row.metricsCapturedAt,
    source: row.metricsSource,
  }));
  return { videos, captions: rows.map(({ title, description }) => `${title ?? ''} ${description ?? ''}`) };
}

/** With the scores of those that no job has looked at yet, as far as their views let them be of use; one SQL statement for them. */
export async function withScores(
  deps: Pick<Services, 'database' | 'clock'>,
  videos: readonly EvidenceVideo[],
): Promise<EvidenceVideo[]> {
  const unscored = videos
    .filter(({ isScored, views }) => !isScored && views !== null)
    .toSorted((a, b) => b.views! - a.views!)
    .slice(0, MAX_UNSCORED)
    .map(({ id }) => id);
  if (unscored.length === 0) return [...videos];
  const scores = await outlierScores(deps, unscored);
  const scoreById = new Map(unscored.map((id, index) => [id, scores[index] ?? null]));
  return videos.map((video) => ({
    ...video,
    outlier: video.outlier ?? toJson(scoreById.get(video.id) ?? null),
  }));
}

/**
 * What was recommended before, at most `MAX_PAST`, newest first, with what its video has now: what people did something with
 * comes before what nobody touched. One SQL statement.
 */
export async function loadPastRecommendations(
  { prisma }: Pick<Database, 'prisma'>,
  connectionId: string,
  runId: string,
): Promise<PastRecommendation[]> {
  const rows = await prisma.tikTokRecommendation.findMany({
    where: { connectionId, runId: { not: runId } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_PAST_READ,
    select: {
      id: true,
      kind: true,
      title: true,
      hashtags: true,
      createdAt: true,
      status: true,
      dismissReason: true,
      expected: true,
      outcomeViews: true,
      outcomeHeld: true,
      usedVideo: { select: { views: true, viewsPerHour: true, outlier: true, metricsCapturedAt: true } },
    },
  });
  const answered = rows.filter(({ status }) => status !== 'NEW');
  const untouched = rows.filter(({ status }) => status === 'NEW');
  const kept = [...answered, ...untouched].slice(0, MAX_PAST);
  const newestFirst = kept.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return newestFirst.map(({ usedVideo, expected, outcomeViews, outcomeHeld, ...row }) => {
    const views = toNumber(usedVideo?.views ?? null);
    const capturedAt = usedVideo?.metricsCapturedAt ?? null;
    if (usedVideo === null || views === null || capturedAt === null) return { ...row, result: null };
    const reached = toNumber(outcomeViews);
    const outcome =
      reached === null || outcomeHeld === null || expected === null
        ? null
        : {
            views: reached,
            // Written with the recommendation, by `expectedOutcomeOf` alone.
            expected: (expected as unknown as ExpectedOutcome).estimate,
            isWithinInterval: outcomeHeld,
          };
    const result = { views, outlier: scoreOf(usedVideo), outcome, capturedAt: capturedAt.toISOString() };
    return { ...row, result };
  });
}

function scoreOf({
  outlier,
  viewsPerHour,
}: {
  outlier: unknown;
  viewsPerHour: number | null;
}): StoredOutlierScore | null {
  return toJson(toStoredScore(outlier, viewsPerHour));
}

function toJson(score: OutlierScore | null): StoredOutlierScore | null {
  return score && { ...score, capturedAt: score.capturedAt.toISOString() };
}

function textOf(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

import type { MetricSource } from '../../../data/generated/prisma/client.ts';
import type { StoredOutlierScore } from '../engine.ts';
import type { Unkeyed } from './unkeyed.ts';
import { posts, quoted, show } from './words.ts';

/** A video with its newest counters, as evidence sees it. */
export interface EvidenceVideo {
  id: string;
  tikTokId: string;
  /** Title or description, whichever the video has. */
  title: string | null;
  /** Lower case, without `#`. */
  hashtags: string[];
  durationSeconds: number | null;
  postedAt: Date;
  isPublic: boolean;
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  followers: number | null;
  outlier: StoredOutlierScore | null;
  /** Whether a job has looked for its score; a video without one may have none. */
  isScored: boolean;
  /** Null before the first snapshot. */
  capturedAt: Date | null;
  source: MetricSource | null;
}

type Captured = EvidenceVideo & { views: number; capturedAt: Date };

const MAX_BEST = 5;
const MAX_WORST = 1;
/** From this far below the usual on a video teaches something. */
const BAD_Z = -2;
/** Of a younger one more views may come. */
const LEAST_AGE_OF_BAD_HOURS = 72;

/**
 * The videos that did best for the account at their age, then one that did badly, best first. Those without a score come by
 * their views, after the others.
 */
export function videoItems(videos: readonly EvidenceVideo[]): Unkeyed<'VIDEO'>[] {
  const known = videos.filter(
    (video): video is Captured => video.isPublic && video.views !== null && video.capturedAt !== null,
  );
  const ranked = known.toSorted(
    (a, b) =>
      (b.outlier?.robustZ ?? -Infinity) - (a.outlier?.robustZ ?? -Infinity) ||
      b.views - a.views ||
      (a.id < b.id ? -1 : 1),
  );
  const worst = ranked
    .slice(MAX_BEST)
    .filter(
      ({ outlier }) =>
        outlier !== null && outlier.robustZ <= BAD_Z && outlier.ageHours >= LEAST_AGE_OF_BAD_HOURS,
    )
    .slice(-MAX_WORST);
  return [...ranked.slice(0, MAX_BEST), ...worst].map(toItem);
}

function toItem(video: Captured): Unkeyed<'VIDEO'> {
  const { views, likes, comments, shares, outlier } = video;
  const capturedAt = video.capturedAt.toISOString();
  return {
    kind: 'VIDEO',
    summary: `${video.title === null ? 'An untitled post' : quoted(video.title)} has ${show(views)} views${comparison(outlier)}.`,
    capturedAt,
    videoId: video.id,
    tikTokId: video.tikTokId,
    title: video.title,
    hashtags: video.hashtags,
    durationSeconds: video.durationSeconds,
    postedAt: video.postedAt.toISOString(),
    metrics: { views, likes, comments, shares, source: video.source ?? 'DISPLAY_API', capturedAt },
    outlier,
  };
}

/** What its score says, as the end of a sentence about its views. */
export function comparison(outlier: StoredOutlierScore | null): string {
  if (outlier === null) return '; too few posts of the account can be compared to say what is usual';
  const { multipleOfMedian, robustZ, ageHours, sampleSize, basis } = outlier;
  const age =
    basis === 'EQUAL_AGE' ? `at the same age of ${show(ageHours)} hours` : 'that are grown up like it';
  return `, ${show(multipleOfMedian)} times the median of ${posts(sampleSize)} ${age} (robust z ${show(robustZ)})`;
}

import type { AnalysedPost } from '../analytics/lift/analysed-post.ts';
import { formatLifts, type FormatLift } from '../analytics/lift/format-lift.ts';
import { hashtagLifts, type HashtagLift } from '../analytics/lift/hashtag-lift.ts';
import { analysePostingTimes, type PostingTimes } from '../analytics/posting/posting-times.ts';
import { defineAnalysis, type Analysis } from './stored-analysis.ts';

/** Windows that jobs keep computed, in days; others are computed while the caller waits. */
export const WINDOWS = [7, 28, 90, 365] as const;
export type Window = (typeof WINDOWS)[number];

/** What works for an account, as far as it is too much to reckon at every read. */
export interface PerformanceResult {
  /** Posts that could be compared. */
  posts: number;
  hashtags: HashtagLift[];
  formats: FormatLift[];
  postingTimes: PostingTimes;
}

/** Raised whenever one of the parts changes what it says of the same posts. */
const VERSION = 3;

const ANALYSES: Readonly<Record<Window, Analysis<PerformanceResult>>> = {
  7: defineAnalysis('performance-7', VERSION),
  28: defineAnalysis('performance-28', VERSION),
  90: defineAnalysis('performance-90', VERSION),
  365: defineAnalysis('performance-365', VERSION),
};

export function performanceAnalysis(window: Window): Analysis<PerformanceResult> {
  return ANALYSES[window];
}

/** @param posts of the window, oldest first. */
export function analysePerformance(posts: readonly AnalysedPost[]): PerformanceResult {
  return {
    posts: posts.length,
    hashtags: hashtagLifts(posts),
    formats: formatLifts(posts),
    postingTimes: analysePostingTimes(posts),
  };
}

import type { VideoFormat, VideoOrientation } from '../../../data/generated/prisma/client.ts';

/** A post as analyses of what works see it. */
export interface AnalysedPost {
  id: string;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** When the views that `outcome` rests on were captured, the later of two captures; milliseconds since 1970 (UTC). */
  measuredAt: number;
  /** In the account's time zone: 0 (Monday) to 6 (Sunday). */
  weekday: number;
  /** In the account's time zone: 0–23. */
  hour: number;
  /**
   * How it did: log(1 + views) at an age that all posts share, less what was usual for the account at the time it was
   * posted. 0 is usual, log 2 twice the usual.
   */
  outcome: number;
  /** Without #, lower case, each once. */
  hashtags: readonly string[];
  /** Null where TikTok does not tell. */
  durationSeconds: number | null;
  orientation: VideoOrientation;
  format: VideoFormat;
  /** Of the caption, in characters as a person counts them, hashtags left out; null where it was cut off. */
  captionLength: number | null;
  /** Other posts of the account within the 7 days before it; null where the account was not known that long. */
  postsInWeekBefore: number | null;
}

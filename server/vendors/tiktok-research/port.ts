/**
 * TikTok's Research API as the services see it: for research, not for commercial use. Every method throws TikTokError, or
 * the reason of an aborted signal.
 */
export interface TikTokResearch {
  /**
   * One page of the public videos with a hashtag in a region, newest first. Each attempt is a call of the day's quota;
   * without one left it fails with TIKTOK_RATE_LIMITED, problem QUOTA, and reaches nobody.
   */
  videosWith(search: HashtagSearch, page: PageMark | null, signal?: AbortSignal): Promise<ResearchPage>;
}

export interface HashtagSearch {
  /** Without `#`. */
  hashtag: string;
  /** ISO 3166-1 alpha-2. */
  region: string;
  /** UTC days, both included; at most 30 days apart. */
  from: Date;
  to: Date;
}

export interface ResearchPage {
  videos: ResearchVideo[];
  /** Where the next page begins; null on the last one. A page may be short, or empty, without being the last. */
  next: PageMark | null;
}

export interface PageMark {
  /** An index, not a time. */
  cursor: number;
  searchId: string;
}

export interface ResearchVideo {
  /** About 19 digits, longer than a double. */
  id: string;
  postedAt: Date;
}

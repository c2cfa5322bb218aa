/** The lists of Discovery, each with a token of its own: of an advertiser, and of a business account. */
export type TrendList = 'HASHTAGS' | 'MUSIC';

/**
 * Discovery of TikTok's API for Business as the services see it. Every method throws TikTokError, or the reason of an
 * aborted signal.
 */
export interface TikTokBusiness {
  /** Those that there is a token for; no other is to be asked for. */
  readonly lists: readonly TrendList[];

  /** The hashtags with most views in the last seven days in a region (ISO 3166-1 alpha-2), best first, at most 200. */
  trendingHashtags(region: string, signal?: AbortSignal): Promise<TrendingHashtag[]>;

  /** The songs of TikTok's commercial music library that are used most there; the library is not all of TikTok's sounds. */
  trendingMusic(region: string, signal?: AbortSignal): Promise<TrendingMusic[]>;
}

/** Null is unknown, never 0. */
export interface TrendingHashtag {
  id: string;
  /** Without `#`. */
  name: string;
  /** From 1. */
  rank: number | null;
  /** Of the seven days. */
  views: bigint | null;
  posts: bigint | null;
  /** Views of each day, in no order. A day whose views TikTok left out is missing. */
  days: DailyViews[];
}

export interface DailyViews {
  /** The beginning of the day in UTC. */
  day: Date;
  views: number;
}

export interface TrendingMusic {
  id: string;
  title: string;
  artist: string | null;
  /** From 1. */
  rank: number | null;
}

import { TikTokError } from '../../../lib/tiktok/tiktok-error.ts';
import type {
  TikTokBusiness,
  TrendingHashtag,
  TrendingMusic,
} from '../../../vendors/tiktok-business/port.ts';
import type { TrendSighting } from '../trend-sighting.ts';
import type { TrendCollection, TrendSourceClient } from './trend-source.ts';

const DESCRIPTION =
  "TikTok's API for Business, Discovery: the hashtags with most views in seven days, by country, at most 200, with views, posts " +
  'and the views of each day; and the most used songs of the commercial music library, with their rank alone. It does not ' +
  'know other sounds, formats, or anything below its list. Asked once a day; hashtags want an advertiser token, music ' +
  'an account token.';

/** Discovery of TikTok's API for Business. */
export function createDiscoverySource(business: TikTokBusiness): TrendSourceClient {
  const isEnabled = business.lists.length > 0;
  const readers = {
    HASHTAGS: async (region: string, { at, signal }: TrendCollection) =>
      (await business.trendingHashtags(region, signal)).map((item) => hashtagSighting(item, region, at)),
    MUSIC: async (region: string, { at, signal }: TrendCollection) =>
      (await business.trendingMusic(region, signal)).map((item) => soundSighting(item, region, at)),
  };

  /** A list that fails does not hinder the other one, which has a token of its own. */
  async function* collect(request: TrendCollection): AsyncIterable<TrendSighting[]> {
    let failure: TikTokError | null = null;
    for (const list of business.lists) {
      try {
        for (const region of request.regions) yield await readers[list](region, request);
      } catch (error) {
        if (!(error instanceof TikTokError)) throw error;
        failure ??= error;
      }
    }
    if (failure !== null) throw failure;
  }

  return {
    source: 'BUSINESS_DISCOVERY',
    isEnabled,
    description: DESCRIPTION,
    callsPerDay: null,
    collect: isEnabled ? collect : null,
  };
}

function hashtagSighting(item: TrendingHashtag, region: string, capturedAt: Date): TrendSighting {
  const { id, name, rank, views, posts, days } = item;
  const points = days.map(({ day, views: value }) => ({ at: day.getTime(), value }));
  return {
    kind: 'HASHTAG',
    name,
    tikTokId: id,
    region,
    // All categories are asked for at once, and the answer does not tell them apart.
    category: null,
    capturedAt,
    rank,
    views,
    posts,
    measure: 'WINDOW',
    curve: points.length === 0 ? null : { unit: 'COUNT', points },
  };
}

function soundSighting(item: TrendingMusic, region: string, capturedAt: Date): TrendSighting {
  const { id, title, artist, rank } = item;
  return {
    kind: 'SOUND',
    name: artist === null ? title : `${title} – ${artist}`,
    tikTokId: id,
    region,
    category: null,
    capturedAt,
    rank,
    views: null,
    posts: null,
    measure: 'WINDOW',
    curve: null,
  };
}

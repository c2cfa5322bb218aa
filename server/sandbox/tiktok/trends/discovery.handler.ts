import { z } from 'zod';

import type { Caller } from '../api/caller.ts';
import { accessTokenIncorrect, businessError } from '../api/wire.errors.ts';
import { SANDBOX_BUSINESS, type SandboxContext } from '../context.ts';
import type { ApiRequest } from '../http.ts';
import { CATEGORIES, GENRES } from './trend.names.ts';
import { dateOf, dayOf, type RankedTrend, sumOf, type TrendSort } from './trend.world.ts';

/** Most of a list (Discovery, November 2026). */
const LIST_LIMIT = 200;

const country = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters');

const hashtagQuery = z.object({
  advertiser_id: z.string().min(1),
  discovery_type: z.literal('HASHTAG'),
  country_code: country.default('US'),
  category_name: z.enum(['ALL', ...CATEGORIES]).default('ALL'),
  date_range: z.enum(['1DAY', '7DAY', '30DAY', '120DAY']).default('7DAY'),
});

/** `GET /discovery/trending_list/`: by views in the days of the range, which end yesterday. */
export function answerTrendingHashtags(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  assertToken(request, caller);
  const query = readQuery(request, hashtagQuery);
  const { country_code: region, category_name: category, date_range: range } = query;
  assertOwner(caller, SANDBOX_BUSINESS.advertiserId, query.advertiser_id);
  const { day, ranked, rankOn, rankBefore, days } = rank(sandbox, 'hashtag', region, range, category);
  return {
    filter_info: { date_range: range, country_code: region, category_name: category },
    list: ranked.map(({ trend, views }, index) => ({
      hashtag_id: trend.id,
      hashtag_name: trend.name,
      rank_position: String(index + 1),
      rank_change: String((rankBefore.get(trend.id) ?? index + 1) - (index + 1)),
      views,
      views_global_lifetime: trend.lifetimeViews(day),
      posts: sumOf(day, days, (each) => trend.postsOn(each)),
      posts_global_lifetime: trend.lifetimePosts(day),
      top_country_list: [region],
      trending_history: daysUntil(day, days).map((each) => ({
        date: dateOf(each),
        rank_position_daily: String(rankOn(each).get(trend.id) ?? 0),
        views_daily: trend.viewsOn(each),
      })),
    })),
  };
}

const musicQuery = z.object({
  business_id: z.string().min(1),
  genre: z.enum(['ALL', ...GENRES]).default('ALL'),
  country_code: country.default('US'),
  date_range: z.enum(['1DAY', '7DAY', '30DAY', '90DAY']).default('7DAY'),
});

/** `GET /discovery/cml/trending_list/`: songs of the commercial music library, with ranks and no counts. */
export function answerTrendingMusic(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  assertToken(request, caller);
  const query = readQuery(request, musicQuery);
  const { country_code: region, genre, date_range: range } = query;
  assertOwner(caller, SANDBOX_BUSINESS.accountId, query.business_id);
  const { day, ranked, rankOn, days } = rank(sandbox, 'song', region, range, genre);
  return {
    filter_info: { date_range: range, country_code: region, genre },
    list: ranked.map(({ trend }, index) => {
      const clip = { duration: 30, preview_url: `${sandbox.url}/music/${trend.id}`, song_clip_id: trend.id };
      return {
        commercial_music_id: trend.id,
        commercial_music_name: trend.name,
        artist: 'Sandbox Ensemble',
        duration: 120 + (Number(trend.id.slice(-2)) % 90),
        thumbnail_url: `${sandbox.url}/music/${trend.id}.jpeg`,
        preview_url: clip.preview_url,
        genres: [trend.category],
        rank_position: String(index + 1),
        trending_history: daysUntil(day, days).map((each) => ({
          date: dateOf(each),
          rank_position_daily: String(rankOn(each).get(trend.id) ?? 0),
        })),
        full_duration_song_clip: clip,
        trending_song_clip: clip,
      };
    }),
  };
}

interface Ranking {
  /** The last whole day. */
  day: number;
  days: number;
  ranked: RankedTrend[];
  /** Place by trend id in the list of one day; none where it was not on it, which is told as 0. */
  rankOn: (day: number) => Map<string, number>;
  /** Place by trend id a day earlier. */
  rankBefore: Map<string, number>;
}

function rank(
  sandbox: SandboxContext,
  sort: TrendSort,
  region: string,
  range: string,
  category: string,
): Ranking {
  const days = Number.parseInt(range, 10);
  const day = dayOf(sandbox.now()) - 1;
  const list = (until: number, length: number): RankedTrend[] =>
    sandbox.trends
      .top(sort, region, until, length)
      .filter(({ trend }) => category === 'ALL' || trend.category === category)
      .slice(0, LIST_LIMIT);
  const placesOf = (ranked: RankedTrend[]): Map<string, number> =>
    new Map(ranked.map(({ trend }, index) => [trend.id, index + 1]));
  const places = new Map<number, Map<string, number>>();
  const rankOn = (each: number): Map<string, number> => {
    const known = places.get(each) ?? placesOf(list(each, 1));
    places.set(each, known);
    return known;
  };
  return { day, days, ranked: list(day, days), rankOn, rankBefore: placesOf(list(day - 1, days)) };
}

function daysUntil(day: number, days: number): number[] {
  return Array.from({ length: days }, (_, index) => day - days + 1 + index);
}

function assertToken(request: ApiRequest, caller: Caller): void {
  if (request.accessToken === undefined) {
    throw businessError('badParams', 'Access-Token: header is missing.');
  }
  if (!caller.alive) throw accessTokenIncorrect();
}

/** The token is the owner's, and the request says so. */
function assertOwner({ clientKey }: Caller, owner: string, named: string): void {
  if (clientKey === owner && named === owner) return;
  throw businessError('noPermission', `No permission to operate ${named}.`);
}

function readQuery<T>(request: ApiRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(Object.fromEntries(request.query));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw businessError('badParams', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is invalid'}`);
}

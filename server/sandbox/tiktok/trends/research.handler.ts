import { createHash } from 'node:crypto';
import { z } from 'zod';

import type { Caller } from '../api/caller.ts';
import { readJson } from '../api/display.handler.ts';
import { accessTokenInvalid, displayError } from '../api/wire.errors.ts';
import { SANDBOX_RESEARCH_CLIENT_KEY, type SandboxContext } from '../context.ts';
import type { ApiRequest } from '../http.ts';
import { createRandom, uniform } from '../world/random.ts';
import { dayOf, type SandboxTrend } from './trend.world.ts';

const DAY_SECONDS = 86_400;
/** TikTok has hundreds of thousands a day of a giant: here one in so many is listed, and no more than that a day. */
const POSTS_PER_VIDEO = 400;
const VIDEOS_A_DAY = 200;
/** Of the videos, those that are private or gone by now: they are left out of their page, which is short then. */
const HIDDEN_SHARE = 0.04;

const FIELDS = [
  'id',
  'create_time',
  'region_code',
  'hashtag_names',
  'view_count',
  'like_count',
  'comment_count',
  'share_count',
  'music_id',
  'video_description',
] as const;

const date = z.string().regex(/^\d{8}$/, 'must be YYYYMMDD');
const condition = z.object({
  operation: z.enum(['EQ', 'IN']),
  field_name: z.enum(['hashtag_name', 'region_code']),
  field_values: z.array(z.string()).min(1),
});

const queryBody = z.object({
  query: z.object({
    and: z.array(condition).min(1),
    or: z.array(z.never()).optional(),
    not: z.array(z.never()).optional(),
  }),
  start_date: date,
  end_date: date,
  max_count: z.int().min(1).max(100).default(20),
  cursor: z.int().min(0).default(0),
  search_id: z.string().optional(),
});

interface ResearchVideo {
  id: bigint;
  createTime: number;
  trend: SandboxTrend;
  region: string;
  isHidden: boolean;
}

/** `POST /v2/research/video/query/`: videos of hashtags in regions, by descending id; `cursor` is an index. */
export function answerResearchQuery(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  if (!caller.alive) throw accessTokenInvalid();
  if (caller.clientKey !== SANDBOX_RESEARCH_CLIENT_KEY) {
    throw displayError('scope_not_authorized', 'The app is not approved for research.data.basic.');
  }
  const fields = readFields(request);
  const { query, start_date, end_date, max_count, cursor, search_id } = readJson(request, queryBody);
  const [from, to] = [dayOfDate(start_date), dayOfDate(end_date)];
  if (to < from || to - from > 30) {
    throw displayError('invalid_params', 'end_date must be within 30 days of start_date.');
  }
  const searchId = searchIdOf({ query, start_date, end_date });
  // A search begins with its first page.
  if (cursor > 0 && search_id !== searchId) {
    throw displayError('invalid_params', 'Search Id is invalid or expired.');
  }
  const valuesOf = (name: string): string[] =>
    query.and.find(({ field_name }) => field_name === name)?.field_values ?? [];
  const videos = valuesOf('region_code')
    .flatMap((region) => valuesOf('hashtag_name').flatMap((tag) => find(sandbox, tag, region, from, to)))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const page = videos.slice(cursor, cursor + max_count).filter(({ isHidden }) => !isHidden);
  return {
    videos: page.map((video) => toVideo(video, fields)),
    cursor: cursor + max_count,
    has_more: cursor + max_count < videos.length,
    search_id: searchId,
  };
}

function find(
  sandbox: SandboxContext,
  tag: string,
  region: string,
  from: number,
  to: number,
): ResearchVideo[] {
  const until = Math.floor(sandbox.now() / 1000);
  const trend = sandbox.trends.hashtag(tag, region, Math.min(to, dayOf(until * 1000)));
  if (trend === undefined) return [];
  const found: ResearchVideo[] = [];
  for (let day = from; day <= to; day += 1) {
    const posts = Math.min(VIDEOS_A_DAY, Math.round(trend.postsOn(day) / POSTS_PER_VIDEO));
    for (let index = 0; index < posts; index += 1) {
      const random = createRandom(trend.id, region, day, index);
      const createTime = day * DAY_SECONDS + Math.floor(uniform(random, 0, DAY_SECONDS));
      const id = (BigInt(createTime) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
      const video = { id, createTime, trend, region, isHidden: random() < HIDDEN_SHARE };
      if (createTime <= until) found.push(video);
    }
  }
  return found;
}

function toVideo(
  { id, createTime, trend, region }: ResearchVideo,
  fields: readonly string[],
): Record<string, unknown> {
  const random = createRandom('video', String(id));
  const views = Math.round(10 ** uniform(random, 2, 5));
  const all: Record<(typeof FIELDS)[number], unknown> = {
    id: String(id),
    create_time: createTime,
    region_code: region,
    hashtag_names: [trend.name],
    view_count: views,
    like_count: Math.round(views * 0.08),
    comment_count: Math.round(views * 0.004),
    share_count: Math.round(views * 0.006),
    music_id: String(id ^ 0x5555n),
    video_description: `#${trend.name}`,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name)));
}

function readFields({ query }: ApiRequest): string[] {
  const names = (query.get('fields') ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !(FIELDS as readonly string[]).includes(name));
  if (names.length > 0 && unknown.length === 0) return names;
  throw displayError(
    'invalid_params',
    names.length === 0 ? 'Fields is required.' : `Invalid fields: ${unknown.join(', ')}.`,
  );
}

function dayOfDate(text: string): number {
  return dayOf(Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`));
}

/** 19 digits: the same for the same search. */
function searchIdOf(search: object): string {
  const bits = createHash('sha256').update(JSON.stringify(search)).digest().readBigUInt64BE() >> 1n;
  return String(1_000_000_000_000_000_000n + (bits % 8_000_000_000_000_000_000n));
}

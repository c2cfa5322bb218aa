import { asUpload } from '../../imports/reading/reading-test-kit.ts';
import { readTrendFile, type ReadTrendFileContext } from './read-trend-file.ts';
import type { SightingRecord, TrendListRecord, TrendRecord } from './trend-record.ts';

/** When the files of the tests are imported. */
const NOW = new Date('2026-11-22T15:00:00Z');
const DAY_SECONDS = 86_400;

export interface TrendFileResult {
  lists: TrendListRecord[];
  sightings: SightingRecord['sighting'][];
  problems: { scope: string; row: number | null; column: string | null; message: string }[];
}

/** Reads bytes as if they had been uploaded under `name`. */
export async function readTrends(
  name: string,
  content: string | Uint8Array,
  context: Partial<ReadTrendFileContext> = {},
): Promise<TrendFileResult> {
  return asUpload(content, (path) => readTrendPath(path, name, context));
}

/** Reads a file that exists. */
export async function readTrendPath(
  path: string,
  name: string,
  context: Partial<ReadTrendFileContext> = {},
): Promise<TrendFileResult> {
  const given = { region: null, capturedOn: null, today: '2026-11-22', now: NOW, ...context };
  const records: TrendRecord[] = [];
  for await (const record of readTrendFile({ path, name }, given)) records.push(record);
  return {
    lists: records.filter((record) => record.kind === 'LIST'),
    sightings: records.filter((record) => record.kind === 'SIGHTING').map(({ sighting }) => sighting),
    problems: records
      .filter((record) => record.kind === 'PROBLEM')
      .map(({ scope, place, column, message }) => ({ scope, row: place.row, column, message })),
  };
}

/** Seconds since 1970 of the beginning of a day. */
function seconds(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

/** Points of the days up to `last`, in the form of the older pages. */
export function legacyCurve(last: string, values: readonly number[]): { time: number; value: number }[] {
  return values.map((value, index) => ({
    time: seconds(last) - (values.length - 1 - index) * DAY_SECONDS,
    value,
  }));
}

/** A hashtag of Creative Center's older pages, with invented values. */
export function legacyHashtag(name: string, given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    hashtag_id: '1000001',
    hashtag_name: name,
    country_info: { id: 'US', value: 'United States', label: 'US' },
    industry_info: { id: 25000000000, value: 'Games', label: 'label_25000000000' },
    is_promoted: false,
    trend: legacyCurve('2025-10-20', [0.5, 1, 0.8]),
    creators: [{ nick_name: 'someone', avatar_url: 'https://example.org/a.png' }],
    publish_cnt: 12_000,
    video_views: 8_500_000,
    rank: 1,
    rank_diff: 0,
    rank_diff_type: 2,
    ...given,
  };
}

/** The answer to a request for a list of the older pages. */
export function legacyAnswer(list: readonly unknown[], key = 'list'): Record<string, unknown> {
  return {
    code: 0,
    msg: 'OK',
    request_id: '20251021',
    data: { [key]: list, pagination: { page: 1, size: 20, total: 100, has_more: true } },
  };
}

/** A sound of the older pages, with invented values. */
export function legacySound(given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    author: 'Somebody',
    clip_id: '7000000000000000001',
    country_code: 'FR',
    duration: 30,
    if_cml: false,
    link: 'https://www.tiktok.com/music/x-7000000000000000001',
    on_list_times: null,
    rank: 3,
    rank_diff: null,
    rank_diff_type: 4,
    song_id: '7000000000000000999',
    title: 'A Song',
    trend: legacyCurve('2025-10-20', [0.2, 1]),
    url_title: 'A-Song',
    ...given,
  };
}

/** A hashtag of TikTok One, with numbers as texts and the curve out of order. */
export function oneHashtag(name: string, given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    hashtagID: '1598391085330000',
    hashtagName: name,
    industryIDs: ['23000000000'],
    popularityCurve: [
      { timestamp: String(seconds('2026-10-03')), value: '100' },
      { timestamp: String(seconds('2026-10-01')), value: '10.5' },
      { timestamp: String(seconds('2026-10-02')), value: '40' },
    ],
    publishCnt: '89781',
    rankIndex: '7',
    topCreators: [{ handleName: 'someone', nickname: 'Someone', followedCnt: '5' }],
    vv: '82270700',
    ...given,
  };
}

/** The answer of TikTok One to a request for a list. */
export function oneAnswer(items: readonly unknown[]): Record<string, unknown> {
  return {
    BaseResp: { StatusCode: 0, StatusMessage: '' },
    items,
    pagination: { page: 1, limit: 20, totalCount: 41, hasMore: false },
  };
}

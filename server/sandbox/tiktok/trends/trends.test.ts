import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import type { FaultInput } from '../faults/faults.ts';
import { SANDBOX_BUSINESS, SANDBOX_RESEARCH_CLIENT_KEY, SANDBOX_RESEARCH_CLIENT_SECRET } from '../server.ts';
import { createTestClient, type TestClient } from '../test-client.ts';

const HASHTAGS = `/open_api/v1.3/discovery/trending_list/?advertiser_id=${SANDBOX_BUSINESS.advertiserId}&discovery_type=HASHTAG`;
const MUSIC = `/open_api/v1.3/discovery/cml/trending_list/?business_id=${SANDBOX_BUSINESS.accountId}`;

interface HashtagItem {
  hashtag_id: string;
  hashtag_name: string;
  rank_position: string;
  views: number;
  posts: number;
  trending_history: { date: string; rank_position_daily: string; views_daily: number }[];
}

let client: TestClient;
beforeAll(async () => {
  client = await createTestClient();
});
beforeEach(() => client.standAt('2026-11-20T12:00:00Z'));
afterEach(() => client.control('DELETE', 'faults'));
afterAll(() => client.dispose());

/** Status and the body of an answer of the API for Business. */
async function ask(
  path: string,
  token = 'sandbox_advertiser_token',
): Promise<{ status: number; text: string; code: number; list: HashtagItem[] }> {
  const response = await fetch(client.sandbox.url + path, { headers: { 'access-token': token } });
  const text = await response.text();
  const { code, data } = JSON.parse(text) as { code: number; data: { list?: HashtagItem[] } };
  return { status: response.status, text, code, list: data.list ?? [] };
}

describe('trending hashtags', () => {
  test('are ranked by their views in the days until yesterday', async () => {
    const { list, code } = await ask(`${HASHTAGS}&country_code=US`);
    expect(code).toBe(0);
    expect(list.length).toBeGreaterThan(50);
    expect(list.map(({ rank_position: rank }) => rank)).toEqual(list.map((_, i) => String(i + 1)));
    const views = list.map((item) => item.views);
    expect(views).toEqual([...views].sort((a, b) => b - a));
    for (const item of list) {
      expect(item.hashtag_id).toMatch(/^\d{19}$/);
      expect(item.trending_history.map(({ date }) => date)).toEqual(
        ['13', '14', '15', '16', '17', '18', '19'].map((day) => `2026-11-${day}`),
      );
      expect(item.views).toBe(item.trending_history.reduce((sum, day) => sum + day.views_daily, 0));
    }
  });

  test('tell the same of a day whenever they are asked, in each region something else', async () => {
    const today = await ask(`${HASHTAGS}&country_code=US`);
    const elsewhere = await ask(`${HASHTAGS}&country_code=FR`);
    await client.standAt('2026-11-23T01:00:00Z');
    const later = await ask(`${HASHTAGS}&country_code=US`);
    const dayOf = (list: HashtagItem[], name: string) =>
      list
        .find((item) => item.hashtag_name === name)
        ?.trending_history.find(({ date }) => date === '2026-11-18');
    const shared = today.list
      .map((item) => item.hashtag_name)
      .filter((name) => dayOf(later.list, name) !== undefined);
    expect(shared.length).toBeGreaterThan(50);
    for (const name of shared) expect(dayOf(later.list, name)).toEqual(dayOf(today.list, name));
    expect(elsewhere.list.map((item) => item.views)).not.toEqual(today.list.map((item) => item.views));
  });

  test('have giants that lead nowhere, and waves that explode and fade', async () => {
    const { list } = await ask(`${HASHTAGS}&country_code=US&date_range=120DAY`);
    const growth = list.map((item) => {
      const views = item.trending_history.map((day) => day.views_daily);
      const week = (end: number) => views.slice(end - 7, end).reduce((sum, each) => sum + each, 1);
      return { name: item.hashtag_name, ratio: week(views.length) / week(views.length - 7) };
    });
    const recipe = growth.find(({ name }) => name === 'recipe');
    expect(recipe?.ratio).toBeGreaterThan(0.9);
    expect(recipe?.ratio).toBeLessThan(1.1);
    expect(growth.filter(({ ratio }) => ratio > 2).length).toBeGreaterThan(2);
    expect(growth.filter(({ ratio }) => ratio < 0.7).length).toBeGreaterThan(10);
  });

  test('can be asked for by category', async () => {
    const all = await ask(HASHTAGS);
    const food = await ask(`${HASHTAGS}&category_name=FOOD`);
    expect(food.list.length).toBeGreaterThan(0);
    expect(food.list.length).toBeLessThan(all.list.length);
  });
});

test('trending music has ranks and no counts, for the account alone', async () => {
  const { list, code } = await ask(`${MUSIC}&country_code=US`, 'sandbox_account_token');
  expect(code).toBe(0);
  expect(list[0]).toMatchObject({
    commercial_music_id: expect.stringMatching(/^\d{19}$/),
    commercial_music_name: expect.stringMatching(/./),
    rank_position: '1',
    genres: [expect.any(String)],
  });
  expect(list[0]).not.toHaveProperty('views');
  expect(await ask(MUSIC, 'sandbox_advertiser_token')).toMatchObject({ status: 200, code: 40_001 });
});

test.each([
  ['a Bearer prefix', HASHTAGS, 'Bearer sandbox_advertiser_token', 40_105],
  ['an unknown token', HASHTAGS, 'nobody', 40_105],
  ['the account’s token', HASHTAGS, 'sandbox_account_token', 40_001],
  ['a region of its own', `${HASHTAGS}&country_code=usa`, undefined, 40_002],
  ['no advertiser', '/open_api/v1.3/discovery/trending_list/?discovery_type=HASHTAG', undefined, 40_002],
])('%s is refused with status 200', async (_what, path, token, code) => {
  expect(await ask(path, token)).toMatchObject({ status: 200, code, list: [] });
});

test.each<[FaultInput['kind'], number]>([
  ['internal_error', 50_000],
  ['rate_limit', 40_100],
  ['access_token_invalid', 40_105],
])('the fault %s is the code %d', async (kind, code) => {
  await client.control('PUT', 'faults', [{ endpoint: 'discovery/trending_list', kind }]);
  expect(await ask(HASHTAGS)).toMatchObject({ status: 200, code });
});

test('figures can be text, and ids numbers', async () => {
  await client.control('PUT', 'faults', [{ endpoint: '*', kind: 'numbers_as_text' }]);
  expect((await ask(HASHTAGS)).list[0]?.views).toMatch(/^\d+$/);
  await client.control('PUT', 'faults', [{ endpoint: '*', kind: 'numeric_ids' }]);
  expect((await ask(HASHTAGS)).text).toMatch(/"hashtag_id":\d{19},/);
});

describe('research', () => {
  const search = (change: object = {}) => ({
    query: {
      and: [
        { operation: 'EQ', field_name: 'hashtag_name', field_values: ['recipe'] },
        { operation: 'IN', field_name: 'region_code', field_values: ['US'] },
      ],
    },
    start_date: '20261118',
    end_date: '20261119',
    max_count: 100,
    ...change,
  });
  const clientToken = async (app: 'research' | 'client'): Promise<string> =>
    (
      await client.postForm('/v2/oauth/token/', {
        client_key: `sandbox_${app}_key`,
        client_secret: `sandbox_${app}_secret`,
        grant_type: 'client_credentials',
      })
    ).body.access_token;
  const query = (token: string, body: object) =>
    client.postJson('/v2/research/video/query/?fields=id,create_time', body, token);

  test('lists all videos of the days once, newest first, over short pages', async () => {
    const token = await clientToken('research');
    const ids: string[] = [];
    const sizes: number[] = [];
    let page: { cursor: number; has_more: boolean; search_id?: string } = { cursor: 0, has_more: true };
    while (page.has_more) {
      const { cursor, search_id } = page;
      const response = await fetch(`${client.sandbox.url}/v2/research/video/query/?fields=id,create_time`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(search({ cursor, ...(search_id && { search_id }) })),
      });
      const text = await response.text();
      const found = [...text.matchAll(/"id":(\d{19}),"create_time":(\d+)/g)];
      for (const [, id = '', createTime] of found) expect(String(BigInt(id) >> 32n)).toBe(createTime);
      ids.push(...found.map(([, id = '']) => id));
      sizes.push(found.length);
      page = (JSON.parse(text) as { data: typeof page }).data;
    }
    expect(sizes).toHaveLength(4);
    expect(Math.min(...sizes)).toBeLessThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1)));
  });

  test('refuses another app, a search without its id, and more than 30 days', async () => {
    const stranger = await query(await clientToken('client'), search());
    expect(stranger).toMatchObject({ status: 401, body: { error: { code: 'scope_not_authorized' } } });
    const token = await clientToken('research');
    for (const change of [{ cursor: 100, search_id: '1' }, { start_date: '20261001' }]) {
      const refused = await query(token, search(change));
      expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_params' } } });
    }
    expect((await query('clt.unknown', search())).status).toBe(401);
  });

  test('gives the app no person’s consent', async () => {
    const form = {
      client_key: SANDBOX_RESEARCH_CLIENT_KEY,
      client_secret: SANDBOX_RESEARCH_CLIENT_SECRET,
    };
    const { body } = await client.postForm('/v2/oauth/token/', {
      ...form,
      grant_type: 'refresh_token',
      refresh_token: 'any',
    });
    expect(body.error).toBe('unauthorized_client');
  });
});

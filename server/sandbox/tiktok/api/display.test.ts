import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import sharp from 'sharp';

import { DISPLAY_LIMIT } from './rate.limit.ts';
import { createTestClient, type TestClient, type WireVideo } from '../test-client.ts';

const NOW = '2026-11-01T12:00:00Z';

let client: TestClient;
let token: string;
beforeAll(async () => {
  client = await createTestClient();
  await client.standAt(NOW);
  token = (await client.connect()).access_token;
});
afterAll(() => client.dispose());
beforeEach(() => client.standAt(NOW));

const list = (body: object, fields = 'id,create_time', accessToken = token) =>
  client.postJson(`/v2/video/list/?fields=${fields}`, body, accessToken);

describe('user info', () => {
  test('gives exactly the fields asked for, in the envelope', async () => {
    const { status, headers, body } = await client.get(
      '/v2/user/info/?fields=display_name,video_count',
      token,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { user: { display_name: 'Maya Weeknight Table', video_count: expect.any(Number) } },
      error: { code: 'ok', message: '', log_id: headers.get('x-tt-logid') },
    });
  });

  test('agrees with the videos: their number and the sum of their likes', async () => {
    const { body } = await client.get('/v2/user/info/?fields=likes_count,video_count', token);
    const videos = await collect('id,like_count');
    expect(body.data.user.video_count).toBe(videos.length);
    expect(body.data.user.likes_count).toBe(videos.reduce((sum, video) => sum + video.like_count, 0));
  });

  test.each([
    ['no fields', '/v2/user/info/', 400, 'invalid_params'],
    ['an unknown field', '/v2/user/info/?fields=open_id,avatar_url_200', 400, 'invalid_params'],
    ['an inherited name', '/v2/user/info/?fields=constructor', 400, 'invalid_params'],
  ])('refuses %s', async (_, path, status, code) => {
    const answer = await client.get(path, token);
    expect(answer).toMatchObject({ status, body: { data: {}, error: { code } } });
  });

  test('refuses a declined scope as a whole, and a token it does not know', async () => {
    const { access_token: basic } = await client.connect({ granted: [] });
    const info = await client.get('/v2/user/info/?fields=open_id,follower_count', basic);
    expect(info).toMatchObject({ status: 401, body: { data: {}, error: { code: 'scope_not_authorized' } } });
    expect((await list({}, 'id', basic)).body.error.code).toBe('scope_not_authorized');
    await client.control('PUT', 'settings', { ungrantedFieldError: 'scope_permission_missed' });
    const missed = await client.get('/v2/user/info/?fields=open_id,follower_count', basic);
    expect(missed).toMatchObject({ status: 400, body: { error: { code: 'scope_permission_missed' } } });
    expect((await list({}, 'id', basic)).body.error.code).toBe('scope_not_authorized');
    await client.control('PUT', 'settings', { ungrantedFieldError: 'scope_not_authorized' });
    const unknown = await client.get('/v2/user/info/?fields=open_id', 'act.unknown');
    expect(unknown).toMatchObject({ status: 401, body: { error: { code: 'access_token_invalid' } } });
    expect((await client.get('/v2/user/info/?fields=open_id')).body.error.code).toBe('access_token_invalid');
  });

  test('is not found without its trailing slash', async () => {
    expect((await client.get('/v2/user/info?fields=open_id', token)).status).toBe(404);
  });
});

describe('videos', () => {
  test('pages of any size make the same list, newest first, without repeats', async () => {
    const byTen = await collect('id,create_time');
    const bySeven = await collect('id,create_time', 7);
    expect(byTen.length).toBeGreaterThan(60);
    expect(bySeven).toEqual(byTen);
    expect(new Set(byTen.map((video) => video.id)).size).toBe(byTen.length);
    const times = byTen.map((video) => video.create_time);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('have 19-digit string ids that carry their create time, and the documented fields', async () => {
    const { body } = await list(
      { max_count: 20 },
      'id,create_time,share_url,video_description,title,duration,height,width,embed_link,embed_html,is_aigc,view_count',
    );
    for (const video of body.data.videos) {
      expect(video.id).toMatch(/^\d{19}$/);
      expect(Number(BigInt(video.id) >> 32n)).toBe(video.create_time);
      expect(Array.from(video.video_description).length).toBeLessThanOrEqual(150);
      expect(video.share_url).toContain('?utm_campaign=tt4d_open_api&utm_source=sandbox_client_key');
      expect(video.view_count).toBeGreaterThanOrEqual(0);
    }
  });

  test('the cursor is exclusive milliseconds, and any instant may be jumped to', async () => {
    const first = await newest('id,create_time');
    const next = await list({ cursor: first.create_time * 1000 });
    expect(next.body.data.videos[0]?.create_time).toBeLessThan(first.create_time);
    const beforeAll = await list({ cursor: first.create_time });
    expect(beforeAll.body.data).toEqual({ videos: [], cursor: first.create_time, has_more: false });
  });

  test.each([{ max_count: 21 }, { max_count: 0 }, { cursor: 1.5 }, { cursor: '1' }, []])(
    'the body %j is refused',
    async (body) => {
      expect(await list(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid_params' } } });
    },
  );

  test('a query gives one’s own public videos and leaves out the rest', async () => {
    const { body } = await list({ max_count: 2 });
    const [first, second] = body.data.videos.map((video) => video.id);
    const { access_token: foreignToken } = await client.connect({ creator: 'jonas' });
    const { id: foreign } = await newest('id', foreignToken);
    const query = (ids: unknown) =>
      client.postJson('/v2/video/query/?fields=id', { filters: { video_ids: ids } }, token);
    const found = await query([second, foreign, first, '7000000000000000000']);
    expect(found.body.data.videos.map((video) => video.id).sort()).toEqual([first, second].sort());
    expect((await query([Number(first)])).status).toBe(400);
    expect((await query(Array(21).fill(first))).status).toBe(400);
    expect((await client.postJson('/v2/video/query/', {}, token)).status).toBe(400);
  });

  test('a cover is an image for six hours, then 403; a forged expiry is 403 at once', async () => {
    const { cover_image_url: cover } = await newest('cover_image_url');
    const response = await fetch(cover);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const image = await sharp(await response.arrayBuffer()).metadata();
    expect(image).toMatchObject({ format: 'jpeg', width: 360, height: 640 });
    const forged = new URL(cover);
    forged.searchParams.set('x-expires', '9999999999');
    expect((await client.get(forged.href)).status).toBe(403);
    await client.standAt('2026-11-01T18:00:00Z');
    expect((await client.get(cover)).status).toBe(200);
    await client.standAt('2026-11-01T18:00:01Z');
    expect((await client.get(cover)).status).toBe(403);
  });
});

test('the 601st call of a sliding minute is refused by app and endpoint, without Retry-After', async () => {
  await client.standAt('2026-11-01T12:30:00Z');
  const call = () => client.get('/v2/user/info/?fields=open_id', token);
  for (let calls = 0; calls < DISPLAY_LIMIT.limit - 1; calls += 1) await call();
  await client.standAt('2026-11-01T12:30:30Z');
  expect((await call()).status).toBe(200);
  const refused = await call();
  expect(refused).toMatchObject({ status: 429, body: { data: {}, error: { code: 'rate_limit_exceeded' } } });
  expect(refused.headers.get('retry-after')).toBeNull();
  const { access_token: otherPerson } = await client.connect({ creator: 'jonas' });
  expect((await client.get('/v2/user/info/?fields=open_id', otherPerson)).status).toBe(429);
  expect((await list({})).status).toBe(200);
  await client.standAt('2026-11-01T12:31:00Z');
  expect((await call()).status).toBe(200);
});

async function newest(fields: string, accessToken = token): Promise<WireVideo> {
  const [video] = (await list({ max_count: 1 }, fields, accessToken)).body.data.videos;
  if (video === undefined) throw new Error('The creator has no video.');
  return video;
}

async function collect(fields: string, pageSize?: number): Promise<WireVideo[]> {
  const videos: WireVideo[] = [];
  const size = pageSize === undefined ? {} : { max_count: pageSize };
  let cursor: number | undefined;
  for (;;) {
    const { body } = await list({ ...size, ...(cursor === undefined ? {} : { cursor }) }, fields);
    videos.push(...body.data.videos);
    if (!body.data.has_more) return videos;
    cursor = body.data.cursor;
  }
}

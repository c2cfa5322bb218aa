import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { createTestClient, type TestClient, type WireVideo } from '../test-client.ts';

const NOW = '2026-11-01T12:00:00Z';

let client: TestClient;
beforeAll(async () => {
  client = await createTestClient();
});
afterAll(() => client.dispose());
beforeEach(() => client.standAt(NOW));

async function collect(token: string, fields = 'id,create_time,like_count'): Promise<WireVideo[]> {
  const videos: WireVideo[] = [];
  let cursor: number | undefined;
  for (;;) {
    const body = { max_count: 20, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = (await client.postJson(`/v2/video/list/?fields=${fields}`, body, token)).body;
    videos.push(...data.videos);
    if (!data.has_more) return videos;
    cursor = data.cursor;
  }
}

const connect = async (creator: string): Promise<string> => (await client.connect({ creator })).access_token;

describe('made-up creators', () => {
  test('have exactly the videos asked for now, go on posting, and are numbered on', async () => {
    const made = await client.control('POST', 'creators', {
      count: 2,
      prefix: 'crowd',
      videos: 73,
      followers: 5_000,
    });
    expect(made.body.creators.map(({ key }) => key)).toEqual(['crowd-0001', 'crowd-0002']);
    const token = await connect('crowd-0002');
    const videos = await collect(token);
    expect(videos).toHaveLength(73);
    expect(new Set(videos.map(({ id }) => id)).size).toBe(73);
    const info = await client.get('/v2/user/info/?fields=video_count,likes_count,follower_count', token);
    expect(info.body.data.user).toMatchObject({
      video_count: 73,
      likes_count: videos.reduce((sum, video) => sum + video.like_count, 0),
    });
    const followers = Number(info.body.data.user.follower_count);
    expect(followers).toBeGreaterThan(3_500);
    expect(followers).toBeLessThan(7_000);
    await client.standAt('2026-12-31T12:00:00Z');
    const later = await collect(await connect('crowd-0002'));
    expect(later.filter(({ create_time: at }) => at * 1000 > Date.parse(NOW)).length).toBeGreaterThan(3);

    const more = await client.control('POST', 'creators', { prefix: 'crowd', videos: 0 });
    expect(more.body.creators.map(({ key }) => key)).toEqual(['crowd-0003']);
  });

  test('are the same for the same seed, key, settings and instant, wherever they are made', async () => {
    const settings = { prefix: 'twin', seed: 'a seed', videos: 30, postsPerWeek: 5, removedShare: 0 };
    await client.control('POST', 'creators', settings);
    const other = await createTestClient();
    await other.standAt(NOW);
    await other.control('POST', 'creators', settings);
    for (const at of ['2026-10-01T00:00:00Z', '2026-12-24T00:00:00Z']) {
      const path = `creators/twin-0001/videos?at=${at}`;
      const [one, two] = [await client.control('GET', path), await other.control('GET', path)];
      expect(one.body.videos.length).toBeGreaterThan(0);
      expect(one.body).toEqual(two.body);
    }
    await other.dispose();
  });

  test('can be huge, or post nothing more', async () => {
    await client.control('POST', 'creators', { prefix: 'huge', videos: 10_000, postsPerWeek: 0 });
    const { body } = await client.control('GET', 'creators/huge-0001/videos');
    expect(body.videos).toHaveLength(10_000);
    expect(Math.min(...body.videos.map(({ createTime }) => createTime))).toBeGreaterThan(
      Date.parse('2016-09-01T00:00:00Z') / 1000,
    );
    const token = await connect('huge-0001');
    const oldest = body.videos.at(-1)?.createTime ?? 0;
    const jump = { cursor: (oldest + 1) * 1000 };
    const last = await client.postJson('/v2/video/list/?fields=id', jump, token);
    expect(last.body.data).toMatchObject({ videos: [{ id: body.videos.at(-1)?.id }], has_more: false });
    const later = await client.control('GET', 'creators/huge-0001/videos?at=2027-11-01T00:00:00Z');
    expect(later.body.videos[0]?.id).toBe(body.videos[0]?.id);
  });

  test.each([{ count: 0 }, { prefix: 'Sim-' }, { videos: 20_001 }, { post: 1 }])(
    '%j is refused',
    async (body) => {
      expect((await client.control('POST', 'creators', body)).status).toBe(400);
    },
  );
});

describe('a creator', () => {
  test('posts, hides, shows and deletes a video when told to, from that second on', async () => {
    const token = await connect('nora');
    const before = (await collect(token)).length;
    const posted = await client.control('POST', 'creators/nora/videos', { caption: 'Just now #today' });
    const { id } = posted.body.video;
    expect(Number(BigInt(id) >> 32n)).toBe(Date.parse(NOW) / 1000);
    const list = await client.postJson('/v2/video/list/?fields=id,title,view_count', {}, token);
    expect(list.body.data.videos[0]).toEqual({ id, title: 'Just now #today', view_count: 0 });
    const query = async (): Promise<number> => {
      const body = { filters: { video_ids: [id] } };
      return (await client.postJson('/v2/video/query/?fields=id', body, token)).body.data.videos.length;
    };

    await client.standAt('2026-11-01T13:00:00Z');
    await client.control('POST', `creators/nora/videos/${id}/private`);
    expect(await query()).toBe(0);
    expect(await collect(token)).toHaveLength(before);
    await client.standAt('2026-11-01T13:30:00Z');
    await client.control('POST', `creators/nora/videos/${id}/public`);
    expect(await query()).toBe(1);
    await client.standAt('2026-11-01T12:59:59Z');
    expect(await query()).toBe(1);
    await client.standAt('2026-11-01T13:29:59Z');
    expect(await query()).toBe(0);
    await client.standAt('2026-11-01T13:40:00Z');
    await client.control('DELETE', `creators/nora/videos/${id}`);
    expect(await query()).toBe(0);
    const history = await client.control('GET', 'creators/nora/history');
    expect(history.body.videos[0]).toEqual({
      id,
      createTime: Date.parse(NOW) / 1000,
      vanishedAt: Date.parse('2026-11-01T13:40:00Z') / 1000,
    });
    const then = await client.control('GET', 'creators/nora/history?at=2026-11-01T13:35:00Z');
    expect(then.body.videos[0]).toMatchObject({ id, vanishedAt: null });
    const again = await client.control('POST', `creators/nora/videos/${id}/public`);
    expect(again).toMatchObject({ status: 409, body: { error: expect.any(String) } });
    expect((await client.control('DELETE', 'creators/nora/videos/7000000000000000000')).status).toBe(404);
    expect((await client.control('POST', 'creators/nobody/videos')).status).toBe(404);
  });
});

test('made-up creators, what they were made to post and to hide survive a restart', async () => {
  await client.control('POST', 'creators', { prefix: 'kept', videos: 12, postsPerWeek: 2 });
  const { id } = (await client.control('POST', 'creators/kept-0001/videos')).body.video;
  const hidden = (await client.control('GET', 'creators/kept-0001/videos')).body.videos[3]?.id ?? '';
  await client.control('POST', `creators/kept-0001/videos/${hidden}/private`);
  const read = async (): Promise<unknown> => (await client.control('GET', 'creators/kept-0001/videos')).body;
  const before = await read();
  await client.restart();
  await client.standAt(NOW);
  expect(await read()).toEqual(before);
  const { videos } = (await client.control('GET', 'creators/kept-0001/videos')).body;
  expect(videos).toHaveLength(12);
  expect(videos[0]?.id).toBe(id);
});

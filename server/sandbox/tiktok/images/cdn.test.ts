import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';

import type { FaultInput } from '../faults/faults.ts';
import { createTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
let token: string;
beforeAll(async () => {
  client = await createTestClient();
  await client.standAt('2026-11-01T12:00:00Z');
  token = (await client.connect()).access_token;
});
afterAll(() => client.dispose());
beforeEach(async () => {
  await client.control('DELETE', 'faults');
  await client.control('PUT', 'settings', { coverFormat: 'jpeg', coverSize: 'small' });
});

const fail = async (fault: Omit<FaultInput, 'endpoint'>): Promise<void> => {
  expect((await client.control('PUT', 'faults', [{ endpoint: 'cdn/cover', ...fault }])).status).toBe(200);
};
async function coverUrl(): Promise<string> {
  const path = '/v2/video/list/?fields=id,cover_image_url';
  const { body } = await client.postJson(path, { max_count: 1 }, token);
  return body.data.videos[0]?.cover_image_url ?? '';
}
const fetchCover = async (init: RequestInit = {}): Promise<Response> => fetch(await coverUrl(), init);
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('covers and avatars', () => {
  test.each([
    ['jpeg', 'small', 360, 640],
    ['webp', 'small', 360, 640],
    ['png', 'large', 720, 1280],
    ['jpeg', 'large', 720, 1280],
  ])('are %s of %s size on demand', async (coverFormat, coverSize, width, height) => {
    await client.control('PUT', 'settings', { coverFormat, coverSize });
    const response = await fetchCover();
    expect(response.headers.get('content-type')).toBe(`image/${coverFormat}`);
    const metadata = await sharp(await response.arrayBuffer()).metadata();
    expect(metadata).toMatchObject({ format: coverFormat, width, height });
    const { body } = await client.get('/v2/user/info/?fields=avatar_url_100,avatar_large_url', token);
    const [small, large] = [body.data.user.avatar_url_100, body.data.user.avatar_large_url].map(String);
    for (const [url, side] of [
      [small ?? '', 100],
      [large ?? '', 720],
    ] as const) {
      const avatar = await sharp(await (await fetch(url)).arrayBuffer()).metadata();
      expect(avatar).toMatchObject({ format: coverFormat, width: side, height: side });
    }
  });

  test('show the same for the same video, and something else for another', async () => {
    const path = '/v2/video/list/?fields=cover_image_url';
    const { body } = await client.postJson(path, { max_count: 2 }, token);
    const [one, other] = body.data.videos.map((video) => video.cover_image_url);
    const read = async (url = ''): Promise<Buffer> => bytesOf(await fetch(url));
    expect((await read(one)).equals(await read(one))).toBe(true);
    expect((await read(one)).equals(await read(other))).toBe(false);
  });

  test('are logged and counted', async () => {
    await client.control('DELETE', 'log');
    await client.control('DELETE', 'calls');
    await fetchCover();
    const { body } = await client.control('GET', 'log?endpoint=cdn/cover');
    expect(body.entries).toMatchObject([
      { creator: 'maya', item: expect.stringMatching(/^\d{19}$/), status: 200, code: 'ok' },
    ]);
    expect((await client.control('GET', 'calls')).body.calls).toMatchObject({
      'cdn/cover': 1,
      'cdn/avatar': 0,
    });
  });
});

describe('a cover can be', () => {
  test('elsewhere, once, for ever, or at an address of one’s own', async () => {
    await fail({ kind: 'redirect' });
    const arrived = await fetchCover();
    expect(arrived.redirected).toBe(true);
    expect(arrived.headers.get('content-type')).toBe('image/jpeg');
    await fail({ kind: 'redirect_loop' });
    await expect(fetchCover()).rejects.toThrow('fetch failed');
    await fail({ kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data/' });
    const away = await fetchCover({ redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([
      302,
      'http://169.254.169.254/latest/meta-data/',
    ]);
  });

  test.each([
    ['expired', 403],
    ['not_found', 404],
  ] as const)('%s', async (kind, status) => {
    await fail({ kind });
    expect((await fetchCover()).status).toBe(status);
  });

  test('too large in bytes or in pixels', async () => {
    await fail({ kind: 'oversized', bytes: 3_000_000 });
    const oversized = await fetchCover();
    expect(oversized.headers.get('content-length')).toBe('3000000');
    expect((await bytesOf(oversized)).length).toBe(3_000_000);
    await fail({ kind: 'bomb' });
    const bomb = await bytesOf(await fetchCover());
    expect(bomb.length).toBeLessThan(100_000);
    expect(await sharp(bomb, { limitInputPixels: false }).metadata()).toMatchObject({
      format: 'png',
      width: 20_000,
      height: 20_000,
    });
  });

  test.each([
    ['svg', 'image/svg+xml', '<script>'],
    ['disguised_svg', 'image/jpeg', '<script>'],
    ['not_image', 'image/jpeg', '<!doctype html>'],
    ['html_error', 'text/html', 'Service Temporarily Unavailable'],
  ] as const)('something else: %s', async (kind, type, text) => {
    await fail({ kind });
    const response = await fetchCover();
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain(text);
  });

  test('badly delivered', async () => {
    const whole = await bytesOf(await fetchCover());
    await fail({ kind: 'truncated' });
    expect((await bytesOf(await fetchCover())).equals(whole.subarray(0, whole.length / 2))).toBe(true);
    await fail({ kind: 'wrong_type' });
    expect((await fetchCover()).headers.get('content-type')).toBe('application/octet-stream');
    await fail({ kind: 'empty' });
    expect((await bytesOf(await fetchCover())).length).toBe(0);
    await fail({ kind: 'drip', delayMs: 32 });
    expect((await bytesOf(await fetchCover())).equals(whole)).toBe(true);
    await fail({ kind: 'cut_off' });
    await expect(fetchCover().then(bytesOf)).rejects.toThrow('terminated');
    await fail({ kind: 'disconnect' });
    await expect(fetchCover()).rejects.toThrow('fetch failed');
    await fail({ kind: 'silence' });
    const url = await coverUrl();
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('broken for one creator alone', async () => {
    await fail({ kind: 'not_found', creator: 'jonas' });
    expect((await fetchCover()).status).toBe(200);
  });
});

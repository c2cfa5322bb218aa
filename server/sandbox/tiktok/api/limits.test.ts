import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { createTestClient, type TestClient, type WireBody } from '../test-client.ts';

let client: TestClient;
let tokens: WireBody;
beforeAll(async () => {
  client = await createTestClient();
  await client.standAt('2026-11-01T12:00:00Z');
  tokens = await client.connect();
});
afterAll(() => client.dispose());
beforeEach(async () => {
  await client.standAt('2026-11-01T12:00:00Z');
  await client.control('DELETE', 'log');
});

const list = (body: object = {}) => client.postJson('/v2/video/list/?fields=id', body, tokens.access_token);
const log = async (query = '') => (await client.control('GET', `log${query}`)).body;

test('the log has what came of each call, in order, with enough to judge a client by', async () => {
  await list({ cursor: 1_790_000_000_000 });
  await client.postJson(
    '/v2/video/query/?fields=id',
    { filters: { video_ids: ['1', '2'] } },
    tokens.access_token,
  );
  await client.get('/v2/user/info/?fields=open_id', 'act.unknown');
  const { refresh_token: refreshToken } = await client.connect({ creator: 'jonas' });
  await client.refresh(refreshToken);
  const { entries, last, dropped } = await log();
  expect(entries).toMatchObject([
    {
      endpoint: 'video/list',
      creator: 'maya',
      status: 200,
      code: 'ok',
      counted: true,
      cursor: 1_790_000_000_000,
    },
    { endpoint: 'video/query', creator: 'maya', videoIds: 2, at: Date.parse('2026-11-01T12:00:00Z') },
    { endpoint: 'user/info', creator: null, status: 401, code: 'access_token_invalid', counted: false },
    { endpoint: 'auth/authorize', creator: 'jonas', status: 302, code: 'ok' },
    { endpoint: 'oauth/token', creator: 'jonas', grantType: 'authorization_code' },
    { endpoint: 'oauth/token', creator: 'jonas', grantType: 'refresh_token', code: 'ok' },
  ]);
  expect(entries.map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1, 0].map((back) => last - back));
  expect(dropped).toBe(0);
  expect(JSON.stringify(entries)).not.toContain(tokens.access_token);
  expect((await log(`?after=${last - 2}&endpoint=oauth/token`)).entries).toHaveLength(2);
  expect((await client.control('GET', 'log?endpoint=oauth')).status).toBe(400);
});

test('an OAuth failure is logged by its code, and a call without an answer has no status', async () => {
  await client.refresh('rft.unknown');
  await client.control('PUT', 'faults', [{ endpoint: 'video/list', kind: 'disconnect', times: 1 }]);
  await expect(list()).rejects.toThrow();
  expect((await log()).entries).toMatchObject([
    { code: 'invalid_grant', status: 200, creator: null },
    { code: null, status: null, fault: 'disconnect', creator: 'maya', counted: false },
  ]);
});

test('a limit is a setting of one endpoint, on the sandbox’s clock, until it is taken away', async () => {
  const limits = { 'video/list': { limit: 2, windowSeconds: 10 } };
  await client.standAt('2026-11-01T12:20:00Z');
  expect((await client.control('PUT', 'settings', { limits })).status).toBe(200);
  expect((await list()).status).toBe(200);
  await client.standAt('2026-11-01T12:20:05Z');
  expect((await list()).status).toBe(200);
  expect((await list()).status).toBe(429);
  await client.standAt('2026-11-01T12:20:10Z');
  expect((await list()).status).toBe(200);
  expect((await list()).status).toBe(429);
  expect((await log()).entries.map(({ counted }) => counted)).toEqual([true, true, false, true, false]);
  await client.control('PUT', 'settings', { limits: { 'video/list': null } });
  expect((await list()).status).toBe(200);
  const { body } = await client.control('GET', 'settings');
  expect(body).toMatchObject({
    limits: { 'user/info': { limit: 600, windowSeconds: 60 }, 'video/list': null },
  });
});

test('a limit can count each creator apart', async () => {
  await client.standAt('2026-11-01T13:00:00Z');
  const { access_token: other } = await client.connect({ creator: 'jonas' });
  const limits = { 'user/info': { limit: 1 } };
  await client.control('PUT', 'settings', { limits, limitBy: 'creator' });
  const statuses: number[] = [];
  for (const token of [tokens.access_token, other, other, tokens.access_token]) {
    statuses.push((await client.get('/v2/user/info/?fields=open_id', token)).status);
  }
  expect(statuses).toEqual([200, 200, 429, 429]);
  await client.control('PUT', 'settings', { limits: { 'user/info': null }, limitBy: 'app' });
});

test('OAuth endpoints can be limited too, in their own shape', async () => {
  const limits = { 'oauth/token': { limit: 1 } };
  await client.control('PUT', 'settings', { limits });
  await client.refresh('rft.unknown');
  const refused = await client.refresh('rft.unknown');
  expect(refused).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
  await client.control('PUT', 'settings', { limits: { 'oauth/token': null } });
});

test.each([120, -120])('with a skew of %d s TikTok stamps and expires by its own clock', async (skew) => {
  const { access_token: token } = await client.connect({ creator: 'camille' });
  await client.control('PUT', 'settings', { clockSkewSeconds: skew });
  const info = () => client.get('/v2/user/info/?fields=open_id', token);
  const stamp = new Date(Date.parse('2026-11-01T12:00:00Z') + skew * 1000);
  const { headers } = await info();
  expect(headers.get('date')).toBe(stamp.toUTCString());
  expect(headers.get('x-tt-logid')?.slice(0, 14)).toBe(stamp.toISOString().replace(/\D/g, '').slice(0, 14));
  await client.standAt(new Date(Date.parse('2026-11-01T14:00:00Z') - (skew + 1) * 1000).toISOString());
  expect((await info()).status).toBe(200);
  await client.standAt(new Date(Date.parse('2026-11-01T14:00:00Z') - skew * 1000).toISOString());
  expect((await info()).status).toBe(401);
  await client.control('PUT', 'settings', { clockSkewSeconds: 0 });
});

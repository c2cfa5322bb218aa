import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import { createTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
let token: string;
beforeAll(async () => {
  client = await createTestClient();
  token = (await client.connect()).access_token;
});
afterAll(() => client.dispose());
afterEach(() => client.control('DELETE', 'faults'));

const info = () => client.get('/v2/user/info/?fields=open_id', token);
const breakWith = async (endpoint: string, kind: string, times: number | null = 1): Promise<void> => {
  expect((await client.control('PUT', 'faults', [{ endpoint, kind, times }])).status).toBe(200);
};

test.each([
  ['internal_error', 500, 'internal_error'],
  ['rate_limit', 429, 'rate_limit_exceeded'],
  ['ok_status_error', 200, 'internal_error'],
  ['access_token_invalid', 401, 'access_token_invalid'],
])('the fault %s meets as many calls as it was given', async (kind, status, code) => {
  await breakWith('user/info', kind, 2);
  expect(await info()).toMatchObject({ status, body: { data: {}, error: { code } } });
  expect((await client.postJson('/v2/video/list/?fields=id', {}, token)).status).toBe(200);
  expect((await info()).status).toBe(status);
  expect((await info()).body.error.code).toBe('ok');
});

test('garbage is HTML with status 200, and truncated is half of the true answer', async () => {
  await breakWith('user/info', 'garbage');
  const garbage = await info();
  expect(garbage.status).toBe(200);
  expect(garbage.headers.get('content-type')).toContain('text/html');
  await breakWith('user/info', 'truncated');
  expect((await info()).body).toMatch(/^\{"data":\{"user":/);
});

test('a disconnect fails the call, silence lasts until the client gives up, and the server stays up', async () => {
  await breakWith('user/info', 'disconnect');
  await expect(info()).rejects.toThrow();
  await breakWith('user/info', 'silence', null);
  const silent = fetch(`${client.sandbox.url}/v2/user/info/?fields=open_id`, {
    signal: AbortSignal.timeout(100),
  });
  await expect(silent).rejects.toMatchObject({ name: 'TimeoutError' });
  await client.control('DELETE', 'faults');
  expect((await info()).status).toBe(200);
});

test('a truncated token answer has rotated all the same', async () => {
  const { refresh_token: refreshToken } = await client.connect({ creator: 'nora' });
  await breakWith('oauth/token', 'truncated');
  expect(typeof (await client.refresh(refreshToken)).body).toBe('string');
  expect((await client.refresh(refreshToken)).body.error).toBe('invalid_grant');
});

test('OAuth faults have the flat shape', async () => {
  await breakWith('oauth/token', 'invalid_grant');
  expect(await client.refresh('any')).toMatchObject({ status: 200, body: { error: 'invalid_grant' } });
  await breakWith('oauth/token', 'internal_error');
  expect(await client.refresh('any')).toMatchObject({ status: 500, body: { error: 'server_error' } });
});

test('calls are counted by endpoint, failed ones included', async () => {
  await client.control('DELETE', 'calls');
  await info();
  await client.get('/v2/user/info/');
  const { body } = await client.control('GET', 'calls');
  expect(body.calls).toMatchObject({ 'user/info': 2, 'video/list': 0 });
});

test('the clock stands still, and follows real time when released', async () => {
  const standing = await client.control('PUT', 'clock', { now: '2026-08-01T00:00:00+02:00' });
  expect(standing.body).toEqual({ now: '2026-07-31T22:00:00.000Z' });
  const health = await client.control('GET', 'health');
  expect(health.body).toEqual({
    sandbox: 'tiktok',
    clientKey: client.sandbox.clientKey,
    deployment: null,
    now: standing.body.now,
  });
  const released = await client.control('PUT', 'clock', { now: null });
  expect(Math.abs(Date.parse(released.body.now) - Date.now())).toBeLessThan(5_000);
});

test.each([
  ['PUT', 'clock', { now: 'soon' }, 400],
  ['PUT', 'clock', { now: '9999-01-01T00:00:00Z' }, 400],
  ['PUT', 'faults', [{ endpoint: 'user/info', kind: 'fire' }], 400],
  ['PUT', 'settings', { oauthErrorStatus: 500 }, 400],
  ['POST', 'creators/nobody/revoke', undefined, 404],
  ['GET', 'nothing', undefined, 404],
])('%s %s with %j is refused with a sentence', async (method, path, body, status) => {
  const answer = await client.control(method, path, body);
  expect(answer).toMatchObject({ status, body: { error: expect.any(String) } });
});

test('documentation and creators can be read', async () => {
  expect((await client.control('GET', '')).body).toContain('PUT /_sandbox/clock');
  const { body } = await client.control('GET', 'creators');
  expect(body.creators[0]).toMatchObject({ key: 'maya', username: 'maya.weeknight.table', grants: 1 });
});

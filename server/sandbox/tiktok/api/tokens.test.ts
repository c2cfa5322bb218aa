import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { createTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await createTestClient();
});
afterAll(() => client.dispose());
beforeEach(async () => {
  await client.standAt('2026-11-01T12:00:00Z');
  const settings = { tokenLifetime: 'new', refreshLifetime: 'renewed', rotateRefreshToken: true };
  await client.control('PUT', 'settings', { ...settings, rotationGraceSeconds: 0 });
});

const DAY = 86_400;

describe.each([
  ['new', 7_200, 180 * DAY],
  ['old', 86_400, 365 * DAY],
])('the %s lifetimes', (tokenLifetime, access, refresh) => {
  beforeEach(() => client.control('PUT', 'settings', { tokenLifetime }));

  test('start anew with each refresh', async () => {
    const first = await client.connect();
    expect(first).toMatchObject({ expires_in: access, refresh_expires_in: refresh });
    await client.standAt('2027-04-01T12:00:00Z');
    const second = (await client.refresh(first.refresh_token)).body;
    expect(second).toMatchObject({ expires_in: access, refresh_expires_in: refresh });
  });

  test('or leave the end of the refresh token where it was', async () => {
    await client.control('PUT', 'settings', { refreshLifetime: 'remaining' });
    const first = await client.connect();
    expect(first).toMatchObject({ refresh_expires_in: refresh });
    await client.standAt('2026-11-11T12:00:00Z');
    const second = (await client.refresh(first.refresh_token)).body;
    expect(second).toMatchObject({ expires_in: access, refresh_expires_in: refresh - 10 * DAY });
    const end = Date.parse('2026-11-01T12:00:00Z') + refresh * 1000;
    await client.standAt(new Date(end).toISOString());
    expect((await client.refresh(second.refresh_token)).body.error).toBe('invalid_grant');
  });
});

test('a refresh token that is not rotated works again and again', async () => {
  await client.control('PUT', 'settings', { rotateRefreshToken: false });
  const { refresh_token: refreshToken } = await client.connect();
  for (let call = 0; call < 3; call += 1) {
    expect((await client.refresh(refreshToken)).body).toMatchObject({
      access_token: expect.stringMatching(/^act\./),
      refresh_token: refreshToken,
    });
  }
});

test('of two refreshes that race with one token, one loses, and the log tells whose', async () => {
  const { refresh_token: refreshToken } = await client.connect({ creator: 'camille' });
  await client.control('DELETE', 'log');
  const answers = await Promise.all([client.refresh(refreshToken), client.refresh(refreshToken)]);
  const errors = answers.map(({ body }) => body.error as unknown);
  expect(errors.filter((error) => error === 'invalid_grant')).toHaveLength(1);
  const { body } = await client.control('GET', 'log');
  expect(body.entries).toMatchObject([
    { creator: 'camille', code: 'ok' },
    { creator: 'camille', code: 'invalid_grant' },
  ]);
});

test('with a grace both win within it, and every token of them works', async () => {
  await client.control('PUT', 'settings', { rotationGraceSeconds: 30 });
  const { refresh_token: first } = await client.connect({ creator: 'camille' });
  const second = (await client.refresh(first)).body;
  await client.standAt('2026-11-01T12:00:29Z');
  const third = (await client.refresh(first)).body;
  for (const { access_token: token } of [second, third]) {
    expect((await client.get('/v2/user/info/?fields=open_id', token)).status).toBe(200);
  }
  expect((await client.refresh(second.refresh_token)).body.open_id).toBe(second.open_id);
  await client.standAt('2026-11-01T12:01:00Z');
  expect((await client.refresh(first)).body.error).toBe('invalid_grant');
});

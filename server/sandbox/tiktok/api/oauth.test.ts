import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startTikTokSandbox } from '../server.ts';
import { createTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await createTestClient();
});
afterAll(() => client.dispose());
beforeEach(async () => {
  await client.standAt('2026-11-01T12:00:00Z');
  await client.control('PUT', 'settings', { tokenLifetime: 'new', oauthErrorStatus: 200 });
});

describe('the token endpoint', () => {
  test('exchanges a code for tokens in the flat shape, with the scopes left on', async () => {
    const requested = ['user.info.basic', 'user.info.stats', 'video.list'];
    const { callback, verifier } = await client.consent({
      requested,
      granted: ['video.list'],
      state: 'x=1&y',
    });
    expect(callback.get('state')).toBe('x=1&y');
    expect(callback.get('scopes')).toBe('user.info.basic,video.list');
    expect(callback.get('code')).toMatch(/~.*\*0!\d+\.e1$/);
    const { status, headers, body } = await client.exchange(callback.get('code') ?? '', verifier);
    expect(status).toBe(200);
    expect(headers.get('x-tt-logid')).toMatch(/^20261101120000[0-9A-F]{20}$/);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^act\./),
      expires_in: 7200,
      open_id: expect.any(String),
      refresh_expires_in: 15_552_000,
      refresh_token: expect.stringMatching(/^rft\./),
      scope: 'user.info.basic,video.list',
      token_type: 'Bearer',
    });
    const again = await client.exchange(callback.get('code') ?? '', verifier);
    expect(again.body).toMatchObject({ error: 'invalid_grant', log_id: expect.any(String) });
  });

  test('refuses a wrong verifier, a wrong redirect, a late code and a wrong secret, with status 200 unless switched', async () => {
    const attempt = async (changes: Record<string, string>, verifier?: string): Promise<unknown> => {
      const consent = await client.consent();
      const code = consent.callback.get('code') ?? '';
      return (await client.exchange(code, verifier ?? consent.verifier, changes)).body.error;
    };
    expect(await attempt({}, 'v'.repeat(43))).toBe('invalid_request');
    expect(await attempt({ redirect_uri: 'http://127.0.0.1:3001/callback' })).toBe('invalid_request');
    expect(await attempt({ grant_type: 'password' })).toBe('unsupported_grant_type');
    const { callback, verifier } = await client.consent();
    await client.standAt('2026-11-01T12:10:01Z');
    expect((await client.exchange(callback.get('code') ?? '', verifier)).body.error).toBe('invalid_grant');

    const wrongSecret = await client.exchange('c', verifier, { client_secret: 'wrong' });
    expect(wrongSecret).toMatchObject({ status: 200, body: { error: 'invalid_client' } });
    await client.control('PUT', 'settings', { oauthErrorStatus: 400 });
    expect((await client.exchange('c', verifier, { client_secret: 'wrong' })).status).toBe(401);
    expect((await client.exchange('c', verifier)).status).toBe(400);
  });

  test('takes forms only', async () => {
    const { body } = await client.postJson('/v2/oauth/token/', { grant_type: 'client_credentials' }, 'none');
    expect(body.error).toBe('invalid_request');
  });

  test('rotates: a refresh token works once, the open_id stays', async () => {
    const first = await client.connect({ creator: 'camille' });
    const second = (await client.refresh(first.refresh_token)).body;
    expect(second).toMatchObject({ open_id: first.open_id, expires_in: 7200 });
    expect(second.access_token).not.toBe(first.access_token);
    expect((await client.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect((await client.refresh(second.refresh_token)).body.open_id).toBe(first.open_id);
  });

  test('gives tokens that end with their lifetime, which can be the old one', async () => {
    const { access_token: token, refresh_token: refreshToken } = await client.connect();
    const status = async (accessToken: string): Promise<number> =>
      (await client.get('/v2/user/info/?fields=open_id', accessToken)).status;
    await client.standAt('2026-11-01T13:59:59Z');
    expect(await status(token)).toBe(200);
    await client.standAt('2026-11-01T14:00:00Z');
    expect(await status(token)).toBe(401);
    await client.control('PUT', 'settings', { tokenLifetime: 'old' });
    const { body } = await client.refresh(refreshToken);
    expect(body).toMatchObject({ expires_in: 86_400, refresh_expires_in: 31_536_000 });
  });

  test('gives client tokens without a person', async () => {
    const { body } = await client.postForm('/v2/oauth/token/', {
      client_key: client.sandbox.clientKey,
      client_secret: client.sandbox.clientSecret,
      grant_type: 'client_credentials',
    });
    expect(body).toEqual({
      access_token: expect.stringMatching(/^clt\./),
      expires_in: 7200,
      token_type: 'Bearer',
    });
  });
});

test.each(['the app', 'the person'])('after %s revokes, neither token works', async (who) => {
  const { access_token: token, refresh_token: refreshToken } = await client.connect({ creator: 'jonas' });
  if (who === 'the app') {
    const { status, body } = await client.postForm('/v2/oauth/revoke/', {
      client_key: client.sandbox.clientKey,
      client_secret: client.sandbox.clientSecret,
      token,
    });
    expect({ status, body }).toEqual({ status: 200, body: {} });
  } else {
    expect((await client.control('POST', 'creators/jonas/revoke')).status).toBe(200);
  }
  const info = await client.get('/v2/user/info/?fields=open_id', token);
  expect(info).toMatchObject({ status: 401, body: { data: {}, error: { code: 'access_token_invalid' } } });
  expect((await client.refresh(refreshToken)).body.error).toBe('invalid_grant');
});

test('tokens, pending codes and figures survive a restart', async () => {
  const tokens = await client.connect({ creator: 'ines' });
  const pending = await client.consent({ creator: 'ines' });
  const path = '/v2/user/info/?fields=open_id,follower_count,likes_count,video_count';
  const before = await client.get(path, tokens.access_token);
  await client.restart();
  await client.standAt('2026-11-01T12:00:00Z');
  const after = await client.get(path, tokens.access_token);
  expect(after.body.data).toEqual(before.body.data);
  const exchanged = await client.exchange(pending.callback.get('code') ?? '', pending.verifier);
  expect(exchanged.body.open_id).toBe(tokens.open_id);
  expect((await client.refresh(tokens.refresh_token)).body.open_id).toBe(tokens.open_id);
});

test('a taken port is refused with EADDRINUSE, and the state file is private', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-sandbox-'));
  const stateFile = join(folder, 'deep', 'tiktok.json');
  const port = Number(new URL(client.sandbox.url).port);
  await expect(startTikTokSandbox({ port, stateFile })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const other = await startTikTokSandbox({ port: 0, stateFile });
  await other.close();
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

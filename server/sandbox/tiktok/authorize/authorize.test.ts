import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { createTestClient, REDIRECT_URI, type TestClient, type WireResponse } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await createTestClient();
});
afterAll(() => client.dispose());
beforeEach(async () => {
  await client.standAt('2026-11-01T12:00:00Z');
  await client.control('PUT', 'settings', { appType: 'desktop', redirectUris: null, strictPkce: false });
  await client.control('DELETE', 'faults');
});

const authorizePath = (changes: Record<string, string> = {}): string =>
  `/v2/auth/authorize/?${new URLSearchParams({
    client_key: client.sandbox.clientKey,
    response_type: 'code',
    scope: 'user.info.basic,video.list',
    redirect_uri: REDIRECT_URI,
    state: 'a"<b>',
    // SHA-256 of RFC 7636's example verifier, in TikTok's hexadecimal form.
    code_challenge: '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3',
    code_challenge_method: 'S256',
    ...changes,
  }).toString()}`;

describe('the authorization page', () => {
  test('offers every creator and the requested scopes, escapes what it shows, and needs no script', async () => {
    const { status, headers, body } = await client.get(authorizePath());
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:3000;");
    for (const { key } of client.sandbox.creators) expect(body).toContain(`name="creator" value="${key}"`);
    expect(body).toContain('name="scope" value="video.list" checked');
    expect(body).not.toContain('user.info.stats');
    expect(body).toContain('value="a&quot;&lt;b&gt;"');
    expect(body).toContain('not TikTok');
  });

  test.each([
    ['an unknown client key', { client_key: 'someone' }],
    ['a foreign redirect', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect that only looks like loopback', { redirect_uri: 'http://localhost.evil.example:80/' }],
    ['a loopback redirect without a port', { redirect_uri: 'http://localhost/callback' }],
    ['a base64url challenge', { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['no state', { state: '' }],
  ])('answers %s with an HTML error, never with a redirect', async (_, changes: Record<string, string>) => {
    const { status, headers } = await client.get(authorizePath(changes));
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('location')).toBeNull();
  });

  test('sends a denial back as access_denied with the state', async () => {
    const { callback } = await client.consent({ decision: 'deny', state: 'mine' });
    expect(Object.fromEntries(callback)).toMatchObject({ error: 'access_denied', state: 'mine' });
    expect(callback.has('code')).toBe(false);
  });
});

const callbackOf = ({ status, headers }: WireResponse): Record<string, string> => {
  expect(status).toBe(302);
  return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams);
};

describe('the app learns of', () => {
  test.each([
    ['a scope it is not approved for', { scope: 'user.info.basic,video.publish' }, 'invalid_scope'],
    ['no scope at all', { scope: '' }, 'invalid_scope'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s by its redirect', async (_, changes: Record<string, string>, error) => {
    const callback = callbackOf(await client.get(authorizePath(changes)));
    expect(callback).toEqual({ error, error_description: expect.any(String), state: 'a"<b>' });
  });

  test('an error of TikTok’s, and of a state that is not its own, where a fault says so', async () => {
    const kinds = { endpoint: 'auth/authorize', times: 1 };
    await client.control('PUT', 'faults', [
      { ...kinds, kind: 'callback_error', code: 'temporarily_unavailable' },
      { ...kinds, kind: 'wrong_state', creator: 'jonas' },
    ]);
    const { callback } = await client.consent({ state: 'mine' });
    expect(Object.fromEntries(callback)).toMatchObject({ error: 'temporarily_unavailable', state: 'mine' });
    expect((await client.consent({ state: 'mine' })).callback.get('state')).toBe('mine');
    const other = await client.consent({ creator: 'jonas', state: 'mine' });
    expect(other.callback.get('state')).not.toBe('mine');
    expect(other.callback.has('code')).toBe(true);
  });
});

describe('somebody who has consented in this browser', () => {
  const consentInBrowser = async (): Promise<string> => {
    const { callback, verifier, cookie } = await client.consent({
      creator: 'ines',
      requested: ['video.list'],
    });
    await client.exchange(callback.get('code') ?? '', verifier);
    return cookie;
  };

  test('goes through without the page where disable_auto_auth is 0', async () => {
    const cookie = await consentInBrowser();
    const answer = await client.get(authorizePath({ disable_auto_auth: '0', scope: 'video.list' }), {
      cookie,
    });
    expect(callbackOf(answer)).toMatchObject({
      code: expect.any(String),
      scopes: 'user.info.basic,video.list',
    });
  });

  test.each([
    ['unless it is 1', { disable_auto_auth: '1' }],
    ['unless it is absent', {}],
    ['unless more is asked for', { disable_auto_auth: '0', scope: 'video.list,user.info.stats' }],
  ])('%s', async (_, changes: Record<string, string>) => {
    const cookie = await consentInBrowser();
    const { status, body } = await client.get(authorizePath({ scope: 'video.list', ...changes }), { cookie });
    expect(status).toBe(200);
    expect(body).toContain('value="ines" checked');
  });

  test('sees the page again after removing the app', async () => {
    const cookie = await consentInBrowser();
    await client.control('POST', 'creators/ines/revoke');
    const path = authorizePath({ disable_auto_auth: '0', scope: 'video.list' });
    expect((await client.get(path, { cookie })).status).toBe(200);
  });
});

describe('a web app', () => {
  const uri = 'https://app.example/callback';
  beforeEach(() => client.control('PUT', 'settings', { appType: 'web', redirectUris: [uri] }));

  test('has https redirects that match exactly, and a challenge is ignored', async () => {
    const plain = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' };
    expect((await client.get(authorizePath({ redirect_uri: uri, ...plain }))).status).toBe(200);
    const { callback } = await client.consent({ redirectUri: uri, challenge: null });
    const code = callback.get('code') ?? '';
    const form = { redirect_uri: uri, code_verifier: 'whatever' };
    expect((await client.exchange(code, '', form)).body.access_token).toMatch(/^act\./);
  });

  test.each([
    `${uri}/`,
    `${uri}?next=1`,
    `${uri}#top`,
    'https://app.example/other',
    'http://app.example/callback',
    'http://localhost:3000/callback',
  ])('is not let back to %s', async (redirect) => {
    expect((await client.get(authorizePath({ redirect_uri: redirect }))).status).toBe(400);
  });

  test('is held to PKCE where that is strict', async () => {
    await client.control('PUT', 'settings', { strictPkce: true });
    const path = authorizePath({ redirect_uri: uri, code_challenge: '' });
    expect((await client.get(path)).body).toContain('code_challenge');
    const { callback, verifier } = await client.consent({ redirectUri: uri });
    const exchange = (form: Record<string, string>) =>
      client.exchange(callback.get('code') ?? '', verifier, { redirect_uri: uri, ...form });
    expect((await exchange({ code_verifier: '' })).body.error).toBe('invalid_request');
  });
});

test('a desktop app’s registered redirect may leave the port open', async () => {
  const redirectUris = ['http://localhost:*/callback'];
  await client.control('PUT', 'settings', { redirectUris });
  const status = async (redirect: string) =>
    (await client.get(authorizePath({ redirect_uri: redirect }))).status;
  expect(await status('http://localhost:4000/callback')).toBe(200);
  expect(await status('http://localhost:4000/other')).toBe(400);
  expect(await status('http://127.0.0.1:4000/callback')).toBe(400);
  expect(await status('http://localhost:*/callback')).toBe(400);
});

test('among many creators, one that is not listed is typed in', async () => {
  await client.control('POST', 'creators', { prefix: 'many', count: 60, videos: 1 });
  const { body } = await client.get(authorizePath());
  expect(body).toContain('name="other_creator"');
  expect(body).not.toContain('value="many-0060"');
  const { callback } = await client.consent({ creator: 'maya', otherCreator: 'many-0060' });
  expect(callback.has('code')).toBe(true);
  const log = await client.control('GET', 'log?endpoint=auth/authorize');
  expect(log.body.entries.at(-1)).toMatchObject({ creator: 'many-0060', status: 302, code: 'ok' });
});

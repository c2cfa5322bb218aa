import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { createFaults, faultSchema, type FaultInput } from './faults.ts';
import { createTestClient, type TestClient, type WireBody, type WireResponse } from '../test-client.ts';

let client: TestClient;
let maya: WireBody;
beforeAll(async () => {
  client = await createTestClient();
  await client.standAt('2026-11-01T12:00:00Z');
  maya = await client.connect();
});
afterAll(() => client.dispose());
beforeEach(() => client.control('DELETE', 'faults'));

const fail = async (...faults: FaultInput[]): Promise<void> => {
  expect((await client.control('PUT', 'faults', faults)).status).toBe(200);
};
const info = (token = maya.access_token, fields = 'open_id') =>
  client.get(`/v2/user/info/?fields=${fields}`, token);
const list = (body: object = {}, fields = 'id', token = maya.access_token) =>
  client.postJson(`/v2/video/list/?fields=${fields}`, body, token);
/** A call that a client gives up after 150 ms. */
const impatient = (path: string, init: RequestInit): Promise<Response> =>
  fetch(`${client.sandbox.url}${path}`, { ...init, signal: AbortSignal.timeout(150) });
const refreshForm = (refreshToken: string): URLSearchParams =>
  new URLSearchParams({
    client_key: client.sandbox.clientKey,
    client_secret: client.sandbox.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });

describe('a fault is due', () => {
  const take = (inputs: FaultInput[], calls: [FaultInput['endpoint'], string | null][]) => {
    const faults = createFaults();
    faults.replace(inputs.map((input) => faultSchema.parse(input)));
    return calls.map(([endpoint, creator]) =>
      endpoint === '*' ? undefined : faults.take(endpoint, creator)?.kind,
    );
  };

  test('for so many calls, after so many that went by, of one creator or of all', () => {
    expect(
      take(
        [{ endpoint: 'user/info', kind: 'slow', times: 2, after: 1, creator: 'maya' }],
        [
          ['user/info', 'maya'],
          ['user/info', 'jonas'],
          ['video/list', 'maya'],
          ['user/info', 'maya'],
          ['user/info', null],
          ['user/info', 'maya'],
          ['user/info', 'maya'],
        ],
      ),
    ).toEqual([undefined, undefined, undefined, 'slow', undefined, 'slow', undefined]);
  });

  test('one after the other, and on every JSON endpoint that it is for', () => {
    const inputs: FaultInput[] = [
      { endpoint: 'user/info', kind: 'empty', times: 1 },
      { endpoint: '*', kind: 'falling_counters' },
    ];
    expect(
      take(inputs, [
        ['user/info', 'maya'],
        ['user/info', 'maya'],
        ['video/query', 'maya'],
        ['oauth/token', 'maya'],
        ['cdn/cover', 'maya'],
      ]),
    ).toEqual(['empty', 'falling_counters', 'falling_counters', undefined, undefined]);
  });

  test.each([
    [{ endpoint: 'user/info', kind: 'empty_page' }, 'empty_page is for video/list'],
    [{ endpoint: 'user/info', kind: 'slow', status: 500 }, 'slow takes no status'],
    [{ endpoint: '*', kind: 'bomb' }, 'bomb is for cdn/cover, cdn/avatar'],
    [{ endpoint: 'user/info', kind: 'slow', tiems: 1 }, 'tiems'],
  ])('and %j is refused', async (fault, sentence) => {
    const { status, body } = await client.control('PUT', 'faults', [fault]);
    expect(status).toBe(400);
    expect(body.error).toContain(sentence);
  });
});

describe('an error', () => {
  test.each<[FaultInput, number, string, string]>([
    [{ endpoint: '*', kind: 'internal_error' }, 500, 'internal_error', 'server_error'],
    [{ endpoint: '*', kind: 'internal_error', status: 502 }, 502, 'internal_error', 'server_error'],
    [{ endpoint: '*', kind: 'rate_limit' }, 429, 'rate_limit_exceeded', 'temporarily_unavailable'],
    [{ endpoint: '*', kind: 'ok_status_error' }, 200, 'internal_error', 'server_error'],
    [{ endpoint: '*', kind: 'error', code: 'new_code', status: 418 }, 418, 'new_code', 'new_code'],
  ])('%j has the shape of its endpoint', async (fault, status, code, oauthCode) => {
    await fail(fault);
    expect(await info()).toMatchObject({
      status,
      body: { data: {}, error: { code, log_id: expect.any(String) } },
    });
    expect(await client.refresh('any')).toMatchObject({ status, body: { error: oauthCode } });
  });

  test('can carry its id under another name', async () => {
    await fail({ endpoint: '*', kind: 'logid' });
    const { headers, body } = await info();
    expect(body.error).toEqual({
      code: 'internal_error',
      message: expect.any(String),
      logid: headers.get('x-tt-logid'),
    });
    expect((await client.refresh('any')).body).toHaveProperty('logid');
  });

  test.each([false, true])('leaves a refresh token alone, unless it has an effect (%s)', async (effect) => {
    const { refresh_token: refreshToken } = await client.connect({ creator: 'nora' });
    await fail({ endpoint: 'oauth/token', kind: 'internal_error', times: 1, effect });
    expect((await client.refresh(refreshToken)).status).toBe(500);
    const again = (await client.refresh(refreshToken)).body;
    expect(again.error).toBe(effect ? 'invalid_grant' : undefined);
  });
});

describe('an answer that is none', () => {
  test.each<[FaultInput, number, string]>([
    [{ endpoint: '*', kind: 'html_error' }, 503, 'text/html'],
    [{ endpoint: '*', kind: 'html_error', status: 502 }, 502, 'text/html'],
    [{ endpoint: '*', kind: 'garbage' }, 200, 'text/html'],
    [{ endpoint: '*', kind: 'empty' }, 200, 'application/json'],
  ])('%j', async (fault, status, type) => {
    await fail(fault);
    for (const { status: seen, headers, body } of [await info(), await client.refresh('any')]) {
      expect(seen).toBe(status);
      expect(headers.get('content-type')).toContain(type);
      expect(body).toEqual(expect.not.stringContaining('"error"'));
    }
  });

  test.each<[FaultInput, boolean]>([
    [{ endpoint: 'oauth/token', kind: 'silence', times: 1 }, false],
    [{ endpoint: 'oauth/token', kind: 'silence', times: 1, effect: true }, true],
    [{ endpoint: 'oauth/token', kind: 'disconnect', times: 1 }, false],
    [{ endpoint: 'oauth/token', kind: 'disconnect', times: 1, effect: true }, true],
    [{ endpoint: 'oauth/token', kind: 'html_error', times: 1, effect: true }, true],
    [{ endpoint: 'oauth/token', kind: 'garbage', times: 1, effect: false }, false],
    [{ endpoint: 'oauth/token', kind: 'garbage', times: 1 }, true],
  ])('%j has rotated the token: %s', async (fault, rotated) => {
    const { refresh_token: refreshToken } = await client.connect({ creator: 'nora' });
    await fail(fault);
    await impatient('/v2/oauth/token/', { method: 'POST', body: refreshForm(refreshToken) }).catch(
      () => null,
    );
    expect((await client.refresh(refreshToken)).body.error).toBe(rotated ? 'invalid_grant' : undefined);
  });
});

describe('a true answer', () => {
  test.each<FaultInput>([
    { endpoint: 'user/info', kind: 'slow', delayMs: 40 },
    { endpoint: 'user/info', kind: 'drip', delayMs: 40 },
  ])('can take its time: %j', async (fault) => {
    await fail(fault);
    const start = performance.now();
    expect((await info()).body.data.user).toEqual({ open_id: maya.open_id });
    expect(performance.now() - start).toBeGreaterThan(30);
  });

  test('can come too late, after its effect', async () => {
    const { refresh_token: refreshToken } = await client.connect({ creator: 'nora' });
    await fail({ endpoint: 'oauth/token', kind: 'slow', delayMs: 400, times: 1 });
    const late = impatient('/v2/oauth/token/', { method: 'POST', body: refreshForm(refreshToken) });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await client.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  test('can be cut: with a length that agrees, or in the middle of its way', async () => {
    await fail({ endpoint: 'user/info', kind: 'truncated', times: 1 });
    expect((await info()).body).toMatch(/^\{"data":\{"user":/);
    await fail({ endpoint: 'user/info', kind: 'cut_off', times: 1 });
    await expect(info()).rejects.toThrow('terminated');
  });

  test('can be called text', async () => {
    await fail({ endpoint: 'user/info', kind: 'wrong_type' });
    const { headers, body } = await info();
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body).toEqual(expect.stringMatching(/^\{"data":\{"user":\{"open_id":/));
  });
});

describe('consent ends in the middle of a sync', () => {
  test('after so many calls of that creator, for every token', async () => {
    const camille = await client.connect({ creator: 'camille' });
    await fail({ endpoint: '*', kind: 'revoke', creator: 'camille', after: 2, times: 1 });
    const page = await list({}, 'id', camille.access_token);
    expect(page.status).toBe(200);
    expect((await info()).status).toBe(200);
    expect((await info(camille.access_token)).status).toBe(200);
    const cut = await list({ cursor: page.body.data.cursor }, 'id', camille.access_token);
    expect(cut).toMatchObject({ status: 401, body: { error: { code: 'access_token_invalid' } } });
    expect((await client.refresh(camille.refresh_token)).body.error).toBe('invalid_grant');
    const { body } = await client.control('GET', 'log?endpoint=video/list');
    expect(body.entries.at(-1)).toMatchObject({ creator: 'camille', fault: 'revoke', status: 401 });
  });

  test('for one scope', async () => {
    const jonas = await client.connect({ creator: 'jonas' });
    await fail({ endpoint: 'video/list', kind: 'withdraw_scope', scope: 'video.list', after: 1, times: 1 });
    expect((await list({}, 'id', jonas.access_token)).status).toBe(200);
    const refused = await list({}, 'id', jonas.access_token);
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'scope_not_authorized' } } });
    expect((await info(jonas.access_token)).status).toBe(200);
    const refreshed = (await client.refresh(jonas.refresh_token)).body;
    expect(refreshed).toMatchObject({ scope: 'user.info.basic,user.info.profile,user.info.stats' });
  });
});

describe('a flaw', () => {
  const counters = 'id,view_count,like_count';
  const firstVideo = async (): Promise<Record<string, unknown>> => ({
    ...(await list({ max_count: 2 }, counters)).body.data.videos[0],
  });
  const profile = async (): Promise<Record<string, unknown>> =>
    (await info(maya.access_token, 'open_id,follower_count')).body.data.user;

  test.each<[FaultInput, object, object]>([
    [{ endpoint: '*', kind: 'missing_fields' }, { id: expect.any(String) }, { open_id: expect.any(String) }],
    [
      { endpoint: '*', kind: 'null_fields' },
      { id: expect.any(String), view_count: null, like_count: null },
      { open_id: expect.any(String), follower_count: null },
    ],
    [
      { endpoint: '*', kind: 'empty_fields', fields: ['id', 'open_id'] },
      { id: '', view_count: expect.any(Number), like_count: expect.any(Number) },
      { open_id: '', follower_count: expect.any(Number) },
    ],
  ])('%j is in every object', async (fault, video, user) => {
    await fail(fault);
    expect(await firstVideo()).toEqual(video);
    expect(await profile()).toEqual(user);
  });

  test('makes counters fall by a share', async () => {
    const [video, user] = [await firstVideo(), await profile()];
    await fail({ endpoint: '*', kind: 'falling_counters', share: 0.5 });
    expect((await firstVideo()).view_count).toBe(Math.floor(Number(video.view_count) / 2));
    expect((await profile()).follower_count).toBe(Math.floor(Number(user.follower_count) / 2));
  });

  test.each<[FaultInput['kind'], unknown]>([
    ['missing_fields', undefined],
    ['empty_fields', ''],
    ['null_fields', null],
  ])('of a token answer: %s', async (kind, value) => {
    const { refresh_token: refreshToken } = await client.connect({ creator: 'nora' });
    await fail({ endpoint: 'oauth/token', kind });
    const { access_token: token, ...body } = (await client.refresh(refreshToken)).body;
    expect(token).toMatch(/^act\./);
    const fields: Record<string, unknown> = { ...body };
    for (const name of ['refresh_token', 'refresh_expires_in', 'expires_in'])
      expect(fields[name]).toBe(value);
  });

  test('makes ids numbers of 19 digits', async () => {
    await fail({ endpoint: 'video/list', kind: 'numeric_ids' });
    const response = await fetch(`${client.sandbox.url}/v2/video/list/?fields=id`, {
      method: 'POST',
      headers: { authorization: `Bearer ${maya.access_token}`, 'content-type': 'application/json' },
      body: '{"max_count":1}',
    });
    expect(await response.text()).toMatch(/"videos":\[\{"id":\d{19}\}\]/);
  });
});

describe('paging', () => {
  /** Ids of all pages, and of each page its cursor; ends after 60 pages. */
  async function follow(): Promise<{ ids: string[]; cursors: number[]; emptyPages: number }> {
    const ids: string[] = [];
    const cursors: number[] = [];
    let emptyPages = 0;
    let page: WireResponse | undefined;
    while (cursors.length < 60 && page?.body.data.has_more !== false) {
      page = await list(page === undefined ? {} : { cursor: page.body.data.cursor });
      const { videos, cursor } = page.body.data;
      if (videos.length === 0) emptyPages += 1;
      ids.push(...videos.map((video) => video.id));
      cursors.push(cursor);
    }
    return { ids, cursors, emptyPages };
  }

  test('can meet a page without videos, and loses none by it', async () => {
    const { ids } = await follow();
    await fail({ endpoint: 'video/list', kind: 'empty_page', after: 1, times: 2 });
    expect(await follow()).toMatchObject({ ids, emptyPages: 2 });
    await fail({ endpoint: 'video/list', kind: 'empty_page', times: 1 });
    expect(await follow()).toMatchObject({ ids, emptyPages: 1 });
  });

  test('can be held up by a cursor that does not advance', async () => {
    await fail({ endpoint: 'video/list', kind: 'stuck_cursor' });
    const { ids, cursors } = await follow();
    expect(cursors).toHaveLength(60);
    expect(new Set(cursors).size).toBe(1);
    expect(new Set(ids).size).toBe(10);
  });

  test('can give videos again on the next page', async () => {
    const { ids } = await follow();
    await fail({ endpoint: 'video/list', kind: 'duplicate_videos' });
    const doubled = await follow();
    expect([...new Set(doubled.ids)]).toEqual(ids);
    expect(doubled.ids.length).toBeGreaterThan(ids.length + 3);
  });
});

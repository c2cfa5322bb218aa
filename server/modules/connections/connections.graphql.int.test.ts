import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import type { Payload } from '../../testing/live.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { rebuildRollup } from '../analytics/rollup/rebuild.service.ts';

let server: TestServer;
let connection: string;

beforeAll(async () => {
  server = await startTestServer();
  [connection] = (await server.workspace.connect(['maya'])) as [string];
});
afterAll(() => server.stop());
afterEach(() => server.sandbox.fail());

const START = `mutation ($input: StartTikTokAuthInput!) { startTikTokAuth(input: $input) {
  ... on StartTikTokAuthPayload { authorizationUrl state expiresAt } ... on Error { code message } } }`;
const COMPLETE = `mutation ($input: CompleteTikTokAuthInput!) { completeTikTokAuth(input: $input) {
  __typename ... on TikTokConnection { id username status missingScopes grantedScopes }
  ... on Error { code message } ... on TikTokError { tikTokCode retryable } } }`;
const SYNC = `mutation ($id: ID!) { syncConnection(input: { connectionId: $id }) {
  __typename ... on TikTokConnection { id sync { isRunning } }
  ... on Error { code message } ... on ReauthorizationRequiredError { connection { id status } missingScopes } } }`;

interface Login {
  authorizationUrl: string;
  state: string;
  expiresAt: string;
}

async function start(input: object = {}): Promise<Login> {
  const answer = await server.execute<{ startTikTokAuth: Login }>(START, {
    input: { workspaceId: server.workspace.id, ...input },
  });
  return answer.expectData().startTikTokAuth;
}

/** A browser opens our address and is sent on to TikTok. */
async function open({ state }: Login, cookie?: string) {
  const response = await fetch(`${server.url}/api/tiktok/auth?state=${state}`, {
    redirect: 'manual',
    ...(cookie !== undefined && { headers: { cookie } }),
  });
  return {
    response,
    cookie: response.headers.get('set-cookie')?.split(';', 1)[0],
    location: response.headers.get('location'),
  };
}

function callback(redirect: URLSearchParams, cookie: string | undefined) {
  return fetch(`${server.url}/api/tiktok/auth/callback?${redirect.toString()}`, {
    redirect: 'manual',
    ...(cookie !== undefined && { headers: { cookie } }),
  });
}

const named = (username: RegExp) => async () => {
  const answer = await server.execute<{ connections: { edges: { node: { username: string | null } }[] } }>(
    '{ connections(first: 100) { edges { node { username missingScopes } } } }',
  );
  return answer.expectData().connections.edges.some(({ node }) => username.test(node.username ?? ''));
};

describe('connecting an account', () => {
  it('takes a person through TikTok and back to where he came from', async () => {
    const login = await start({ returnTo: '/tiktok/?from=test' });
    expect(login.authorizationUrl).toContain(`/api/tiktok/auth?state=${login.state}`);
    const begun = await open(login);
    expect(begun.response.status).toBe(302);
    expect(begun.response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
    expect(begun.location).toContain('code_challenge=');

    const returned = await callback(await server.sandbox.consent(begun.location!, 'camille'), begun.cookie);
    expect(returned.status).toBe(302);
    expect(returned.headers.get('location')).toBe('/tiktok/?from=test');
    expect(await named(/camille/i)()).toBe(true);
  });

  it('keeps what was declined in missingScopes, and is no failure', async () => {
    const login = await start();
    const { location } = await open(login);
    const redirect = await server.sandbox.consent(location!, 'jonas', ['user.info.basic', 'video.list']);
    const answer = await server.execute(COMPLETE, {
      input: { state: login.state, code: encodeURIComponent(redirect.get('code')!) },
    });
    expect(answer.expectData()).toMatchObject({
      completeTikTokAuth: {
        __typename: 'TikTokConnection',
        status: 'ACTIVE',
        username: null,
        grantedScopes: ['user.info.basic', 'video.list'],
        missingScopes: expect.arrayContaining(['user.info.profile', 'user.info.stats']),
      },
    });
  });

  it('says so on a page when the person declined, and the login is spent', async () => {
    const begun = await open(await start());
    const redirect = await server.sandbox.deny(begun.location!);
    const page = await callback(redirect, begun.cookie);
    expect(page.status).toBe(400);
    expect(await page.text()).toMatch(/You declined at TikTok[^]*TIKTOK_AUTH_FAILED \(access_denied\)/);
    expect((await callback(redirect, begun.cookie)).status).toBe(410);
  });

  it('is refused to another browser, before and after TikTok', async () => {
    const login = await start();
    const begun = await open(login);
    expect((await open(login)).response.status).toBe(410);
    const redirect = await server.sandbox.consent(begun.location!, 'ines');
    const other = await open(await start());
    expect((await callback(redirect, other.cookie)).status).toBe(410);
    expect((await callback(redirect, undefined)).status).toBe(410);
    // The right one can still come.
    expect((await callback(redirect, begun.cookie)).status).toBe(302);
    expect((await callback(redirect, begun.cookie)).status).toBe(410);
  });

  it('refuses a code that TikTok does not know, and an open redirect', async () => {
    const { state } = await start();
    const answer = await server.execute(COMPLETE, { input: { state, code: 'nonsense' } });
    expect(answer.expectData()).toMatchObject({
      completeTikTokAuth: {
        __typename: 'TikTokError',
        code: 'TIKTOK_AUTH_FAILED',
        tikTokCode: 'invalid_grant',
        retryable: false,
      },
    });
    const redirect = await server.execute(START, {
      input: { workspaceId: server.workspace.id, returnTo: '//evil.example' },
    });
    expect(redirect.expectData()).toMatchObject({ startTikTokAuth: { code: 'BAD_USER_INPUT' } });
  });

  it.each([
    ['internal_error', 'TIKTOK_UNAVAILABLE', 502],
    ['rate_limit', 'TIKTOK_RATE_LIMITED', 503],
    ['garbage', 'TIKTOK_UNAVAILABLE', 502],
    ['silence', 'TIKTOK_UNAVAILABLE', 502],
    ['disconnect', 'TIKTOK_UNAVAILABLE', 502],
  ] as const)('tells the person when TikTok answers the code with %s', async (kind, code, status) => {
    const begun = await open(await start());
    const redirect = await server.sandbox.consent(begun.location!, 'nora');
    await server.sandbox.fail({ endpoint: 'oauth/token', kind });
    const page = await callback(redirect, begun.cookie);
    expect(await page.text()).toContain(code);
    expect(page.status).toBe(status);
  });
});

interface Event {
  __typename: string;
  sequence: number;
  progress?: { phase: string };
  error?: { code: string; tikTokCode: string | null; retryable: boolean };
}

const EVENTS = `subscription ($id: ID!, $after: Int) { connectionEvents(connectionId: $id, after: $after) {
  __typename sequence at connectionId
  ... on SyncProgressed { progress { phase videosSeen videosExpected } }
  ... on SyncCompleted { newVideos snapshots nextSyncAt }
  ... on SyncFailed { error { code message tikTokCode retryable at } nextSyncAt }
  ... on SnapshotsStored { videoIds metrics { followers capturedAt } }
  ... on ConnectionStatusChanged { status statusReason missingScopes } } }`;

function events(after: number | null, over: 'ws' | 'sse' = 'ws') {
  return server.subscribe<{ connectionEvents: Event }>(EVENTS, { id: connection, after }, { over });
}

async function next(live: ReturnType<typeof events>): Promise<Event> {
  const { data, errors } = (await live.next()).value as Payload<{ connectionEvents: Event }>;
  if (data == null) throw new Error(JSON.stringify(errors));
  return data.connectionEvents;
}

async function lastSequence(): Promise<number> {
  const answer = await server.execute<{ connection: { lastEventSequence: number } }>(
    'query ($id: ID!) { connection(id: $id) { lastEventSequence } }',
    { id: connection },
  );
  return answer.expectData().connection.lastEventSequence;
}

/** Syncs and waits for the end; gives all that was told on the way. */
async function sync(over: 'ws' | 'sse' = 'ws'): Promise<Event[]> {
  const live = events(await lastSequence(), over);
  expect((await server.execute(SYNC, { id: connection })).expectData()).toMatchObject({
    syncConnection: { id: connection },
  });
  const told: Event[] = [];
  while (!/^Sync(Completed|Failed)$/.test(told.at(-1)?.__typename ?? '')) told.push(await next(live));
  await live.return?.();
  return told;
}

describe('a sync', () => {
  it('is told step by step to its end, over both transports alike', async () => {
    for (const over of ['ws', 'sse'] as const) {
      const told = await sync(over);
      expect(told.map(({ sequence }) => sequence - told[0]!.sequence)).toEqual(told.map((_, place) => place));
      expect(told.slice(-2)).toMatchObject([
        {
          __typename: 'SnapshotsStored',
          connectionId: connection,
          metrics: { followers: expect.any(Number) },
        },
        { __typename: 'SyncCompleted', newVideos: 0, nextSyncAt: expect.any(String) },
      ]);
    }
  });

  it.each([
    ['internal_error', 'TIKTOK_UNAVAILABLE'],
    ['ok_status_error', 'TIKTOK_UNAVAILABLE'],
    ['garbage', 'TIKTOK_UNAVAILABLE'],
    ['truncated', 'TIKTOK_UNAVAILABLE'],
    ['silence', 'TIKTOK_UNAVAILABLE'],
    ['disconnect', 'TIKTOK_UNAVAILABLE'],
  ] as const)(
    'that meets %s ends with %s, which is kept and told, and the server goes on',
    async (kind, code) => {
      await server.sandbox.fail({ endpoint: 'video/list', kind });
      const told = await sync();
      expect(told.at(-1)).toMatchObject({
        __typename: 'SyncFailed',
        error: { code, retryable: true },
        nextSyncAt: expect.any(String),
      });
      const answer = await server.execute(
        'query ($id: ID!) { connection(id: $id) { status sync { isRunning lastError { code retryable tikTokCode at } nextSyncAt } } }',
        { id: connection },
      );
      expect(answer.expectData()).toMatchObject({
        connection: { status: 'ACTIVE', sync: { isRunning: false, lastError: { code, retryable: true } } },
      });
      expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    },
  );

  it('that succeeds forgets the error', async () => {
    expect((await sync()).at(-1)).toMatchObject({ __typename: 'SyncCompleted' });
    const answer = await server.execute(
      'query ($id: ID!) { connection(id: $id) { sync { lastError { code } } } }',
      { id: connection },
    );
    expect(answer.expectData()).toEqual({ connection: { sync: { lastError: null } } });
  });
});

describe('the time zone of a connection', () => {
  const UPDATE = `mutation ($input: UpdateConnectionInput!) { updateConnection(input: $input) {
    __typename ... on TikTokConnection { timezone } ... on Error { code message }
    ... on ValidationError { issues { path message } } } }`;
  const update = async (timezone: string | null) => {
    const input = { connectionId: connection, timezone };
    const answer = await server.execute<{ updateConnection: Record<string, unknown> }>(UPDATE, { input });
    return answer.expectData().updateConnection;
  };
  const today = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format();
  const dayOfAnalytics = async () => {
    const answer = await server.execute<{ connection: { analytics: { points: { date: string }[] } } }>(
      'query ($id: ID!) { connection(id: $id) { analytics(range: { lastDays: 1 }) { points { date } } } }',
      { id: connection },
    );
    return answer.expectData().connection.analytics.points[0]!.date;
  };

  it('is where its days begin and end, once they are rolled up anew', async () => {
    // 25 hours apart, so that it is never the same day in both.
    for (const timezone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
      const before = today(timezone);
      expect(await update(timezone.toLowerCase())).toEqual({ __typename: 'TikTokConnection', timezone });
      // The job may be at it, too: whichever is first, the other finds nothing left to do.
      while (!(await rebuildRollup(server.runtime.services, decodeGlobalId(connection).id)));
      expect([before, today(timezone)]).toContain(await dayOfAnalytics());
    }
  });

  it('stays where it is left out, and is in the audit log where it changes', async () => {
    expect(await update('UTC')).toMatchObject({ timezone: 'UTC' });
    expect(await update(null)).toMatchObject({ timezone: 'UTC' });
    const log = await server.execute<{ node: { auditLog: { edges: { node: object }[] } } }>(
      `query ($id: ID!) { node(id: $id) { ... on Workspace {
        auditLog(first: 10) { edges { node { action targetId } } } } } }`,
      { id: server.workspace.id },
    );
    const entries = log.expectData().node.auditLog.edges.map(({ node }) => node);
    const entry = { action: 'connection.update', targetId: connection };
    expect(entries.filter((each) => (each as typeof entry).action === entry.action)).toEqual([
      entry,
      entry,
      entry,
    ]);
  });

  it.each(['Paris', '+05:45', ''])('is refused where it is no name of one: %j', async (timezone) => {
    expect(await update(timezone)).toMatchObject({
      __typename: 'ValidationError',
      issues: [
        { path: ['input', 'timezone'], message: 'must be the name of a time zone, such as Europe/Paris' },
      ],
    });
  });
});

describe('the events of a connection', () => {
  it('come after any sequence, and never beyond the last', async () => {
    const last = await lastSequence();
    const live = events(last - 3);
    expect([await next(live), await next(live), await next(live)].map(({ sequence }) => sequence)).toEqual([
      last - 2,
      last - 1,
      last,
    ]);
    await live.return?.();
    expect((await events(last + 1).next()).value).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('are EXPIRED where they are no longer kept', async () => {
    const { id } = decodeGlobalId(connection);
    await server.runtime.services.database.query(
      'DELETE FROM "StreamEvent" WHERE stream = $1 AND sequence <= 3',
      [`connection:${id}`],
    );
    for (const over of ['ws', 'sse'] as const) {
      expect((await events(0, over).next()).value).toMatchObject({
        errors: [{ extensions: { code: 'EXPIRED' } }],
      });
    }
    expect((await next(events(3))).sequence).toBe(4);
  });

  it('are no business of strangers', async () => {
    const stranger = await server.addWorkspace();
    const live = server.subscribe(EVENTS, { id: connection }, { as: stranger.ownerKey });
    expect((await live.next()).value).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND', resourceId: connection } }],
    });
  });
});

describe('an account whose person removed the app', () => {
  it('needs a new login, says so, and comes back with its history', async () => {
    await server.sandbox.revoke('maya');
    const told = await sync();
    expect(told).toContainEqual(
      expect.objectContaining({ __typename: 'ConnectionStatusChanged', status: 'REAUTHORIZATION_REQUIRED' }),
    );
    expect((await server.execute(SYNC, { id: connection })).expectData()).toMatchObject({
      syncConnection: {
        __typename: 'ReauthorizationRequiredError',
        code: 'REAUTHORIZATION_REQUIRED',
        connection: { id: connection },
      },
    });

    const again = await open(await start({ connectionId: connection }));
    await callback(await server.sandbox.consent(again.location!, 'maya'), again.cookie);
    const answer = await server.execute(
      'query ($id: ID!) { connection(id: $id) { status statusReason videos(first: 1) { totalCount } } }',
      { id: connection },
    );
    expect(answer.expectData()).toMatchObject({
      connection: { status: 'ACTIVE', statusReason: null, videos: { totalCount: expect.any(Number) } },
    });
  });

  it('does not become another account', async () => {
    const begun = await open(await start({ connectionId: connection }));
    const page = await callback(await server.sandbox.consent(begun.location!, 'sam'), begun.cookie);
    expect(page.status).toBe(409);
    expect(await page.text()).toContain('another TikTok account');
  });
});

describe('a sync that meets a full quota', () => {
  it('says until when it waits, and stays under way', async () => {
    // The login before this has one of its own, which must not meet it instead.
    expect((await sync()).at(-1)).toMatchObject({ __typename: 'SyncCompleted' });
    await server.sandbox.fail({ endpoint: 'video/list', kind: 'rate_limit', times: 1 });
    const asked = Date.now();
    const live = events(await lastSequence());
    await server.execute(SYNC, { id: connection });
    let told = await next(live);
    while (told.progress?.phase !== 'WAITING_FOR_QUOTA') told = await next(live);
    await live.return?.();
    const answer = await server.execute<{
      connection: { sync: { nextSyncAt: string; isRunning: boolean; progress: object; lastError: null } };
    }>(
      'query ($id: ID!) { connection(id: $id) { sync { isRunning nextSyncAt lastError { code } progress { phase } } } }',
      { id: connection },
    );
    const { sync: state } = answer.expectData().connection;
    expect(state).toMatchObject({
      isRunning: true,
      progress: { phase: 'WAITING_FOR_QUOTA' },
      lastError: null,
    });
    expect(Date.parse(state.nextSyncAt)).toBeGreaterThanOrEqual(asked + 60_000);
  });
});

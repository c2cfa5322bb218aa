import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { WebSocket } from 'ws';
import { encodeGlobalId } from '../lib/global-id.ts';
import { newId } from '../lib/ids.ts';
import { answerOf } from '../testing/graphql.ts';
import { connectSocket, subscribeOverSocket } from '../testing/live.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

function post(body: string | ReadableStream, headers: Record<string, string> = {}) {
  return fetch(server.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
}

const codeOf = async (document: string, variables = {}, as?: string | null) => {
  const answer = await server.execute(document, variables, as === undefined ? {} : { as });
  return { code: answer.expectErrors()[0]?.extensions.code, status: answer.status };
};

describe('GraphQL over HTTP', () => {
  it('keeps every MUST and SHOULD of the specification', async () => {
    const failed = [];
    const audits = serverAudits({ url: server.graphqlUrl });
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status !== 'ok') failed.push(`${audit.name}: ${result.reason}`);
    }
    expect(audits.length).toBeGreaterThan(50);
    expect(failed).toEqual([]);
  });

  it('does not mutate by GET', async () => {
    const document = 'mutation { syncConnection(input: { connectionId: "x" }) { ... on Error { code } } }';
    const response = await fetch(`${server.graphqlUrl}?query=${encodeURIComponent(document)}`, {
      headers: { authorization: `Bearer ${server.workspace.ownerKey}` },
    });
    expect(response.status).toBe(405);
    expect((await answerOf(response, {})).expectErrors()[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a request that cannot be read', () => {
  it.each([
    ['invalid JSON', '{"query": '],
    ['JSON without a document', '{"variables": {}}'],
    ['variables that are no object', '{"query": "{ __typename }", "variables": [1]}'],
    ['a batch', '[{"query": "{ __typename }"}]'],
  ])('is refused with a code: %s', async (_what, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect((await answerOf(response, {})).expectErrors()[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is refused above 1 MB, whether or not it says its length', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(1_100_000) } });
    const streamed = new Blob([body]).stream();
    for (const response of [await post(body), await post(streamed)]) {
      expect(response.status).toBe(413);
      expect((await answerOf(response, {})).expectErrors()[0]?.extensions.code).toBe('PAYLOAD_TOO_LARGE');
    }
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('may be almost 1 MB', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(900_000) } });
    expect((await post(body)).status).toBe(200);
  });
});

describe('an operation that is refused before it runs', () => {
  const deep = (levels: number): string =>
    levels === 0 ? 'id' : `connection { videos(first: 1) { edges { node { ${deep(levels - 1)} } } } }`;
  it.each([
    ['a syntax error', '{ viewer {', {}, 'BAD_USER_INPUT'],
    ['an unknown field', '{ viewer { password } }', {}, 'BAD_USER_INPUT'],
    ['a missing variable', 'query ($id: ID!) { video(id: $id) { id } }', {}, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      'query ($n: Int) { videos(first: $n) { totalCount } }',
      { n: 'x' },
      'BAD_USER_INPUT',
    ],
    [
      'two values of a one-of',
      'query { videos(filter: { posted: { lastDays: 1, between: { from: "2026-01-01", to: "2026-01-02" } } }) { totalCount } }',
      {},
      'BAD_USER_INPUT',
    ],
    [
      'a day that is none',
      'query ($d: Date!) { videos(filter: { posted: { between: { from: $d, to: $d } } }) { totalCount } }',
      { d: '2026-02-30' },
      'BAD_USER_INPUT',
    ],
    ['first: 0', '{ videos(first: 0) { totalCount } }', {}, 'BAD_USER_INPUT'],
    ['first: 101', '{ videos(first: 101) { totalCount } }', {}, 'BAD_USER_INPUT'],
    ['first: -1', '{ videos(first: -1) { totalCount } }', {}, 'BAD_USER_INPUT'],
    ['last: 101', '{ videos(last: 101) { totalCount } }', {}, 'BAD_USER_INPUT'],
    [
      'a nested first: 101',
      '{ connections(first: 1) { edges { node { videos(first: 101) { totalCount } } } } }',
      {},
      'BAD_USER_INPUT',
    ],
    [
      'a nested first by variable',
      'query ($n: Int) { connections(first: 1) { edges { node { videos(first: $n) { totalCount } } } } }',
      { n: 5_000 },
      'BAD_USER_INPUT',
    ],
    ['a cursor that is none', '{ videos(after: "nonsense") { totalCount } }', {}, 'BAD_USER_INPUT'],
    [
      'a nested cursor that is none',
      '{ connections { edges { node { videos(after: "R1BDOlM6eA==") { totalCount } } } } }',
      {},
      'BAD_USER_INPUT',
    ],
    ['paging both ways', '{ videos(first: 1, last: 1) { totalCount } }', {}, 'BAD_USER_INPUT'],
    ['after with last', '{ videos(after: "nonsense", last: 1) { totalCount } }', {}, 'BAD_USER_INPUT'],
    [
      '101 nodes',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array.from({ length: 101 }, () => 'VmlkZW86eA') },
      'BAD_USER_INPUT',
    ],
    ['too much depth', `{ videos(first: 1) { edges { node { ${deep(5)} } } } }`, {}, 'QUERY_TOO_COMPLEX'],
    [
      'too much cost',
      '{ connections(first: 100) { edges { node { videos(first: 100) { edges { node { snapshots(first: 100) { edges { node { views } } } } } } } } } }',
      {},
      'QUERY_TOO_COMPLEX',
    ],
    [
      'too much cost behind ids',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TikTokConnection { videos(first: 100) { edges { node { snapshots(first: 5) { edges { node { views } } } } } } } } }',
      { ids: Array.from({ length: 100 }, () => encodeGlobalId('TikTokConnection', newId())) },
      'QUERY_TOO_COMPLEX',
    ],
    [
      'too much breadth',
      `{ ${Array.from({ length: 401 }, (_, index) => `a${String(index)}: viewer { __typename }`).join(' ')} }`,
      {},
      'QUERY_TOO_COMPLEX',
    ],
  ])('says why: %s', async (_what, document, variables, code) => {
    const answer = await server.execute(document, variables);
    expect(answer.expectErrors().map(({ extensions }) => extensions.code)).toContain(code);
    expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
    expect([200, 400]).toContain(answer.status);
  });

  it('names the refused argument', async () => {
    const [error] = (await server.execute('{ videos(first: 101) { totalCount } }')).expectErrors();
    expect(error?.extensions.issues).toEqual([
      { path: ['first'], message: 'must be between 1 and 100, but is 101' },
    ]);
  });
});

describe('who is asking', () => {
  it('may be nobody, who can see the server and himself signed out', async () => {
    const answer = await server.execute(
      '{ viewer { apiKey { name } } serverInfo { mode database fileStore } }',
      {},
      { as: null },
    );
    expect(answer.expectData()).toEqual({
      viewer: null,
      serverInfo: {
        mode: 'SANDBOX',
        database: expect.stringMatching(/^(pglite|postgresql)$/),
        fileStore: 'folder',
      },
    });
  });

  it.each([
    '{ connections { totalCount } }',
    '{ node(id: "VGlrVG9rVmlkZW86MDFhMjAyZDctYzI1Yi03NDVjLTk3MGEtYWQ2Y2UwOGM3YmEw") { id } }',
    'mutation { syncConnection(input: { connectionId: "x" }) { __typename } }',
  ])('must be told for %s', async (document) => {
    expect(await codeOf(document, {}, null)).toEqual({ code: 'UNAUTHENTICATED', status: 401 });
  });

  it('must hold a key that works', async () => {
    const { workspace } = server;
    const expired = await workspace.addKey({ expiresAt: new Date(Date.now() - 1_000) });
    const revoked = await workspace.addKey();
    expect((await server.execute('{ viewer { __typename } }', {}, { as: revoked.secret })).status).toBe(200);
    await revoked.revoke();
    for (const key of [`cg_${'x'.repeat(43)}`, 'nonsense', expired.secret, revoked.secret]) {
      expect(await codeOf('{ serverInfo { mode } }', {}, key)).toEqual({
        code: 'UNAUTHENTICATED',
        status: 401,
      });
    }
    const basic = await server.execute(
      '{ serverInfo { mode } }',
      {},
      { as: null, headers: { authorization: 'Basic eDp5' } },
    );
    expect(basic.status).toBe(401);
  });
});

describe('GraphQL over a socket', () => {
  it('is closed with 4403 for a key that does not work', async () => {
    const socket = connectSocket(server.graphqlUrl, `cg_${'x'.repeat(43)}`);
    const live = subscribeOverSocket(socket, '{ serverInfo { mode } }', {});
    await expect(live.next()).rejects.toMatchObject({ code: 4403 });
  });

  it('refuses more operations at a time than a page can use', async () => {
    const socket = connectSocket(server.graphqlUrl, server.workspace.ownerKey);
    const document = 'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }';
    const many = Array.from({ length: 201 }, () =>
      subscribeOverSocket(socket, document, { id: server.workspace.id }),
    );
    const answers = many.map((live) => live.next());
    for (const answer of answers) void answer.catch(() => undefined);
    expect((await Promise.race(answers)).value).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
    await socket.dispose();
  });

  it('answers a syntax error, an unknown field and a refused operation without being closed', async () => {
    const socket = connectSocket(server.graphqlUrl, server.workspace.ownerKey);
    let isClosed = false;
    socket.on('closed', () => {
      isClosed = true;
    });
    const first = async (document: string) =>
      (await subscribeOverSocket(socket, document, {}).next()).value as unknown;
    // Holds the socket open from the first operation to the last.
    const held = subscribeOverSocket(
      socket,
      'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }',
      { id: server.workspace.id },
    );
    void held.next().catch(() => undefined);
    for (const document of [
      'subscription {',
      'subscription { password }',
      'subscription { connectionEvents(connectionId: "x") { sequence } }',
      '{ videos(first: 101) { totalCount } }',
    ]) {
      const payload = (await first(document)) as { errors: { extensions: { code: string } }[] };
      expect(payload.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    expect(await first('{ serverInfo { mode } }')).toMatchObject({
      data: { serverInfo: { mode: 'SANDBOX' } },
    });
    expect(isClosed).toBe(false);
    await socket.dispose();
  });

  it('is at one path only', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, { statusCode }) => {
        resolve(statusCode);
      });
    });
    expect(status).toBe(404);
  });
});

describe('beside GraphQL', () => {
  it.each([
    ['/', 200, 'text/html'],
    ['/health', 200, 'application/json'],
    ['/ready', 200, 'application/json'],
    ['/api/demo', 200, 'application/json'],
    ['/api/tiktok/auth?state=x', 410, 'text/html'],
    ['/api/tiktok/auth/callback?state=x&code=y', 410, 'text/html'],
    ['/nowhere', 404, 'text/html'],
    ['/tiktok/..%2f..%2fpackage.json', 404, 'text/html'],
    ['/tiktok/%ff', 404, 'text/html'],
  ])('%s answers %i', async (path, status, type) => {
    const response = await fetch(`${server.url}${path}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('the explorer carries all it needs', async () => {
    const response = await fetch(server.graphqlUrl, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page.match(/<(?:script|link)[^>]+(?:src|href)="https?:/g)).toBeNull();
    expect(page).toContain(server.workspace.ownerKey);
  });

  it('only GET is answered', async () => {
    const response = await fetch(`${server.url}/health`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

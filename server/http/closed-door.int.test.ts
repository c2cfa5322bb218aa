import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { createClient } from '../../client/sdk/client.ts';
import { ConnectionsDocument } from '../../client/sdk/gql/graphql.ts';
import { encodeGlobalId } from '../lib/global-id.ts';
import { newId } from '../lib/ids.ts';
import { connectSocket, subscribeOverSocket } from '../testing/live.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const INTROSPECTION = '{ __schema { types { name } } }';

describe('in live mode', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      environment: { TIKTOK_CLIENT_KEY: 'key', TIKTOK_CLIENT_SECRET: 'secret' },
    });
  });
  afterAll(() => server.stop());

  const messageOver = {
    http: async (document: string, as: string | null) =>
      (await server.execute(document, {}, { as })).errors?.[0]?.message,
    socket: async (document: string, as: string | null) => {
      const socket = connectSocket(server.graphqlUrl, as);
      const result = await subscribeOverSocket(socket, document, {}).next();
      await socket.dispose();
      return (result.value as { errors?: { message: string }[] }).errors?.[0]?.message;
    },
  };

  it.each(['http', 'socket'] as const)('strangers are not shown the schema over %s', async (over) => {
    expect(await messageOver[over](INTROSPECTION, null)).toMatch(/^Sign in/);
    expect(await messageOver[over]('{ __type(name: "Query") { name } }', null)).toMatch(/^Sign in/);
    expect(await messageOver[over]('{ serverInf { mode } }', null)).toBe(
      'Cannot query field "serverInf" on type "Query".',
    );
  });

  it.each(['http', 'socket'] as const)('whoever is signed in is, over %s', async (over) => {
    const { ownerKey } = server.workspace;
    expect(await messageOver[over](INTROSPECTION, ownerKey)).toBeUndefined();
    expect(await messageOver[over]('{ serverInf { mode } }', ownerKey)).toContain(
      'Did you mean "serverInfo"',
    );
  });

  it('strangers are still told what they may know', async () => {
    const answer = await server.execute('{ serverInfo { mode } }', {}, { as: null });
    expect(answer.expectData()).toEqual({ serverInfo: { mode: 'LIVE' } });
  });
});

describe('where only known documents are accepted', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ environment: { CREATORGRAPH_TRUSTED_DOCUMENTS_ONLY: 'true' } });
  });
  afterAll(() => server.stop());

  const UNKNOWN = 'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }';

  it('any other is refused over HTTP, server-sent events and sockets', async () => {
    expect((await server.execute('{ __typename }')).errors?.[0]?.extensions.code).toBe(
      'PERSISTED_QUERY_ONLY',
    );
    for (const over of ['ws', 'sse'] as const) {
      const live = server.subscribe(UNKNOWN, { id: server.workspace.id }, { over });
      expect((await live.next()).value).toMatchObject({
        errors: [{ extensions: { code: 'PERSISTED_QUERY_ONLY' } }],
      });
    }
  });

  it.each(['websocket', 'sse'] as const)('our own client is served, over HTTP and %s', async (transport) => {
    const client = createClient({
      url: server.graphqlUrl,
      apiKey: server.workspace.ownerKey,
      transport,
      webSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    expect(await client.query(ConnectionsDocument)).toMatchObject({ connections: { edges: [] } });
    const nowhere = encodeGlobalId('TikTokConnection', newId());
    await expect(client.followConnection(nowhere, { after: 0 }).next()).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await client.close();
  });

  it('the hash decides, whatever text comes along', async () => {
    const hash = ConnectionsDocument.__meta__?.['hash'] as string;
    const body = {
      query: '{ __typename }',
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    };
    const response = await fetch(server.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${server.workspace.ownerKey}` },
      body: JSON.stringify(body),
    });
    expect(await response.json()).toMatchObject({ data: { connections: { edges: [] } } });
  });
});

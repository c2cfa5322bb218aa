import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { createClient } from '../../client/sdk/client.ts';
import { decodeGlobalId } from '../lib/global-id.ts';
import { apiKeyColumns } from '../modules/accounts/api-key.service.ts';
import { syncNow } from '../modules/collector/sync.service.ts';
import { publish, topics } from '../realtime/topics.ts';
import { connectSocket, type Live, subscribeOverSocket } from '../testing/live.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let connectionId: string;
beforeAll(async () => {
  server = await startTestServer();
  [connectionId] = (await server.workspace.connect(['maya'])) as [string];
});
afterAll(() => server.stop());

const EVENTS =
  'subscription ($id: ID!, $after: Int) { connectionEvents(connectionId: $id, after: $after) { sequence } }';
const RUNS = 'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }';

interface Events {
  connectionEvents: { sequence: number };
}

const keyRow = (secret: string) =>
  server.runtime.services.database.prisma.apiKey.findUniqueOrThrow({ where: apiKeyColumns(secret) });

async function tellOf(secret: string): Promise<void> {
  const { pubsub, log } = server.runtime.services;
  const callerKey = `key:${(await keyRow(secret)).id}`;
  await publish(pubsub, log, topics.access(callerKey), { callerKey });
}

/** A subscription that is known to be live, since all stored events of the connection have arrived. */
async function follow(over: 'ws' | 'sse', secret: string): Promise<Live<Events>> {
  const live = server.subscribe<Events>(EVENTS, { id: connectionId, after: 0 }, { as: secret, over });
  for (let left = await lastSequence(); left > 0; left -= 1) await live.next();
  return live;
}

async function lastSequence(): Promise<number> {
  const { lastEventSequence } =
    await server.runtime.services.database.prisma.tikTokConnection.findUniqueOrThrow({
      where: { id: decodeGlobalId(connectionId).id },
    });
  return lastEventSequence;
}

/** What is left of a subscription: its results' first error codes, and how it ended. */
async function rest(live: Live<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const { errors } of live) seen.push(errors?.[0]?.extensions.code ?? 'data');
    return [...seen, 'complete'];
  } catch (error) {
    return [...seen, (error as { code?: number }).code];
  }
}

describe('a key that is revoked', () => {
  it('closes its sockets with 4403', async () => {
    const key = await server.workspace.addKey();
    const live = await follow('ws', key.secret);
    await key.revoke();
    await tellOf(key.secret);
    expect(await rest(live)).toEqual([4403]);
  });

  it('ends its server-sent events with the reason', async () => {
    const key = await server.workspace.addKey();
    const live = await follow('sse', key.secret);
    await key.revoke();
    await tellOf(key.secret);
    expect(await rest(live)).toEqual(['UNAUTHENTICATED', 'complete']);
  });

  it('begins nothing more on a socket that is open', async () => {
    const key = await server.workspace.addKey();
    const socket = connectSocket(server.graphqlUrl, key.secret);
    const live = subscribeOverSocket(socket, EVENTS, { id: connectionId, after: 0 });
    await live.next();
    await key.revoke();
    await expect(subscribeOverSocket(socket, '{ viewer { __typename } }', {}).next()).rejects.toMatchObject({
      code: 4403,
    });
  });
});

describe('a key that expires', () => {
  it.each(['ws', 'sse'] as const)('ends what is open over %s', async (over) => {
    const key = await server.workspace.addKey({ expiresAt: new Date(Date.now() + 1_500) });
    const live = await follow(over, key.secret);
    expect(await rest(live)).toEqual(over === 'ws' ? [4403] : ['UNAUTHENTICATED', 'complete']);
  });
});

describe('a right that is withdrawn', () => {
  it('ends what needs it, and nothing else on the socket', async () => {
    const { services } = server.runtime;
    const { prisma } = services.database;
    const other = await server.addWorkspace();
    const key = await server.workspace.addKey();
    const socket = connectSocket(server.graphqlUrl, key.secret);
    const events = subscribeOverSocket(socket, EVENTS, { id: connectionId, after: 0 });
    const runs = subscribeOverSocket(socket, RUNS, { id: server.workspace.id });
    const run = runs.next();
    await events.next();
    const [from, to] = [server.workspace.id, other.id].map((id) => decodeGlobalId(id).id) as [string, string];
    const where = { id: decodeGlobalId(connectionId).id };
    const move = (workspaceId: string) => prisma.tikTokConnection.update({ where, data: { workspaceId } });
    await move(to);
    try {
      await publish(services.pubsub, services.log, topics.workspaceAccess(from), { workspaceId: from });
      const left = await rest(events);
      expect(left.slice(-2)).toEqual(['NOT_FOUND', 'complete']);
    } finally {
      await move(from);
    }
    const started = await server.execute<{ generateRecommendations: { id?: string } }>(
      `mutation ($id: ID!) { generateRecommendations(input: { connectionId: $id, kinds: [IDEA], count: 1 }) {
        ... on RecommendationRun { id } ... on Error { message } } }`,
      { id: connectionId },
    );
    const { id } = started.expectData().generateRecommendations;
    expect((await run).value).toMatchObject({ data: { recommendationRuns: { id } } });
    await socket.dispose();
  });

  it.each(['ws', 'sse'] as const)('is told over %s by the same code as at the start', async (over) => {
    const key = await server.workspace.addKey();
    const live = await follow(over, key.secret);
    await server.runtime.services.database.prisma.apiKey.update({
      where: apiKeyColumns(key.secret),
      data: { scopes: ['RECOMMEND'] },
    });
    await tellOf(key.secret);
    expect(await rest(live)).toEqual(['FORBIDDEN', 'complete']);
  });
});

describe('a database that is away', () => {
  it('withdraws nothing', async () => {
    const { services } = server.runtime;
    const key = await server.workspace.addKey();
    const live = await follow('ws', key.secret);
    server.logged.length = 0;
    await services.database.execute('ALTER TABLE "ApiKey" RENAME TO "Hidden"');
    try {
      const callerKey = `key:${(await hiddenKey(key.secret)).id}`;
      await publish(services.pubsub, services.log, topics.access(callerKey), { callerKey });
      while (
        !server.logged.some(({ message }) => message === 'The rights of a caller could not be looked at')
      )
        await new Promise(setImmediate);
    } finally {
      await services.database.execute('ALTER TABLE "Hidden" RENAME TO "ApiKey"');
    }
    await syncNow(services, decodeGlobalId(connectionId).id);
    expect((await live.next()).value).toMatchObject({ data: { connectionEvents: {} } });
    await live.return?.();
  });
});

async function hiddenKey(secret: string): Promise<{ id: string }> {
  const [row] = await server.runtime.services.database.query<{ id: string }>(
    'SELECT id FROM "Hidden" WHERE "secretHash" = $1',
    [apiKeyColumns(secret).secretHash],
  );
  return row!;
}

describe('our client', () => {
  it.each(['websocket', 'sse'] as const)('gets a fresh key over %s, and resumes', async (transport) => {
    const keys = [await server.workspace.addKey(), await server.workspace.addKey()] as const;
    let refreshes = 0;
    const client = createClient({
      url: server.graphqlUrl,
      transport,
      webSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      getToken: async ({ refresh }) => {
        if (refresh) {
          refreshes += 1;
          // While nothing is open.
          await syncNow(server.runtime.services, decodeGlobalId(connectionId).id);
        }
        return keys[refreshes === 0 ? 0 : 1].secret;
      },
    });
    const leaving = new AbortController();
    const last = await lastSequence();
    const events = client.followConnection(connectionId, { after: 0, signal: leaving.signal });
    const seen: number[] = [];
    for await (const event of events) {
      seen.push(event.sequence);
      if (event.sequence === last) {
        await keys[0].revoke();
        await tellOf(keys[0].secret);
      }
      if (event.sequence > last) break;
    }
    expect(refreshes).toBe(1);
    expect(seen).toEqual(Array.from({ length: last + 1 }, (_, index) => index + 1));
    leaving.abort();
    await client.close();
  });
});

describe('a connection that is erased', () => {
  it('is followed no longer', async () => {
    const live = await follow('ws', server.workspace.ownerKey);
    await server.execute(
      `mutation ($id: ID!) { disconnectTikTok(input: { connectionId: $id, history: ERASE }) { __typename } }`,
      { id: connectionId },
    );
    expect((await rest(live)).slice(-2)).toEqual(['NOT_FOUND', 'complete']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let connection: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  // What the test before gave up is revoked first: TikTok ends whatever the person has granted meanwhile with it.
  const { prisma } = server.runtime.services.database;
  while ((await prisma.tikTokCredential.count({ where: { revokeRequestedAt: { not: null } } })) > 0)
    await delay(20);
  [connection] = (await server.workspace.connect(['maya'])) as [string];
});

const DISCONNECT = `mutation ($input: DisconnectTikTokInput!) { disconnectTikTok(input: $input) {
  __typename
  ... on DisconnectTikTokPayload {
    connection { id status statusReason sync { nextSyncAt } videos(first: 1) { totalCount } }
    erasure { id receipt status proof { name } error { code } }
  }
  ... on Error { code message } ... on NotFoundError { resourceId } } }`;
const ERASURE = `query ($receipt: String!) { erasure(receipt: $receipt) {
  id receipt status requestedAt completedAt proof { kind name deleted remaining } error { code } } }`;

interface Erasure {
  id: string;
  receipt: string | null;
  status: string;
  completedAt: string | null;
  proof: { kind: string; name: string; deleted: number; remaining: number }[];
}
interface Disconnected {
  disconnectTikTok: {
    __typename: string;
    code?: string;
    connection: { videos: { totalCount: number } } | null;
    erasure: Erasure | null;
  };
}

async function disconnect(input: object, as?: string): Promise<Disconnected['disconnectTikTok']> {
  const answer = await server.execute<Disconnected>(
    DISCONNECT,
    { input: { connectionId: connection, ...input } },
    as === undefined ? {} : { as },
  );
  return answer.expectData().disconnectTikTok;
}

async function completed(receipt: string): Promise<Erasure> {
  for (;;) {
    const answer = await server.execute<{ erasure: Erasure }>(ERASURE, { receipt }, { as: null });
    const { erasure } = answer.expectData();
    if (erasure.status === 'COMPLETED') return erasure;
    expect(erasure.proof).toEqual([]);
    await delay(20);
  }
}

describe('disconnectTikTok', () => {
  it('keeps the history unless it is told to erase it, tells followers, and leaves it to connecting again', async () => {
    const events = server.subscribe<{ connectionEvents: { __typename: string } }>(
      `subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) { __typename
         ... on ConnectionStatusChanged { status statusReason } } }`,
      { id: connection },
    );
    const payload = await disconnect({});
    expect(payload).toMatchObject({
      __typename: 'DisconnectTikTokPayload',
      connection: {
        id: connection,
        status: 'REVOKED',
        statusReason: 'disconnected',
        sync: { nextSyncAt: null },
      },
      erasure: null,
    });
    expect(payload.connection?.videos.totalCount).toBeGreaterThan(20);
    for await (const { data } of events) {
      if (data?.connectionEvents.__typename === 'ConnectionStatusChanged') {
        expect(data.connectionEvents).toMatchObject({ status: 'REVOKED', statusReason: 'disconnected' });
        break;
      }
    }
    const sync = await server.execute(
      'mutation ($id: ID!) { syncConnection(input: { connectionId: $id }) { __typename } }',
      { id: connection },
    );
    expect(sync.expectData()).toEqual({ syncConnection: { __typename: 'ReauthorizationRequiredError' } });
    const [again] = await server.workspace.connect(['maya']);
    expect(again).toBe(connection);
  });

  it('is for administrators with a key that collects, and hides the connections of others', async () => {
    const editor = await server.workspace.addKey({ role: 'EDITOR' });
    expect(await disconnect({}, editor.secret)).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
    });
    const reader = await server.workspace.addKey({ scopes: ['READ'] });
    expect(await disconnect({}, reader.secret)).toMatchObject({ __typename: 'ForbiddenError' });
    const other = await server.addWorkspace();
    expect(await disconnect({ history: 'ERASE' }, other.ownerKey)).toMatchObject({
      __typename: 'NotFoundError',
      resourceId: connection,
    });
    const admin = await server.workspace.addKey({ role: 'ADMIN', scopes: ['COLLECT', 'READ'] });
    expect(await disconnect({}, admin.secret)).toMatchObject({ __typename: 'DisconnectTikTokPayload' });
  });

  it('erases when told so, and the receipt proves it to whoever has it', async () => {
    const { erasure, connection: none } = await disconnect({ history: 'ERASE', idempotencyKey: 'once' });
    expect(none).toBeNull();
    expect(erasure).toMatchObject({ receipt: expect.stringMatching(/^[\w-]{43}$/), error: null });
    const receipt = erasure?.receipt ?? '';
    // A replay is told the same receipt, and nothing is erased a second time.
    const replay = await disconnect({ history: 'ERASE', idempotencyKey: 'once' });
    expect(replay.erasure).toMatchObject({ id: erasure?.id, receipt });

    const done = await completed(receipt);
    expect(done).toMatchObject({ id: erasure?.id, receipt, completedAt: expect.any(String) });
    expect(done.proof.filter(({ remaining }) => remaining > 0)).toEqual([]);
    expect(done.proof).toContainEqual({ kind: 'TABLE', name: 'TikTokConnection', deleted: 1, remaining: 0 });
    expect(done.proof).toContainEqual({ kind: 'VENDOR', name: 'TikTok', deleted: 1, remaining: 0 });
    for (const { name, deleted } of done.proof) {
      if (name === 'TikTokVideo') expect(deleted).toBeGreaterThan(20);
    }

    const gone = await server.execute('query ($id: ID!) { connection(id: $id) { id } }', { id: connection });
    expect(gone.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await disconnect({ history: 'ERASE' })).toMatchObject({ __typename: 'NotFoundError' });
    const [again] = await server.workspace.connect(['maya']);
    expect(again).not.toBe(connection);
  });

  it('shows the erasure as a node to who asked alone, without its receipt', async () => {
    const asker = await server.workspace.addKey();
    const { erasure } = await disconnect({ history: 'ERASE' }, asker.secret);
    const NODE = 'query ($id: ID!) { node(id: $id) { id ... on DataErasure { receipt requestedAt } } }';
    const own = await server.execute(NODE, { id: erasure?.id }, { as: asker.secret });
    expect(own.expectData()).toEqual({
      node: { id: erasure?.id, receipt: null, requestedAt: expect.any(String) },
    });
    const foreign = await server.execute(NODE, { id: erasure?.id });
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    await completed(erasure?.receipt ?? '');
  });

  it('knows no erasure by another receipt', async () => {
    const answer = await server.execute(ERASURE, { receipt: 'x'.repeat(43) }, { as: null });
    expect(answer.data).toEqual({ erasure: null });
    expect(answer.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

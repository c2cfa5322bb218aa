import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokWebhookEvent } from '../../data/generated/prisma/client.ts';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { refreshOnce } from '../connections/credential-refresh.service.ts';
import { handleWebhooks } from './handle-webhooks.service.ts';

let server: TestServer;
/** Row id of the connection to maya's account. */
let connectionId: string;
let openId: string;

beforeAll(async () => {
  server = await startTestServer();
  await server.sandbox.registerWebhook({ url: `${server.url}/api/tiktok/webhooks` });
});
afterAll(() => server.stop());
beforeEach(async () => {
  const [id] = (await server.workspace.connect(['maya'])) as [string];
  connectionId = decodeGlobalId(id).id;
  ({ openId } = await reload());
});
afterEach(async () => {
  await allHandled();
  await server.runtime.services.database.prisma.tikTokWebhookEvent.deleteMany();
});

const prisma = () => server.runtime.services.database.prisma;
const reload = (id = connectionId) => prisma().tikTokConnection.findUniqueOrThrow({ where: { id } });
const events = (): Promise<TikTokWebhookEvent[]> => prisma().tikTokWebhookEvent.findMany();

/** The stored events, once there are so many and all are handled. */
async function allHandled(atLeast = 0): Promise<TikTokWebhookEvent[]> {
  for (;;) {
    const stored = await events();
    if (stored.length >= atLeast && stored.every(({ handledAt }) => handledAt !== null)) return stored;
    await delay(20);
  }
}

/** Posts a body as it stands, signed as TikTok signs. */
function post(body: string | Buffer, signature?: string): Promise<Response> {
  return fetch(`${server.url}/api/tiktok/webhooks`, {
    method: 'POST',
    headers: { 'tiktok-signature': signature ?? signatureOf(body) },
    body: new Uint8Array(Buffer.from(body)),
  });
}

function signatureOf(
  body: string | Buffer,
  { age = 0, secret = server.sandbox.config.clientSecret }: { age?: number; secret?: string } = {},
): string {
  const t = Math.floor(server.runtime.clock.now().getTime() / 1_000) - age;
  return `t=${t},s=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
}

function removal({ at, reason = 1, of = openId }: { at: Date; reason?: number; of?: string }): string {
  return JSON.stringify({
    client_key: server.sandbox.config.clientKey,
    event: 'authorization.removed',
    create_time: Math.floor(at.getTime() / 1_000),
    user_openid: of,
    content: JSON.stringify({ reason }),
  });
}

describe('a person who removes the app at TikTok', () => {
  it('ends every connection to the account with the reason, keeps their history, and is told to followers', async () => {
    const other = await server.addWorkspace();
    const [there] = (await other.connect(['maya'])) as [string];
    const live = server.subscribe<{ connectionEvents: object }>(
      `subscription ($id: ID!) { connectionEvents(connectionId: $id) { __typename
         ... on ConnectionStatusChanged { status statusReason } } }`,
      { id: there },
      { as: other.ownerKey },
    );
    const told = live.next();
    const videos = await prisma().tikTokVideo.count({ where: { connectionId } });
    await server.sandbox.takeCalls();
    await server.sandbox.revoke('maya');
    expect(await told).toMatchObject({
      value: {
        data: {
          connectionEvents: {
            __typename: 'ConnectionStatusChanged',
            status: 'REVOKED',
            statusReason: 'authorization.removed: 1',
          },
        },
      },
    });
    for (const id of [connectionId, decodeGlobalId(there).id]) {
      const row = await prisma().tikTokConnection.findUniqueOrThrow({
        where: { id },
        include: { credential: true, sync: true },
      });
      expect(row).toMatchObject({
        status: 'REVOKED',
        statusReason: 'authorization.removed: 1',
        nextCaptureAt: null,
        sync: { syncId: null, nextSyncAt: null },
        credential: { deadReason: 'authorization.removed: 1' },
      });
      const days = (row.erasureDueAt!.getTime() - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(29.9);
      expect(days).toBeLessThanOrEqual(30);
    }
    expect(await prisma().tikTokVideo.count({ where: { connectionId } })).toBe(videos);
    expect(await allHandled()).toMatchObject([{ outcome: 'APPLIED', openId }]);
    // Nothing is asked of TikTok any more.
    expect(await server.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0, 'user/info': 0 });
    const audit = await prisma().auditEntry.findMany({ where: { action: 'connection.remove' } });
    expect(audit.map(({ actorName }) => actorName)).toEqual([null, null]);

    const [again] = await server.workspace.connect(['maya']);
    expect(decodeGlobalId(again ?? '').id).toBe(connectionId);
    expect(await reload()).toMatchObject({ status: 'ACTIVE', erasureDueAt: null });
    // The other workspace did not ask for it back.
    expect(await reload(decodeGlobalId(there).id)).toMatchObject({ status: 'REVOKED' });
  });

  it('does so once, however often and late TikTok says it', async () => {
    await server.sandbox.revoke('maya');
    const [event] = await allHandled(1);
    const { lastEventSequence } = await reload();
    const at = event?.occurredAt ?? new Date();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(removal({ at }))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await allHandled()).toHaveLength(1);
    expect((await reload()).lastEventSequence).toBe(lastEventSequence);
  });

  it('is past where the person has logged in since, whatever the order of arrival', async () => {
    const { grantedAt } = await prisma().tikTokCredential.findFirstOrThrow({ where: { openId } });
    for (const seconds of [1, 60, 3 * 86_400]) {
      await post(removal({ at: new Date(grantedAt.getTime() - seconds * 1_000) }));
    }
    // Within the second of the login only our own revocation is known to be older.
    await post(removal({ at: grantedAt, reason: 5 }));
    const stored = await allHandled();
    expect(stored.map(({ outcome }) => outcome)).toEqual(['STALE', 'STALE', 'STALE', 'STALE']);
    expect(await reload()).toMatchObject({ status: 'ACTIVE' });
    await post(removal({ at: grantedAt, reason: 4 }));
    await allHandled();
    expect(await reload()).toMatchObject({ status: 'REVOKED', statusReason: 'authorization.removed: 4' });
  });

  it('keeps a refresh that is under way from bringing the grant back', async () => {
    const { services } = server.runtime;
    const credential = await prisma().tikTokCredential.findFirstOrThrow({ where: { openId } });
    const refresh: typeof services.tiktok.refresh = async (token) => {
      const granted = await services.tiktok.refresh(token);
      await post(removal({ at: new Date(server.runtime.clock.now().getTime() + 1_000) }));
      await allHandled(1);
      return granted;
    };
    const after = await refreshOnce({ ...services, tiktok: { ...services.tiktok, refresh } }, credential);
    expect(after).toMatchObject({ deadReason: 'authorization.removed: 1' });
    expect(await reload()).toMatchObject({ status: 'REVOKED' });
  });
});

describe('our own revocation', () => {
  it('comes back as an event that changes nothing', async () => {
    const disconnected = await server.execute(
      'mutation ($id: ID!) { disconnectTikTok(input: { connectionId: $id }) { __typename } }',
      { id: encodeGlobalId('TikTokConnection', connectionId) },
    );
    expect(disconnected.expectData()).toEqual({
      disconnectTikTok: { __typename: 'DisconnectTikTokPayload' },
    });
    expect(await allHandled(1)).toMatchObject([
      { event: 'authorization.removed', content: '{"reason":5}', outcome: 'KEPT' },
    ]);
    expect(await reload()).toMatchObject({ status: 'REVOKED', statusReason: 'disconnected' });
    await server.workspace.connect(['maya']);
  });
});

describe('a request', () => {
  it('that is not signed by TikTok, or long ago, is refused without a word', async () => {
    const body = removal({ at: new Date() });
    for (const signature of [
      signatureOf(body, { secret: 'other' }),
      signatureOf(body, { age: 310 }),
      signatureOf(body, { age: -310 }),
      signatureOf(`${body} `),
      'nonsense',
      '',
    ]) {
      const answer = await post(body, signature);
      expect([answer.status, await answer.text()]).toEqual([401, '{}']);
    }
    for (const signature of ['bad', 'missing'] as const) {
      await server.sandbox.sendWebhook({ event: 'authorization.removed', creator: 'maya', signature });
    }
    expect(await events()).toEqual([]);
    const { attempts } = await server.sandbox.webhookAttempts();
    expect(attempts.slice(-2).map(({ status }) => status)).toEqual([401, 401]);
    expect(await reload()).toMatchObject({ status: 'ACTIVE' });
  });

  it('is refused above 64 KB, for another method, and where it holds no event', async () => {
    for (const size of [64 * 1_024 + 1, 4 * 1_024 * 1_024]) {
      expect((await post(Buffer.alloc(size, 'x'))).status).toBe(413);
    }
    const nonsense = 'x'.repeat(64 * 1_024);
    expect((await post(nonsense)).status).toBe(400);
    const get = await fetch(`${server.url}/api/tiktok/webhooks`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await events()).toEqual([]);
  });
});

describe('an event', () => {
  it('that nothing handles is kept, with its integers to the last digit', async () => {
    await server.sandbox.sendWebhook({
      event: 'post.publish.publicly_available',
      creator: 'maya',
      content: '{"publish_id":"v_pub","post_id":7560000000000000099}',
    });
    await server.sandbox.sendWebhook({ event: 'made.up.event', creator: 'maya' });
    expect(await allHandled()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event: 'post.publish.publicly_available',
          content: '{"publish_id":"v_pub","post_id":7560000000000000099}',
          openId,
          outcome: 'KEPT',
        }),
        expect.objectContaining({ event: 'made.up.event', outcome: 'KEPT' }),
      ]),
    );
  });

  it('about an account that nobody has connected is kept without its name', async () => {
    await post(removal({ at: new Date(), of: '-000stranger' }));
    await server.sandbox.sendWebhook({ event: 'portability.download.ready' });
    expect(await allHandled()).toMatchObject([
      { openId: null, outcome: 'KEPT' },
      { openId: null, outcome: 'KEPT' },
    ]);
  });

  it('of a storm, with duplicates and out of order, is answered and handled once', async () => {
    const COUNT = 250;
    const before = (await server.sandbox.webhookAttempts()).attempts.length;
    await server.sandbox.sendWebhook({
      event: 'post.publish.complete',
      creator: 'maya',
      count: COUNT,
      copies: 2,
      shuffled: true,
    });
    const { attempts } = await server.sandbox.webhookAttempts();
    const deliveries = attempts.slice(before);
    expect(deliveries).toHaveLength(2 * COUNT);
    expect(deliveries.filter(({ status }) => status !== 200)).toEqual([]);
    const stored = await allHandled();
    expect(stored).toHaveLength(COUNT);
    expect(stored.filter(({ outcome, failures }) => outcome !== 'KEPT' || failures > 0)).toEqual([]);
  }, 120_000);

  it('that cannot be handled is given up after five attempts, and keeps no other waiting', async () => {
    const { services } = server.runtime;
    // The server's own job would handle them first, now and then.
    await services.queue.stop({ graceMs: 1_000 });
    const rows = ['a', 'b', 'c'].map((id, index) => ({
      id,
      clientKey: '',
      event: 'authorization.removed',
      content: '{}',
      receivedAt: new Date(Date.now() - 10 + index),
    }));
    const transaction: typeof services.database.transaction = async (work) =>
      services.database.transaction(async (tx) => {
        const result = await work(tx);
        const { outcome } = await tx.tikTokWebhookEvent.findUniqueOrThrow({ where: { id: 'a' } });
        if (outcome !== null) throw new Error('cannot be handled');
        return result;
      });
    const deps = { ...services, database: { ...services.database, transaction } };
    await prisma().tikTokWebhookEvent.createMany({ data: rows });
    const signal = new AbortController().signal;
    await handleWebhooks(deps, signal);
    expect(await prisma().tikTokWebhookEvent.findUniqueOrThrow({ where: { id: 'a' } })).toMatchObject({
      failures: 1,
      handledAt: null,
    });
    expect(await prisma().tikTokWebhookEvent.count({ where: { outcome: 'KEPT' } })).toBe(2);
    for (let attempt = 2; attempt <= 5; attempt += 1) await handleWebhooks(deps, signal);
    expect(await prisma().tikTokWebhookEvent.findUniqueOrThrow({ where: { id: 'a' } })).toMatchObject({
      failures: 5,
      outcome: 'FAILED',
    });
  });
});

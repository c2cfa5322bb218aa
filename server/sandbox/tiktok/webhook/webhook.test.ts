import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { createTestClient, type TestClient } from '../test-client.ts';
import { signatureOf } from './webhook.events.ts';

/** What a callback was sent, and what it answers: 200 unless `answers` says something else. */
interface Callback {
  url: string;
  received: { headers: IncomingHttpHeaders; body: string; event: Event }[];
  answers: number[];
  /** Done before it answers. */
  before?: () => Promise<void>;
  /** Resolves when so many have come. */
  arrived(count: number): Promise<void>;
}

interface Event {
  client_key: string;
  event: string;
  create_time: number;
  user_openid?: string;
  content: string;
}

let client: TestClient;
let server: Server;
let callback: Callback;
beforeAll(async () => {
  client = await createTestClient();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      callback.received.push({ headers: request.headers, body, event: JSON.parse(body) as Event });
      void (callback.before?.() ?? Promise.resolve()).then(() => {
        response.writeHead(callback.answers.shift() ?? 200).end();
        server.emit('arrived');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await client.dispose();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});
beforeEach(async () => {
  callback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received: [],
    answers: [],
    async arrived(count) {
      while (this.received.length < count) await new Promise((resolve) => server.once('arrived', resolve));
    },
  };
  await client.standAt('2026-11-01T12:00:00Z');
  await client.control('PUT', 'settings', { webhookRetrySeconds: 0.01 });
  await register();
});
afterEach(() => client.control('DELETE', 'webhook/deliveries'));

const register = async (manner: object = {}): Promise<void> => {
  expect((await client.control('PUT', 'webhook', { url: callback.url, ...manner })).status).toBe(200);
};
const send = (body: object) => client.control('POST', 'webhook/events', body);
const attempts = async () => (await client.control('GET', 'webhook/deliveries')).body;
const isGenuine = ({ headers, body }: Callback['received'][number]): boolean => {
  const [, t = '', s = ''] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(headers['tiktok-signature'])) ?? [];
  return createHmac('sha256', client.sandbox.clientSecret).update(`${t}.${body}`).digest('hex') === s;
};

test('the signature is that of the known example', () => {
  const body =
    '{"client_key":"aw_test","event":"post.publish.complete","create_time":1790000000,"user_openid":"-000abc","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.1\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\"}"}';
  expect(signatureOf('secret_test', 1_790_000_001, body)).toBe(
    't=1790000001,s=0e63e62c98c2f861f6b506724f1571c295267724fa3438dc8b55542a8211ba38',
  );
});

describe('a consent that ends is told', () => {
  test.each([
    ['by the person', undefined, 1],
    ['with the account', { reason: 2 }, 2],
  ])('when it is ended %s', async (_, body, reason) => {
    const { open_id: openId } = await client.connect({ creator: 'ines' });
    await client.control('POST', 'creators/ines/revoke', body);
    await callback.arrived(1);
    expect(callback.received[0]?.event).toEqual({
      client_key: client.sandbox.clientKey,
      event: 'authorization.removed',
      create_time: Date.parse('2026-11-01T12:00:00Z') / 1000,
      user_openid: openId,
      content: JSON.stringify({ reason }),
    });
    expect(callback.received.every(isGenuine)).toBe(true);
  });

  test('when the app ends it, and when a fault does', async () => {
    const { sandbox } = client;
    const first = await client.connect({ creator: 'ines' });
    await client.postForm('/v2/oauth/revoke/', {
      client_key: sandbox.clientKey,
      client_secret: sandbox.clientSecret,
      token: first.access_token,
    });
    await callback.arrived(1);
    const second = await client.connect({ creator: 'ines' });
    await client.control('PUT', 'faults', [{ endpoint: '*', kind: 'revoke', times: 1 }]);
    await client.get('/v2/user/info/?fields=open_id', second.access_token);
    await callback.arrived(2);
    expect(callback.received.map(({ event }) => event.content)).toEqual(['{"reason":5}', '{"reason":1}']);
  });

  test('but not where there was none', async () => {
    await client.control('POST', 'creators/sam/revoke');
    expect(await attempts()).toEqual({ attempts: [], pending: 0 });
  });
});

describe('on demand', () => {
  test.each([
    ['post.publish.complete', /^\{"publish_id":"v_pub_file~v2-1\.\d{19}","publish_type":"DIRECT_PUBLISH"\}$/],
    ['post.publish.publicly_available', /"post_id":\d{19},/],
    ['post.publish.no_longer_publicaly_available', /"post_id":\d{19},/],
    ['video.publish.completed', /^\{"share_id":"/],
    ['something.new', /^\{\}$/],
  ])('%s comes with what it carries', async (event, content) => {
    await send({ event, creator: 'maya' });
    expect(callback.received[0]?.event).toMatchObject({ event, user_openid: expect.any(String) });
    expect(callback.received[0]?.event.content).toMatch(content);
  });

  test('an event is about nobody, and says anything', async () => {
    await send({ event: 'portability.download.ready', content: { request_id: 7 } });
    await send({ event: 'post.publish.failed', content: 'not JSON' });
    const [first, second] = callback.received.map(({ event }) => event);
    expect(first).not.toHaveProperty('user_openid');
    expect([first?.content, second?.content]).toEqual(['{"request_id":7}', 'not JSON']);
  });

  test.each([
    [{ event: 'x', creator: 'nobody' }, 404],
    [{ event: '' }, 400],
    [{ event: 'x', count: 0 }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await send(body)).status).toBe(status);
  });

  test('nothing is sent without a callback', async () => {
    await register({ url: null });
    expect(await send({ event: 'x' })).toMatchObject({ status: 409 });
  });
});

describe('delivery', () => {
  test('is tried again until it is answered with 200, signed anew, with the same body', async () => {
    callback.answers = [500, 204, 302];
    callback.before = () => client.standAt('2026-11-01T12:05:00Z');
    await send({ event: 'x' });
    await callback.arrived(4);
    const bodies = new Set(callback.received.map(({ body }) => body));
    expect(bodies.size).toBe(1);
    expect(callback.received.every(isGenuine)).toBe(true);
    const read = await attempts();
    expect(read.attempts.slice(0, 3)).toMatchObject([
      { attempt: 1, status: 500, outcome: 'retrying', eventId: expect.any(Number) },
      { attempt: 2, status: 204, outcome: 'retrying' },
      { attempt: 3, status: 302, outcome: 'retrying' },
    ]);
    const times = callback.received.map(({ headers }) => String(headers['tiktok-signature']).slice(0, 12));
    const [first, later] = ['12:00', '12:05'].map(
      (time) => `t=${Date.parse(`2026-11-01T${time}:00Z`) / 1000}`,
    );
    expect(times).toEqual([first, later, later, later]);
  });

  test('is tried again where nobody listens, and can be given up', async () => {
    await client.control('PUT', 'settings', { webhookRetrySeconds: 600 });
    await register({ url: 'http://127.0.0.1:9/webhooks' });
    await send({ event: 'x' });
    expect(await attempts()).toMatchObject({
      attempts: [{ status: null, error: expect.any(String), outcome: 'retrying' }],
      pending: 1,
    });
    const { body } = await client.control('DELETE', 'webhook/deliveries');
    expect(body).toEqual({ attempts: [], pending: 0 });
  });

  test('ends after thirteen attempts', async () => {
    await client.control('PUT', 'settings', { webhookRetrySeconds: 0.0001 });
    callback.answers = Array<number>(13).fill(503);
    await send({ event: 'x' });
    await callback.arrived(13);
    await send({ event: 'y' });
    const read = await attempts();
    expect(read.pending).toBe(0);
    expect(read.attempts.filter(({ event }) => event === 'x').map(({ outcome }) => outcome)).toEqual([
      ...Array<string>(12).fill('retrying'),
      'dropped',
    ]);
  });

  test('comes as often as it is told to', async () => {
    await register({ copies: 3 });
    await send({ event: 'x' });
    expect(callback.received).toHaveLength(3);
    expect(new Set(callback.received.map(({ body }) => body)).size).toBe(1);
  });

  test('can be out of order: the event of before comes after the next one', async () => {
    await client.control('PUT', 'settings', { webhookRetrySeconds: 600 });
    await register({ outOfOrder: true });
    const first = send({ event: 'first' });
    while ((await attempts()).pending === 0);
    await send({ event: 'second' });
    await first;
    expect(callback.received.map(({ event }) => event.event)).toEqual(['second', 'first']);
    await client.control('PUT', 'settings', { webhookRetrySeconds: 0.01 });
    await send({ event: 'last' });
    expect(callback.received).toHaveLength(3);
  });

  test('can be a storm', async () => {
    await send({ event: 'post.publish.complete', creator: 'maya', count: 300, shuffled: true });
    expect(callback.received).toHaveLength(300);
    const times = callback.received.map(({ event }) => event.create_time);
    expect(new Set(times).size).toBe(300);
    expect(times).not.toEqual([...times].sort((a, b) => a - b));
    expect(new Set(callback.received.map(({ body }) => body)).size).toBe(300);
  });

  test.each(['bad', 'missing'])('can have a signature that is %s', async (signature) => {
    await send({ event: 'x', signature });
    await send({ event: 'y' });
    expect(callback.received.map(isGenuine)).toEqual([false, true]);
    expect(callback.received[0]?.headers['tiktok-signature'] === undefined).toBe(signature === 'missing');
  });

  test('can be signed long ago', async () => {
    await send({ event: 'x', ageSeconds: 3_600 });
    const t = Date.parse('2026-11-01T11:00:00Z') / 1000;
    expect(callback.received[0]?.headers['tiktok-signature']).toContain(`t=${t},`);
    expect(callback.received.every(isGenuine)).toBe(true);
  });
});

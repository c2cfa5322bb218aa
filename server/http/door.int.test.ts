import { once } from 'node:events';
import { type IncomingMessage, request as ask } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket, type ClientOptions } from 'ws';
import { answerOf } from '../testing/graphql.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const APP = 'https://app.example';
const EVIL = 'https://evil.example';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      CREATORGRAPH_ALLOWED_ORIGINS: `${APP}, https://other.example`,
      CREATORGRAPH_PUBLIC_URL: 'https://localhost:8443',
    },
    limits: {
      bodyMs: 300,
      connectionInitMs: 300,
      socketsPerAddress: 3,
      messageBytes: 2_000,
      connectionsPerAddress: 60,
    },
  });
});
afterAll(() => server.stop());

const QUERY = '{ serverInfo { mode } }';

function send(method: 'GET' | 'POST', headers: Record<string, string>, body?: string) {
  const url =
    method === 'GET' ? `${server.graphqlUrl}?query=${encodeURIComponent(QUERY)}` : server.graphqlUrl;
  return fetch(url, {
    method,
    headers: { accept: 'application/graphql-response+json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(server.graphqlUrl, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    });

  it('may ask where its origin is named, without cookies', async () => {
    const { headers } = await preflight(APP);
    expect(headers.get('access-control-allow-origin')).toBe(APP);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await send(
      'POST',
      { origin: APP, 'content-type': 'application/json' },
      JSON.stringify({ query: QUERY }),
    );
    expect(answer.headers.get('access-control-expose-headers')).toContain('RateLimit');
  });

  it.each([EVIL, 'null', 'https://app.example.evil.example'])(
    'may not where it is not: %s',
    async (origin) => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it.each([
    [
      'a form',
      'POST',
      { 'content-type': 'application/x-www-form-urlencoded' },
      `query=${encodeURIComponent(QUERY)}`,
    ],
    [
      'a form that looks like JSON',
      'POST',
      { 'content-type': 'text/plain' },
      JSON.stringify({ query: QUERY }),
    ],
    ['a link', 'GET', {}, undefined],
    ['a link with JSON in its head', 'GET', { 'content-type': 'text/plain' }, undefined],
  ] as const)('is refused what needs no preflight: %s', async (_what, method, headers, body) => {
    for (const sign of [{ cookie: 'a=b' }, { origin: EVIL }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await send(method, { ...headers, ...sign }, body);
      expect(answer.status).toBe(403);
      expect((await answerOf(answer, {})).expectErrors()[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('is answered where a header shows that the browser has asked, and so is a program', async () => {
    expect((await send('GET', { cookie: 'a=b', 'graphql-require-preflight': '1' })).status).toBe(200);
    expect((await send('GET', {})).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['/', '/health', '/nowhere', '/graphql?query=%7B__typename%7D', '/tiktok/'])(
    'says what browsers may do with it: %s',
    async (path) => {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    },
  );

  it.each(['POST', 'DELETE'])('to %s where nothing is, is that nothing is there', async (method) => {
    expect((await fetch(`${server.url}/nowhere`, { method })).status).toBe(404);
    expect((await fetch(`${server.url}/health`, { method })).status).toBe(405);
  });
});

describe('a body that drips in', () => {
  it('is given up, with the connection', async () => {
    const request = ask(server.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000' },
    });
    request.on('error', () => undefined);
    request.write('{"query":"');
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(408);
    expect(answer.headers.connection).toBe('close');
    request.destroy();
  });
});

describe('a socket', () => {
  const open = (options: ClientOptions = {}) => {
    const socket = new WebSocket(server.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws', options);
    socket.on('error', () => undefined);
    return socket;
  };
  const statusOf = async (socket: WebSocket) =>
    Promise.race([
      once(socket, 'open').then(() => 101),
      once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number),
    ]);
  const closed = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];

  it('is opened by pages of our own and of named origins alone', async () => {
    const statuses = [];
    for (const origin of [APP, server.url, EVIL, 'null']) {
      const socket = open({ origin });
      statuses.push(await statusOf(socket));
      socket.terminate();
      if (statuses.at(-1) === 101) await closed(socket);
    }
    expect(statuses).toEqual([101, 101, 403, 403]);
  });

  it('that does not say who it is, is closed', async () => {
    expect(await closed(open())).toBe(4408);
  });

  it('that sends too much at once, is closed', async () => {
    const socket = open();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { filler: 'x'.repeat(3_000) } }));
    expect(await closed(socket)).toBe(1009);
  });

  it('is one of few from its address', async () => {
    const sockets = [open(), open(), open()];
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    expect(await statusOf(open())).toBe(503);
    const [first] = sockets as [WebSocket];
    first.close();
    await closed(first);
    const next = open();
    expect(await statusOf(next)).toBe(101);
    for (const socket of [...sockets, next]) socket.terminate();
  });
});

describe('connections that say nothing', () => {
  it('are as many of one address as are let in, and no more', async () => {
    const port = Number(new URL(server.url).port);
    const sockets = Array.from({ length: 100 }, () => connect(port, '127.0.0.2'));
    const ends = sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket.on('error', () => undefined);
          socket.on('close', resolve);
        }),
    );
    // 100 are asked for, and 60 let in.
    let gone = 0;
    await new Promise<void>((resolve) => {
      for (const end of ends)
        void end.then(() => {
          gone += 1;
          if (gone === 40) resolve();
        });
    });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});

it('what is turned away is counted by reason', async () => {
  const { text } = await server.runtime.services.metrics.print();
  for (const reason of ['cross_site', 'body', 'origin', 'sockets']) {
    expect(text).toMatch(new RegExp(`graphql_refused_total\\{reason="${reason}"\\} [1-9]`));
  }
});

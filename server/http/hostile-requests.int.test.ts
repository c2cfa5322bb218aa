import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { answerOf } from '../testing/graphql.ts';
import { HOSTILE_REQUESTS } from '../testing/hostile-corpus.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Sends the lines as they are, which no HTTP client would; answers all that came until the server hung up. */
async function raw(...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

const get = (address: string, host = 'localhost') => [`GET ${address} HTTP/1.1`, `Host: ${host}`];

beforeEach(() => {
  server.logged.length = 0;
});

async function expectUnhurt(): Promise<void> {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
}

describe('an address that is none', () => {
  it.each(['//', '///', '//[', 'http://[', 'http://other.example/graphql'])(
    'leads nowhere: %s',
    async (address) => {
      expect(await raw(...get(address), ...UPGRADE)).toMatch(/^HTTP\/1\.1 404 /);
      expect(await raw(...get(address), 'Connection: close')).toMatch(/^HTTP\/1\.1 40[04] /);
      await expectUnhurt();
    },
  );

  it.each(['a b', '[', '%00', 'x:port'])(
    'is refused without a word about our files: Host: %s',
    async (host) => {
      const path = '/graphql?query=%7B__typename%7D';
      expect(await raw(...get(path, host), ...UPGRADE)).toMatch(/^HTTP\/1\.1 404 /);
      const answer = await raw(...get(path, host), 'Connection: close');
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toContain('node_modules');
      await expectUnhurt();
    },
  );
});

it('a client that hangs up in its body is no error, and no outage of ours', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const head = ['POST /account/verify HTTP/1.1', 'Host: localhost', 'Content-Length: 100', '', 'token='];
  socket.write(head.join('\r\n'));
  await once(socket, 'connect');
  await fetch(`${server.url}/health`);
  socket.destroy();
  const told = () => server.logged.find(({ message }) => /hung up|Unexpected|does not answer/.test(message));
  while (told() === undefined) await new Promise((resolve) => setImmediate(resolve));
  expect(told()).toMatchObject({ level: 'debug' });
});

describe('a site that lets its name lead here', () => {
  it.each(['/api/demo', '/graphql'])('does not get the demo key from %s', async (path) => {
    const ask = (host: string) => raw(...get(path, host), 'Accept: text/html', 'Connection: close');
    const answer = await ask('evil.example:3000');
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain(server.workspace.ownerKey);
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000', '192.168.1.5:3000', 'cg.localhost']) {
      expect(await ask(host)).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

describe('a client that breaks off', () => {
  it('in the middle of its body is no error of ours', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const head = [
      'POST /graphql HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      'Content-Length: 100',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n{"query":`);
    // The answer to a later request comes after the server has met the first one's body.
    await fetch(`${server.url}/health`);
    socket.resetAndDestroy();
    await expectUnhurt();
  });
});

describe('a document that costs more than it says', () => {
  const nested = (levels: number) => '{a'.repeat(levels) + '}'.repeat(levels);
  const chained = (length: number) =>
    '{...F0}' +
    Array.from({ length }, (_, index) => `fragment F${index} on Query{...F${index + 1}}`).join('') +
    `fragment F${length} on Query{__typename}`;
  it.each([
    ['a field that repeats', `{${'__typename '.repeat(80_000)}}`],
    ['directives', `{__typename ${'@skip(if:false)'.repeat(60_000)}}`],
    ['nested fields', nested(200_000)],
    ['nested lists', `{a(x:${'['.repeat(400_000)})}`],
    ['nested types', `query($a:${'['.repeat(400_000)}ID){a}`],
    ['a chain of fragments', chained(5_000)],
    ['as many nested fields as are read', nested(1_300)],
    ['as long a chain of fragments as is read', chained(500)],
  ])('is refused or answered, and never a bug of ours: %s', async (_what, document) => {
    const answer = await server.execute(document);
    expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
    expect(answer.text.length).toBeLessThan(100_000);
    await expectUnhurt();
  });

  it('is not kept', async () => {
    const heapAfter = async (sent: number) => {
      for (let index = 0; index < sent; index += 1) {
        await server.execute(`{ a${index}: ${'__typename '.repeat(40_000)}}`);
      }
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(2);
    expect((await heapAfter(20)) - before).toBeLessThan(200_000_000);
  });
});

describe('what no honest client sends', () => {
  const target = () => ({ url: server.graphqlUrl, apiKey: server.workspace.ownerKey });

  it.each(HOSTILE_REQUESTS.map((request) => [request.name, request] as const))(
    'is refused with its code: %s',
    async (_name, { send, code, status }) => {
      const answer = await answerOf(await send(target()), {});
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
      await expectUnhurt();
    },
  );

  it('neither stalls the server nor fills its memory when all of it comes at once', async () => {
    await server.runtime.services.metrics.print();
    const before = process.memoryUsage().rss;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        Promise.all(HOSTILE_REQUESTS.map(async ({ send }) => (await send(target())).text())),
      ),
    );
    expect((await server.execute('{ viewer { __typename } }')).status).toBe(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
  });
});

describe('a socket', () => {
  const open = async () => {
    const socket = new WebSocket(server.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return socket;
  };
  const closeCode = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];

  it('that speaks nonsense is closed and not printed', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const nonsense of [Buffer.from([0xff, 0xff]), Buffer.from([0x81, 0x02, 0x41, 0x41])]) {
      const socket = await open();
      (socket as unknown as { _socket: Socket })._socket.write(nonsense);
      expect(await closeCode(socket)).toBe(1002);
    }
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    await expectUnhurt();
  });

  it('is told to come back later while the database fails, and nothing of the reason', async () => {
    const { database } = server.runtime.services;
    await database.execute('ALTER TABLE "ApiKey" RENAME TO "Hidden"');
    try {
      const socket = await open();
      const payload = { authorization: `Bearer ${server.workspace.ownerKey}` };
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
      const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
      expect([code, reason.toString()]).toEqual([1013, 'Try again later']);
    } finally {
      await database.execute('ALTER TABLE "Hidden" RENAME TO "ApiKey"');
    }
  });

  it('is told a code also where the operation it names is none', async () => {
    const socket = await open();
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const payload = { query: '{ __typename }', operationName: 'toString' };
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    socket.close();
  });
});

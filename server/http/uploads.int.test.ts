import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../testing/server.ts';

const BOUNDARY = 'x-boundary';
const MUTATION = `mutation ($input: ImportAnalyticsInput!) { importAnalytics(input: $input) {
  __typename ... on Error { code message } ... on ValidationError { issues { path message } } } }`;

let server: TestServer;
let connection: string;
beforeAll(async () => {
  server = await startTestServer();
  [connection] = (await server.workspace.connect(['maya'])) as [string];
});
afterAll(() => server.stop());
beforeEach(() => {
  server.logged.length = 0;
});

const operations = (query = MUTATION, input: object = {}) =>
  JSON.stringify({ query, variables: { input: { connectionId: connection, file: null, ...input } } });
const MAP = JSON.stringify({ 0: ['variables.input.file'] });

function field(name: string, value: string): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}
function fileHead(name = '0', fileName = 'Overview.csv'): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n`;
}
const END = `\r\n--${BOUNDARY}--\r\n`;

/** A request whose body is yet to be written. */
function begin(headers: Record<string, string> = {}): {
  sending: ClientRequest;
  answer: Promise<IncomingMessage>;
} {
  const sending = request(server.graphqlUrl, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'graphql-require-preflight': '1',
      authorization: `Bearer ${server.workspace.ownerKey}`,
      accept: 'application/graphql-response+json',
      ...headers,
    },
  });
  sending.on('error', () => undefined);
  const answer = once(sending, 'response').then(([response]) => response as IncomingMessage);
  // Who breaks off hears nothing.
  answer.catch(() => undefined);
  return { sending, answer };
}

interface Body {
  data?: Record<string, { __typename?: string; code?: string; message?: string } | string>;
  errors?: object[];
}

async function read(response: IncomingMessage): Promise<{ status: number; body: Body }> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
  return { status: response.statusCode!, body: JSON.parse(text) as Body };
}

async function send(body: string, headers: Record<string, string> = {}) {
  const { sending, answer } = begin(headers);
  sending.end(body);
  return read(await answer);
}

/** Uploads that lie in the spool now; the name of a file that is being read has a part more. */
async function spooled(): Promise<string[]> {
  const folder = join(server.runtime.services.config.dataDir, 'spool');
  const [own] = await readdir(folder);
  return (await readdir(join(folder, own!))).filter((name) => name.split('-').length === 5);
}

async function expectUnhurt(): Promise<void> {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
}

describe('a request with a file', () => {
  it('is refused where a form of any page could have sent it', async () => {
    const body = field('operations', operations()) + field('map', MAP) + fileHead() + END;
    const headers = { 'graphql-require-preflight': 'false' };
    const { sending, answer } = begin();
    sending.removeHeader('graphql-require-preflight');
    sending.end(body);
    expect(await read(await answer)).toEqual({
      status: 400,
      body: {
        errors: [
          expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
        ],
      },
    });
    // Its value is of no account.
    expect((await send(body, headers)).body).toMatchObject({
      data: { importAnalytics: { code: 'IMPORT_UNREADABLE' } },
    });
  });

  it.each(['apollo-require-preflight', 'x-graphql-yoga-csrf'])(
    'may show by %s that none did',
    async (header) => {
      const body = field('operations', operations()) + field('map', MAP) + fileHead() + END;
      const { sending, answer } = begin({ [header]: '1' });
      sending.removeHeader('graphql-require-preflight');
      sending.end(body);
      expect((await read(await answer)).status).toBe(200);
    },
  );

  const twoFiles = JSON.stringify({ 0: ['variables.input.file'], 1: ['variables.input.file'] });
  it.each([
    ['its map comes first', () => field('map', MAP) + fileHead() + END, 400],
    ['its file comes first', () => fileHead() + END, 400],
    ['there is no file', () => field('operations', operations()) + field('map', MAP) + END.slice(2), 400],
    ['there is no operation', () => END.slice(2), 400],
    ['the operation is no JSON', () => field('operations', '{') + field('map', MAP) + fileHead() + END, 400],
    ['the operation is a number', () => field('operations', '1') + field('map', MAP) + fileHead() + END, 400],
    [
      'the map is a list of texts',
      () => field('operations', operations()) + field('map', '{"0":"a"}') + fileHead() + END,
      400,
    ],
    [
      'it says something else besides',
      () => field('operations', operations()) + field('more', '') + fileHead() + END,
      400,
    ],
    [
      'the file would be put where no null is',
      () =>
        field('operations', operations()) +
        field('map', '{"0":["variables.input.connectionId"]}') +
        fileHead() +
        END,
      400,
    ],
    [
      'the file would be put into the prototype of all objects',
      () =>
        field('operations', operations()) + field('map', '{"0":["__proto__.polluted"]}') + fileHead() + END,
      400,
    ],
    [
      'the map has two files',
      () => field('operations', operations()) + field('map', twoFiles) + fileHead() + END,
      413,
    ],
    [
      'the operation is above 1 MB',
      () => field('operations', operations() + ' '.repeat(1_000_001)) + field('map', MAP) + fileHead() + END,
      413,
    ],
  ])('is refused where %s', async (_what, body, status) => {
    const answer = await send(body());
    expect(answer.status).toBe(status);
    const code = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_USER_INPUT';
    expect(answer.body).toEqual({ errors: [expect.objectContaining({ extensions: { code } })] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await expectUnhurt();
  });

  it('is refused without a boundary', async () => {
    const answer = await send('', { 'content-type': 'multipart/form-data' });
    expect(answer.status).toBe(400);
    await expectUnhurt();
  });

  it('keeps to one operation, and one place for its file', async () => {
    const batch = await send(
      field('operations', `[${operations()}]`) +
        field('map', '{"0":["0.variables.input.file"]}') +
        fileHead() +
        END,
    );
    expect(batch.status).toBe(400);
    const twice = `mutation ($input: ImportAnalyticsInput!) {
      a: importAnalytics(input: $input) { ... on Error { code } } b: importAnalytics(input: $input) { ... on Error { code message } } }`;
    const { body } = await send(
      field('operations', operations(twice)) + field('map', MAP) + fileHead() + END,
    );
    expect(body.data).toEqual({
      a: { code: 'IMPORT_UNREADABLE' },
      b: { code: 'BAD_USER_INPUT', message: expect.stringContaining('one place') },
    });
  });

  it('may have no file at all', async () => {
    const { body } = await send(
      field('operations', JSON.stringify({ query: '{ __typename }' })) + field('map', '{}') + END.slice(2),
    );
    expect(body).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('brings the name of the file without folders and signs that steer', async () => {
    const csv =
      '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n"January 1","1","1","1","1","1"';
    const name = '../../etc/\u202eÜbersicht.csv';
    const { body } = await send(
      field('operations', operations()) + field('map', MAP) + fileHead('0', name) + csv + END,
    );
    expect(body).toMatchObject({ data: { importAnalytics: { __typename: 'AnalyticsImport' } } });
    const stored = await server.runtime.services.database.prisma.analyticsImport.findFirstOrThrow({
      orderBy: { id: 'desc' },
    });
    expect(stored.fileName).toBe('Übersicht.csv');
  });
});

describe('a file that may not come', () => {
  const started = () => field('operations', operations()) + field('map', MAP) + fileHead();

  it.each([
    ['a stranger', () => null, 401],
    ['an editor', async () => (await server.workspace.addKey({ role: 'EDITOR' })).secret, 200],
    ['another workspace', async () => (await server.addWorkspace()).ownerKey, 200],
  ])('is answered before it is received: of %s', async (_who, keyOf, status) => {
    const key = await keyOf();
    const { sending, answer } = begin(key === null ? {} : { authorization: `Bearer ${key}` });
    if (key === null) sending.removeHeader('authorization');
    sending.setHeader('content-length', 200_000_000);
    sending.write(started() + 'x'.repeat(100_000));
    // The rest of the file is never sent.
    const { status: answered } = await read(await answer);
    expect(answered).toBe(status);
    expect(await spooled()).toEqual([]);
    sending.destroy();
    await expectUnhurt();
  });

  it('is dropped, and the connection lives on', async () => {
    const { secret } = await server.workspace.addKey({ role: 'EDITOR' });
    const { body } = await send(started() + 'x'.repeat(20_000_000) + END, {
      authorization: `Bearer ${secret}`,
    });
    expect(body).toMatchObject({ data: { importAnalytics: { code: 'FORBIDDEN' } } });
    await expectUnhurt();
  });
});

describe('a file that is too large', () => {
  it('is cut at 200 MB, told so, and never in memory nor left on the disk', async () => {
    const piece = Buffer.alloc(1_000_000);
    const { sending, answer } = begin();
    sending.write(field('operations', operations()) + field('map', MAP) + fileHead());
    const state = { isAnswered: false };
    const response = answer.finally(() => {
      state.isAnswered = true;
    });
    const before = process.memoryUsage().rss;
    let most = before;
    let sent = 0;
    while (!state.isAnswered && sent < 400) {
      sent += 1;
      if (!sending.write(piece)) await Promise.race([once(sending, 'drain'), response]);
      most = Math.max(most, process.memoryUsage().rss);
    }
    const { body } = await read(await response);
    expect(body).toMatchObject({
      data: {
        importAnalytics: {
          __typename: 'ValidationError',
          code: 'PAYLOAD_TOO_LARGE',
          message: expect.any(String),
          issues: [{ path: ['input', 'file'], message: 'is larger than 200 MB' }],
        },
      },
    });
    expect(sent).toBeGreaterThanOrEqual(200);
    expect(sent).toBeLessThan(260);
    expect(most - before).toBeLessThan(100_000_000);
    expect(await spooled()).toEqual([]);
    sending.destroy();
    await expectUnhurt();
  }, 60_000);
});

describe('a client that breaks off', () => {
  it('in the middle of a file leaves nothing', async () => {
    const { sending } = begin();
    sending.write(field('operations', operations()) + field('map', MAP) + fileHead() + 'x'.repeat(300_000));
    // Received as far as it was sent.
    while ((await spooled()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sending.destroy();
    while ((await spooled()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await expectUnhurt();
  });
});

describe('a file over a socket', () => {
  it('is refused', async () => {
    const socket = new WebSocket(server.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    const authorization = `Bearer ${server.workspace.ownerKey}`;
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    const payload = { query: MUTATION, variables: { input: { connectionId: connection, file: 'x' } } };
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(answer.toString()).toContain('GraphQL multipart request');
    socket.close();
  });
});

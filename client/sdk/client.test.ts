/** @jest-environment node */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';
import type { ClientOptions, CreatorgraphClient } from './client.ts';
import {
  BadResponseError,
  InternalServerError,
  LimitError,
  NetworkError,
  NotFoundError,
  ServiceUnavailableError,
  UnauthenticatedError,
} from './errors.ts';
import {
  ImportAnalyticsDocument,
  ImportDocument,
  ImportTrendsDocument,
  SyncConnectionDocument,
  VideosDocument,
  ViewerDocument,
} from './gql/graphql.ts';
import { collect } from './paginate.ts';
import { startScriptedServer } from './testing/scripted-server.ts';
import type { Answer, Script } from './testing/scripted-server.ts';

async function setUp(script: Script, options: Partial<ClientOptions> = {}) {
  const server = await startScriptedServer(script);
  const client = createClient({
    url: server.url,
    backoff: { initialMs: 1, maxMs: 2 },
    apiKey: 'cg_key',
    ...options,
  });
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const viewer = { viewer: { user: null, apiKey: null, workspaces: [] }, serverInfo: { version: '1' } };
const ok: Answer = { body: { data: viewer } };
const failed = (code: string, status = 200, extensions = {}): Answer => ({
  status,
  body: { errors: [{ message: 'No.', extensions: { code, ...extensions } }] },
});

describe('query', () => {
  test('sends the key and prefers the new media type', async () => {
    await using kit = await setUp({ answer: () => ok });
    await expect(kit.client.query(ViewerDocument)).resolves.toEqual(viewer);
    expect(kit.server.seen).toEqual([
      {
        operationName: 'Viewer',
        variables: {},
        authorization: 'Bearer cg_key',
        accept: 'application/graphql-response+json, application/json;q=0.9',
      },
    ]);
  });

  test.each([
    ['a masked bug', failed('INTERNAL_SERVER_ERROR', 500, { errorId: 'e-1' }), InternalServerError],
    ['a code newer than the client', failed('SOMETHING_NEW', 200, { errorId: 'e-1' }), InternalServerError],
    ['a missing object', failed('NOT_FOUND'), NotFoundError],
    ['a refused key', failed('UNAUTHENTICATED', 401), UnauthenticatedError],
    ['too costly a document', failed('QUERY_TOO_COMPLEX', 400), LimitError],
    ['a 429 without a body', { status: 429, body: '' } as const, LimitError],
    ['a page of a proxy', { body: '<html>' } as const, BadResponseError],
    ['a failure page of a proxy', { status: 500, body: '<html>' } as const, BadResponseError],
  ])('throws the typed error for %s, once', async (_name, answer, expected) => {
    await using kit = await setUp({ answer: () => answer });
    const error: unknown = await kit.client.query(ViewerDocument).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(expected);
    if (expected === InternalServerError) expect(error).toMatchObject({ errorId: 'e-1' });
    expect(kit.server.seen).toHaveLength(1);
  });

  test.each([
    ['a cut connection', 'cut' as const],
    ['a 503', failed('SERVICE_UNAVAILABLE', 503)],
    ['a 503 of a proxy', { status: 503, headers: { 'retry-after': '0' }, body: '' } as const],
  ])('tries again after %s', async (_name, bad) => {
    await using kit = await setUp({ answer: (_request, nth) => (nth < 3 ? bad : ok) });
    await expect(kit.client.query(ViewerDocument)).resolves.toEqual(viewer);
    expect(kit.server.seen).toHaveLength(3);
  });

  test('leaves a long Retry-After to the caller', async () => {
    await using kit = await setUp({
      answer: () => ({ status: 503, headers: { 'retry-after': '120' }, body: '' }),
    });
    const error: unknown = await kit.client.query(ViewerDocument).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceUnavailableError);
    expect(error).toMatchObject({ retryAfterSeconds: 120 });
    expect(kit.server.seen).toHaveLength(1);
  });

  test('gives up after the retries', async () => {
    await using kit = await setUp({ answer: () => 'cut' }, { retries: 2 });
    await expect(kit.client.query(ViewerDocument)).rejects.toBeInstanceOf(NetworkError);
    expect(kit.server.seen).toHaveLength(3);
  });

  test('asks for a fresh token once when the old one is refused', async () => {
    await using kit = await setUp(
      { refuses: (authorization) => authorization !== 'Bearer fresh', answer: () => ok },
      { getToken: ({ refresh }) => Promise.resolve(refresh ? 'fresh' : 'stale') },
    );
    await expect(kit.client.query(ViewerDocument)).resolves.toEqual(viewer);
    expect(kit.server.seen).toHaveLength(2);
  });

  test('passes the reason of an aborted signal through', async () => {
    await using kit = await setUp({ answer: () => ok });
    const signal = AbortSignal.abort(new Error('Enough.'));
    await expect(kit.client.query(ViewerDocument, {}, { signal })).rejects.toThrow('Enough.');
  });

  test('tells of deprecation', async () => {
    const notices: unknown[] = [];
    await using kit = await setUp(
      {
        answer: () => ({
          ...ok,
          headers: { deprecation: '@1790000000', sunset: 'Thu, 01 Oct 2027 00:00:00 GMT' },
        }),
      },
      { onDeprecation: (notice) => notices.push(notice) },
    );
    await kit.client.query(ViewerDocument);
    expect(notices).toEqual([
      {
        operationName: 'Viewer',
        deprecation: '@1790000000',
        sunset: 'Thu, 01 Oct 2027 00:00:00 GMT',
        link: null,
      },
    ]);
  });
});

describe('request', () => {
  test('gives what was answered beside the errors of what was not', async () => {
    await using kit = await setUp({
      answer: () => ({
        body: {
          data: { ...viewer, viewer: null },
          errors: [{ message: 'No.', path: ['viewer'], extensions: { code: 'NOT_FOUND' } }],
        },
      }),
    });
    const { data, errors } = await kit.client.request(ViewerDocument);
    expect(data?.serverInfo.version).toBe('1');
    expect(errors).toEqual([expect.any(NotFoundError)]);
  });
});

describe('mutate', () => {
  const synced = { data: { syncConnection: { __typename: 'TikTokConnection', id: 'c-1' } } };

  test('does not repeat what the server might do twice', async () => {
    await using kit = await setUp({ answer: () => 'cut' });
    const sent = kit.client.mutate(SyncConnectionDocument, { input: { connectionId: 'c-1' } });
    await expect(sent).rejects.toBeInstanceOf(NetworkError);
    expect(kit.server.seen).toHaveLength(1);
  });

  test('repeats with the same idempotency key', async () => {
    await using kit = await setUp({ answer: (_request, nth) => (nth === 1 ? 'cut' : { body: synced }) });
    const input = { connectionId: 'c-1', idempotencyKey: 'k' };
    await expect(kit.client.mutate(SyncConnectionDocument, { input })).resolves.toEqual(synced.data);
    expect(kit.server.seen.map(({ variables }) => variables)).toEqual([{ input }, { input }]);
  });
});

describe('messages', () => {
  const messageOf = (error: unknown) => (error as Error).message;

  test('name the address that refused, without its query string', async () => {
    await using kit = await setUp({ answer: () => ({ status: 405, body: '' }) });
    const client = createClient({ url: `${kit.server.url}?key=secret` });
    const message = await client.query(ViewerDocument).catch(messageOf);
    expect(message).toBe(`${kit.server.url} answered 405. Is \`url\` the path of the GraphQL endpoint?`);
  });

  test.each(['websocket', 'sse'] as const)(
    'name the address that did not answer over %s',
    async (transport) => {
      const client = createClient({ url: 'http://127.0.0.1:9/graphql', transport, retries: 0 });
      await expect(client.query(ViewerDocument)).rejects.toThrow(
        'http://127.0.0.1:9/graphql did not answer.',
      );
      await expect(client.subscribe(ViewerDocument)[Symbol.asyncIterator]().next()).rejects.toThrow(
        '://127.0.0.1:9/graphql',
      );
    },
  );
});

describe('on a runtime as old as Node 20', () => {
  const { WebSocket } = globalThis;
  const { withResolvers } = Promise;
  beforeAll(() => {
    Object.assign(globalThis, { WebSocket: undefined });
    Object.assign(Promise, { withResolvers: undefined });
  });
  afterAll(() => {
    Object.assign(globalThis, { WebSocket });
    Object.assign(Promise, { withResolvers });
  });
  const script: Script = { stream: () => ({ responses: [{ data: viewer }], then: 'complete' }) };
  const readAll = async (client: CreatorgraphClient) => {
    const received: unknown[] = [];
    for await (const data of client.subscribe(ViewerDocument)) received.push(data);
    return received;
  };

  test('without a WebSocket the error names the options that help, and closing is fine', async () => {
    await using kit = await setUp(script);
    const words = /no WebSocket.*`webSocket`.*`transport: 'sse'`/;
    await expect(readAll(kit.client)).rejects.toThrow(words);
    await expect(kit.client.followRun('r-1').next()).rejects.toThrow(words);
    await kit.client.close();
  });

  test.each([
    ['a WebSocket that is given', { webSocket: WebSocket }],
    ['SSE', { transport: 'sse' }],
  ] as const)('subscriptions work over %s', async (_name, options) => {
    await using kit = await setUp(script, options);
    await expect(readAll(kit.client)).resolves.toEqual([viewer]);
    await kit.client.close();
  });
});

describe('paginate', () => {
  const page = (after: unknown): Answer => {
    const from = after === undefined ? 0 : Number(after);
    return {
      body: {
        data: {
          videos: {
            edges: [from, from + 1].map((id) => ({ cursor: String(id), node: { id: String(id) } })),
            pageInfo: { hasNextPage: from < 4, endCursor: String(from + 2) },
          },
        },
      },
    };
  };

  test('walks all pages, in order', async () => {
    await using kit = await setUp({ answer: ({ variables }) => page(variables['after']) });
    const videos = kit.client.paginate(VideosDocument, { first: 2 }, (data) => data.videos);
    expect((await collect(videos, 100)).map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(kit.server.seen.map(({ variables }) => variables)).toEqual([
      { first: 2 },
      { first: 2, after: '2' },
      { first: 2, after: '4' },
    ]);
  });

  test('fetches no page that nobody asks for', async () => {
    await using kit = await setUp({ answer: ({ variables }) => page(variables['after']) });
    const videos = kit.client.paginate(VideosDocument, { first: 2 }, (data) => data.videos, { limit: 2 });
    expect(await collect(videos, 100)).toHaveLength(2);
    expect(kit.server.seen).toHaveLength(1);
  });
});

describe('subscribe', () => {
  test.each(['websocket', 'sse'] as const)('over %s throws when the connection is cut', async (transport) => {
    await using kit = await setUp(
      { stream: () => ({ responses: [{ data: viewer }], then: 'cut' }) },
      { transport },
    );
    const received: unknown[] = [];
    const loop = async () => {
      for await (const data of kit.client.subscribe(ViewerDocument)) received.push(data);
    };
    await expect(loop()).rejects.toBeInstanceOf(NetworkError);
    expect(received).toEqual([viewer]);
    await kit.client.close();
  });
});

describe('a file', () => {
  const input = { connectionId: 'c', idempotencyKey: 'k' };
  const begun = { importAnalytics: { __typename: 'AnalyticsImport', id: 'i' } };

  test('goes as a multipart request, in the place that the operation has for it', async () => {
    await using kit = await setUp({ answer: () => ({ body: { data: begun } }) });
    const file = new File(['a,b'], 'Overview.csv', { type: 'text/csv' });
    await expect(kit.client.mutate(ImportAnalyticsDocument, { input: { ...input, file } })).resolves.toEqual(
      begun,
    );
    expect(kit.server.seen).toMatchObject([
      {
        operationName: 'ImportAnalytics',
        variables: { input: { ...input, file: null } },
        authorization: 'Bearer cg_key',
      },
    ]);
    const [form] = kit.server.forms;
    expect(form?.map).toEqual({ 0: ['variables.input.file'] });
    expect(form?.file).toMatchObject({ name: 'Overview.csv' });
    await expect(form?.file.text()).resolves.toBe('a,b');
    expect(form?.preflight).toBe('true');
  });

  test('of trends goes the same way, and is followed by its id', async () => {
    const answers = [{ importTrends: { __typename: 'AnalyticsImport', id: 'i' } }, { node: { id: 'i' } }];
    await using kit = await setUp({ answer: (_request, nth) => ({ body: { data: answers[nth - 1] } }) });
    const file = new File(['{}'], 'list.json', { type: 'application/json' });
    const list = { workspaceId: 'w', region: 'US', file };
    await expect(kit.client.mutate(ImportTrendsDocument, { input: list })).resolves.toEqual(answers[0]);
    await expect(kit.client.query(ImportDocument, { id: 'i' })).resolves.toEqual(answers[1]);
    expect(kit.server.seen).toMatchObject([
      { operationName: 'ImportTrends', variables: { input: { workspaceId: 'w', region: 'US', file: null } } },
      { operationName: 'Import', variables: { id: 'i' } },
    ]);
    await expect(kit.server.forms[0]?.file.text()).resolves.toBe('{}');
  });

  test('is sent again, whole, when the answer was lost', async () => {
    await using kit = await setUp({
      answer: (_request, nth) => (nth === 1 ? 'cut' : { body: { data: begun } }),
    });
    const file = new Blob(['a,b']);
    await kit.client.mutate(ImportAnalyticsDocument, { input: { ...input, file } });
    const texts = await Promise.all(kit.server.forms.map((form) => form.file.text()));
    expect(texts).toEqual(['a,b', 'a,b']);
  });
});

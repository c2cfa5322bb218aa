import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from './data/open-database.ts';
import { encodeGlobalId } from './lib/global-id.ts';
import { newId } from './lib/ids.ts';
import { apiKeyColumns, newApiKeySecret } from './modules/accounts/api-key.service.ts';
import { agreeInBrowser } from './modules/demo/sandbox-person.ts';
import { createTestFolder } from './testing/database.ts';
import { execute } from './testing/graphql.ts';
import { connectSocket, type Live, subscribeOverSocket, subscribeOverSse } from './testing/live.ts';
import { SILENT_LOG } from './testing/log.ts';
import { runServerProcess, type ServerProcess, startServerProcess } from './testing/process.ts';
import { startTestTikTok, type TestTikTok } from './testing/tiktok.ts';

// The tests tell one story, of a server on one data folder that is killed again and again.
let tiktok: TestTikTok;
let home: Awaited<ReturnType<typeof createTestFolder>>;
let environment: NodeJS.ProcessEnv;
let server: ServerProcess;
const secret = newApiKeySecret();
const workspaceId = newId();
let connection: string;

beforeAll(async () => {
  tiktok = await startTestTikTok();
  home = await createTestFolder();
  const database = await openDatabase({ folder: home.folder }, SILENT_LOG);
  await database.prisma.workspace.create({
    data: {
      id: workspaceId,
      name: 'Studio',
      slug: 'studio',
      apiKeys: {
        create: {
          name: 'Key',
          role: 'OWNER',
          scopes: ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'],
          ...apiKeyColumns(secret),
        },
      },
    },
  });
  await database.close();
  environment = {
    CREATORGRAPH_DATA_DIR: home.folder,
    CREATORGRAPH_LOG_LEVEL: 'warn',
    TIKTOK_CLIENT_KEY: tiktok.config.clientKey,
    TIKTOK_CLIENT_SECRET: tiktok.config.clientSecret,
    TIKTOK_REDIRECT_URI: tiktok.config.redirectUri,
    TIKTOK_AUTH_URL: tiktok.config.authUrl,
    TIKTOK_API_URL: tiktok.config.apiUrl,
  };
  server = await startServerProcess(environment);
});
afterAll(async () => {
  await server.end('SIGKILL');
  await tiktok.close();
  await home.drop();
});

async function ask<Data>(document: string, variables: object = {}): Promise<Data> {
  const answer = await execute<Data>(`${server.url}/graphql`, document, { ...variables }, { as: secret });
  return answer.expectData();
}

function follow<Data>(document: string, variables: object, over: 'ws' | 'sse' = 'ws'): Live<Data> {
  const url = `${server.url}/graphql`;
  if (over === 'sse') return subscribeOverSse<Data>(url, secret, document, { ...variables });
  return subscribeOverSocket<Data>(connectSocket(url, secret), document, { ...variables });
}

interface SyncEvent {
  connectionEvents: {
    __typename: string;
    sequence: number;
    progress?: { phase: string; videosSeen: number };
  };
}
const SYNC_EVENTS = `subscription ($id: ID!, $after: Int) { connectionEvents(connectionId: $id, after: $after) {
  __typename sequence ... on SyncProgressed { progress { phase videosSeen } } ... on SyncFailed { error { message } } } }`;

async function untilSync(
  matches: (event: SyncEvent['connectionEvents']) => boolean,
  after: number,
): Promise<number> {
  for await (const { data, errors } of follow<SyncEvent>(SYNC_EVENTS, { id: connection, after })) {
    if (data == null) throw new Error(JSON.stringify(errors));
    if (matches(data.connectionEvents)) return data.connectionEvents.sequence;
  }
  throw new Error('The events of a connection ended');
}

const SYNC = 'mutation ($id: ID!) { syncConnection(input: { connectionId: $id }) { __typename } }';

describe('a server that is killed during a sync', () => {
  it('goes on with it after the next start: nothing is lost and nothing comes twice', async () => {
    await tiktok.fail({ endpoint: 'video/list', kind: 'silence' });
    const { startTikTokAuth } = await ask<{ startTikTokAuth: { authorizationUrl: string } }>(
      'mutation ($id: ID!) { startTikTokAuth(input: { workspaceId: $id }) { ... on StartTikTokAuthPayload { authorizationUrl } } }',
      { id: encodeGlobalId('Workspace', workspaceId) },
    );
    await agreeInBrowser(startTikTokAuth.authorizationUrl, server.url, 'maya');
    const { connections } = await ask<{ connections: { edges: { node: { id: string } }[] } }>(
      '{ connections { edges { node { id } } } }',
    );
    connection = connections.edges[0]!.node.id;

    // Before any page, with the profile stored; then while pages come in.
    let last = await untilSync(({ progress }) => progress?.phase === 'VIDEOS', 0);
    await server.end('SIGKILL');
    await tiktok.fail();
    server = await startServerProcess(environment);
    last = await untilSync(({ progress }) => (progress?.videosSeen ?? 0) > 0, last);
    await server.end('SIGKILL');
    server = await startServerProcess(environment);
    last = await untilSync(({ __typename }) => __typename === 'SyncCompleted', last);

    await ask(SYNC, { id: connection });
    last = await untilSync(({ progress }) => (progress?.videosSeen ?? 0) >= 20, last);
    await server.end('SIGKILL');
    server = await startServerProcess(environment);
    await untilSync(({ __typename }) => __typename === 'SyncCompleted', last);

    interface Stored {
      connection: {
        metrics: { videos: number };
        videos: { totalCount: number; edges: { node: { snapshots: { totalCount: number } } }[] };
      };
    }
    const { connection: stored } = await ask<Stored>(
      `query ($id: ID!) { connection(id: $id) { metrics { videos }
        videos(first: 100) { totalCount edges { node { snapshots(first: 1) { totalCount } } } } } }`,
      { id: connection },
    );
    expect(stored.videos.totalCount).toBe(stored.metrics.videos);
    // Two syncs, however often they were begun.
    expect(new Set(stored.videos.edges.map(({ node }) => node.snapshots.totalCount))).toEqual(new Set([2]));
  }, 90_000);
});

interface RunEvent {
  __typename: string;
  sequence: number;
  attempt?: number;
  index?: number;
  path?: string;
  offset?: number;
  text?: string;
  recommendation?: Record<string, unknown>;
}
const RUN_EVENTS = `subscription ($run: ID!, $after: Int) { recommendationRunEvents(runId: $run, after: $after) {
  __typename sequence
  ... on RunStarted { attempt } ... on RecommendationStarted { index }
  ... on RecommendationDelta { index path offset text }
  ... on RecommendationCompleted { index recommendation { title idea hook caption } } } }`;

/** Events after the last of `seen` are added to it, until one matches or the run ends. */
async function collect(
  run: string,
  seen: RunEvent[],
  until: (event: RunEvent) => boolean,
  over: 'ws' | 'sse',
): Promise<void> {
  const live = follow<{ recommendationRunEvents: RunEvent }>(RUN_EVENTS, { run, after: seen.length }, over);
  for await (const { data, errors } of live) {
    if (data == null) throw new Error(JSON.stringify(errors));
    seen.push(data.recommendationRunEvents);
    if (until(data.recommendationRunEvents)) return;
  }
}

async function startRun(count: number): Promise<string> {
  const { generateRecommendations } = await ask<{ generateRecommendations: { id: string } }>(
    `mutation ($id: ID!, $count: Int!) { generateRecommendations(input: { connectionId: $id, count: $count, language: "en" }) {
      ... on RecommendationRun { id } } }`,
    { id: connection, count },
  );
  return generateRecommendations.id;
}

function foldedTexts(events: RunEvent[]): Map<number, Record<string, string>> {
  const shown = new Map<number, Record<string, string>>();
  for (const { __typename, index, path, offset, text } of events) {
    if (__typename === 'RecommendationStarted') shown.set(index!, {});
    if (__typename !== 'RecommendationDelta') continue;
    const texts = shown.get(index!)!;
    texts[path!] = (texts[path!] ?? '').slice(0, offset) + text!;
  }
  return shown;
}

const isEnd = ({ __typename }: RunEvent) => /^Run(Completed|Failed|Cancelled)$/.test(__typename);

function expectWhole(events: RunEvent[], attempts: number): void {
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
  expect(events.filter(isEnd)).toEqual([
    expect.objectContaining({ __typename: 'RunCompleted', sequence: events.length }),
  ]);
  expect(events.flatMap(({ __typename, attempt }) => (__typename === 'RunStarted' ? [attempt] : []))).toEqual(
    Array.from({ length: attempts }, (_, place) => place + 1),
  );
  const texts = foldedTexts(events);
  const completed = events.filter(({ __typename }) => __typename === 'RecommendationCompleted');
  expect(new Set(completed.map(({ index }) => index)).size).toBe(completed.length);
  for (const { index, recommendation } of completed) {
    for (const [path, text] of Object.entries(recommendation!)) {
      expect(texts.get(index!)?.[path] ?? null).toBe(text);
    }
  }
}

describe('a server that is killed during a run', () => {
  it('ends it in a second attempt, and a reader who resumes has one gapless log', async () => {
    const run = await startRun(2);
    const seen: RunEvent[] = [];
    await collect(run, seen, ({ __typename }) => __typename === 'RecommendationDelta', 'ws');
    await server.end('SIGKILL');
    server = await startServerProcess(environment);
    await collect(run, seen, isEnd, 'sse');
    expectWhole(seen, 2);
  }, 60_000);
});

describe('a data folder', () => {
  it('is refused to a second process in a sentence that names the first', async () => {
    const { code, output } = await runServerProcess(environment);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^The data folder .* is in use by process \d+\. Stop that process/);
    expect(output).not.toContain('    at ');
  });
});

describe('SIGTERM', () => {
  it('ends a server with an open run, socket and stream within 10 s, and the run goes on afterwards', async () => {
    const run = await startRun(10);
    const seen: RunEvent[] = [];
    await collect(run, seen, ({ __typename }) => __typename === 'RecommendationDelta', 'ws');
    const reading = Promise.allSettled(
      (['ws', 'sse'] as const).map((over) => collect(run, [...seen], () => false, over)),
    );
    const { code, afterMs } = await server.end('SIGTERM');
    await reading;
    expect({ code, output: server.output() }).toEqual({
      code: 0,
      output: expect.not.stringContaining('Error'),
    });
    expect(afterMs).toBeLessThan(10_000);

    server = await startServerProcess(environment);
    await collect(run, seen, isEnd, 'ws');
    expectWhole(seen, 2);
  }, 90_000);
});

describe('a configuration with mistakes', () => {
  it('is refused with all of them at once, by the names of the variables', async () => {
    const { code, output } = await runServerProcess({
      PORT: '99999',
      REDIS_URL: 'nonsense',
      CREATORGRAPH_ROLE: 'boss',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'REDIS_URL', 'CREATORGRAPH_ROLE']) expect(output).toContain(`  ${name}: `);
    expect(output).not.toContain('    at ');
  });
});

import { randomBytes } from 'node:crypto';
import type { Overrides, Runtime } from '../app/runtime.ts';
import type { DoorLimits } from '../http/door-limits.ts';
import { newId } from '../lib/ids.ts';
import { apiKeyColumns, newApiKeySecret } from '../modules/accounts/api-key.service.ts';
import type { ApiKeyScope, WorkspaceRole } from '../modules/accounts/role.ts';
import { syncNow } from '../modules/collector/sync.service.ts';
import { copyImagesJob } from '../modules/covers/copy-images.job.ts';
import { refreshAnalysesJob, refreshDueJob } from '../modules/performance/refresh-analyses.job.ts';
import { corpusDueJob, countCorpusJob } from '../modules/trends/corpus/count-corpus.job.ts';
import { agreeInBrowser } from '../modules/demo/sandbox-person.ts';
import type { RecommendationEngines } from '../modules/recommendations/engine.ts';
import { collectTrendsJob } from '../modules/trends/source/collect-trends.job.ts';
import { createStatisticalEngine } from '../modules/recommendations/statistical/statistical.engine.ts';
import { decodeGlobalId, encodeGlobalId } from '../lib/global-id.ts';
import { SANDBOX_RESEARCH_CLIENT_KEY, SANDBOX_RESEARCH_CLIENT_SECRET } from '../sandbox/tiktok/server.ts';
import { startServer } from '../start.ts';
import { TIKTOK_ENDPOINTS } from '../vendors/tiktok/port.ts';
import { createTestFolder, createTestLocation } from './database.ts';
import { type Answer, type Caller, execute, type OperationOptions, type Variables } from './graphql.ts';
import { connectSocket, type Live, subscribeOverSocket, subscribeOverSse } from './live.ts';
import { createRecordingLog, type LogEntry } from './log.ts';
import { addPerson, type PersonOptions, type TestPerson } from './person.ts';
import { startTestTikTok, type TestTikTok } from './tiktok.ts';

const DAY_MS = 24 * 3_600_000;

const BOUNDLESS = Object.fromEntries(
  TIKTOK_ENDPOINTS.map((endpoint) => [endpoint, { limit: 1_000_000, windowMs: 60_000 }]),
);

export interface TestServerOptions {
  environment?: NodeJS.ProcessEnv;
  /** @default a statistical engine that does not pause, and a TikTok client that gives up soon */
  overrides?: Overrides;
  /** What the door lets through. */
  limits?: Partial<DoorLimits>;
  /** Whether covers and avatars are copied, which keeps the machine busy. @default false */
  withPictures?: boolean;
  /** Whether the sandbox's Research API is a source of trends. @default false */
  withResearch?: boolean;
  /** Between the pieces that the statistical engine writes. @default 0 */
  paceMs?: number;
}

export interface SubscribeOptions {
  /** @default the key of the first workspace's owner */
  as?: Caller;
  /** @default 'ws' */
  over?: 'ws' | 'sse';
}

/** The whole server on free ports, with a database and a TikTok sandbox of its own. */
export interface TestServer {
  /** Its origin. */
  readonly url: string;
  readonly graphqlUrl: string;
  readonly runtime: Runtime;
  readonly sandbox: TestTikTok;
  /** What it logged. */
  readonly logged: LogEntry[];
  /** The workspace that is there from the start; its owner is whoever asks without saying who. */
  readonly workspace: TestWorkspace;
  execute<Data>(document: string, variables?: Variables, options?: OperationOptions): Promise<Answer<Data>>;
  subscribe<Data>(document: string, variables?: Variables, options?: SubscribeOptions): Live<Data>;
  addWorkspace(): Promise<TestWorkspace>;
  /** Somebody who signed up, confirmed the address and signed in, all over HTTP. */
  addPerson(options?: PersonOptions): Promise<TestPerson>;
  stop(): Promise<void>;
}

export interface TestWorkspace {
  /** Global id. */
  readonly id: string;
  /** API key with the role OWNER and all scopes. */
  readonly ownerKey: string;
  /** Another key of this workspace. @default role OWNER, all scopes, working */
  addKey(options?: {
    role?: WorkspaceRole;
    scopes?: ApiKeyScope[];
    expiresAt?: Date;
    revokedAt?: Date;
  }): Promise<{ secret: string; revoke(): Promise<void> }>;
  /**
   * Connects sandbox creators by the real login, `days` ago by all clocks, and collects them day by day until
   * now. Returns the connections' global ids in the order of the creators.
   */
  connect(creators: readonly string[], options?: { days?: number }): Promise<string[]>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { location, drop } = await createTestLocation();
  const home = 'folder' in location ? { folder: location.folder, drop } : await createTestFolder();
  const sandbox = await startTestTikTok();
  const { log, entries } = createRecordingLog();
  const environment: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PORT: '0',
    CREATORGRAPH_DATA_DIR: home.folder,
    TIKTOK_API_URL: sandbox.config.apiUrl,
    TIKTOK_AUTH_URL: sandbox.config.authUrl,
    TIKTOK_REDIRECT_URI: sandbox.config.redirectUri,
    // Tests ask faster than anybody else.
    CREATORGRAPH_RATE_LIMIT_REQUESTS: '1000000',
    CREATORGRAPH_RATE_LIMIT_COST: '1000000000',
    CREATORGRAPH_STRANGER_RATE_LIMIT_REQUESTS: '1000000',
    CREATORGRAPH_STRANGER_RATE_LIMIT_COST: '1000000000',
    ...('url' in location && {
      DATABASE_URL: location.url,
      CREATORGRAPH_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    }),
    ...(options.withResearch === true && {
      TIKTOK_RESEARCH_API_URL: sandbox.config.apiUrl,
      TIKTOK_RESEARCH_CLIENT_KEY: SANDBOX_RESEARCH_CLIENT_KEY,
      TIKTOK_RESEARCH_CLIENT_SECRET: SANDBOX_RESEARCH_CLIENT_SECRET,
    }),
    ...(process.env['TEST_REDIS_URL'] !== undefined && { REDIS_URL: process.env['TEST_REDIS_URL'] }),
    ...options.environment,
  };
  const isWithModel = environment['OPENAI_API_KEY'] !== undefined;
  const server = await startServer({
    environment,
    createLog: () => log,
    withDemo: false,
    ...(options.limits && { limits: options.limits }),
    overrides: {
      tiktokPatience: { timeoutMs: 1_000, retryBaseMs: 1 },
      trendPatience: { timeoutMs: 5_000, retryBaseMs: 1, paceMs: 0 },
      // Test servers share one app, and some of them a Redis: what one meets is no business of the others.
      callOwner: `test:${newId()}`,
      ...(environment['REDIS_URL'] && { callLimits: BOUNDLESS }),
      ...(isWithModel ? {} : { engines: onlyStatistical(options.paceMs ?? 0) }),
      idleJobs: [
        // Tests call these themselves, so that nothing happens beside what they look at.
        refreshAnalysesJob,
        refreshDueJob,
        countCorpusJob,
        corpusDueJob,
        collectTrendsJob,
        ...(options.withPictures === true ? [] : [copyImagesJob]),
      ],
      ...options.overrides,
    },
  });
  const { runtime } = server;
  const { services } = runtime;
  const url = `http://127.0.0.1:${server.config.port}`;
  const graphqlUrl = `${url}/graphql`;
  const leave: (() => unknown)[] = [];

  function workspaceOf(rowId: string, ownerKey: string): TestWorkspace {
    const id = encodeGlobalId('Workspace', rowId);

    async function login(creator: string): Promise<string> {
      const started = await testServer.execute<{ startTikTokAuth: { authorizationUrl: string } }>(
        `mutation ($id: ID!) { startTikTokAuth(input: { workspaceId: $id }) {
          ... on StartTikTokAuthPayload { authorizationUrl } ... on Error { code message } } }`,
        { id },
        { as: ownerKey },
      );
      await agreeInBrowser(started.expectData().startTikTokAuth.authorizationUrl, url, creator);
      const { id: connectionId } = await services.database.prisma.tikTokConnection.findFirstOrThrow({
        where: { workspaceId: rowId },
        orderBy: { id: 'desc' },
      });
      return encodeGlobalId('TikTokConnection', connectionId);
    }

    return {
      id,
      ownerKey,
      addKey: (key) => addKey(rowId, key),
      async connect(creators, { days = 0 } = {}) {
        const now = Date.now();
        const standAt = async (daysAgo: number) => {
          const instant = new Date(now - daysAgo * DAY_MS);
          runtime.clock.standAt(instant);
          await sandbox.standAt(instant);
        };
        if (days > 0) await standAt(days);
        const ids: string[] = [];
        for (const creator of creators) ids.push(await login(creator));
        for (const id of ids) await firstSync(testServer, id, ownerKey);
        for (let daysAgo = days - 1; daysAgo >= 0; daysAgo -= 1) {
          await standAt(daysAgo);
          for (const id of ids) await syncNow(services, decodeGlobalId(id).id);
        }
        runtime.clock.release();
        await sandbox.standAt(null);
        return ids;
      },
    };
  }

  async function addKey(
    workspaceId: string,
    key: Parameters<TestWorkspace['addKey']>[0] = {},
  ): Promise<{ secret: string; revoke(): Promise<void> }> {
    const { prisma } = services.database;
    const id = newId();
    const secret = newApiKeySecret();
    const { role = 'OWNER', scopes = ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'], ...dates } = key;
    await prisma.apiKey.create({
      data: {
        id,
        workspaceId,
        name: 'Test key',
        role,
        scopes,
        ...apiKeyColumns(secret),
        createdAt: services.clock.now(),
        ...dates,
      },
    });
    return {
      secret,
      async revoke() {
        await prisma.apiKey.update({ where: { id }, data: { revokedAt: services.clock.now() } });
      },
    };
  }

  // The demo's, where there is a demo.
  const first =
    (await services.database.prisma.workspace.findFirst()) ??
    (await services.database.prisma.workspace.create({
      data: { id: newId(), name: 'Studio', slug: newId(), createdAt: services.clock.now() },
    }));
  const workspace = workspaceOf(first.id, server.demoApiKey ?? (await addKey(first.id)).secret);
  const testServer: TestServer = {
    url,
    graphqlUrl,
    runtime,
    sandbox,
    logged: entries,
    workspace,
    execute: (document, variables = {}, { as: key = workspace.ownerKey, ...rest } = {}) =>
      execute(graphqlUrl, document, variables, { as: key, ...rest }),
    subscribe<Data>(document: string, variables: Variables = {}, { as: key, over }: SubscribeOptions = {}) {
      const caller = key === undefined ? workspace.ownerKey : key;
      if (over === 'sse') {
        const live = subscribeOverSse<Data>(graphqlUrl, caller, document, variables);
        leave.push(() => live.return?.());
        return live;
      }
      const client = connectSocket(graphqlUrl, caller);
      leave.push(() => client.dispose());
      return subscribeOverSocket<Data>(client, document, variables);
    },
    async addWorkspace() {
      const id = newId();
      const createdAt = services.clock.now();
      await services.database.prisma.workspace.create({ data: { id, name: 'Studio', slug: id, createdAt } });
      const { secret } = await addKey(id);
      return workspaceOf(id, secret);
    },
    addPerson: (person) => addPerson(testServer, person),
    async stop() {
      await Promise.all(leave.map((end) => end()));
      await server.stop();
      await sandbox.close();
      await drop();
      await home.drop();
    },
  };
  return testServer;
}

/** The statistical engine alone; with `paceMs` 0 a run is done in an instant. */
export function onlyStatistical(paceMs: number): RecommendationEngines {
  const engine = createStatisticalEngine({ paceMs });
  return { default: engine, byName: (name) => (name === 'STATISTICAL' ? engine : null) };
}

async function firstSync(server: TestServer, connectionId: string, key: string): Promise<void> {
  const events = server.subscribe<{ connectionEvents: { __typename: string } }>(
    'subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) { __typename } }',
    { id: connectionId },
    { as: key },
  );
  for await (const { data, errors } of events) {
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    if (data?.connectionEvents.__typename === 'SyncCompleted') return;
    if (data?.connectionEvents.__typename === 'SyncFailed') throw new Error('The first sync failed');
  }
}

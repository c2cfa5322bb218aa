import { randomBytes } from 'node:crypto';
import { JOBS } from '../app/modules.ts';
import type { Services } from '../app/services.ts';
import type { OpenDatabase } from '../data/database.ts';
import type { TikTokConnection } from '../data/generated/prisma/client.ts';
import { createMetrics } from '../app/metrics.ts';
import { createSqlCallQuota } from '../data/sql-call-quota.ts';
import { createQueue } from '../jobs/queue.ts';
import type { Queue } from '../jobs/queue.ts';
import type { CallLimits } from '../lib/call-quota.ts';
import { createClock } from '../lib/clock.ts';
import type { MovableClock } from '../lib/clock.ts';
import { readConfig } from '../lib/config.ts';
import { newId } from '../lib/ids.ts';
import { createTokenCipher } from '../lib/token-cipher.ts';
import { apiKeyColumns, newApiKeySecret, viewerOfApiKey } from '../modules/accounts/api-key.service.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';
import { connectionStream } from '../modules/connections/connection.events.ts';
import type { ConnectionEvent } from '../modules/connections/connection.events.ts';
import { completeLogin } from '../modules/connections/complete-login.service.ts';
import { beginInBrowser, startLogin } from '../modules/connections/login.service.ts';
import type { StartLoginInput } from '../modules/connections/login.service.ts';
import { read } from '../realtime/event-log.ts';
import { createMemoryPubSub } from '../realtime/pubsub.ts';
import { createStreamHub } from '../realtime/stream-hub.ts';
import { UNLIMITED_CALLS } from './call-quotas.ts';
import { createImageSource } from '../vendors/images/images.ts';
import { createTestDatabase } from './database.ts';
import { createTestFiles } from './files.ts';
import { SILENT_LOG } from './log.ts';
import { startTestTikTok } from './tiktok.ts';
import type { TestTikTok } from './tiktok.ts';
import { createTestTikTokClient } from './tiktok-client.ts';

/** The collector's services on a database and a sandbox of their own. The queue keeps jobs; nobody works on them. */
export interface TestCollector {
  readonly deps: Omit<
    Services,
    | 'engines'
    | 'trendSources'
    | 'idempotency'
    | 'identity'
    | 'attemptLimit'
    | 'callerLimits'
    | 'clock'
    | 'database'
  > & {
    readonly clock: MovableClock;
    readonly database: OpenDatabase;
  };
  readonly sandbox: TestTikTok;
  /** OWNER of `viewer`'s one workspace. */
  readonly viewer: Viewer;
  readonly workspaceId: string;
  /** Moves the clocks of server and sandbox alike. */
  standAt(instant: Date): Promise<void>;
  /** A person's whole way, through TikTok's consent page. */
  connect(options?: ConnectOptions): Promise<TikTokConnection>;
  addWorkspace(): Promise<{ viewer: Viewer; workspaceId: string }>;
  events(connectionId: string): Promise<ConnectionEvent[]>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** @default 'maya' */
  creator?: string;
  /** Switches left on. @default all that are asked for */
  granted?: readonly string[];
  viewer?: Viewer;
  input?: Partial<StartLoginInput>;
  /** Another node of the deployment. @default the collector's own services */
  through?: TestCollector['deps'];
}

export interface CollectorOptions {
  /** Of TikTok's quota, by endpoint: all of them then. @default calls without limit */
  limits?: CallLimits;
  /** Closed with the collector. @default one in this process */
  sandbox?: TestTikTok;
}

export async function createTestCollector(options: CollectorOptions = {}): Promise<TestCollector> {
  const { limits } = options;
  const { database, url, drop } = await createTestDatabase();
  const files = await createTestFiles();
  const encryptionKeys = `test:${randomBytes(32).toString('base64url')}`;
  const sandbox = options.sandbox ?? (await startTestTikTok());
  const clock = createClock();
  const queue: Queue = createQueue(database, SILENT_LOG, { jobs: JOBS });
  await queue.start();
  const metrics = createMetrics(SILENT_LOG);
  const imageSource = createImageSource({
    trustedOrigin: sandbox.config.apiUrl,
    httpsOnly: false,
    log: SILENT_LOG,
    metrics,
  });
  const pubsub = createMemoryPubSub();
  const hub = createStreamHub({ database, pubsub, log: SILENT_LOG });
  const quota =
    limits === undefined
      ? UNLIMITED_CALLS
      : createSqlCallQuota({ database, clock, limits, owner: 'tiktok:test' });
  const deps = {
    config: {
      ...readConfig({}, sandbox.config),
      tiktok: sandbox.config,
      encryptionKeys,
      databaseUrl: url ?? null,
    },
    clock,
    log: SILENT_LOG,
    database,
    files: files.store,
    spool: files.spool,
    queue,
    pubsub,
    hub,
    cipher: createTokenCipher(encryptionKeys),
    mailer: null,
    metrics,
    quota,
    tiktok: createTestTikTokClient(sandbox.config, {
      quota,
      clock,
      metrics,
      timeoutMs: 2_000,
      retryBaseMs: 1,
    }),
    imageSource,
  };
  const remember = async (): Promise<void> => {};

  async function addWorkspace(): Promise<{ viewer: Viewer; workspaceId: string }> {
    const workspaceId = newId();
    const data = { id: workspaceId, name: 'Studio', slug: workspaceId, createdAt: clock.now() };
    await database.prisma.workspace.create({ data });
    const key = await database.prisma.apiKey.create({
      data: {
        id: newId(),
        workspaceId,
        name: 'Test key',
        role: 'OWNER',
        scopes: ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'],
        ...apiKeyColumns(newApiKeySecret()),
      },
    });
    return { viewer: viewerOfApiKey(key), workspaceId };
  }
  const { viewer, workspaceId } = await addWorkspace();

  return {
    deps,
    sandbox,
    viewer,
    workspaceId,
    addWorkspace,
    async standAt(instant) {
      clock.standAt(instant);
      await sandbox.standAt(instant);
    },
    async connect({ creator = 'maya', granted, viewer: by = viewer, input, through = deps } = {}) {
      const [ownWorkspace] = by.roles.keys();
      const login = await startLogin(through, by, { workspaceId: ownWorkspace ?? '', ...input }, remember);
      const { redirectTo } = await beginInBrowser(through, login.state, null);
      const redirect = await sandbox.consent(redirectTo, creator, granted);
      const { connection } = await completeLogin(through, {
        state: login.state,
        code: redirect.get('code'),
        by: { viewer: by },
      });
      return connection;
    },
    events: (connectionId) =>
      read(database.prisma, connectionStream, connectionId, { after: 0, limit: 1_000 }),
    async close() {
      await hub.close();
      await queue.stop({ graceMs: 0 });
      await pubsub.close();
      await imageSource.close();
      await sandbox.close();
      await drop();
      await files.drop();
    },
  };
}

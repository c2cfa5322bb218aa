import { join } from 'node:path';
import { createIdempotency } from '../data/idempotency.ts';
import type { OpenDatabase } from '../data/database.ts';
import { createFileStore } from '../data/create-file-store.ts';
import { applyMigrations } from '../data/migrations.ts';
import { type DatabaseLocation, openDatabase } from '../data/open-database.ts';
import { openSpool } from '../data/spool.ts';
import type { Job } from '../jobs/job.ts';
import { createQueue } from '../jobs/queue.ts';
import type { CallLimits } from '../lib/call-quota.ts';
import { createClock, type MovableClock } from '../lib/clock.ts';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import { orExplain } from '../lib/start-error.ts';
import { createTokenCipher } from '../lib/token-cipher.ts';
import { assertKeysConfigured, observeKeyUse } from '../modules/connections/credential-keys.service.ts';
import { createAttemptLimit } from '../modules/identity/attempt-limit.service.ts';
import { createIdentity } from '../modules/identity/identity.service.ts';
import { createCallerLimits } from '../modules/rate-limit/caller-limits.service.ts';
import { createMemoryPubSub, type PubSub } from '../realtime/pubsub.ts';
import { createPostgreSQLPubSub } from '../realtime/postgresql-pubsub.ts';
import { createStreamHub } from '../realtime/stream-hub.ts';
import type { Mailer } from '../vendors/smtp/port.ts';
import { createTikTok, type TikTokOptions } from '../vendors/tiktok/tiktok.ts';
import { createImageSource, type ImageSourceOptions } from '../vendors/images/images.ts';
import { keysOfDataFolder } from './encryption-keys.ts';
import { createEngines } from './engines.ts';
import { createMetrics } from './metrics.ts';
import { createWorkers, JOBS, SCHEDULES } from './modules.ts';
import type { Services } from './services.ts';
import { observeProcess } from './process-metrics.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { createTikTokQuota } from './tiktok-quota.ts';
import { createTrendSources, type TrendPatience } from './trend-sources.ts';

/** How long running jobs may go on after SIGTERM before they are handed back. */
const JOB_GRACE_MS = 5_000;

/** What a test may put in the place of the real thing. It is borrowed: the runtime never disposes of it. */
export type Overrides = Partial<Pick<Services, 'tiktok' | 'engines' | 'trendSources'>> & {
  clock?: MovableClock;
  /** How patient the TikTok client is. */
  tiktokPatience?: Pick<TikTokOptions, 'timeoutMs' | 'retries' | 'retryBaseMs'>;
  /** How patient the sources of trends are. */
  trendPatience?: TrendPatience;
  /** By endpoint, in the place of the configured ones. */
  callLimits?: CallLimits;
  /** Whose calls count together. @default all of one TikTok app */
  callOwner?: string;
  /** Kinds of jobs that nobody works on. */
  idleJobs?: readonly Job<object>[];
};

export interface Runtime {
  readonly services: Services;
  /** The clock behind `services.clock`, for whoever builds history in fast-forward. */
  readonly clock: MovableClock;
  /** Begins to work on jobs. */
  startWorkers(): Promise<void>;
  /** Ends live streams, and jobs, which are handed back where they take too long. Resolves within 9.5 s. */
  stopWork(): Promise<void>;
  /** The same, then closes all connections, newest first. */
  dispose(): Promise<void>;
}

/**
 * Builds every service once, in the order of their dependencies, with the database migrated and the queue ready.
 *
 * @throws when a part cannot be had; what was built by then is disposed of.
 */
export async function createRuntime(config: Config, log: Log, overrides: Overrides = {}): Promise<Runtime> {
  const disposers: (() => Promise<void>)[] = [];
  const owned = async <T>(part: Promise<T>, dispose: (built: T) => Promise<void>): Promise<T> => {
    const built = await part;
    disposers.push(() => dispose(built));
    return built;
  };
  const dispose = () => disposeAll(disposers);

  try {
    const clock = overrides.clock ?? createClock();
    const location = config.databaseUrl === null ? { folder: config.dataDir } : { url: config.databaseUrl };
    const database = await owned(openedDatabase(location, log), (opened) => opened.close());
    await applyMigrations(database, log);
    const files = await owned(createFileStore(config.files), (created) => created.close());
    const spool = await owned(openSpool(join(config.dataDir, 'spool')), (opened) => opened.close());
    const pubsub = await owned(createPubSub(config, database, log), (created) => created.close());
    const hub = createStreamHub({ database, pubsub, log });
    const cipher = createTokenCipher(config.encryptionKeys ?? (await keysOfDataFolder(config.dataDir)));
    await assertKeysConfigured({ database, clock, cipher });
    const metrics = createMetrics(log);
    observeKeyUse({ database, clock, metrics });
    const stopObserving = observeProcess(metrics);
    disposers.push(() => {
      stopObserving();
      return Promise.resolve();
    });
    const imageSource = createImageSource(imageSourceOptions(config, { log, metrics }));
    disposers.push(() => imageSource.close());
    const quota = await owned(
      createTikTokQuota(
        config,
        { database, clock, log, metrics },
        { limits: overrides.callLimits, owner: overrides.callOwner },
      ),
      (created) => created.close(),
    );
    const limiter = await owned(createRateLimiter(config, { database, clock, log }), (created) =>
      created.close(),
    );
    const queue = createQueue(database, log, { jobs: JOBS });
    await queue.start();
    const mailer = await createMailer(config);
    disposers.push(() => Promise.resolve(mailer?.close()));
    const tiktok =
      overrides.tiktok ??
      createTikTok(config.tiktok, log, { quota, clock, metrics, ...overrides.tiktokPatience });
    const parts = { config, clock, log, database, cipher, pubsub, queue, mailer, tiktok };
    const identity = await createIdentity(parts);
    const stopWork = once(async () => {
      await Promise.all([hub.close(), queue.stop({ graceMs: JOB_GRACE_MS })]);
    });
    disposers.push(stopWork);

    const services: Services = {
      config,
      clock,
      log,
      metrics,
      database,
      files,
      spool,
      idempotency: createIdempotency(database, clock),
      queue,
      pubsub,
      hub,
      cipher,
      mailer,
      identity,
      attemptLimit: createAttemptLimit(limiter, { log }),
      tiktok,
      quota,
      callerLimits: createCallerLimits(limiter, { config, log }),
      imageSource,
      engines: overrides.engines ?? (await createEngines(config, log)),
      trendSources:
        overrides.trendSources ??
        createTrendSources(config, { database, clock, log, metrics }, overrides.trendPatience),
    };
    return {
      services,
      clock,
      async startWorkers() {
        const { idleJobs = [] } = overrides;
        await queue.work(createWorkers(services, idleJobs));
        for (const { job, everySeconds } of SCHEDULES) await queue.schedule(job, {}, { everySeconds });
      },
      stopWork,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function openedDatabase(location: DatabaseLocation, log: Log): Promise<OpenDatabase> {
  const opened = openDatabase(location, log);
  return 'url' in location
    ? orExplain('DATABASE_URL', 'The server must run and the database exist.', opened)
    : orExplain('CREATORGRAPH_DATA_DIR', 'The embedded database could not be opened there.', opened);
}

async function createPubSub(config: Config, database: OpenDatabase, log: Log): Promise<PubSub> {
  if (config.redisUrl !== null) {
    const { createRedisPubSub } = await import('../realtime/redis-pubsub.ts');
    return orExplain('REDIS_URL', 'Redis must run there.', createRedisPubSub(config.redisUrl, log));
  }
  return database.kind === 'pglite' ? createMemoryPubSub() : createPostgreSQLPubSub(database);
}

async function createMailer({ mail }: Config): Promise<Mailer | null> {
  if (mail === null) return null;
  const { createSmtpMailer } = await import('../vendors/smtp/smtp.ts');
  return createSmtpMailer(mail);
}

/** TikTok's pictures are on the public internet; the sandbox's, in sandbox mode alone, are wherever it is. */
function imageSourceOptions(
  { mode, tiktok }: Config,
  parts: Pick<ImageSourceOptions, 'log' | 'metrics'>,
): ImageSourceOptions {
  const isLive = mode === 'LIVE';
  return { trustedOrigin: isLive ? null : new URL(tiktok.apiUrl).origin, httpsOnly: isLive, ...parts };
}

/** The same promise for every caller. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** In reverse order; one that fails does not keep the others from being disposed of. */
async function disposeAll(disposers: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let next = disposers.pop(); next !== undefined; next = disposers.pop()) {
    await next().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be disposed of');
}

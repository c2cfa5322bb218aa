import { fromPrisma, PgBoss } from 'pg-boss';
import type { OpenDatabase, Transaction } from '../data/database.ts';
import { newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createJobLoop } from './job-loop.ts';
import type { JobLoop, JobLoopPorts, RunningAttempt } from './job-loop.ts';
import { createJobStore, policyOf, QUEUE_SCHEMA } from './job-store.ts';
import type { Attempt, FetchedJob, QueueSettings } from './job-store.ts';
import { defineJob, JobLostError, WorkerStoppingError } from './job.ts';
import type { Job, JobContext, WorkerBinding } from './job.ts';
import { everyInterval, everyPeriod, within } from './timing.ts';

/** Backstop for what no notification announces: retries that fall due, and notifications lost. */
const POLL_INTERVAL_MS = 1_000;
const HEARTBEAT_INTERVAL_MS = 1_000;
/** Missed for so long, a worker is dead; found within 2 s more and fetched within 1 s: 8 s in all. */
const HEARTBEAT_SECONDS = 5;
/** Later than the worker's own expiry, which can abort the handler. */
const EXPIRE_MARGIN_SECONDS = 30;
const DELETE_AFTER_SECONDS = 3_600;
/** `stop` resolves by then whatever handlers and database do. */
const STOP_LIMIT_MS = 9_500;

/** Jobs that failed for good wait here for their `onExhausted`, stored in the statement that failed them. */
const exhaustedJob = defineJob<object>('queue.exhausted', { retryLimit: 5, retryDelaySeconds: 5 });

export interface SendOptions {
  /** With it, nothing is enqueued before the commit and nothing after a rollback. Required inside a transaction. */
  tx?: Transaction;
  /** Starts no sooner; a number is seconds from now, by the queue's time. @default now */
  startAfter?: Date | number;
  /**
   * Sends nothing where a job with this key is there already (see `JobOptions.singleton`); a waiting one takes
   * over the payload, and starts no sooner than `tx` commits.
   */
  singletonKey?: string;
  /** @default the job's priority */
  priority?: number;
  /** Whose job it is, where a kind of job is shared out: see `JobOptions.perGroup`. */
  group?: string;
}

export interface Queue {
  /** @throws when the job is not among those that the queue was created with, or before `start`. */
  send<Payload extends object>(job: Job<Payload>, payload: Payload, options?: SendOptions): Promise<void>;

  /**
   * Installs or upgrades the queue's tables and creates the queues of all known jobs; safe while other nodes
   * start. With PGlite every job found active is dead, since one process has the folder: it starts again at once.
   */
  start(): Promise<void>;

  /** Begins to work. Once, after `start`. */
  work(bindings: readonly WorkerBinding[]): Promise<void>;

  /**
   * Sends `job` now and every `everySeconds` (1–3,600) until `stop`: one job a period, however many processes
   * call this, and none while an earlier one still waits. One schedule a job.
   */
  schedule<Payload extends object>(
    job: Job<Payload>,
    payload: Payload,
    options: { everySeconds: number },
  ): Promise<void>;

  /**
   * Fetches no more, gives running handlers `graceMs` (at most 6,000), then aborts their signals and hands their
   * jobs back, so that another worker takes them at once and without a counted attempt. Resolves within 10 s.
   */
  stop(options: { graceMs: number }): Promise<void>;
}

export interface QueueOptions {
  /** All jobs that are sent or worked on anywhere. */
  jobs: readonly Job<object>[];
}

/**
 * A queue of jobs in the database itself, on pg-boss: a job can be sent in the transaction that makes it
 * necessary. Workers are woken by NOTIFY. On PostgreSQL any number of processes may work; a worker that dies is
 * noticed within 10 s.
 */
export function createQueue(database: OpenDatabase, log: Log, options: QueueOptions): Queue {
  const store = createJobStore(database);
  const loops = new Map<string, JobLoop>();
  const stopTimers: (() => void)[] = [];
  const isEmbedded = database.kind === 'pglite';
  let channel: string | null = null;

  const boss = new PgBoss({
    db: {
      executeSql: (text, values) => database.queueStore.executeSql(text, values),
      // pg-boss chooses the channel; the wake-ups go to our loops, since its own workers are not used.
      async listen(name, _onMessage, _onReconnect) {
        channel = name;
        return database.queueStore.listen(name, (queueName) => loops.get(queueName)?.wake(), wakeAll);
      },
    },
    schema: QUEUE_SCHEMA,
    backend: isEmbedded ? 'pglite' : 'postgres',
    useListenNotify: true,
    schedule: false,
    // With PGlite no other process can die on us, so supervision only tidies up.
    superviseIntervalSeconds: isEmbedded ? 60 : 1,
    monitorIntervalSeconds: isEmbedded ? 60 : 1,
    maintenanceIntervalSeconds: 300,
    // Dependencies between jobs are not used.
    flowIntervalSeconds: 3_600,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', (error) => {
    log.error({ err: error }, 'The queue failed at its own work');
  });
  boss.on('warning', (warning) => {
    log.warn({ warning }, 'The queue warns');
  });

  function wakeAll(): void {
    for (const loop of loops.values()) loop.wake();
  }

  function runningAttempts(): RunningAttempt[] {
    return [...loops.values()].flatMap((loop) => loop.running());
  }

  async function createQueues(): Promise<void> {
    for (const job of [exhaustedJob, ...options.jobs]) {
      const settings: QueueSettings = {
        deleteAfterSeconds: DELETE_AFTER_SECONDS,
        expireMarginSeconds: EXPIRE_MARGIN_SECONDS,
        heartbeatSeconds: isEmbedded ? null : HEARTBEAT_SECONDS,
        deadLetter: job === exhaustedJob ? null : exhaustedJob.name,
      };
      await boss.createQueue(job.name, { policy: policyOf(job.options.singleton), notify: true });
      await store.configureQueue(job, settings);
      // Loads pg-boss' cache of the queue: inside a transaction, where `send` may run first, it could not.
      await boss.touch(job.name, newId());
    }
  }

  async function reviveDead(): Promise<void> {
    for (const { name, id } of await store.reviveActive()) {
      await boss.fail(name, id, new Error('The process that worked on it died.'));
    }
  }

  async function fail(attempt: Attempt, error: Error, isLast: boolean): Promise<boolean> {
    const isMine = await database.transaction(async (tx) => {
      // pg-boss fails a job by its id alone; the lock makes sure that it is still this attempt's.
      const mine = await tx.$queryRawUnsafe<object[]>(
        `SELECT id FROM ${QUEUE_SCHEMA}.job
         WHERE name = $1 AND id = $2::uuid AND retry_count = $3::int AND state = 'active' FOR UPDATE`,
        attempt.name,
        attempt.id,
        attempt.retryCount,
      );
      if (mine.length > 0) await boss.fail(attempt.name, attempt.id, error, { db: fromPrisma(tx) });
      return mine.length > 0;
    });
    if (isMine && isLast) loops.get(exhaustedJob.name)?.wake();
    return isMine;
  }

  async function handBack(attempt: Attempt, delaySeconds: number): Promise<boolean> {
    const isMine = await store.handBack(attempt, delaySeconds);
    if (isMine && delaySeconds === 0 && channel !== null) await database.notify(channel, attempt.name);
    return isMine;
  }

  function addLoop(
    job: Job<object>,
    concurrency: number,
    handle: (stored: FetchedJob, context: JobContext) => Promise<void>,
  ): void {
    const ports: JobLoopPorts = {
      fetch: (limit) => {
        const { perGroup } = job.options;
        return perGroup === null
          ? boss.fetch(job.name, { batchSize: limit, includeMetadata: true })
          : store.fetchFairly(job.name, perGroup, limit);
      },
      handle,
      complete: (attempt) => store.complete(attempt),
      fail,
      handBack,
    };
    loops.set(job.name, createJobLoop(job.name, concurrency, job.options.expireSeconds, ports, log));
  }

  async function beat(): Promise<void> {
    const running = runningAttempts();
    if (running.length === 0) return;
    const alive = await store.touch(running);
    for (const attempt of running) {
      if (!alive.has(attempt.id)) attempt.abort(new JobLostError('Another worker has the job by now.'));
    }
  }

  async function poll(): Promise<void> {
    for (const name of await store.due([...loops.keys()])) loops.get(name)?.wake();
  }

  async function drain(graceMs: number): Promise<void> {
    await Promise.all([...loops.values()].map((loop) => loop.stopFetching()));
    const running = runningAttempts();
    const ended = Promise.all(running.map((attempt) => attempt.done));
    if (running.length > 0 && !(await within(ended, graceMs))) {
      for (const attempt of running) attempt.abort(new WorkerStoppingError('The worker stops.'));
      await ended;
    }
    await boss.stop({ graceful: false, close: false });
  }

  return {
    async send(job, payload, { tx, startAfter, singletonKey, priority = job.options.priority, group } = {}) {
      const settings = {
        priority,
        ...(startAfter && { startAfter }),
        ...(group !== undefined && { group: { id: group } }),
        ...(tx && { db: fromPrisma(tx) }),
      };
      // Every queue admits a key once, so a job without one gets one of its own. `upsert` locks a job that waits
      // until the transaction commits: else it could start, and read, before what the caller is about to store.
      if (singletonKey === undefined)
        await boss.send(job.name, payload, { ...settings, singletonKey: newId() });
      else await boss.upsert(job.name, payload, { ...settings, singletonKey });
    },

    async start() {
      await database.withLock('queue', async () => {
        await boss.start();
        await createQueues();
      });
      if (isEmbedded) await reviveDead();
    },

    async work(bindings) {
      const byName = new Map(bindings.map((binding) => [binding.job.name, binding]));
      for (const { job, concurrency, handler } of bindings) {
        addLoop(job, concurrency, (stored, context) => handler(stored.data, context));
      }
      addLoop(exhaustedJob, 1, async (stored) => {
        const source = await store.sourceOf(stored);
        const binding = byName.get(source?.name ?? '');
        if (source === null || binding === undefined)
          throw new Error(`No worker here is bound to ${String(source?.name)}.`);
        await binding.onExhausted?.(stored.data, toError(source.output));
      });
      const failed = (error: unknown): void => {
        log.error({ err: error }, 'The queue could not look after its jobs');
      };
      if (!isEmbedded) stopTimers.push(everyInterval(HEARTBEAT_INTERVAL_MS, beat, failed));
      stopTimers.push(everyInterval(POLL_INTERVAL_MS, poll, failed));
      wakeAll();
      return Promise.resolve();
    },

    async schedule(job, payload, { everySeconds }) {
      const tick = async (): Promise<void> => {
        // The period's number, by the database's clock, is unique with the key: the first process wins.
        await boss.send(job.name, payload, {
          priority: job.options.priority,
          singletonKey: 'schedule',
          singletonSeconds: everySeconds,
        });
      };
      await tick();
      stopTimers.push(
        everyPeriod(everySeconds * 1_000, () => {
          tick().catch((error: unknown) => {
            log.error({ err: error, job: job.name }, 'A periodic job could not be sent');
          });
        }),
      );
    },

    async stop({ graceMs }) {
      try {
        if (await within(drain(Math.min(graceMs, 6_000)), STOP_LIMIT_MS)) return;
        log.error(
          { jobs: runningAttempts().map(({ name, id }) => ({ name, id })) },
          'The queue did not stop in time',
        );
      } catch (error) {
        log.error({ err: error }, 'The queue did not stop cleanly');
      } finally {
        for (const stopTimer of stopTimers) stopTimer();
      }
    },
  };
}

/** The error as pg-boss stored it: the serialized one, or `{ value: { message } }` from its supervision. */
function toError(output: unknown): Error {
  const stored = (output ?? {}) as { name?: string; message?: string; value?: { message?: string } };
  const error = new Error(stored.message ?? stored.value?.message ?? 'The job failed.');
  if (stored.name !== undefined) error.name = stored.name;
  return error;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../lib/log.ts';
import type { Attempt, FetchedJob } from './job-store.ts';
import { JobExpiredError, JobLostError, RetryLater, WorkerStoppingError } from './job.ts';
import type { JobContext } from './job.ts';

/** An aborted handler that has not settled after this is left to itself; its job goes back or has failed. */
const ABORT_GRACE_MS = 2_000;
const SETTLE_RETRY_DELAYS_MS = [200, 1_000];

/** An attempt under way in this process. */
export interface RunningAttempt extends Attempt {
  abort(reason: Error): void;
  /** Resolves, never rejects, once the handler ended and its outcome is stored. */
  readonly done: Promise<void>;
}

/** What a loop asks of the queue it works for. */
export interface JobLoopPorts {
  fetch(limit: number): Promise<FetchedJob[]>;
  handle(job: FetchedJob, context: JobContext): Promise<void>;
  complete(attempt: Attempt): Promise<boolean>;
  fail(attempt: Attempt, error: Error, isLast: boolean): Promise<boolean>;
  handBack(attempt: Attempt, delaySeconds: number): Promise<boolean>;
}

export interface JobLoop {
  /** Looks for jobs now, unless every slot is taken. */
  wake(): void;
  running(): RunningAttempt[];
  /** Resolves once no further handler will start. */
  stopFetching(): Promise<void>;
}

type Outcome = { returned: true } | { returned: false; error: unknown };

/**
 * Fetches and runs the jobs of one queue, `concurrency` at a time. pg-boss' own `work` is not used: after a
 * wake-up it drains one job and sleeps, every worker of it polls by itself, and its completion is not fenced, so
 * a job handed back could be completed by the worker that gave it away.
 */
export function createJobLoop(
  name: string,
  concurrency: number,
  expireSeconds: number,
  ports: JobLoopPorts,
  log: Log,
): JobLoop {
  const slots = new Map<string, RunningAttempt>();
  // A wake-up may come out of the very transaction that sent the job; what the loop queries is not part of it.
  const detached = AsyncLocalStorage.snapshot();
  let pumping: Promise<void> | null = null;
  let isWoken = false;
  let isStopping = false;

  async function pump(): Promise<void> {
    while (isWoken && !isStopping) {
      isWoken = false;
      const free = concurrency - slots.size;
      if (free <= 0) return;
      let jobs: FetchedJob[];
      try {
        jobs = await ports.fetch(free);
      } catch (error) {
        log.error({ err: error, job: name }, 'Jobs could not be fetched');
        return;
      }
      for (const job of jobs) start(job);
    }
  }

  function start(job: FetchedJob): void {
    const controller = new AbortController();
    const attempt = { name, id: job.id, retryCount: job.retryCount };
    // Fetched while the stop came in: nothing has begun, so it goes back untouched.
    if (isStopping) controller.abort(new WorkerStoppingError('The worker stops.'));
    const done = run(job, attempt, controller).finally(() => {
      slots.delete(job.id);
      wake();
    });
    slots.set(job.id, {
      ...attempt,
      done,
      abort: (reason) => {
        controller.abort(reason);
      },
    });
  }

  async function run(job: FetchedJob, attempt: Attempt, controller: AbortController): Promise<void> {
    const { signal } = controller;
    const expiry = setTimeout(() => {
      controller.abort(new JobExpiredError(`The attempt took longer than ${String(expireSeconds)} s.`));
    }, expireSeconds * 1_000);
    const isLastAttempt = job.retryCount >= job.retryLimit;
    const context = { signal, attempt: job.retryCount + 1, isLastAttempt, jobId: job.id };
    const outcome = await outcomeOf(() => ports.handle(job, context), signal);
    clearTimeout(expiry);
    await settle(attempt, outcome, signal.reason, isLastAttempt);
  }

  async function settle(
    attempt: Attempt,
    outcome: Outcome,
    abortReason: unknown,
    isLast: boolean,
  ): Promise<void> {
    const facts = { job: name, jobId: attempt.id, attempt: attempt.retryCount + 1 };
    if (abortReason instanceof JobLostError) {
      log.warn(facts, 'The job belongs to another worker by now; this attempt is void');
      return;
    }
    const store = (): Promise<boolean> => {
      if (outcome.returned) return ports.complete(attempt);
      if (abortReason instanceof WorkerStoppingError) return ports.handBack(attempt, 0);
      if (outcome.error instanceof RetryLater) return ports.handBack(attempt, outcome.error.delaySeconds);
      return ports.fail(attempt, toError(outcome.error), isLast);
    };
    if (!outcome.returned) logFailure(facts, outcome.error, abortReason, isLast);
    for (const delayMs of [...SETTLE_RETRY_DELAYS_MS, null]) {
      try {
        if (!(await store())) log.warn(facts, 'The outcome came too late: another worker has the job');
        return;
      } catch (error) {
        if (delayMs === null) log.error({ err: error, ...facts }, 'The outcome of a job could not be stored');
        else await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
  }

  function logFailure(facts: object, error: unknown, abortReason: unknown, isLast: boolean): void {
    if (abortReason instanceof WorkerStoppingError)
      log.info(facts, 'The job goes back, since the worker stops');
    else if (error instanceof RetryLater)
      log.info({ ...facts, delaySeconds: error.delaySeconds }, 'The job is put off');
    else if (isLast) log.error({ err: error, ...facts }, 'The last attempt at a job failed');
    else log.warn({ err: error, ...facts }, 'An attempt at a job failed');
  }

  function wake(): void {
    isWoken = true;
    if (isStopping || pumping !== null) return;
    pumping = detached(pump).finally(() => {
      pumping = null;
      // Woken between the last look and now.
      if (isWoken && slots.size < concurrency) wake();
    });
  }

  return {
    wake,
    running: () => [...slots.values()],
    async stopFetching() {
      isStopping = true;
      await pumping;
    },
  };
}

/** What became of `handle`; an abort that it ignores for `ABORT_GRACE_MS` counts as its failure. */
async function outcomeOf(handle: () => Promise<void>, signal: AbortSignal): Promise<Outcome> {
  if (signal.aborted) return { returned: false, error: signal.reason };
  let graceTimer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const ignored = new Promise<Outcome>((resolve) => {
    onAbort = () => {
      graceTimer = setTimeout(() => {
        resolve({ returned: false, error: signal.reason });
      }, ABORT_GRACE_MS);
    };
  });
  signal.addEventListener('abort', onAbort);
  const handled = (async (): Promise<Outcome> => {
    try {
      await handle();
      return { returned: true };
    } catch (error) {
      return { returned: false, error };
    }
  })();
  try {
    return await Promise.race([handled, ignored]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(graceTimer);
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

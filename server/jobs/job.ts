/** How jobs of one kind are stored and retried. */
export interface JobOptions {
  /** Attempts after the first one that failed. @default 2 */
  readonly retryLimit?: number;
  /** Seconds before the first retry; doubled, with jitter, for each further one. @default 1 */
  readonly retryDelaySeconds?: number;
  /** Upper bound of that delay in seconds. @default 300 */
  readonly retryDelayMaxSeconds?: number;
  /** Seconds an attempt may take, 1–86,000; then its signal aborts and the attempt has failed. @default 900 */
  readonly expireSeconds?: number;
  /** Jobs of higher priority start first. @default 0 */
  readonly priority?: number;
  /**
   * What a `singletonKey` admits once: `queued`, one waiting job (another may be running: for work that must see
   * the newest data), or `unfinished`, one waiting or running job (for work that must not run twice at a time).
   * @default 'queued'
   */
  readonly singleton?: 'queued' | 'unfinished';
  /**
   * Of jobs that are sent with a `group`, so many of one group run at a time, over all processes, and the next to start is
   * of the group with the fewest running ones. Null: all start in the order in which they were sent.
   * @default null
   */
  readonly perGroup?: number | null;
}

/** A kind of job, apart from the worker that does it: whoever sends it needs no more than this. */
export interface Job<Payload extends object> {
  /** `domain.verb`; also the name of its queue. */
  readonly name: string;
  readonly options: Required<JobOptions>;
  /** Never set: carries the payload's type. */
  readonly payload?: Payload;
}

const JOB_NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/**
 * Declares a kind of job. The payload is stored as JSON: ids and numbers, nothing that can become stale.
 * @throws TypeError when the name is not `domain.verb`.
 */
export function defineJob<Payload extends object>(name: string, options: JobOptions = {}): Job<Payload> {
  if (!JOB_NAME.test(name)) throw new TypeError(`A job is named domain.verb, not "${name}".`);
  return {
    name,
    options: {
      retryLimit: 2,
      retryDelaySeconds: 1,
      retryDelayMaxSeconds: 300,
      expireSeconds: 900,
      priority: 0,
      singleton: 'queued',
      perGroup: null,
      ...options,
    },
  };
}

/** What a handler knows of the attempt it makes. */
export interface JobContext {
  /**
   * Aborts when the attempt expired, when the worker stops, or when the job was given to another worker since
   * this one was thought dead; `signal.reason` says which. A handler that gives up because of it must throw:
   * one that returns has done its work.
   */
  readonly signal: AbortSignal;
  /** From 1. An attempt that was handed back or retried later is made again under the same number. */
  readonly attempt: number;
  /** Whether a failure of this attempt is final. */
  readonly isLastAttempt: boolean;
  readonly jobId: string;
}

/** Does the job; may be called again after a crash at any point, so it decides by what is stored. */
export type JobHandler<Payload extends object> = (payload: Payload, context: JobContext) => Promise<void>;

export interface WorkerOptions<Payload extends object> {
  /** Jobs of this kind that one process does at a time. @default 1 */
  readonly concurrency?: number;
  /**
   * Called once the last attempt failed, expired or lost its worker, perhaps by another worker than the one
   * that tried. `error` carries the stored message. It is itself a stored job: when it throws it is retried.
   */
  readonly onExhausted?: (payload: Payload, error: Error) => Promise<void>;
}

/** A job bound to its worker, ready for `queue.work`. */
export interface WorkerBinding {
  readonly job: Job<object>;
  readonly handler: JobHandler<object>;
  readonly concurrency: number;
  readonly onExhausted: ((payload: object, error: Error) => Promise<void>) | undefined;
}

export function defineWorker<Payload extends object>(
  job: Job<Payload>,
  handler: JobHandler<Payload>,
  options: WorkerOptions<Payload> = {},
): WorkerBinding {
  // The queue hands a worker only payloads of its own job, so the type may be forgotten here.
  return {
    job,
    handler: handler as JobHandler<object>,
    concurrency: options.concurrency ?? 1,
    onExhausted: options.onExhausted as WorkerBinding['onExhausted'],
  };
}

/**
 * Thrown by a handler: not now, again in `delaySeconds`, without counting as a failed attempt. For a quota that
 * is used up or a vendor that names its own waiting time.
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly delaySeconds: number;

  constructor(delaySeconds: number, options?: ErrorOptions) {
    super(`Retry in ${String(delaySeconds)} s.`, options);
    this.delaySeconds = delaySeconds;
  }
}

/** `signal.reason` of an attempt that took longer than the job's `expireSeconds`. */
export class JobExpiredError extends Error {
  override readonly name = 'JobExpiredError';
}

/** `signal.reason` while the worker stops: the job goes back and another worker takes it. */
export class WorkerStoppingError extends Error {
  override readonly name = 'WorkerStoppingError';
}

/** `signal.reason` of an attempt whose job another worker has by now: nothing it does counts any more. */
export class JobLostError extends Error {
  override readonly name = 'JobLostError';
}

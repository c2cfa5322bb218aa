import type { Services } from '../../../app/services.ts';
import type { JobContext } from '../../../jobs/job.ts';
import { DomainError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { Log } from '../../../lib/log.ts';
import { subscribe, topics } from '../../../realtime/topics.ts';
import { AiError } from '../../../vendors/openai/errors.ts';
import type { NewRunEvent, StoredRunError, StoredUsage } from './run.events.ts';
import { settle } from '../../ai-budget/ai-ledger.service.ts';
import { claimRun } from './run-claim.ts';
import type { ClaimedRun } from './run-claim.ts';
import { createProgress, isSettled, writeRecommendations } from './run-progress.ts';
import type { RunProgress } from './run-progress.ts';
import { addAttempt, costOfRun } from './run-usage.ts';
import { createRunWriter, RunCancelRequested, RunLostError, RunStorageError } from './run-writer.ts';
import type { RunWriter } from './run-writer.ts';

export type ExecuteRunDeps = Pick<Services, 'database' | 'clock' | 'log' | 'pubsub' | 'hub' | 'engines'>;

/**
 * How long a stopped engine may take to close its vendor call and tell what was spent, in milliseconds. Less
 * than what the queue leaves to an aborted handler, and than a cancel waits for its end.
 */
const STOP_GRACE_MS = 1_200;

/**
 * Does a run, from wherever an earlier attempt left it, and brings it to its one end. What it writes is guarded
 * by the attempt, so a worker that was thought dead and comes back can add nothing.
 *
 * Returns when the run has ended or is no longer this worker's to do.
 *
 * @throws the reason of `signal` once that aborted: the run stays RUNNING, and the next worker makes a further attempt.
 * @throws {RunStorageError} when the log could not be written; same.
 */
export async function executeRun(
  deps: ExecuteRunDeps,
  runId: string,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<void> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const onJobAborted = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener('abort', onJobAborted, { once: true });
  const unsubscribe = await subscribe(deps.pubsub, topics.runCancel(runId), () => {
    stop.abort(new RunCancelRequested());
  });
  try {
    const claimed = await claimRun(deps, runId);
    if (claimed === null) return;
    const log = deps.log.child({ runId, attempt: claimed.attempt });
    const writer = createRunWriter(deps, claimed, (reason) => {
      stop.abort(reason);
    });
    try {
      const progress = createProgress(claimed);
      const failure = await failureOf(
        writeRecommendations(deps, claimed, progress, writer, stop.signal),
        stop.signal,
      );
      const usage = addAttempt(claimed.usage, progress.spent, claimed.attempt, claimed.price);
      await conclude({ deps, claimed, log, writer, progress, usage, stop: stop.signal, failure });
    } catch (error) {
      if (!(error instanceof RunLostError)) throw error;
      log.info({}, 'The run ended or another worker has it; this attempt is void');
    } finally {
      writer.close();
    }
  } finally {
    signal.removeEventListener('abort', onJobAborted);
    await unsubscribe();
  }
}

interface Conclusion {
  deps: Pick<Services, 'clock'>;
  claimed: ClaimedRun;
  log: Log;
  writer: RunWriter;
  progress: RunProgress;
  usage: StoredUsage | null;
  stop: AbortSignal;
  failure: { error: unknown } | null;
}

/** Writes the end of the run, or hands it back by throwing. */
async function conclude(conclusion: Conclusion): Promise<void> {
  const { deps, claimed, log, writer, progress, usage, stop, failure } = conclusion;
  for (const cause of [stop.reason, failure?.error]) {
    if (cause instanceof RunStorageError || cause instanceof RunLostError) throw cause;
  }
  const isCancelled = stop.reason instanceof RunCancelRequested;
  const isDone = failure === null && isSettled(progress);
  if (stop.aborted && !isCancelled && !isDone) {
    // What was spent would otherwise be on no account.
    if (usage !== null) await writer.change({ usage });
    throw stop.reason;
  }
  const now = deps.clock.now();
  const end = isCancelled ? cancelled(usage) : endOf(progress, usage, failure, log);
  const changes = {
    status: STATUS_BY_END[end.type],
    finishedAt: now,
    changedAt: now,
    usage,
    ...(end.type === 'RunFailed' && { error: end.payload.error }),
  };
  const spent = costOfRun(usage, claimed.price);
  // Nothing is reserved where no model writes, and the end is one statement.
  const isPaid = claimed.run.engine !== 'STATISTICAL';
  await writer.append(end, changes, isPaid ? (tx) => settle(tx, [claimed.runId], spent, now) : undefined);
}

type RunEnd = Extract<NewRunEvent, { type: 'RunCompleted' | 'RunFailed' | 'RunCancelled' }>;

const STATUS_BY_END = { RunCompleted: 'COMPLETED', RunFailed: 'FAILED', RunCancelled: 'CANCELLED' } as const;

function cancelled(usage: StoredUsage | null): RunEnd {
  return { type: 'RunCancelled', payload: { usage } };
}

function endOf(
  { completed, dropped }: RunProgress,
  usage: StoredUsage | null,
  failure: { error: unknown } | null,
  log: Log,
): RunEnd {
  if (failure !== null)
    return { type: 'RunFailed', payload: { error: toRunError(failure.error, log), usage } };
  const [reason] = dropped.values();
  if (completed.size === 0 && reason !== undefined) {
    return { type: 'RunFailed', payload: { error: reason, usage } };
  }
  return { type: 'RunCompleted', payload: { completed: completed.size, dropped: dropped.size, usage } };
}

/** What the caller may know of a failure; a bug is told by an id that is in the log. */
function toRunError(error: unknown, log: Log): StoredRunError {
  if (error instanceof AiError) {
    const { code, message, retryable, vendorCode } = error;
    return { code, message, retryable, vendorCode };
  }
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, retryable: false, vendorCode: null };
  }
  const errorId = newId();
  log.error({ err: error, errorId }, 'A run failed by a bug');
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: `Something went wrong on our side. Its id in the log is ${errorId}.`,
    retryable: true,
    vendorCode: null,
  };
}

/**
 * How `work` failed; null when it did not. Once `stop` aborted, work that goes on for longer than STOP_GRACE_MS
 * is left to itself and counts as failed by the reason.
 */
async function failureOf(work: Promise<void>, stop: AbortSignal): Promise<{ error: unknown } | null> {
  let timer: NodeJS.Timeout | undefined;
  let arm = (): void => {};
  const abandoned = new Promise<never>((_, reject) => {
    arm = () => {
      timer = setTimeout(() => {
        reject(stop.reason as Error);
      }, STOP_GRACE_MS);
    };
  });
  if (stop.aborted) arm();
  else stop.addEventListener('abort', arm, { once: true });
  try {
    await Promise.race([work, abandoned]);
    return null;
  } catch (error) {
    return { error };
  } finally {
    stop.removeEventListener('abort', arm);
    clearTimeout(timer);
  }
}

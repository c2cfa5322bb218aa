import type { Services } from '../../../app/services.ts';
import type { Transaction } from '../../../data/database.ts';
import { createDeltaBuffer } from './delta-buffer.ts';
import type { Delta } from './delta-buffer.ts';
import { announceRun, runStream } from './run.events.ts';
import type { NewRunEvent } from './run.events.ts';
import { appendToRun } from './run-log.ts';
import type { AppendedRun, RunChanges } from './run-log.ts';

/** How long words are collected before they are stored, in milliseconds: unseen by a reader, 25 rows a second. */
const FLUSH_INTERVAL_MS = 40;

/** The run is no longer this attempt's: it ended, or another worker has it. Nothing was stored. */
export class RunLostError extends Error {
  override readonly name = 'RunLostError';
}

/** Somebody asked to cancel the run. */
export class RunCancelRequested extends Error {
  override readonly name = 'RunCancelRequested';
}

/** The log could not be written: the database's trouble, not the engine's, so another attempt may succeed. */
export class RunStorageError extends Error {
  override readonly name = 'RunStorageError';
}

type AlsoStore = (tx: Transaction, run: AppendedRun) => Promise<void>;

/**
 * Writes the log of one attempt at a run, in order, each event stored before it is announced. Once the run is
 * lost or `close` was called nothing is stored any more.
 */
export interface RunWriter {
  /** Takes note of words; they are stored within FLUSH_INTERVAL_MS or with the next event. Never throws. */
  addDelta(delta: Delta): void;
  /**
   * Stores the words so far, then the event; all in one transaction with `also`, which is given the run as it is then.
   *
   * @throws {RunLostError | RunStorageError}
   */
  append(event: NewRunEvent, changes?: RunChanges, also?: AlsoStore): Promise<void>;
  /** Changes the run without an event; words not yet stored are forgotten. Throws as `append`. */
  change(changes: RunChanges): Promise<void>;
  /** Forgets words not yet stored and stores nothing more. */
  close(): void;
}

/**
 * @param onStop Called, perhaps more than once, when the log shows that this attempt should stop: with
 *   RunCancelRequested, RunLostError, or the RunStorageError of a flush.
 */
export function createRunWriter(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'pubsub' | 'hub'>,
  { runId, attempt }: { runId: string; attempt: number },
  onStop: (reason: Error) => void,
): RunWriter {
  const buffer = createDeltaBuffer();
  let timer: NodeJS.Timeout | undefined;
  let closedBy: Error | null = null;
  /** Writes happen one after another; a failed one does not hinder the next. */
  let tail: Promise<unknown> = Promise.resolve();

  function enqueue<T>(write: () => Promise<T>): Promise<T> {
    const result = tail.then(write);
    tail = result.catch(() => {});
    return result;
  }

  function close(reason: Error): void {
    closedBy ??= reason;
    clearTimeout(timer);
    timer = undefined;
    buffer.take();
  }

  async function write(
    event: NewRunEvent | null,
    changes: RunChanges,
    also: AlsoStore | undefined,
  ): Promise<void> {
    if (closedBy !== null) throw closedBy;
    clearTimeout(timer);
    timer = undefined;
    const events: NewRunEvent[] = buffer.take().map((payload) => ({ type: 'RecommendationDelta', payload }));
    if (event !== null) events.push(event);
    const guard = { runId, attempt, status: 'RUNNING' } as const;
    const at = deps.clock.now();
    let appended: AppendedRun | null;
    try {
      appended =
        also === undefined
          ? await appendToRun(deps.database, guard, events, at, changes)
          : await deps.database.transaction(async (tx) => {
              const run = await appendToRun(tx, guard, events, at, changes);
              if (run !== null) await also(tx, run);
              return run;
            });
    } catch (error) {
      // The words taken from the buffer are gone, so nothing may follow them.
      const failure = new RunStorageError('The log of a run could not be written.', { cause: error });
      close(failure);
      throw failure;
    }
    if (appended === null) {
      const lost = new RunLostError('The run has ended or another worker has it.');
      close(lost);
      onStop(lost);
      throw lost;
    }
    if (appended.cancelRequestedAt !== null) onStop(new RunCancelRequested());
    // Not waited for: what comes next may be stored meanwhile.
    if (events.length > 0) void deps.hub.notify(runStream, runId, appended.lastSequence);
    if (changes.changedAt !== undefined) void announceRun(deps, appended.workspaceId, runId);
  }

  return {
    addDelta(delta) {
      if (closedBy !== null) return;
      buffer.add(delta);
      timer ??= setTimeout(() => {
        timer = undefined;
        enqueue(async () => {
          if (closedBy === null && !buffer.isEmpty) await write(null, {}, undefined);
        }).catch(onStop);
      }, FLUSH_INTERVAL_MS);
    },
    append: (event, changes = {}, also) => enqueue(() => write(event, changes, also)),
    change: (changes) =>
      enqueue(() => {
        buffer.take();
        return write(null, changes, undefined);
      }),
    close() {
      close(new RunLostError('This attempt at the run has ended.'));
    },
  };
}

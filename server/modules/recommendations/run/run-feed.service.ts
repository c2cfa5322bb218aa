import type { Services } from '../../../app/services.ts';
import { notFound, ValidationError } from '../../../lib/errors.ts';
import { bounds, read } from '../../../realtime/event-log.ts';
import { leavable } from '../../../realtime/leavable.ts';
import { subscribe, topics } from '../../../realtime/topics.ts';
import { isTerminal, runStream } from './run.events.ts';
import type { RunEvent } from './run.events.ts';

/** Events a poller gets at most at a time. */
const MAX_EVENTS_PER_READ = 100;

/**
 * The stored events after the sequence `after`, then those to come; completes after the run's terminal event, at
 * once when that is not after `after`, and when `signal` aborts. Whether the caller may see the run is decided
 * before.
 *
 * @throws {NotFoundError} when there is no such run.
 * @throws {ValidationError} when `after` is negative or above the run's last sequence.
 */
export async function followRun(
  deps: Pick<Services, 'database' | 'hub'>,
  runId: string,
  after: number,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<RunEvent>> {
  const known = await bounds(deps.database.prisma, runStream, runId);
  if (known === null) throw notFound(runId);
  if (!Number.isInteger(after) || after < 0 || after > known.lastSequence) {
    throw new ValidationError([
      {
        path: ['after'],
        message: `must be from 0 to the run's last sequence, ${String(known.lastSequence)}`,
      },
    ]);
  }
  return leavable([signal], (ending) => untilTerminal(deps, runId, after, ending));
}

async function* untilTerminal(
  { database, hub }: Pick<Services, 'database' | 'hub'>,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, undefined> {
  if (after > 0) {
    // Whoever has the last event already would otherwise wait for ever.
    const [last] = await read(database, runStream, runId, { after: after - 1, limit: 1 });
    if (last?.sequence === after && isTerminal(last.type)) return;
  }
  for await (const event of hub.follow(runStream, runId, { after, signal })) {
    yield event;
    if (isTerminal(event.type)) return;
  }
}

/**
 * Events after the sequence `after` for those who poll, at most `first`, which is 1–100.
 *
 * @throws {ValidationError} when `after` is negative or `first` out of range.
 */
export async function readRunEvents(
  deps: Pick<Services, 'database'>,
  runId: string,
  after: number,
  first: number,
): Promise<RunEvent[]> {
  const issues = [];
  if (!Number.isInteger(after) || after < 0) issues.push({ path: ['after'], message: 'must be 0 or more' });
  if (!Number.isInteger(first) || first < 1 || first > MAX_EVENTS_PER_READ) {
    issues.push({ path: ['first'], message: `must be from 1 to ${String(MAX_EVENTS_PER_READ)}` });
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return read(deps.database, runStream, runId, { after, limit: first });
}

/**
 * A transaction that began before another can be seen after it, so "changed since" looks this much further back.
 * More than a transaction may take, in milliseconds.
 */
const COMMIT_MARGIN_MS = 15_000;

/**
 * Ids of a workspace's runs: first, oldest change first, those changed after `changedSince` and those that have
 * not ended; then each one whenever it changes, until `signal` aborts. An id may come again without a change.
 * Whether the caller may see the workspace is decided before.
 */
export function followWorkspaceRuns(
  deps: Pick<Services, 'database' | 'clock' | 'pubsub'>,
  workspaceId: string,
  changedSince: Date | null,
  signal: AbortSignal,
): AsyncIterableIterator<string> {
  return leavable([signal], (ending) => changingRuns(deps, workspaceId, changedSince, ending));
}

async function* changingRuns(
  deps: Pick<Services, 'database' | 'clock' | 'pubsub'>,
  workspaceId: string,
  changedSince: Date | null,
  signal: AbortSignal,
): AsyncGenerator<string, undefined> {
  // A set: a run that changes ten times while the reader is busy is told once.
  const changed = new Set<string>();
  // From when on the store has to be looked at; undefined while messages tell everything.
  let lookSince: Date | null | undefined = changedSince;
  let lookedAt = deps.clock.now();
  let wake = (): void => undefined;
  const onAbort = (): void => {
    wake();
  };
  signal.addEventListener('abort', onAbort);
  // Before the first look: what changes in between is then told.
  const unsubscribe = await subscribe(
    deps.pubsub,
    topics.workspaceRuns(workspaceId),
    ({ runId }) => {
      changed.add(runId);
      wake();
    },
    () => {
      lookSince ??= lookedAt;
      wake();
    },
  );
  try {
    while (!signal.aborted) {
      if (lookSince !== undefined) {
        const since = lookSince;
        lookSince = undefined;
        lookedAt = deps.clock.now();
        for (const runId of await changedRuns(deps, workspaceId, since)) changed.add(runId);
      }
      const [next] = changed;
      if (next !== undefined) {
        changed.delete(next);
        yield next;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          // The callbacks may have come between the checks above and here.
          if (signal.aborted || lookSince !== undefined || changed.size > 0) resolve();
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await unsubscribe();
  }
}

async function changedRuns(
  { database }: Pick<Services, 'database'>,
  workspaceId: string,
  changedSince: Date | null,
): Promise<string[]> {
  const since = changedSince === null ? null : new Date(changedSince.getTime() - COMMIT_MARGIN_MS);
  const runs = await database.prisma.recommendationRun.findMany({
    where: {
      workspaceId,
      OR: [
        { status: { in: ['QUEUED', 'RUNNING'] } },
        ...(since === null ? [] : [{ changedAt: { gt: since } }]),
      ],
    },
    orderBy: { changedAt: 'asc' },
    select: { id: true },
  });
  return runs.map(({ id }) => id);
}

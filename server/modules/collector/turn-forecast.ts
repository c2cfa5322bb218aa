/** A task as it stands in its workspace's queue. Instants and lengths of time in milliseconds. */
export interface QueuedTask {
  connectionId: string;
  dueAt: number;
  deadline: number;
  /** How many turns it takes: a full sync one a page. */
  turns: number;
}

export interface QueueTurns {
  now: number;
  /** When the workspace's next turn can come. */
  nextAt: number;
  /** Time between two of its turns while it has something to do. */
  everyMs: number;
  /** Time between two calls. */
  callMs: number;
  /** When a task that was done is due again; null: as long after as it may wait. */
  againMs: number | null;
}

/** A queue is looked at no further than so many turns, or two rounds of all that is in it. */
const MOST_TURNS = 500;

/**
 * Plays a workspace's queue as the planner will: at each turn the earliest deadline of what is due, which is due again
 * some time later. So those that will come before others, though they are not due yet, count as well.
 *
 * @returns when each of `wanted` begins, by connection.
 */
export function forecastTurns(
  tasks: readonly QueuedTask[],
  wanted: ReadonlySet<string>,
  { now, nextAt, everyMs, callMs, againMs }: QueueTurns,
): Map<string, number> {
  const queue = tasks.map((task) => ({ ...task }));
  const begins = new Map<string, number>();
  const missing = new Set(queue.map(({ connectionId }) => connectionId).filter((id) => wanted.has(id)));
  let at = Math.max(now, nextAt);
  for (let turns = Math.max(MOST_TURNS, queue.length * 2); turns > 0 && missing.size > 0; turns -= 1) {
    const nextDueAt = Math.min(...queue.map(({ dueAt }) => dueAt));
    // What becomes due at some time or other finds a call of others under way, and waits half of it on average.
    if (nextDueAt > at) at = nextDueAt + callMs / 2;
    const due = queue.filter(({ dueAt }) => dueAt <= at);
    const first = due.reduce((best, task) => (task.deadline < best.deadline ? task : best));
    if (missing.delete(first.connectionId)) begins.set(first.connectionId, at);
    if (first.turns > 1) first.turns -= 1;
    else Object.assign(first, doneAt(first, at, againMs));
    at += everyMs;
  }
  for (const connectionId of missing) begins.set(connectionId, at);
  return begins;
}

/** The task as it stands in the queue after it was done. */
export function doneAt(task: QueuedTask, at: number, againMs: number | null): QueuedTask {
  const slack = task.deadline - task.dueAt;
  const dueAt = at + (againMs ?? slack);
  return { ...task, dueAt, deadline: dueAt + slack, turns: 1 };
}

import { createDeferred } from './deferred.ts';

/** How long to wait before another try. */
export interface BackoffOptions {
  /** Longest wait before the first retry, milliseconds. @default 300 */
  readonly initialMs?: number;
  /** Longest wait of all, milliseconds. @default 10_000 */
  readonly maxMs?: number;
}

/**
 * Milliseconds before retry `attempt` (from 1), doubling, with jitter between a half and the whole, so that clients
 * cut off together do not come back together.
 */
export function backoffDelay(
  attempt: number,
  { initialMs = 300, maxMs = 10_000 }: BackoffOptions = {},
): number {
  const ceiling = Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 16));
  return ceiling * (0.5 + Math.random() / 2);
}

/**
 * Waits; ends early when a browser comes back online.
 * @throws the signal's reason when it aborts
 */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // Node and React Native have no events of the whole page.
  const page: EventTarget | undefined = typeof window === 'undefined' ? undefined : window;
  const { promise, resolve } = createDeferred();
  const finish = (): void => {
    resolve();
  };
  const timer = setTimeout(finish, ms);
  signal.addEventListener('abort', finish);
  page?.addEventListener('online', finish);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', finish);
  page?.removeEventListener('online', finish);
  signal.throwIfAborted();
}

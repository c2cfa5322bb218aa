import { AsyncLocalStorage } from 'node:async_hooks';

/** Into the period, so that two clocks a few milliseconds apart mean the same one. */
const OFFSET_MS = 50;

/**
 * Calls `tick` at the beginning of every period of real time (of the epoch, so that all processes call at once),
 * until the returned function is called. `tick` must not throw.
 */
export function everyPeriod(periodMs: number, tick: () => void): () => void {
  const detached = AsyncLocalStorage.snapshot();
  let timer: NodeJS.Timeout;
  function arm(): void {
    timer = setTimeout(
      () => {
        arm();
        detached(tick);
      },
      periodMs - (Date.now() % periodMs) + OFFSET_MS,
    );
  }
  arm();
  return () => {
    clearTimeout(timer);
  };
}

/** Calls `work` every `intervalMs`, one call at a time, until the returned function is called. */
export function everyInterval(
  intervalMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch(onError)
      .finally(() => {
        isBusy = false;
      });
  }, intervalMs);
  return () => {
    clearInterval(timer);
  };
}

/** Whether `work` resolved within `limitMs`. */
export async function within(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}

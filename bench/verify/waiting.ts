import { setTimeout as delay } from 'node:timers/promises';

/** The value of `work`, or an error that says `what` did not come when `ms` are over. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what}: nothing within ${String(ms / 1_000)} s`));
    }, ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until there is an answer, and returns it with the milliseconds that took. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { what, limitMs, everyMs = 20 }: { what: string; limitMs: number; everyMs?: number },
): Promise<{ answer: T; ms: number }> {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    const ms = performance.now() - start;
    if (answer !== undefined) return { answer, ms };
    if (ms > limitMs) throw new Error(`${what}: not within ${String(limitMs / 1_000)} s`);
    await delay(everyMs);
  }
}

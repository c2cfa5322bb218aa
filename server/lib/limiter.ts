/** So much waits already that waiting too makes no sense. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
}

/**
 * Runs at most `atOnce` works at a time and lets at most `maxWaiting` wait, in order.
 *
 * @returns a function that runs its argument and gives what it gives; it throws OverloadedError where too many wait.
 */
export function createLimiter(
  atOnce: number,
  maxWaiting: number = Number.POSITIVE_INFINITY,
): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running === atOnce) {
      if (waiting.length >= maxWaiting) throw new OverloadedError('Too much waits already');
      // Whoever ends hands its place over.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

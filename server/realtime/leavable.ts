/**
 * The generator, made to end also when its reader leaves it or one of `signals` aborts while it waits: by itself a
 * waiting generator takes no `return()` before it wakes.
 *
 * @param make is given the signal that has to wake the generator.
 */
export function leavable<T>(
  signals: readonly AbortSignal[],
  make: (ending: AbortSignal) => AsyncGenerator<T, undefined>,
): AsyncIterableIterator<T, undefined> {
  const ending = new AbortController();
  const end = (): void => {
    for (const signal of signals) signal.removeEventListener('abort', end);
    ending.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', end);
  if (signals.some(({ aborted }) => aborted)) end();
  const generator = make(ending.signal);
  return {
    async next() {
      try {
        const result = await generator.next();
        if (result.done === true) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      return generator.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

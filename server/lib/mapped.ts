/**
 * Each item turned into another. Unlike a generator it ends also while it waits for the next item, which is
 * how a subscriber leaves: a generator takes no `return()` before it wakes.
 */
export function mapped<From, To>(
  source: AsyncIterableIterator<From>,
  transform: (item: From) => To | Promise<To>,
): AsyncIterableIterator<To> {
  return {
    async next() {
      const result = await source.next();
      return result.done === true
        ? { done: true, value: undefined }
        : { done: false, value: await transform(result.value) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

import { createDeferred } from '../deferred.ts';

/** A buffer between a callback that pushes and a loop that reads. */
export interface Queue<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** Ends the loop after what was pushed, with an error where one is given. */
  end(error?: Error): void;
}

/** An unbounded queue for one reader. */
export function createQueue<T>(): Queue<T> {
  const values: T[] = [];
  let ended: { readonly error: Error | undefined } | null = null;
  let wake = createDeferred();
  const stir = (): void => {
    wake.resolve();
    wake = createDeferred();
  };
  return {
    push(value) {
      values.push(value);
      stir();
    },
    end(error) {
      ended ??= { error };
      stir();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const sleep = wake.promise;
        while (values.length > 0) yield values.shift() as T;
        // Values may have come while the reader was busy with the last one.
        if (ended !== null && values.length === 0) {
          if (ended.error !== undefined) throw ended.error;
          return;
        }
        await sleep;
      }
    },
  };
}

import DataLoader from 'dataloader';
import type { RequestContext } from '../app/context.ts';

export interface Loader<Key, Value> {
  load(context: RequestContext, key: Key): Promise<Value>;
  /** Forgets what was read. A subscription calls it before each event, since its context lives on. */
  clear(context: RequestContext): void;
}

/**
 * Batches the look-ups of one request: all keys asked for in one tick are read by one call of `batch`, which
 * answers in key order, an Error in the place of each key that failed.
 *
 * @param cacheKey what makes two keys the same; needed where keys are objects.
 */
export function defineLoader<Key, Value>(
  batch: (context: RequestContext, keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  cacheKey: (key: Key) => unknown = (key) => key,
): Loader<Key, Value> {
  const loaders = new WeakMap<RequestContext, DataLoader<Key, Value, unknown>>();
  return {
    load(context, key) {
      let loader = loaders.get(context);
      if (loader === undefined) {
        loader = new DataLoader((keys) => batch(context, keys), { cacheKeyFn: cacheKey });
        loaders.set(context, loader);
      }
      return loader.load(key);
    },
    clear(context) {
      loaders.delete(context);
    },
  };
}

/**
 * The same for a field with arguments: the same `Question`, which is JSON, is asked of the subjects of one tick by one call of
 * `answer`, which answers in their order.
 *
 * @param idOf what makes two subjects the same.
 */
export function defineFieldLoader<Subject, Question, Value>(
  answer: (
    context: RequestContext,
    subjects: readonly Subject[],
    question: Question,
  ) => Promise<readonly (Value | Error)[]>,
  idOf: (subject: Subject) => string,
): Loader<{ subject: Subject; question: Question }, Value> {
  interface Key {
    subject: Subject;
    question: Question;
  }
  const textOf = ({ question }: Key): string => JSON.stringify(question);
  return defineLoader<Key, Value>(
    async (context, keys) => {
      const answers = new Map<Key, Value | Error>();
      for (const group of Map.groupBy(keys, textOf).values()) {
        const subjects = group.map(({ subject }) => subject);
        const answered = await answer(context, subjects, group[0]!.question);
        for (const [index, key] of group.entries()) answers.set(key, answered[index]!);
      }
      return keys.map((key) => answers.get(key)!);
    },
    (key) => `${idOf(key.subject)} ${textOf(key)}`,
  );
}

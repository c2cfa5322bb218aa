import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, type ExecutionArgs, type ExecutionResult, parse } from 'graphql';
import type { Viewer } from '../../modules/accounts/viewer.ts';
import { useSharedExecution } from './use-shared-execution.ts';

interface Note {
  says: string;
}

const schema = buildSchema(`
  type Query { ok: Boolean }
  type Subscription { notes(after: Int): Note! }
  type Note { says(loudly: Boolean): String! }`);
const DOCUMENT = parse(
  'subscription ($after: Int, $loudly: Boolean) { notes(after: $after) { says(loudly: $loudly) } }',
);

let executed: number;
let fails: number;
/** The notes of every reader are the very same. */
let notes: Note[];
beforeEach(() => {
  executed = 0;
  fails = 0;
  notes = [{ says: 'one' }, { says: 'two' }];
  Object.assign(schema.getSubscriptionType()!.getFields()['notes']!, {
    async *subscribe() {
      yield* await Promise.resolve(notes);
    },
    resolve: (note: Note) => note,
  });
  const type = schema.getType('Note') as ReturnType<typeof schema.getSubscriptionType>;
  Object.assign(type!.getFields()['says']!, {
    resolve: async ({ says }: Note, { loudly }: { loudly?: boolean }) => {
      executed += 1;
      await Promise.resolve();
      if (executed <= fails) throw new Error('not now');
      return loudly === true ? says.toUpperCase() : says;
    },
  });
});

function viewer(changes: Partial<Viewer> = {}): Viewer {
  return {
    userId: null,
    apiKeyId: 'k',
    name: 'Key',
    callerKey: 'key:k',
    ipAddress: null,
    roles: new Map([['w', 'EDITOR']]),
    scopes: new Set(['READ']),
    ...changes,
  };
}

/** What a reader is given who begins now. */
async function read(who: Viewer | null, variableValues: Record<string, unknown> = {}): Promise<unknown[]> {
  let subscribe: ((args: ExecutionArgs) => Promise<AsyncIterable<ExecutionResult>>) | undefined;
  void useSharedExecution().onSubscribe?.({
    subscribeFn: () => ({ errors: ['refused'] }),
    setSubscribeFn: (wrapped: typeof subscribe) => {
      subscribe = wrapped;
    },
  } as never);
  const results = await subscribe!({
    schema,
    document: DOCUMENT,
    variableValues,
    contextValue: { viewer: who },
  });
  if (!(Symbol.asyncIterator in results)) return [results];
  const all = [];
  for await (const { data, errors } of results) {
    all.push(errors === undefined ? (data as { notes: Note }).notes.says : errors[0]?.message);
  }
  return all;
}

describe('an event that several readers are given', () => {
  it('is executed once for all who ask the same', async () => {
    const readers = await Promise.all([read(viewer()), read(viewer({ ipAddress: '::1' })), read(viewer())]);
    readers.push(await read(viewer()));
    for (const all of readers) expect(all).toEqual(['one', 'two']);
    expect(executed).toBe(2);
  });

  it('is executed anew for other variables, and for whoever may do something else', async () => {
    await read(viewer());
    expect(await read(viewer(), { loudly: true })).toEqual(['ONE', 'TWO']);
    await read(viewer({ callerKey: 'key:other' }));
    await read(viewer({ roles: new Map([['w', 'OWNER']]) }));
    await read(viewer({ scopes: new Set(['READ', 'RECOMMEND']) }));
    await read(viewer({ scopes: null }));
    await read(null);
    await read(null);
    expect(executed).toBe(2 * 8);
  });

  it('is executed again by each whose execution would be one that failed', async () => {
    fails = 1;
    const [first, second] = await Promise.all([read(viewer()), read(viewer())]);
    expect(first).toEqual(['not now', 'two']);
    expect(second).toEqual(['one', 'two']);
  });

  it('is asked for by the executor itself where variables are wrong', async () => {
    expect(await read(viewer(), { after: 'x' })).toEqual([{ errors: ['refused'] }]);
  });
});

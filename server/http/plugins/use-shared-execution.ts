import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  getVariableValues,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Viewer } from '../../modules/accounts/viewer.ts';
import { mapped } from '../../lib/mapped.ts';
import type { LiveContext } from './use-live-access.ts';

/**
 * Executes a subscription once for each event, however many readers ask the same of it: the same document with the same
 * variables, asked by callers who may do the same under the same name. Readers share where their streams hand them the
 * very same event, as those do that follow one tail. What fails is shared with nobody: each then tries by himself.
 */
export function useSharedExecution(): Plugin<LiveContext> {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        // Yoga's own executor tells the caller what is wrong with variables.
        if (!areVariablesValid(args)) return subscribeFn(args) as unknown;
        const source = await createSourceEventStream(args);
        if (!isAsyncIterable(source)) return source;
        const asked = askedBy(args);
        return mapped(source as AsyncIterableIterator<unknown>, (event) => resultOf(args, asked, event));
      });
    },
  };
}

type Result = ExecutionResult | Promise<ExecutionResult>;

/** By event, and by what is asked of it by whom. */
const results = new WeakMap<object, Map<string, Result>>();

async function resultOf(args: ExecutionArgs, asked: string, event: unknown): Promise<ExecutionResult> {
  const run = (): Result => execute({ ...args, rootValue: event });
  const { viewer } = args.contextValue as LiveContext;
  if (typeof event !== 'object' || event === null || viewer === null) return run();
  let known = results.get(event);
  if (known === undefined) results.set(event, (known = new Map<string, Result>()));
  const key = `${asked} ${standingOf(viewer)}`;
  const shared = known.get(key);
  if (shared === undefined) {
    const result = run();
    known.set(key, result);
    return result;
  }
  try {
    const result = await shared;
    if (result.errors === undefined) return result;
  } catch {
    // As below.
  }
  return run();
}

const documents = new WeakMap<DocumentNode, number>();
let lastDocument = 0;

/** Parsed documents are kept, so that the same text is the same object. */
function askedBy({ document, operationName, variableValues }: ExecutionArgs): string {
  let number = documents.get(document);
  if (number === undefined) documents.set(document, (number = lastDocument += 1));
  return JSON.stringify([number, operationName, variableValues]);
}

const standings = new WeakMap<Viewer, string>();

/** All of a viewer that an answer may depend on. */
function standingOf(viewer: Viewer): string {
  let standing = standings.get(viewer);
  if (standing === undefined) {
    const { callerKey, roles, scopes } = viewer;
    standing = JSON.stringify([callerKey, [...roles].sort(), scopes === null ? null : [...scopes].sort()]);
    standings.set(viewer, standing);
  }
  return standing;
}

function areVariablesValid({ schema, document, operationName, variableValues }: ExecutionArgs): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variableValues ?? {}).errors === undefined;
}

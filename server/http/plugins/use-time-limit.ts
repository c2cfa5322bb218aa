import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { DoorLimits } from '../door-limits.ts';
import type { Refusals } from '../refusals.ts';
import type { LiveContext } from './use-live-access.ts';

/**
 * Answers an operation that takes too long, and tells whatever still works on it by the signal of its context to stop.
 */
export function useTimeLimit(
  { operationMs, uploadMs }: Pick<DoorLimits, 'operationMs' | 'uploadMs'>,
  refusals: Refusals,
): Plugin<LiveContext> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args: ExecutionArgs) => {
        const context = args.contextValue as LiveContext;
        const limitMs = isUpload(context.request) ? uploadMs : operationMs;
        const ending = new AbortController();
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<object>((resolve) => {
          timer = setTimeout(() => {
            refusals.count('time');
            resolve({ errors: [tooLate(limitMs)] });
            ending.abort();
          }, limitMs);
        });
        const signal = AbortSignal.any([context.signal, ending.signal]);
        Object.assign(context, { signal });
        // Yoga's executor goes by it.
        const withSignal: ExecutionArgs & { signal: AbortSignal } = { ...args, signal };
        try {
          return (await Promise.race([executeFn(withSignal), late])) as unknown;
        } finally {
          clearTimeout(timer);
        }
      });
    },
  };
}

function isUpload(request: Request | undefined): boolean {
  return /^multipart\/form-data\b/i.test(request?.headers.get('content-type') ?? '');
}

function tooLate(limitMs: number): GraphQLError {
  return new GraphQLError(`This took longer than ${String(limitMs / 1_000)} s and was given up.`, {
    extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
  });
}

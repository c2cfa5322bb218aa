import type { Plugin } from 'graphql-yoga';
import type { Log } from '../../lib/log.ts';
import { toPublicError } from '../error-mapping.ts';

/**
 * Gives the errors of parsing and validation their code. Those of execution go through `maskedErrors`, which
 * never sees these.
 */
export function usePublicErrors(log: Log): Plugin {
  return {
    onParse:
      () =>
      ({ result, replaceParseResult }) => {
        if (result instanceof Error) replaceParseResult(toPublicError(result, log));
      },
    onValidate:
      () =>
      ({ valid, result, setResult }) => {
        if (!valid) setResult((result as readonly unknown[]).map((error) => toPublicError(error, log)));
      },
  };
}

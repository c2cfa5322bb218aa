import { type DocumentNode, type ExecutionResult, type GraphQLError, visit } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { UnauthenticatedError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { rebuilt, toPublicError } from '../error-mapping.ts';
import type { Refusals } from '../refusals.ts';
import type { LiveContext } from './use-live-access.ts';

/**
 * Shows the schema to those who are signed in alone: strangers are refused introspection, and what errors suggest in the place
 * of a name that is none is left out.
 *
 * @param isStranger of what never came to execution, so that nobody has asked yet who it is from.
 */
export function useHiddenSchema(
  refusals: Refusals,
  log: Log,
  isStranger: (request: Request) => Promise<boolean>,
): Plugin<LiveContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { viewer } = args.contextValue as LiveContext;
      if (viewer !== null) return;
      if (asksForSchema(args.document as DocumentNode)) {
        refusals.count('introspection');
        const error = new UnauthenticatedError('Sign in to read the schema, or see schema.graphql.');
        setResultAndStopExecution({ errors: [toPublicError(error, log)] });
        return;
      }
      return {
        onExecuteDone({ result, setResult }) {
          if (!isAsyncIterable(result)) setResult(withoutSuggestions(result));
        },
      };
    },

    async onExecutionResult(event) {
      const { result, request } = event;
      if (isAsyncIterable(result) || result === undefined || Array.isArray(result)) return;
      const bare = withoutSuggestions(result);
      if (bare !== result && (await isStranger(request))) event.setResult(bare);
    },
  };
}

function asksForSchema(document: DocumentNode): boolean {
  let isAsked = false;
  visit(document, {
    Field: ({ name }) => {
      isAsked ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return isAsked;
}

/** graphql-js writes them into its messages, and has no switch for it. */
const SUGGESTION = / ?Did you mean [^?]+\?/g;

/** The same result where nothing is suggested. */
function withoutSuggestions<Result extends ExecutionResult>(result: Result): Result {
  const errors = result.errors?.map(withoutSuggestion);
  return errors?.some((error, index) => error !== result.errors?.[index]) === true
    ? { ...result, errors }
    : result;
}

export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(SUGGESTION, '');
  return message === error.message ? error : rebuilt(error, message, error.extensions);
}

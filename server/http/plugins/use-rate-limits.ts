import type { DocumentNode, ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Services } from '../../app/services.ts';
import { QueryTooComplexError } from '../../lib/errors.ts';
import {
  RATE_WINDOW_MS,
  type RateBucket,
  type RateDecision,
  RateLimitedError,
} from '../../lib/rate-limit.ts';
import { costOf, costOfAnswer } from '../../schema/index.ts';
import { toPublicError } from '../error-mapping.ts';
import type { Refusals } from '../refusals.ts';
import type { LiveContext, TransportContext } from './use-live-access.ts';

/**
 * Takes every operation out of its caller's buckets before it is executed, and refuses what they do not hold. What never
 * comes to execution (documents that are none, keys that do not work) is taken from the address it came from.
 *
 * Answers tell their cost in `extensions.cost`, and over HTTP what is left in the fields of
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
export function useRateLimits(
  { callerLimits, log }: Pick<Services, 'callerLimits' | 'log'>,
  refusals: Refusals,
  addressOf: (context: TransportContext) => string | null,
): Plugin<LiveContext> {
  /** How the buckets stand, of the requests that have been counted; null where nobody could count. */
  const counted = new WeakMap<Request, RateDecision | null>();

  /** The answer, where the caller has asked for too much. */
  async function charge(
    caller: Parameters<typeof callerLimits.charge>[0],
    cost: number,
    request: Request | undefined,
  ): Promise<{ decision: RateDecision | null; refusal: ExecutionResult | null }> {
    const remember = (decision: RateDecision | null) => {
      if (request !== undefined) counted.set(request, decision);
      return decision;
    };
    try {
      return { decision: remember(await callerLimits.charge(caller, cost)), refusal: null };
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error;
      refusals.count('rate');
      return { decision: remember(error.decision), refusal: { errors: [toPublicError(error, log)] } };
    }
  }

  async function admit(
    args: ExecutionArgs,
    refuse: (result: ExecutionResult) => void,
  ): Promise<number | null> {
    const context = args.contextValue as LiveContext;
    const { cost, tooComplex } = reckon(args);
    const { decision, refusal } = await charge(context, cost ?? 1, context.request);
    Object.assign(context, { rateLimit: decision, ...(cost !== null && { requestedCost: cost }) });
    if (refusal !== null) refuse(refusal);
    else if (tooComplex !== null) {
      refusals.count(tooComplex.reason);
      refuse({ errors: [toPublicError(tooComplex, log)] });
    }
    return refusal === null && tooComplex === null ? cost : null;
  }

  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const requested = await admit(args, (refusal) => {
        setResultAndStopExecution(refusal);
      });
      if (requested === null) return;
      return {
        onExecuteDone({ result, setResult }) {
          if (!isAsyncIterable(result)) setResult(withCost(result, requested, args.document as DocumentNode));
        },
      };
    },

    async onSubscribe(event) {
      await admit(event.args, (refusal) => {
        event.setResultAndStopExecution(refusal);
      });
    },

    async onExecutionResult(event) {
      const { result, request, context } = event;
      if (counted.has(request) || isAsyncIterable(result)) return;
      const stranger = { viewer: null, ipAddress: addressOf(context as TransportContext) };
      const { refusal } = await charge(stranger, 1, request);
      if (refusal !== null) event.setResult(refusal);
    },

    onResponse({ request, response }) {
      const decision = counted.get(request);
      if (decision == null) return;
      for (const [name, value] of rateLimitFields(decision)) response.headers.set(name, value);
    },
  };
}

/** What cannot be reckoned, since an argument or a variable is refused, costs least: execution says what is wrong. */
function reckon(args: ExecutionArgs): { cost: number | null; tooComplex: QueryTooComplexError | null } {
  try {
    return { cost: costOf(args), tooComplex: null };
  } catch (error) {
    return { cost: null, tooComplex: error instanceof QueryTooComplexError ? error : null };
  }
}

function withCost(result: ExecutionResult, requested: number, document: DocumentNode): ExecutionResult {
  const cost = { requested, actual: costOfAnswer(document, result.data) };
  return { ...result, extensions: { ...result.extensions, cost } };
}

function rateLimitFields({ requests, cost }: RateDecision): [name: string, value: string][] {
  const window = String(RATE_WINDOW_MS / 1_000);
  const left = (name: string, { limit, remaining }: RateBucket) => {
    // Until something flows back.
    const wait = remaining === limit ? '' : `;t=${String(Math.ceil(RATE_WINDOW_MS / 1_000 / limit))}`;
    return `"${name}";r=${String(remaining)}${wait}`;
  };
  return [
    [
      'ratelimit-policy',
      `"requests";q=${String(requests.limit)};w=${window}, "cost";q=${String(cost.limit)};qu="cost";w=${window}`,
    ],
    ['ratelimit', `${left('requests', requests)}, ${left('cost', cost)}`],
  ];
}

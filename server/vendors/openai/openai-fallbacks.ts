import { APIError } from 'openai';
import type { Log } from '../../lib/log.ts';

/**
 * What is done without where a compatible server knows less than OpenAI's own:
 *
 * - `JSON_OBJECT`       no strict JSON schema: any JSON object is asked for, with the schema in the prompt
 * - `NO_STREAM_OPTIONS` no usage at the end of a stream
 * - `MAX_TOKENS`        no `max_completion_tokens`: `max_tokens`, as it was called before
 * - `ESTIMATED_USAGE`   usage is not told: it is counted from the texts
 */
export type Fallback = 'JSON_OBJECT' | 'NO_STREAM_OPTIONS' | 'MAX_TOKENS' | 'ESTIMATED_USAGE';

/** Which words of a refusal ask for which one. */
const REFUSED_PARAMETERS: readonly [Fallback, RegExp][] = [
  ['NO_STREAM_OPTIONS', /stream_options|include_usage/],
  ['MAX_TOKENS', /max_completion_tokens/],
  ['JSON_OBJECT', /response_format|json_schema/],
];
/** Statuses by which servers refuse a parameter. */
const REFUSALS = new Set([400, 404, 422, 501]);

/** What one server was found to lack. It is found out once a process: a server is seldom changed under it. */
export interface Fallbacks {
  /** As they are now. */
  inUse(): ReadonlySet<Fallback>;
  /**
   * Takes the fallback that a refused call asks for.
   *
   * @param used those that the call was made with.
   * @returns whether the call is worth making once more.
   */
  learnFrom(error: unknown, used: ReadonlySet<Fallback>): boolean;
  /** Takes a fallback, and logs that the first time. */
  take(fallback: Fallback): void;
}

export function createFallbacks(log: Log): Fallbacks {
  const taken = new Set<Fallback>();

  function take(fallback: Fallback): void {
    if (taken.has(fallback)) return;
    taken.add(fallback);
    log.warn({ fallback }, 'The AI service lacks a part of the API; a fallback is used from now on.');
  }

  return {
    inUse: () => new Set(taken),
    learnFrom(error, used) {
      if (!(error instanceof APIError) || !REFUSALS.has(Number(error.status))) return false;
      const { param, message } = error as { param?: unknown; message: string };
      // Where the parameter is named, the message may well speak of others.
      const words = typeof param === 'string' && param !== '' ? param : message;
      const [fallback] = REFUSED_PARAMETERS.find(([, pattern]) => pattern.test(words)) ?? [];
      if (fallback === undefined || used.has(fallback)) return false;
      take(fallback);
      return true;
    },
    take,
  };
}

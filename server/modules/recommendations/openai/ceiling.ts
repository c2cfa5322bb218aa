import { estimateTokens, MAX_RETRIES } from '../../../vendors/openai/port.ts';
import type { EngineRequest, UsageCeiling } from '../engine.ts';
import { maxOutputTokens, toPrompt } from './prompt.ts';

/** A prompt of this many bytes is larger than usual. What is larger still is reserved once it is known. */
const LARGE_PROMPT_BYTES = 40_000;
/** One for all, and a further one for what was not grounded. */
const CALLS = 2;

/** What the calls of one run may use at most, a retry of each before its first word included. */
export function ceilingOf(request: EngineRequest | { count: number }): UsageCeiling {
  const [bytes, count] =
    'count' in request ? [LARGE_PROMPT_BYTES, request.count] : [bytesOf(request), request.indices.length];
  const outputTokens = maxOutputTokens(count);
  const promptTokens = estimateTokens(bytes);
  // No tokenizer makes more tokens of a text than it has bytes. A try that broke off is counted by estimate.
  const tries = bytes + MAX_RETRIES * promptTokens;
  return {
    promptTokens,
    most: {
      // The further call may quote the whole answer to the first.
      inputTokens: CALLS * tries + (CALLS - 1) * (1 + MAX_RETRIES) * outputTokens,
      cachedInputTokens: 0,
      outputTokens: CALLS * outputTokens,
    },
  };
}

function bytesOf(request: EngineRequest): number {
  const { system, user, schema } = toPrompt(request);
  return Buffer.byteLength(system + user + JSON.stringify(schema));
}

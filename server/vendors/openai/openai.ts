import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import type { Log } from '../../lib/log.ts';
import { AiAbortedError, AiOutputInvalidError, AiRefusedError, AiUnavailableError } from './errors.ts';
import type { AiError } from './errors.ts';
import { createCall, readCall, usageOf } from './openai-call.ts';
import type { OpenAiCall } from './openai-call.ts';
import { failureOf, failureOfEnding } from './openai-failure.ts';
import { createFallbacks } from './openai-fallbacks.ts';
import type { Fallback } from './openai-fallbacks.ts';
import type { CallFailure } from './openai-failure.ts';
import { addUsage, MAX_RETRIES } from './port.ts';
import type { ModelUsage, TextModel, TextModelEvent, TextModelRequest } from './port.ts';

const BASE_URL = 'https://api.openai.com/v1';
const IDLE_TIMEOUT_MS = 30_000;
const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 8_000;
/** A vendor that wants us to wait longer has failed this run; the run's own retry comes later. */
const LONGEST_RETRY_AFTER_MS = 20_000;

export interface OpenAiTextModelOptions {
  apiKey: string;
  /** Any server that speaks Chat Completions. @default OpenAI's */
  baseUrl?: string;
  model: string;
  log: Log;
  /** Silence on an open call that counts as failure. @default 30,000 */
  idleTimeoutMs?: number;
  /** Wait before the first retry; doubles, jittered. A vendor's retry-after wins. @default 500 */
  retryBaseMs?: number;
}

/**
 * A text model behind OpenAI's Chat Completions, streamed, with a strict JSON schema, or what a compatible server
 * has in its place (`Fallback`). Logs one line a call: model, durations, status, request id and tokens; never prompts,
 * answers or keys.
 */
export function createOpenAiTextModel(options: OpenAiTextModelOptions): TextModel {
  const { model, idleTimeoutMs = IDLE_TIMEOUT_MS, retryBaseMs = RETRY_BASE_MS } = options;
  const log = options.log.child({ vendor: 'openai', model });
  const fallbacks = createFallbacks(log);
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? BASE_URL,
    // The SDK reads these from the environment otherwise, past our configuration and to any base URL.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    // It would also retry `insufficient_quota`, and its log prints bodies.
    maxRetries: 0,
    logLevel: 'off',
  });

  async function* streamJson(request: TextModelRequest): AsyncGenerator<TextModelEvent> {
    let spent: ModelUsage | null = null;
    let attempt = 0;
    for (;;) {
      if (request.signal.aborted) throw new AiAbortedError(spent, { cause: request.signal.reason });
      const call = createCall();
      const startedAt = performance.now();
      const used = fallbacks.inUse();
      let failure: CallFailure | null = null;
      let isRefusedParameter = false;
      try {
        for await (const text of readCall(
          client,
          toBody(model, request, used),
          call,
          request.signal,
          idleTimeoutMs,
        )) {
          yield { type: 'text', text };
        }
        failure = failureOfEnding(call);
      } catch (error) {
        failure = failureOf(error, call);
        isRefusedParameter = fallbacks.learnFrom(error, used);
      } finally {
        // In `finally`: a reader that leaves the loop comes through here and nowhere else.
        logCall(log, call, failure, request, startedAt, attempt);
        spent = addUsage(spent, usageOf(call, request));
      }
      // Aborted since the loop began, which narrowing does not see.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (request.signal.aborted) throw new AiAbortedError(spent, { cause: request.signal.reason });
      if (isRefusedParameter) continue;
      if (failure === null) {
        if (call.reported === null) fallbacks.take('ESTIMATED_USAGE');
        yield { type: 'finished', usage: spent ?? NOTHING };
        return;
      }
      const waitMs = failure.retryAfterMs ?? jittered(Math.min(retryBaseMs * 2 ** attempt, RETRY_MAX_MS));
      const mayRetry = failure.isTransient && call.firstTextMs === null && attempt < MAX_RETRIES;
      if (!mayRetry || waitMs > LONGEST_RETRY_AFTER_MS) throw toAiError(failure, spent);
      // An abort ends the wait; the loop's head then speaks.
      await sleep(waitMs, undefined, { signal: request.signal }).catch(() => undefined);
      attempt += 1;
    }
  }

  return { model, streamJson };
}

/** Unreachable in practice: a whole answer has chunks, so its usage is at least estimated. */
const NOTHING: ModelUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  accuracy: 'ESTIMATED',
};

function toBody(
  model: string,
  request: TextModelRequest,
  used: ReadonlySet<Fallback>,
): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const { system, user, schemaName: name, schema, maxOutputTokens: limit } = request;
  const isSchemaTold = used.has('JSON_OBJECT');
  return {
    model,
    messages: [
      { role: 'system', content: isSchemaTold ? `${system}\n\n${schemaInWords(schema)}` : system },
      { role: 'user', content: user },
    ],
    response_format: isSchemaTold
      ? { type: 'json_object' }
      : { type: 'json_schema', json_schema: { name, schema, strict: true } },
    stream: true,
    ...(used.has('NO_STREAM_OPTIONS') ? {} : { stream_options: { include_usage: true } }),
    ...(limit !== undefined && { [used.has('MAX_TOKENS') ? 'max_tokens' : 'max_completion_tokens']: limit }),
  };
}

function schemaInWords(schema: Record<string, unknown>): string {
  return `Answer with one JSON object that fulfils this JSON schema, and with nothing else:\n${JSON.stringify(schema)}`;
}

/** Half to all of it, so that callers refused together do not come back together. */
function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

function toAiError(failure: CallFailure, usage: ModelUsage | null): AiError {
  const facts = { retryable: failure.retryable, vendorCode: failure.vendorCode, usage };
  const options = failure.cause === undefined ? {} : { cause: failure.cause };
  switch (failure.kind) {
    case 'UNAVAILABLE':
      return new AiUnavailableError(failure.message, facts, options);
    case 'REFUSED':
      return new AiRefusedError(failure.message, facts, options);
    case 'OUTPUT_INVALID':
      return new AiOutputInvalidError(failure.message, facts, options);
  }
}

function logCall(
  log: Log,
  call: OpenAiCall,
  failure: CallFailure | null,
  request: TextModelRequest,
  startedAt: number,
  attempt: number,
): void {
  const isGivenUp = request.signal.aborted || (failure === null && call.finishReason === null);
  const facts = {
    outcome: isGivenUp ? 'ABORTED' : (failure?.kind ?? 'COMPLETED'),
    attempt,
    durationMs: Math.round(performance.now() - startedAt),
    firstTextMs: call.firstTextMs,
    status: call.status,
    requestId: call.requestId,
    vendorCode: isGivenUp ? null : (failure?.vendorCode ?? null),
    usage: usageOf(call, request),
  };
  if (failure === null || isGivenUp) log.info(facts, 'AI call ended.');
  else log.warn(facts, 'AI call failed.');
}

import type OpenAI from 'openai';
import { estimateTokens } from './port.ts';
import type { ModelUsage, TextModelRequest } from './port.ts';

type RequestBody = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

/**
 * After the finish reason the answer is whole and only the usage is missing; servers that do not send it,
 * or do not close, are not waited for as long as a writing model.
 */
const USAGE_PATIENCE_MS = 5_000;

/** What is known of one HTTP call so far. The reader below writes it; the retry loop judges and logs by it. */
export interface OpenAiCall {
  isSent: boolean;
  /** Null until headers arrived. */
  status: number | null;
  requestId: string | null;
  hasChunks: boolean;
  /** Milliseconds from the call to its first text; null before. */
  firstTextMs: number | null;
  /** Characters the model wrote, refusals included. */
  outputLength: number;
  isRefused: boolean;
  finishReason: string | null;
  reported: OpenAI.CompletionUsage | null;
  /** Nothing arrived for the idle time. */
  isStalled: boolean;
}

export function createCall(): OpenAiCall {
  return {
    isSent: false,
    status: null,
    requestId: null,
    hasChunks: false,
    firstTextMs: null,
    outputLength: 0,
    isRefused: false,
    finishReason: null,
    reported: null,
    isStalled: false,
  };
}

/**
 * Sends the request and gives its text as it comes. Ends normally at the end of the stream however it came
 * about: whether the answer is whole stands in `call`.
 *
 * @throws whatever the SDK throws; never once the finish reason was seen.
 */
export async function* readCall(
  client: OpenAI,
  body: RequestBody,
  call: OpenAiCall,
  signal: AbortSignal,
  idleTimeoutMs: number,
): AsyncGenerator<string> {
  const hangUp = new AbortController();
  const startedAt = performance.now();

  /** The SDK's timeout ends with the headers. This one runs only while we wait, not while our reader works. */
  async function patiently<T>(work: Promise<T>): Promise<T> {
    const patienceMs =
      call.finishReason === null ? idleTimeoutMs : Math.min(idleTimeoutMs, USAGE_PATIENCE_MS);
    const timer = setTimeout(() => {
      call.isStalled = true;
      hangUp.abort();
    }, patienceMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  try {
    call.isSent = true;
    const answer = client.chat.completions.create(body, { signal: AbortSignal.any([signal, hangUp.signal]) });
    const { data, response, request_id: requestId } = await patiently(answer.withResponse());
    call.status = response.status;
    call.requestId = requestId;
    const chunks = data[Symbol.asyncIterator]();
    for (;;) {
      const next = await patiently(chunks.next());
      if (next.done === true) return;
      const text = noteChunk(next.value, call);
      if (text === '') continue;
      call.firstTextMs ??= Math.round(performance.now() - startedAt);
      yield text;
    }
  } catch (error) {
    noteFailedAnswer(error, call);
    if (call.finishReason === null) throw error;
  } finally {
    hangUp.abort();
  }
}

/** Compatible servers leave out what the types promise, so everything in a chunk is optional here. */
interface ThinChunk {
  choices?: { delta?: { content?: string | null; refusal?: string | null }; finish_reason?: string | null }[];
  usage?: OpenAI.CompletionUsage | null;
}

/** Takes what a chunk tells into `call` and returns its text. */
function noteChunk(chunk: ThinChunk, call: OpenAiCall): string {
  call.hasChunks = true;
  call.reported = chunk.usage ?? call.reported;
  // The usage chunk has no choices.
  const choice = chunk.choices?.[0];
  if (choice === undefined) return '';
  call.finishReason = choice.finish_reason ?? call.finishReason;
  const text = choice.delta?.content ?? '';
  const refusal = choice.delta?.refusal ?? '';
  if (refusal !== '') call.isRefused = true;
  call.outputLength += text.length + refusal.length;
  return text;
}

/** HTTP errors are thrown before there is a response to look at. */
function noteFailedAnswer(error: unknown, call: OpenAiCall): void {
  const { status, requestID } = error as { status?: number; requestID?: string | null };
  call.status ??= status ?? null;
  call.requestId ??= requestID ?? null;
}

/** What the call cost; null when no model can have worked. */
export function usageOf(call: OpenAiCall, request: TextModelRequest): ModelUsage | null {
  const reported = reportedUsage(call.reported);
  if (reported !== null) return reported;
  // Sent and unanswered: given up by us, so the vendor has probably read the prompt.
  const isUnanswered = call.isSent && call.status === null && (call.isStalled || request.signal.aborted);
  if (!call.hasChunks && !isUnanswered) return null;
  const inputLength = request.system.length + request.user.length + JSON.stringify(request.schema).length;
  return {
    inputTokens: estimateTokens(inputLength),
    cachedInputTokens: 0,
    outputTokens: estimateTokens(call.outputLength),
    reasoningTokens: 0,
    accuracy: 'ESTIMATED',
  };
}

/** Null where the server did not tell, or nonsense: its word is paid for and held against budgets. */
function reportedUsage(usage: OpenAI.CompletionUsage | null): ModelUsage | null {
  if (!isCount(usage?.prompt_tokens) || !isCount(usage.completion_tokens)) return null;
  const { prompt_tokens: inputTokens, completion_tokens: written, total_tokens: total } = usage;
  return {
    inputTokens,
    cachedInputTokens: orZero(usage.prompt_tokens_details?.cached_tokens),
    // Some servers leave reasoning out of `completion_tokens`, none out of the total.
    outputTokens: Math.max(written, orZero(total) - inputTokens),
    reasoningTokens: orZero(usage.completion_tokens_details?.reasoning_tokens),
    accuracy: 'REPORTED',
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function orZero(value: unknown): number {
  return isCount(value) ? value : 0;
}

import { APIConnectionError, APIError } from 'openai';
import type { OpenAiCall } from './openai-call.ts';

/** A failed call in our words; the retry loop makes it an error once nothing is left to try. */
export interface CallFailure {
  kind: 'UNAVAILABLE' | 'REFUSED' | 'OUTPUT_INVALID';
  /** Ours: the vendor's own messages echo prompts and parts of keys. */
  message: string;
  /** A later run may succeed. */
  retryable: boolean;
  vendorCode: string | null;
  /** Trying again at once is right, as long as no text has been passed on. */
  isTransient: boolean;
  /** What the vendor asks us to wait; null when it does not say. */
  retryAfterMs: number | null;
  cause?: unknown;
}

const RETRIED_STATUSES = new Set([408, 409, 429]);
/** What whoever runs this server has to look after. */
const REFUSALS: Readonly<Record<number, string>> = {
  401: 'The AI service does not accept the key of this server.',
  403: 'The AI service does not let this server use it, or its model.',
  404: 'The AI service does not know the model, or the address, that this server is configured with.',
};
const REFUSAL_CODES = new Set(['content_filter', 'content_policy_violation']);

/** Sorts what the SDK threw. */
export function failureOf(error: unknown, call: OpenAiCall): CallFailure {
  if (call.isStalled) return stalled();
  if (error instanceof APIConnectionError) {
    return { ...unavailable('The AI service cannot be reached.'), isTransient: true, cause: error.cause };
  }
  if (error instanceof APIError) return failureOfAnswer(error as APIError);
  // By name: under a test runner the SDK's realm has another SyntaxError.
  if (error instanceof Error && error.name === 'SyntaxError') {
    return outputInvalid('The AI service sent an event that is not JSON.');
  }
  // What is left is the socket: undici's `TypeError: terminated` in mid-stream is no APIError.
  return { ...unavailable('The connection to the AI service broke.'), isTransient: true, cause: error };
}

/** An HTTP error, or an error frame in a stream (then without status). */
function failureOfAnswer(error: APIError): CallFailure {
  const status = error.status;
  const type = vendorWord(error.type);
  const vendorCode = vendorWord(error.code) ?? type;
  if (vendorCode !== null && REFUSAL_CODES.has(vendorCode)) return refused(vendorCode);
  if (vendorCode === 'insufficient_quota' || type === 'insufficient_quota') {
    return { ...unavailable("The AI service's quota is used up."), retryable: false, vendorCode };
  }
  const isTransient =
    status === undefined
      ? type === 'server_error' || vendorCode === 'server_error' || vendorCode === 'rate_limit_exceeded'
      : status >= 500 || RETRIED_STATUSES.has(status);
  const message =
    status === undefined
      ? 'The AI service failed while answering.'
      : status === 429
        ? 'The AI service is overloaded or limits our rate.'
        : (REFUSALS[status] ?? `The AI service refused the call (HTTP ${String(status)}).`);
  const headers = error.headers;
  return {
    ...unavailable(message),
    retryable: isTransient || status === undefined,
    vendorCode,
    isTransient: isTransient && headers?.get('x-should-retry') !== 'false',
    retryAfterMs: headers === undefined ? null : retryAfterMs(headers),
  };
}

/** Sorts an answer that ended without an error; null when it is whole. The SDK ends its loop silently. */
export function failureOfEnding(call: OpenAiCall): CallFailure | null {
  if (call.isRefused) return refused('refusal');
  switch (call.finishReason) {
    case 'stop':
      return null;
    case 'content_filter':
      return refused('content_filter');
    case 'length':
      return { ...outputInvalid('The answer was cut at the length limit.'), vendorCode: 'length' };
    case null:
      // Hanging up on a stalled stream ends the loop, or throws, depending on how far it was.
      if (call.isStalled) return stalled();
      return call.hasChunks
        ? outputInvalid('The answer ended early.')
        : // An HTML page with status 200 looks like this: a proxy, or a base URL that is no API.
          {
            ...outputInvalid('The AI service answered with something else than a stream.'),
            retryable: false,
          };
    default:
      return {
        ...outputInvalid('The answer is of an unknown kind.'),
        vendorCode: vendorWord(call.finishReason),
      };
  }
}

/** Not transient: the vendor may well be working on it, and would work (and bill) twice. */
function stalled(): CallFailure {
  return unavailable('The AI service stopped answering.');
}

function unavailable(message: string): CallFailure {
  return {
    kind: 'UNAVAILABLE',
    message,
    retryable: true,
    vendorCode: null,
    isTransient: false,
    retryAfterMs: null,
  };
}

function outputInvalid(message: string): CallFailure {
  return { ...unavailable(message), kind: 'OUTPUT_INVALID' };
}

function refused(vendorCode: string): CallFailure {
  const message =
    vendorCode === 'refusal'
      ? 'The model refused to answer.'
      : "The AI service's content filter cut the answer.";
  return { ...unavailable(message), kind: 'REFUSED', retryable: false, vendorCode };
}

/** A vendor's code as is, if it looks like one; servers put prose there too. */
function vendorWord(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : null;
}

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date; in milliseconds from now. */
function retryAfterMs(headers: Headers): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds;
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

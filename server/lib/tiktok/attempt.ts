import type { CallSlot } from '../call-quota.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { unavailable } from './failures.ts';
import { TikTokError } from './tiktok-error.ts';

/** A page of 20 videos is some 40 kB, 200 trends some 200 kB; whatever is larger than this is not TikTok's answer. */
const MAX_BODY_BYTES = 2 * 1_024 * 1_024;
/** Seconds. */
const DURATIONS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Request {
  /** Its name in the log and the metrics. */
  endpoint: string;
  path: string;
  query?: string;
  init: RequestInit;
  signal: AbortSignal | undefined;
  /** Let go of as soon as an answer is there. */
  slot?: CallSlot;
}

export interface Answer {
  status: number;
  logId: string | null;
  /** TikTok's clock, to the second; null where it did not say. */
  date: Date | null;
  /** Undefined where the body was no JSON. */
  body: unknown;
}

export type Attempt = <T>(request: Request, toResult: (answer: Answer) => T) => Promise<T>;

export interface AttemptOptions {
  /** Base of the paths, without a trailing slash. */
  apiUrl: string;
  /** For one attempt, body included. */
  timeoutMs: number;
  /** Of a body; throws where it is no JSON. @default JSON.parse */
  parse?: (text: string) => unknown;
  log: Log;
  metrics: Metrics;
}

/** One attempt at an API of TikTok's, its one line in the log, and its share of the metrics. */
export function createAttempt(options: AttemptOptions): Attempt {
  const { apiUrl, timeoutMs, parse = JSON.parse, log, metrics } = options;
  const count = metrics.counter({
    name: 'tiktok_calls_total',
    help: 'Calls to TikTok, further attempts included, by what came of them.',
    labels: ['endpoint', 'outcome'],
  });
  const time = metrics.histogram(
    {
      name: 'tiktok_call_duration_seconds',
      help: 'From the call to the end of its answer.',
      labels: ['endpoint'],
    },
    DURATIONS,
  );

  const parsed = (text: string): unknown => {
    try {
      return parse(text);
    } catch {
      return undefined;
    }
  };

  return async ({ endpoint, path, query = '', init, signal, slot }, toResult) => {
    const startedAt = performance.now();
    let status: number | null = null;
    let logId: string | null = null;
    const report = (outcome: string, code: string, isFailure: boolean): void => {
      const ms = performance.now() - startedAt;
      count({ endpoint, outcome });
      time({ endpoint }, ms / 1_000);
      const facts = { endpoint: path, ms: Math.round(ms), status, code, logId };
      if (isFailure) log.warn(facts, 'TikTok call failed');
      else log.debug(facts, 'TikTok call');
    };
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${apiUrl}${path}${query}`, {
        ...init,
        // A redirect would carry the token to another host.
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      status = response.status;
      logId = response.headers.get('x-tt-logid');
      const date = toDate(response.headers.get('date'));
      const result = toResult({ status, logId, date, body: parsed(await readText(response)) });
      report('ok', 'ok', false);
      return result;
    } catch (error) {
      if (signal?.aborted === true) {
        report('aborted', 'aborted', false);
        throw signal.reason;
      }
      const failure =
        error instanceof TikTokError
          ? error
          : timeout.aborted
            ? unavailable(`TikTok did not answer within ${String(timeoutMs)} ms.`, { logId }, error)
            : unavailable('TikTok could not be reached, or its answer broke off.', { logId }, error);
      logId = failure.logId;
      report(OUTCOMES[failure.code], failure.tikTokCode ?? failure.code, true);
      throw failure;
    } finally {
      // Where no answer came, TikTok may count the call yet: its place is held for the whole lease.
      if (status !== null) {
        await slot?.release().catch((error: unknown) => {
          log.warn({ endpoint, err: error }, "The place in TikTok's window is held for its lease");
        });
      }
    }
  };
}

const OUTCOMES: Record<TikTokError['code'], string> = {
  TIKTOK_UNAVAILABLE: 'unavailable',
  TIKTOK_RATE_LIMITED: 'rate_limited',
  TIKTOK_REJECTED: 'rejected',
  TIKTOK_AUTH_FAILED: 'auth_failed',
};

function toDate(header: string | null): Date | null {
  const date = new Date(header ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream and frees the socket.
      if (size > MAX_BODY_BYTES) {
        throw unavailable("TikTok's answer was too large.", { logId: response.headers.get('x-tt-logid') });
      }
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

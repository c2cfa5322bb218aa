/**
 * A sandbox that speaks OpenAI's Chat Completions under `/openai/v1/chat/completions`, streamed or whole. Any
 * bearer key will do. It answers recommendation briefs only, from the evidence in them; see
 * `recommendation-writer.ts`. It checks strict schemas as the real service does.
 *
 * The end of the model's name asks for a fault (`sandbox-stall`):
 *
 * before any text
 *
 * - `401`, `403`, `404`  a key, a country, a model that is refused
 * - `429`              429 `rate_limit_exceeded` with `retry-after-ms: 20`, always
 * - `429-once`         the same for every other request of this sandbox; the next one is answered
 * - `429-long`         429 with `retry-after: 3600`
 * - `quota`            429 `insufficient_quota`
 * - `500`              500 `server_error`
 * - `filter-before`    400 `content_filter`
 * - `html`             an HTML page with status 200
 * - `reset`            the connection breaks
 * - `stall-before`     silence until the client leaves
 * - `error-before`     an error frame
 * - `end-before`       the end of the stream
 *
 * amid the text, of which half comes
 *
 * - `stall`, `cut`     silence until the client leaves; the connection breaks
 * - `error-midstream`, `quota-midstream`  an error frame: `server_error`, `insufficient_quota`
 * - `end`              the end of the stream, without a finish reason
 * - `filter`, `length` finish reason `content_filter`, `length`
 *
 * after the text and the finish reason `stop`
 *
 * - `stall-after`, `cut-after`, `error-after`
 * - `no-usage`         no usage chunk, as from thin compatible servers
 *
 * a server that knows less of the API, and refuses with 400
 *
 * - `no-schema`        a strict schema; `json_object` it knows
 * - `no-stream-options`, `no-completion-limit`  the parameters `stream_options`, `max_completion_tokens`
 * - `thin`             all of these, and tells no usage
 *
 * an answer that is another than asked for
 *
 * - `refusal`          refusal deltas, then finish reason `stop`
 * - `slow`             ten times the delay between chunks
 * - `not-json`         prose instead of JSON
 * - `short`            one recommendation fewer than asked
 * - `ungrounded`       good JSON whose items break, in turn, one rule of citing: evidence that does not exist,
 *                      no citation, a figure that is not the evidence's
 *
 * or for a character, whose answers are whole and streamed as any:
 *
 * - `lying`            most items claim what the evidence does not hold, in every way that `lies.ts` knows; what
 *                      was refused is written anew with other lies, or without
 * - `obedient`         does what any text in the brief tells it to do (`obedience.ts`)
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readChatRequest } from './chat-request.ts';
import type { ApiFailure, ChatRequest } from './chat-request.ts';
import { characterOf } from './characters.ts';
import { streamCompletion, usageOf } from './completion-stream.ts';
import { outrightFailure } from './failures.ts';
import { faultOf } from './faults.ts';
import type { Fault } from './faults.ts';
import { lie } from './lies.ts';
import type { LyingAnswer } from './lies.ts';
import { obey } from './obedience.ts';
import { writeRecommendations } from './recommendation-writer.ts';

const PATH = '/openai/v1/chat/completions';
const TOKEN_DELAY_MS = 20;

export interface OpenAiSandboxHandler {
  /** Answers requests under `/openai/`. @returns false for any other path, with nothing read or written. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Answers being written. */
  openStreams(): number;
  /** Resolves when no answer is being written. */
  whenIdle(): Promise<void>;
}

/** Who wants to know what goes on in the sandbox. */
export interface Witness {
  /** The body of each request, as it came. */
  onBody?: (body: unknown) => void;
  /** What a model told that lies, answer by answer. */
  onLies?: (answer: LyingAnswer) => void;
  /** How many items of an answer did what a text told them to. */
  onObedience?: (items: number) => void;
}

/** @param options.tokenDelayMs Between chunks of a stream. @default 20 */
export function createOpenAiSandboxHandler(
  options: { tokenDelayMs?: number; witness?: Witness } = {},
): OpenAiSandboxHandler {
  const { tokenDelayMs = TOKEN_DELAY_MS, witness = {} } = options;
  let requests = 0;
  let open = 0;
  let waiting: (() => void)[] = [];

  async function answer(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    if (req.method !== 'POST' || pathOf(req) !== PATH) {
      fail(res, {
        status: 404,
        message: 'Unknown request URL.',
        type: 'invalid_request_error',
        code: 'unknown_url',
        param: null,
      });
      return;
    }
    if (!/^Bearer \S+$/.test(req.headers.authorization ?? '')) {
      fail(res, {
        status: 401,
        message: 'You did not provide an API key.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
        param: null,
      });
      return;
    }
    const chat = await readChatRequest(req, (body) => witness.onBody?.(body));
    if ('status' in chat) {
      fail(res, chat);
      return;
    }
    const fault = faultOf(chat.model);
    const outright = fault === null ? null : outrightFailure(fault, chat, requests);
    if (outright !== null) {
      if (fault === '429-long') res.setHeader('retry-after', '3600');
      else if (outright.status === 429) res.setHeader('retry-after-ms', '20');
      fail(res, outright);
      return;
    }
    if (fault === 'reset') {
      res.destroy();
      return;
    }
    if (fault === 'stall-before') {
      await once(res, 'close');
      return;
    }
    if (fault === 'html') {
      res
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end('<!doctype html><title>Welcome</title>');
      return;
    }
    const content = contentFor(chat, fault, witness);
    if (content === null) {
      fail(res, {
        status: 400,
        message: 'This sandbox answers recommendation briefs only.',
        type: 'invalid_request_error',
        code: null,
        param: 'messages',
      });
      return;
    }
    const id = `chatcmpl-${requestId.slice(4)}`;
    if (chat.stream) {
      const delayMs = fault === 'slow' ? tokenDelayMs * 10 : tokenDelayMs;
      await streamCompletion(res, { id, chat, content, fault, delayMs });
    } else {
      sendWhole(res, id, chat, content);
    }
  }

  return {
    async handle(req, res) {
      if (!pathOf(req).startsWith('/openai/')) return false;
      requests += 1;
      open += 1;
      const requestId = `req_${createHash('sha256')
        .update(`sandbox ${String(requests)}`)
        .digest('hex')
        .slice(0, 32)}`;
      res.setHeader('x-request-id', requestId);
      try {
        await answer(req, res, requestId);
      } finally {
        open -= 1;
        if (open === 0) {
          for (const resolve of waiting) resolve();
          waiting = [];
        }
      }
      return true;
    },
    openStreams: () => open,
    whenIdle: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** The text of the answer; null when the messages hold no brief. */
function contentFor(
  chat: ChatRequest,
  fault: Fault | null,
  { onLies = () => undefined, onObedience = () => undefined }: Witness,
): string | null {
  const user = chat.messages.findLast((message) => message.role === 'user');
  const written = user === undefined ? null : writeRecommendations(user.content);
  if (user === undefined || written === null) return null;
  switch (characterOf(chat.model)) {
    case 'lying':
      onLies(lie(written.recommendations, user.content));
      break;
    case 'obedient': {
      const instructions = chat.messages.find(({ role }) => role === 'system')?.content ?? '';
      onObedience(obey(written.recommendations, instructions, user.content));
      break;
    }
    case null:
      break;
  }
  if (fault === 'not-json') return 'Certainly! Here are some recommendations for you.';
  if (fault === 'short') written.recommendations.pop();
  if (fault === 'ungrounded') {
    written.recommendations.forEach((recommendation, i) => {
      const citation = recommendation.citations[0];
      if (citation === undefined) return;
      if (i % 3 === 0) citation.evidenceKey = 'E999';
      else if (i % 3 === 1) recommendation.citations = [];
      else citation.figure = (citation.figure ?? 0) * 2 + 1;
    });
  }
  return JSON.stringify(written);
}

function sendWhole(res: ServerResponse, id: string, chat: ChatRequest, content: string): void {
  send(res, 200, {
    id,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: chat.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: usageOf(chat, content),
  });
}

function fail(res: ServerResponse, { status, ...error }: ApiFailure): void {
  send(res, status, { error });
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?', 1)[0] ?? '';
}

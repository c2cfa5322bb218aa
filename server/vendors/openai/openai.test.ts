import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Log } from '../../lib/log.ts';
import { startOpenAiSandbox } from '../../sandbox/openai/server.ts';
import type { OpenAiSandbox } from '../../sandbox/openai/server.ts';
import {
  AiAbortedError,
  AiError,
  AiOutputInvalidError,
  AiRefusedError,
  AiUnavailableError,
} from './errors.ts';
import { createOpenAiTextModel } from './openai.ts';
import type { OpenAiTextModelOptions } from './openai.ts';
import type { ModelUsage, TextModelEvent, TextModelRequest } from './port.ts';

const API_KEY = 'sk-very-secret';

interface LogLine {
  level: string;
  outcome?: string;
  status?: number | null;
  requestId?: string | null;
  usage?: ModelUsage | null;
}

let lines: LogLine[];
let closers: (() => Promise<void>)[];
let sandbox: OpenAiSandbox;

beforeEach(async () => {
  lines = [];
  sandbox = await startOpenAiSandbox({ port: 0, tokenDelayMs: 0 });
  closers = [() => sandbox.close()];
});

afterEach(async () => {
  for (const close of closers) await close();
});

function logInto(facts: object): Log {
  const at = (level: string) => (more: object, message: string) => {
    lines.push({ level, ...facts, ...more, message } as LogLine);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => logInto({ ...facts, ...more }),
  };
}

function textModel(options: Partial<OpenAiTextModelOptions>): ReturnType<typeof createOpenAiTextModel> {
  return createOpenAiTextModel({
    apiKey: API_KEY,
    baseUrl: sandbox.baseUrl,
    model: 'sandbox',
    log: logInto({}),
    retryBaseMs: 1,
    ...options,
  });
}

function request(signal: AbortSignal = new AbortController().signal): TextModelRequest {
  return {
    system: 'Recommend.',
    user: JSON.stringify({
      task: { items: [{ kind: 'IDEA' }, { kind: 'SCRIPT' }], topic: 'sourdough' },
      now: '2026-11-22T10:00:00Z',
      evidence: [
        { key: 'E1', kind: 'VIDEO', title: 'My starter 🥖', hashtags: ['bread'], figures: { views: 12345 } },
      ],
    }),
    schemaName: 'recommendations',
    schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
    signal,
  };
}

async function collect(
  events: AsyncIterable<TextModelEvent>,
): Promise<{ text: string; usage: ModelUsage | undefined }> {
  let text = '';
  let usage: ModelUsage | undefined;
  for await (const event of events) {
    expect(usage).toBeUndefined();
    if (event.type === 'text') text += event.text;
    else usage = event.usage;
  }
  return { text, usage };
}

async function failureOf(model: string, options: Partial<OpenAiTextModelOptions> = {}): Promise<AiError> {
  try {
    await collect(textModel({ model, ...options }).streamJson(request()));
  } catch (error) {
    if (error instanceof AiError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** A server of the test's own: the n-th request gets the n-th answer. */
async function serve(
  ...answers: Answer[]
): Promise<{ baseUrl: string; bodies: string[]; headers: IncomingMessage['headers'][] }> {
  const bodies: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => (body += part.toString()));
    req.on('end', () => {
      const answer = answers[bodies.length];
      bodies.push(body);
      headers.push(req.headers);
      if (answer === undefined) res.writeHead(418).end();
      else answer(req, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  return {
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    bodies,
    headers,
  };
}

function sse(...chunks: (object | string)[]): Answer {
  return (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks)
      res.write(`data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`);
    res.end();
  };
}

function json(status: number, error: object, headers: Record<string, string> = {}): Answer {
  return (_, res) =>
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
}

const TEXT = { choices: [{ delta: { content: '{}' } }] };
const STOP = { choices: [{ delta: {}, finish_reason: 'stop' }] };

describe('a whole answer', () => {
  test('comes in many pieces and ends with the reported usage', async () => {
    const { text, usage } = await collect(textModel({}).streamJson(request()));
    expect((JSON.parse(text) as { recommendations: unknown[] }).recommendations).toHaveLength(2);
    expect(usage).toMatchObject({ accuracy: 'REPORTED', outputTokens: Math.ceil(text.length / 4) });
  });

  test('is asked for streamed, with usage, and with a strict schema', async () => {
    const server = await serve(sse(TEXT, STOP, '[DONE]'));
    await collect(textModel({ baseUrl: server.baseUrl }).streamJson({ ...request(), maxOutputTokens: 50 }));
    expect(JSON.parse(server.bodies[0] ?? '')).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 50,
      response_format: { type: 'json_schema', json_schema: { name: 'recommendations', strict: true } },
    });
    expect(server.headers[0]).toMatchObject({ authorization: `Bearer ${API_KEY}` });
  });

  test('leaves one log line with model, status, request id and tokens, and nothing secret', async () => {
    await collect(textModel({}).streamJson(request()));
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        outcome: 'COMPLETED',
        model: 'sandbox',
        status: 200,
        requestId: expect.stringMatching(/^req_[0-9a-f]{32}$/),
        durationMs: expect.any(Number),
        usage: expect.objectContaining({ accuracy: 'REPORTED' }),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|sourdough|Recommend\.|starter/);
  });

  test('has estimated usage from servers that report none', async () => {
    const { usage, text } = await collect(textModel({ model: 'sandbox-no-usage' }).streamJson(request()));
    expect(usage).toMatchObject({ accuracy: 'ESTIMATED', outputTokens: Math.ceil(text.length / 4) });
    expect(usage?.inputTokens).toBeGreaterThan(0);
  });

  test('counts reasoning that a server leaves out of its output, and believes no nonsense', async () => {
    const usageFrom = async (usage: object) => {
      const server = await serve(sse(TEXT, STOP, { choices: [], usage }, '[DONE]'));
      return (await collect(textModel({ baseUrl: server.baseUrl }).streamJson(request()))).usage;
    };
    await expect(
      usageFrom({
        prompt_tokens: 7,
        completion_tokens: 3,
        total_tokens: 60,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 50 },
      }),
    ).resolves.toEqual({
      inputTokens: 7,
      cachedInputTokens: 4,
      outputTokens: 53,
      reasoningTokens: 50,
      accuracy: 'REPORTED',
    });
    for (const nonsense of [-3, 0.5, '3', null]) {
      await expect(usageFrom({ prompt_tokens: 7, completion_tokens: nonsense })).resolves.toMatchObject({
        accuracy: 'ESTIMATED',
      });
    }
  });

  test('is whole once a finish reason was seen, even if the connection then breaks', async () => {
    const server = await serve((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(`data: ${JSON.stringify(TEXT)}\n\ndata: ${JSON.stringify(STOP)}\n\n`, () => res.destroy());
    });
    const { text, usage } = await collect(textModel({ baseUrl: server.baseUrl }).streamJson(request()));
    expect(text).toBe('{}');
    expect(usage?.accuracy).toBe('ESTIMATED');
  });
});

describe('a failed answer', () => {
  test.each([
    ['sandbox-refusal', AiRefusedError, { retryable: false, vendorCode: 'refusal' }],
    ['sandbox-filter', AiRefusedError, { retryable: false, vendorCode: 'content_filter' }],
    ['sandbox-length', AiOutputInvalidError, { retryable: true, vendorCode: 'length' }],
    ['sandbox-html', AiOutputInvalidError, { retryable: false, usage: null }],
    [
      'sandbox-quota',
      AiUnavailableError,
      { retryable: false, vendorCode: 'insufficient_quota', usage: null },
    ],
    ['sandbox-429', AiUnavailableError, { retryable: true, vendorCode: 'rate_limit_exceeded', usage: null }],
    ['sandbox-500', AiUnavailableError, { retryable: true, vendorCode: 'server_error', usage: null }],
    ['sandbox-cut', AiUnavailableError, { retryable: true }],
    ['sandbox-error-midstream', AiUnavailableError, { retryable: true, vendorCode: 'server_error' }],
  ])('of %s is told by class, with what is known', async (model, errorClass, facts) => {
    const error = await failureOf(model);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject(facts);
    if (!('usage' in facts)) expect(error.usage?.inputTokens).toBeGreaterThan(0);
  });

  test('that was cut in the middle carries an estimate of what it cost', async () => {
    const { usage } = await failureOf('sandbox-cut');
    expect(usage?.accuracy).toBe('ESTIMATED');
    expect(usage?.outputTokens).toBeGreaterThan(100);
  });

  test('after which the stream ended without a finish reason is invalid', async () => {
    const server = await serve(sse(TEXT, '[DONE]'));
    await expect(failureOf('any', { baseUrl: server.baseUrl })).resolves.toMatchObject({
      code: 'AI_OUTPUT_INVALID',
    });
  });

  test('whose events are not JSON is invalid', async () => {
    const server = await serve(sse(TEXT, '{oops'));
    await expect(failureOf('any', { baseUrl: server.baseUrl })).resolves.toMatchObject({
      code: 'AI_OUTPUT_INVALID',
    });
  });

  test('that stalls is given up after the idle time, and its connection closed', async () => {
    const error = await failureOf('sandbox-stall', { idleTimeoutMs: 100 });
    expect(error).toMatchObject({ code: 'AI_UNAVAILABLE', retryable: true });
    expect(error.usage?.outputTokens).toBeGreaterThan(100);
    await sandbox.whenIdle();
    expect(sandbox.openStreams()).toBe(0);
  });

  test('says nothing the vendor said, neither in message nor in log', async () => {
    const server = await serve(
      json(401, { message: `Incorrect API key provided: ${API_KEY}`, code: 'invalid_api_key' }),
    );
    const error = await failureOf('any', { baseUrl: server.baseUrl });
    expect(error).toMatchObject({ code: 'AI_UNAVAILABLE', retryable: false, vendorCode: 'invalid_api_key' });
    expect(`${String(error.stack)} ${String(error.cause)} ${JSON.stringify(lines)}`).not.toContain('secret');
  });
});

describe('retries', () => {
  test('bring an answer after a refused connection attempt, a 500 and a 429', async () => {
    const answers: Answer[] = [
      (_, res) => res.destroy(),
      json(500, { message: 'x', type: 'server_error' }),
      sse(TEXT, STOP, '[DONE]'),
    ];
    const server = await serve(...answers);
    await expect(
      collect(textModel({ baseUrl: server.baseUrl }).streamJson(request())),
    ).resolves.toMatchObject({ text: '{}' });
    expect(lines.map((line) => line.outcome)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'COMPLETED']);

    lines = [];
    await collect(textModel({ model: 'sandbox-429-once' }).streamJson(request()));
    expect(lines.map((line) => line.status)).toEqual([429, 200]);
  });

  test('are two at most', async () => {
    await failureOf('sandbox-500');
    expect(lines).toHaveLength(3);
  });

  test('are not made for a used-up quota, a bad request, or when the vendor says so', async () => {
    await failureOf('sandbox-quota');
    expect(lines).toHaveLength(1);
    const server = await serve(
      json(400, { message: 'x', type: 'invalid_request_error' }),
      json(503, { message: 'x' }, { 'x-should-retry': 'false' }),
    );
    await failureOf('any', { baseUrl: server.baseUrl });
    await failureOf('any', { baseUrl: server.baseUrl });
    expect(server.bodies).toHaveLength(2);
  });

  test('are not made once text was passed on', async () => {
    await failureOf('sandbox-cut');
    await failureOf('sandbox-error-midstream');
    expect(lines).toHaveLength(2);
  });

  test('before the first text add up what was spent', async () => {
    const server = await serve(
      sse({ choices: [{ delta: { role: 'assistant' } }] }, { error: { message: 'x', type: 'server_error' } }),
      sse(
        TEXT,
        STOP,
        { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } },
        '[DONE]',
      ),
    );
    const { usage } = await collect(textModel({ baseUrl: server.baseUrl }).streamJson(request()));
    expect(usage).toMatchObject({ accuracy: 'ESTIMATED', outputTokens: 3 });
    expect(usage?.inputTokens).toBeGreaterThan(7);
  });

  test('wait as long as the vendor asks, unless that is too long for a run', async () => {
    const server = await serve(
      json(429, { message: 'x', code: 'rate_limit_exceeded' }, { 'retry-after': '0' }),
      json(
        429,
        { message: 'x', code: 'rate_limit_exceeded' },
        { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' },
      ),
    );
    const error = await failureOf('any', { baseUrl: server.baseUrl, retryBaseMs: 1_000_000 });
    expect(error).toMatchObject({ retryable: true, vendorCode: 'rate_limit_exceeded' });
    expect(server.bodies).toHaveLength(2);
  });
});

describe('a server that knows less of the API', () => {
  const OPTIONS = ['stream_options', 'max_completion_tokens'] as const;

  test('is asked for less, once it has refused each part, and that is logged once by name', async () => {
    const bodies: Record<string, unknown>[] = [];
    const thin = await startOpenAiSandbox({
      port: 0,
      tokenDelayMs: 0,
      witness: { onBody: (body) => bodies.push(body as Record<string, unknown>) },
    });
    closers.push(() => thin.close());
    const model = textModel({ model: 'sandbox-thin', baseUrl: thin.baseUrl });
    const ask = () => collect(model.streamJson({ ...request(), maxOutputTokens: 500 }));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first.text).toBe(second.text);
    expect(JSON.parse(first.text)).toMatchObject({ recommendations: [{}, {}] });
    const last = bodies.at(-1)!;
    expect(last).toMatchObject({ response_format: { type: 'json_object' }, max_tokens: 500 });
    for (const option of OPTIONS) expect(last).not.toHaveProperty(option);
    expect(JSON.stringify(last['messages'])).toContain('fulfils this JSON schema');
    const asked = bodies.length;
    await ask();
    expect(bodies.length - asked).toBe(1);
    expect(lines.flatMap((line) => ('fallback' in line ? [line.fallback] : [])).sort()).toEqual([
      'ESTIMATED_USAGE',
      'JSON_OBJECT',
      'MAX_TOKENS',
      'NO_STREAM_OPTIONS',
    ]);
  });

  test('is asked once more at most, where it refuses a parameter for another reason', async () => {
    const refusal = json(400, {
      message: 'max_completion_tokens is too large',
      type: 'invalid_request_error',
    });
    const server = await serve(refusal);
    const failing = collect(textModel({ baseUrl: server.baseUrl }).streamJson(request()));
    await expect(failing).rejects.toMatchObject({ code: 'AI_UNAVAILABLE' });
    expect(server.bodies).toHaveLength(2);
  });
});

describe('an abort', () => {
  test('in mid-stream closes the connection and tells the estimated usage', async () => {
    const controller = new AbortController();
    const stream = textModel({ model: 'sandbox-stall' }).streamJson(request(controller.signal));
    let text = '';
    const reading = (async () => {
      for await (const event of stream) {
        if (event.type === 'text') text += event.text;
        controller.abort();
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(AiAbortedError);
    const error: unknown = await reading.catch((thrown: unknown) => thrown);
    expect(text).not.toBe('');
    expect((error as AiAbortedError).usage).toMatchObject({ accuracy: 'ESTIMATED' });
    expect((error as AiAbortedError).usage?.outputTokens).toBe(Math.ceil(text.length / 4));
    await sandbox.whenIdle();
    expect(lines.map((line) => line.outcome)).toEqual(['ABORTED']);
  });

  test('before the request spends nothing, and during a wait for a retry ends the wait', async () => {
    const early = collect(textModel({}).streamJson(request(AbortSignal.abort())));
    await expect(early).rejects.toMatchObject({ name: 'AiAbortedError', usage: null });
    expect(lines).toHaveLength(0);

    const controller = new AbortController();
    const server = await serve((_, res) => {
      res.writeHead(500).end('', () => {
        controller.abort();
      });
    });
    const waiting = collect(
      textModel({ baseUrl: server.baseUrl, retryBaseMs: 60_000 }).streamJson(request(controller.signal)),
    );
    await expect(waiting).rejects.toBeInstanceOf(AiAbortedError);
  });

  test('is what leaving the loop early amounts to', async () => {
    for await (const event of textModel({ model: 'sandbox-stall' }).streamJson(request())) {
      expect(event.type).toBe('text');
      break;
    }
    await sandbox.whenIdle();
    expect(lines.map((line) => line.outcome)).toEqual(['ABORTED']);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startOpenAiSandbox } from './server.ts';
import type { OpenAiSandbox } from './server.ts';

interface Chunk {
  id: string;
  object: string;
  choices: {
    delta: { role?: string; content?: string; refusal?: string | null };
    finish_reason: string | null;
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
  obfuscation?: string;
}

interface Written {
  recommendations: {
    kind: string;
    idea: string;
    hashtags: { hashtag: string }[];
    citations: { quote: string; evidenceKey: string; figure: number | null }[];
  }[];
}

const BRIEF = {
  task: { items: [{ kind: 'IDEA' }, { kind: 'SCRIPT' }, { kind: 'POSTING_SLOT' }], topic: null },
  now: '2026-11-22T10:00:00Z',
  evidence: [
    { key: 'E1', kind: 'VIDEO', title: 'Bread 🥖', hashtags: ['sourdough'], figures: { views: 1200 } },
    { key: 'E2', kind: 'VIDEO', title: 'Cake', hashtags: ['cake'], figures: { views: 98765 } },
    {
      key: 'E3',
      kind: 'STATISTIC',
      topic: 'POSTING_TIME',
      subject: 'Tue 18:00',
      figures: { value: 1.3, sampleSize: 14 },
    },
  ],
};

let sandbox: OpenAiSandbox;

beforeEach(async () => {
  sandbox = await startOpenAiSandbox({ port: 0, tokenDelayMs: 0 });
});

afterEach(() => sandbox.close());

function ask(overrides: object = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${sandbox.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'sandbox',
      messages: [
        { role: 'system', content: 'Recommend.' },
        { role: 'user', content: JSON.stringify(BRIEF) },
      ],
      stream: true,
      stream_options: { include_usage: true },
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'answer',
          strict: true,
          schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
        },
      },
      ...overrides,
    }),
    ...init,
  });
}

async function chunksOf(response: Response): Promise<Chunk[]> {
  const events = (await response.text()).split('\n\n').filter((event) => event !== '');
  expect(events.at(-1)).toBe('data: [DONE]');
  return events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)) as Chunk);
}

function textOf(chunks: Chunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

describe('the stream', () => {
  test('has the shapes of the real one: role first, padding, finish, usage, [DONE]', async () => {
    const response = await ask();
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    const chunks = await chunksOf(response);
    expect(chunks[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { role: 'assistant', content: '' }, finish_reason: null }],
      usage: null,
      obfuscation: expect.any(String),
    });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.length).toBeGreaterThan(100);
  });

  test('leaves out usage and padding when not wanted', async () => {
    const chunks = await chunksOf(await ask({ stream_options: { include_obfuscation: false } }));
    expect(chunks.some((chunk) => 'usage' in chunk || 'obfuscation' in chunk)).toBe(false);
  });

  test('says the same every time, and the same whole as in pieces', async () => {
    const first = textOf(await chunksOf(await ask()));
    expect(textOf(await chunksOf(await ask()))).toBe(first);
    const whole = (await (await ask({ stream: false })).json()) as {
      choices: { message: { content: string } }[];
    };
    expect(whole.choices[0]?.message.content).toBe(first);
  });

  test('rests on the evidence of the brief: real keys, figures, hashtags and quotes', async () => {
    const { recommendations } = JSON.parse(textOf(await chunksOf(await ask()))) as Written;
    expect(recommendations.map(({ kind }) => kind)).toEqual(['IDEA', 'SCRIPT', 'POSTING_SLOT']);
    expect(recommendations[0]).toMatchObject({
      hashtags: [{ hashtag: 'cake' }],
      citations: [
        { evidenceKey: 'E2', figure: 98765, quote: '98,765 views' },
        { evidenceKey: 'E3', figure: 14 },
      ],
    });
    for (const { idea, citations } of recommendations) {
      for (const { quote } of citations) expect(idea).toContain(quote);
    }
  });

  test('ends when the client leaves', async () => {
    const controller = new AbortController();
    const response = await ask({ model: 'sandbox-stall' }, { signal: controller.signal });
    expect(sandbox.openStreams()).toBe(1);
    controller.abort();
    await expect(response.text()).rejects.toThrow();
    await sandbox.whenIdle();
    expect(sandbox.openStreams()).toBe(0);
  });
});

describe('a refused request', () => {
  test.each([
    ['no key', 401, {}, { headers: {} }],
    ['a body that is no JSON', 400, {}, { body: '{' }],
    ['no schema', 400, { response_format: { type: 'text' } }, {}],
    ['a user message that is no brief', 400, { messages: [{ role: 'user', content: 'Hello' }] }, {}],
  ])('for %s answers in the shape of the real service', async (_, status, overrides, init) => {
    const response = await ask(overrides, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.any(String) },
    });
  });

  test('names the flaw of a schema that is not strict', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: [],
      additionalProperties: false,
    };
    const response = await ask({
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { param: 'response_format', message: expect.stringContaining("'a' is missing") },
    });
  });

  test('of another path is 404', async () => {
    expect((await fetch(`http://127.0.0.1:${String(sandbox.port)}/openai/v1/nothing`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${String(sandbox.port)}/elsewhere`)).status).toBe(404);
  });
});

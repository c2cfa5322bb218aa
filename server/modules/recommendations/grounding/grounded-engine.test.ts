import { describe, expect, test } from '@jest/globals';
import { AiAbortedError, AiUnavailableError } from '../../../vendors/openai/errors.ts';
import type { EngineEvent, EngineRequest, RecommendationDraft, RecommendationEngine } from '../engine.ts';
import { generateGrounded } from './grounded-engine.ts';
import { citing, draftWith, requestWith } from './grounding-test-kit.ts';

const USAGE = {
  inputTokens: 900,
  cachedInputTokens: 0,
  outputTokens: 300,
  reasoningTokens: 0,
  accuracy: 'REPORTED',
} as const;

const GOOD = draftWith();
const LIE = draftWith({ idea: 'It has 50,000 views and 7,000 likes.', citations: [citing('E1', 'It')] });
const FLAWS = ['50,000', '7,000'].map(
  (words) => `idea says “${words}”, which no evidence cited for these words holds.`,
);

type Answer = RecommendationDraft | 'unusable' | Error;

/** An engine that gives, request by request, these answers; it notes what it is asked. */
function scripted(...turns: Record<number, Answer>[]) {
  const asked: EngineRequest[] = [];
  const engine: RecommendationEngine = {
    name: 'OPENAI',
    model: 'scripted-1',
    promptVersion: '1',
    price: null,
    ceilingOf: () => null,
    async *generate(request) {
      await Promise.resolve();
      const answers = turns[asked.length] ?? {};
      asked.push(request);
      for (const index of request.indices) {
        const answer = answers[index];
        if (answer === undefined) continue;
        yield { type: 'started', index, kind: 'IDEA' };
        if (answer instanceof Error) {
          yield { type: 'usage', usage: USAGE };
          throw answer;
        }
        if (answer === 'unusable') {
          const error = { message: 'It is not usable.', retryable: true, vendorCode: null };
          yield { type: 'dropped', index, error: { code: 'AI_OUTPUT_INVALID', ...error } };
        } else yield { type: 'completed', index, draft: answer };
      }
      yield { type: 'usage', usage: USAGE };
    },
  };
  return { engine, asked };
}

async function collect(
  engine: RecommendationEngine,
  request: Partial<EngineRequest> = {},
): Promise<{ events: EngineEvent[]; error: unknown }> {
  const events: EngineEvent[] = [];
  try {
    const { signal } = new AbortController();
    for await (const event of generateGrounded(engine, requestWith(request), signal)) events.push(event);
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

const told = (events: EngineEvent[]) =>
  events.map((event) =>
    event.type === 'usage'
      ? `usage ${String(event.usage.outputTokens)}`
      : `${event.type} ${String(event.index)}`,
  );

describe('generateGrounded', () => {
  test('passes on what holds, asked once', async () => {
    const { engine, asked } = scripted({ 0: GOOD, 1: GOOD });
    const { events } = await collect(engine);
    expect(told(events)).toEqual(['started 0', 'completed 0', 'started 1', 'completed 1', 'usage 300']);
    expect(asked).toHaveLength(1);
  });

  test('asks once more, together, for what is ungrounded or unusable, with what was wrong', async () => {
    const { engine, asked } = scripted({ 0: LIE, 1: GOOD, 2: 'unusable' }, { 0: GOOD, 2: GOOD });
    const { events } = await collect(engine, { indices: [0, 1, 2] });
    expect(told(events)).toEqual([
      'started 0',
      'started 1',
      'completed 1',
      'started 2',
      'usage 300',
      'started 0',
      'completed 0',
      'started 2',
      'completed 2',
      'usage 600',
    ]);
    expect(asked[1]).toMatchObject({ indices: [0, 2], seed: 'seed' });
    expect([...asked[1]!.revisions!]).toEqual([
      [0, { flaws: FLAWS, draft: LIE }],
      [2, { flaws: ['It is not usable.'], draft: null }],
    ]);
  });

  test('drops what fails again, and says what did not hold', async () => {
    const { engine, asked } = scripted({ 0: LIE, 1: LIE }, { 0: LIE, 1: 'unusable' });
    const { events } = await collect(engine);
    expect(asked).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'completed')).toEqual([]);
    expect(events.filter(({ type }) => type === 'dropped')).toMatchObject([
      { index: 0, error: { code: 'UNGROUNDED', message: `${FLAWS[0]!} 1 more did not hold.` } },
      { index: 1, error: { code: 'AI_OUTPUT_INVALID', message: 'It is not usable.' } },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'usage', usage: { outputTokens: 600 } });
  });

  test('keeps what is completed where the second request fails, and counts both', async () => {
    const down = new AiUnavailableError('The AI service is overloaded.', {
      retryable: true,
      vendorCode: 'overloaded',
      usage: USAGE,
    });
    const { events, error } = await collect(scripted({ 0: LIE, 1: GOOD }, { 0: down }).engine);
    expect(error).toBeNull();
    expect(told(events).slice(-3)).toEqual(['started 0', 'usage 600', 'dropped 0']);
    expect(events.at(-1)).toMatchObject({
      error: {
        code: 'UNGROUNDED',
        message: `${FLAWS[0]!} 1 more did not hold. It could not be written anew: The AI service is overloaded.`,
        vendorCode: 'overloaded',
      },
    });
  });

  test('fails as the engine does in the first request, and where it is aborted', async () => {
    const down = new AiUnavailableError('Down.', { retryable: true, vendorCode: null, usage: USAGE });
    expect(await collect(scripted({ 0: LIE, 1: down }).engine)).toMatchObject({ error: down });
    const aborted = new AiAbortedError(USAGE);
    const { events, error } = await collect(scripted({ 0: LIE, 1: GOOD }, { 0: aborted }).engine);
    expect(error).toBe(aborted);
    expect(told(events).at(-1)).toBe('usage 600');
  });

  test('does not ask an engine again that has no model', async () => {
    const { engine, asked } = scripted({ 0: LIE, 1: GOOD });
    const { events } = await collect({ ...engine, model: null });
    expect(told(events)).toEqual(['started 0', 'dropped 0', 'started 1', 'completed 1', 'usage 300']);
    expect(asked).toHaveLength(1);
  });
});

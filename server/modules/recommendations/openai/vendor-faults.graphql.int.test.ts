import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseModelPrice } from '../../../lib/model-price.ts';
import type { Fault } from '../../../sandbox/openai/faults.ts';
import { type OpenAiSandbox, startOpenAiSandbox } from '../../../sandbox/openai/server.ts';
import { SILENT_LOG } from '../../../testing/log.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { createOpenAiTextModel } from '../../../vendors/openai/openai.ts';
import type { RecommendationEngine } from '../engine.ts';
import { createOpenAiEngine } from './openai.engine.ts';

// docs/AI.md has this table in words.

const [, price] = parseModelPrice('sandbox=1/0.1/10')!;
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9/v1';

let vendor: OpenAiSandbox;
let server: TestServer;
let connectionId: string;
let requests = 0;
let engine: RecommendationEngine;

beforeAll(async () => {
  vendor = await startOpenAiSandbox({
    port: 0,
    tokenDelayMs: 0,
    witness: {
      onBody: () => {
        requests += 1;
      },
    },
  });
  play('no-usage');
  server = await startTestServer({
    overrides: {
      engines: {
        get default() {
          return engine;
        },
        byName: (name) => (name === 'OPENAI' ? engine : null),
      },
    },
  });
  [connectionId] = (await server.workspace.connect(['maya'])) as [string];
});
afterAll(async () => {
  await server.stop();
  await vendor.close();
});

/** From now on the model has this fault. */
function play(fault: Fault, baseUrl = vendor.baseUrl): void {
  const model = createOpenAiTextModel({
    apiKey: 'sk-test',
    baseUrl,
    model: `sandbox-${fault}`,
    log: SILENT_LOG,
    retryBaseMs: 1,
    // Only where it is waited for, since a busy machine is silent too.
    ...(fault.startsWith('stall') && { idleTimeoutMs: 300 }),
  });
  engine = createOpenAiEngine({ model, price });
}

interface Usage {
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  accuracy: string;
}

interface End {
  __typename: string;
  error?: { code: string; message: string; retryable: boolean; vendorCode: string | null };
  usage: Usage | null;
}

/** Runs once, and tells how it ended, over how many requests, and what the workspace was charged. */
async function run(): Promise<{ end: End; tries: number; charged: number }> {
  const before = requests;
  const asked = await server.execute<{ generateRecommendations: { id: string } }>(
    `mutation ($input: GenerateRecommendationsInput!) { generateRecommendations(input: $input) {
      ... on RecommendationRun { id } ... on Error { code message } } }`,
    { input: { connectionId, engine: 'OPENAI', kinds: ['IDEA'], count: 1, language: 'en' } },
  );
  const { id } = asked.expectData().generateRecommendations;
  const usage = 'usage { inputTokens outputTokens costUsd accuracy }';
  const ends: End[] = [];
  for await (const { data } of server.subscribe<{ recommendationRunEvents: End }>(
    `subscription ($id: ID!) { recommendationRunEvents(runId: $id) { __typename ... on RunCompleted { ${usage} }
      ... on RunFailed { error { code message retryable vendorCode } ${usage} } ... on RunCancelled { ${usage} } } }`,
    { id },
  )) {
    if (data && /^Run(Completed|Failed|Cancelled)$/.test(data.recommendationRunEvents.__typename))
      ends.push(data.recommendationRunEvents);
  }
  expect(ends).toHaveLength(1);
  const [end] = ends as [End];
  const { recommendationRun } = (
    await server.execute<{ recommendationRun: object }>(
      `query ($id: ID!) { recommendationRun(id: $id) { status error { code message retryable vendorCode } ${usage} } }`,
      { id },
    )
  ).expectData();
  expect(recommendationRun).toEqual({
    status: end.__typename.replace('Run', '').toUpperCase(),
    error: end.error ?? null,
    usage: end.usage,
  });
  const charge = await server.runtime.services.database.prisma.aiCharge.findFirstOrThrow({
    orderBy: { id: 'desc' },
  });
  expect(charge.heldUsd.toNumber()).toBe(0);
  return { end, tries: requests - before, charged: charge.spentUsd.toNumber() };
}

type Row = [
  fault: Fault,
  /** Null: COMPLETED. */
  error: null | [code: string, vendorCode: string | null, retryable: boolean],
  usage: null | 'REPORTED' | 'ESTIMATED',
  tries: number,
];

const AWAY = 'AI_UNAVAILABLE';
const REFUSED = 'AI_REFUSED';
const INVALID = 'AI_OUTPUT_INVALID';

const BEFORE: Row[] = [
  ['401', [AWAY, 'invalid_api_key', false], null, 1],
  ['403', [AWAY, 'unsupported_country_region_territory', false], null, 1],
  ['404', [AWAY, 'model_not_found', false], null, 1],
  ['429', [AWAY, 'rate_limit_exceeded', true], null, 3],
  ['429-long', [AWAY, 'rate_limit_exceeded', true], null, 1],
  ['quota', [AWAY, 'insufficient_quota', false], null, 1],
  ['500', [AWAY, 'server_error', true], null, 3],
  ['filter-before', [REFUSED, 'content_filter', false], null, 1],
  ['html', [INVALID, null, false], null, 1],
  ['reset', [AWAY, null, true], null, 3],
  // The vendor has probably read the prompt.
  ['stall-before', [AWAY, null, true], 'ESTIMATED', 1],
  ['error-before', [AWAY, 'server_error', true], null, 3],
  ['end-before', [INVALID, null, false], null, 1],
];
const AMID: Row[] = [
  ['stall', [AWAY, null, true], 'ESTIMATED', 1],
  ['cut', [AWAY, null, true], 'ESTIMATED', 1],
  ['error-midstream', [AWAY, 'server_error', true], 'ESTIMATED', 1],
  ['quota-midstream', [AWAY, 'insufficient_quota', false], 'ESTIMATED', 1],
  ['end', [INVALID, null, true], 'ESTIMATED', 1],
  ['length', [INVALID, 'length', true], 'REPORTED', 1],
  ['filter', [REFUSED, 'content_filter', false], 'REPORTED', 1],
  ['refusal', [REFUSED, 'refusal', false], 'REPORTED', 1],
  ['not-json', [INVALID, null, true], 'ESTIMATED', 1],
];
const AFTER: Row[] = [
  ['stall-after', null, 'ESTIMATED', 1],
  ['cut-after', null, 'ESTIMATED', 1],
  ['error-after', null, 'ESTIMATED', 1],
  ['no-usage', null, 'ESTIMATED', 1],
];

describe.each([
  ['before the stream', BEFORE],
  ['amid the stream', AMID],
  ['after the answer', AFTER],
])('a fault of the vendor %s', (_when, rows) => {
  it.each(rows)('%s ends the run in a state that can be read, with what it cost', async (...row) => {
    const [fault, error, accuracy, tries] = row;
    play(fault);
    const ended = await run();
    if (error === null) {
      expect(ended.end).toMatchObject({ __typename: 'RunCompleted' });
    } else {
      const [code, vendorCode, retryable] = error;
      expect(ended.end).toMatchObject({
        __typename: 'RunFailed',
        error: { code, vendorCode, retryable, message: expect.stringMatching(/^[A-Z].*\.$/) },
      });
    }
    expect(ended.tries).toBe(tries);
    expect(ended.end.usage?.accuracy ?? null).toBe(accuracy);
    if (ended.end.usage !== null) {
      const { inputTokens, outputTokens, costUsd } = ended.end.usage;
      expect(inputTokens).toBeGreaterThan(500);
      if (fault !== 'stall-before') expect(outputTokens).toBeGreaterThan(0);
      expect(costUsd).toBeCloseTo((inputTokens + 10 * outputTokens) / 1e6, 12);
    }
    expect(ended.charged).toBe(ended.end.usage?.costUsd ?? 0);
  });
});

describe('a vendor', () => {
  it('that nobody can reach fails the run, which cost nothing', async () => {
    play('no-usage', NOWHERE);
    expect(await run()).toMatchObject({
      end: { __typename: 'RunFailed', error: { code: AWAY, retryable: true }, usage: null },
      charged: 0,
    });
  });

  it('that limits the rate is asked again when it says so', async () => {
    play('429-once');
    // Whichever the turn of the sandbox: every other request is answered.
    const turns = [await run(), await run()];
    for (const { end, tries } of turns) {
      expect(end).toMatchObject({ __typename: 'RunCompleted', usage: { accuracy: 'REPORTED' } });
      expect(tries).toBeLessThanOrEqual(2);
    }
  });

  it.each<[Fault, number, 'REPORTED' | 'ESTIMATED']>([
    ['no-schema', 2, 'REPORTED'],
    ['no-stream-options', 2, 'ESTIMATED'],
    ['no-completion-limit', 2, 'REPORTED'],
    ['thin', 4, 'ESTIMATED'],
  ])('that knows less of the API (%s) is asked for less from then on', async (fault, tries, accuracy) => {
    play(fault);
    expect(await run()).toMatchObject({
      end: { __typename: 'RunCompleted', usage: { accuracy } },
      tries,
    });
    expect(await run()).toMatchObject({ end: { __typename: 'RunCompleted' }, tries: 1 });
  });
});

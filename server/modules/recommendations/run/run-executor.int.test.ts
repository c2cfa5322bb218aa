import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkerStoppingError } from '../../../jobs/job.ts';
import { AiUnavailableError } from '../../../vendors/openai/errors.ts';
import type { EngineEvent } from '../engine.ts';
import type { EngineRequest } from '../engine.ts';
import { executeRun } from './run-executor.ts';
import type { ExecuteRunDeps } from './run-executor.ts';
import { aborted, draftOf, tell, tellAll, textsOf, USAGE } from './run-test-engine.ts';
import { createRunTestRig, expectConsistent, foldText, logOf, typesOf } from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import { giveUpRun } from './run.service.ts';

let rig: RunTestRig;
const alive = () => ({ signal: new AbortController().signal });

beforeAll(async () => {
  rig = await createRunTestRig();
});
afterAll(() => rig.close());

async function requestedRun(count = 3): Promise<string> {
  return (await rig.request({ count })).id;
}

describe('a run', () => {
  it('goes from RunStarted to RunCompleted and keeps what was written', async () => {
    rig.play(tellAll);
    const runId = await requestedRun();
    await executeRun(rig.deps, runId, alive());
    const events = await expectConsistent(rig.deps, runId);
    expect(typesOf(events)).toEqual([
      'RunStarted',
      'EvidenceGathered',
      ...Array<string[]>(3).fill(['RecommendationStarted', 'RecommendationCompleted']).flat(),
      'RunCompleted',
    ]);
    expect(events.at(-1)?.payload).toMatchObject({
      completed: 3,
      dropped: 0,
      usage: { ...USAGE, costUsd: null },
    });
    const run = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ status: 'COMPLETED', attempt: 1, model: 'scripted-1', usage: USAGE });
    expect(run.input).toMatchObject({ language: expect.any(String) });
    const evidence = await rig.deps.database.prisma.runEvidence.findMany({ where: { runId } });
    expect(new Set(evidence.map(({ id }) => id))).toEqual(
      new Set(
        events.flatMap((event) => (event.type === 'EvidenceGathered' ? event.payload.evidenceIds : [])),
      ),
    );
  });

  it('that has ended is left alone', async () => {
    rig.play(tellAll);
    const runId = await requestedRun(1);
    await executeRun(rig.deps, runId, alive());
    const before = await logOf(rig.deps, runId);
    await executeRun(rig.deps, runId, alive());
    await giveUpRun(rig.deps, runId);
    expect(await logOf(rig.deps, runId)).toEqual(before);
  });

  it('completes with some dropped, and fails by the reason when none is left', async () => {
    const error = { code: 'UNGROUNDED', message: 'Twice.', retryable: true, vendorCode: null } as const;
    rig.play(async function* (request) {
      yield { type: 'dropped', index: 0, error };
      if (request.indices.includes(1)) yield* tell(1, request);
      await Promise.resolve();
    });
    const partly = await requestedRun(2);
    await executeRun(rig.deps, partly, alive());
    expect((await expectConsistent(rig.deps, partly)).at(-1)).toMatchObject({
      type: 'RunCompleted',
      payload: { completed: 1, dropped: 1, usage: null },
    });

    const wholly = await requestedRun(1);
    await executeRun(rig.deps, wholly, alive());
    expect((await expectConsistent(rig.deps, wholly)).at(-1)).toMatchObject({
      type: 'RunFailed',
      payload: { error },
    });
    const run = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id: wholly } });
    expect(run).toMatchObject({ status: 'FAILED', error });
  });

  it('fails by what the vendor said, with what was spent, and keeps what is complete', async () => {
    rig.play(async function* (request) {
      yield* tell(0, request);
      yield { type: 'usage', usage: USAGE };
      await Promise.resolve();
      throw new AiUnavailableError('The AI service is overloaded.', {
        retryable: true,
        vendorCode: 'overloaded',
        usage: USAGE,
      });
    });
    const runId = await requestedRun(2);
    await executeRun(rig.deps, runId, alive());
    const error = {
      code: 'AI_UNAVAILABLE',
      message: 'The AI service is overloaded.',
      retryable: true,
      vendorCode: 'overloaded',
    };
    expect((await expectConsistent(rig.deps, runId)).at(-1)).toMatchObject({
      type: 'RunFailed',
      payload: { error, usage: USAGE },
    });
    expect(await rig.deps.database.prisma.tikTokRecommendation.count({ where: { runId } })).toBe(1);
  });

  it('that meets a bug tells an id that is in the log, and nothing of the bug', async () => {
    rig.play(async function* (request) {
      yield* [...tell(0, request)].slice(0, 3);
      await Promise.resolve();
      throw new TypeError('secret internals');
    });
    const logged: object[] = [];
    const log = {
      ...rig.deps.log,
      child: () => ({ ...rig.deps.log, error: (facts: object) => void logged.push(facts) }),
    };
    const runId = await requestedRun(1);
    await executeRun({ ...rig.deps, log }, runId, alive());
    const end = (await expectConsistent(rig.deps, runId)).at(-1);
    expect(end).toMatchObject({ type: 'RunFailed', payload: { error: { code: 'INTERNAL_SERVER_ERROR' } } });
    expect(JSON.stringify(end)).not.toContain('secret');
    const [{ errorId }] = logged as [{ errorId: string }];
    expect(JSON.stringify(end)).toContain(errorId);
  });

  it('stores text that PostgreSQL would refuse, each bad character replaced', async () => {
    rig.play(async function* (request) {
      const draft = { ...draftOf(0, request), title: 'a\0b\uD800', script: [] };
      yield { type: 'started', index: 0, kind: draft.kind };
      yield { type: 'delta', index: 0, path: 'title', offset: 0, text: draft.title };
      await Promise.resolve();
      yield { type: 'completed', index: 0, draft };
    });
    const runId = await requestedRun(1);
    await executeRun(rig.deps, runId, alive());
    const [stored] = await rig.deps.database.prisma.tikTokRecommendation.findMany({ where: { runId } });
    expect(stored?.title).toBe('a\uFFFDb\uFFFD');
    expect(foldText(await logOf(rig.deps, runId)).get(0)).toEqual({ title: 'a\uFFFDb\uFFFD' });
  });

  it('whose last retry failed ends as RETRIES_EXHAUSTED', async () => {
    const runId = await requestedRun();
    await giveUpRun(rig.deps, runId);
    expect((await expectConsistent(rig.deps, runId)).at(-1)).toMatchObject({
      type: 'RunFailed',
      payload: { error: { code: 'RETRIES_EXHAUSTED' }, usage: null },
    });
  });
});

describe('the flush', () => {
  it('is one SQL statement for all words of 40 ms, one delta a path', async () => {
    const statements: string[] = [];
    const counted: ExecuteRunDeps['database'] = Object.create(rig.deps.database, {
      query: {
        value: (sql: string, parameters: readonly unknown[]) => {
          statements.push(sql.includes('"StreamEvent"') ? String(parameters[3]) : sql);
          return rig.deps.database.query(sql, parameters);
        },
      },
      transaction: {
        value: (work: never) => {
          statements.push('transaction');
          return rig.deps.database.transaction(work);
        },
      },
    }) as never;
    const told = Promise.withResolvers<undefined>();
    rig.play(async function* (request) {
      const events = [...tell(0, request)];
      yield* events.slice(0, -1);
      // Until the words have been stored by the timer, not by what follows them.
      await told.promise;
      yield* events.slice(-1);
    });
    const runId = await requestedRun(1);
    const statementsOf = () =>
      statements
        .splice(0)
        .map((text) =>
          text.startsWith('[') ? (JSON.parse(text) as { type: string }[]).map(({ type }) => type) : text,
        );
    const done = executeRun({ ...rig.deps, database: counted }, runId, alive());
    for await (const event of rig.deps.hub.follow(
      { name: 'run', table: 'RecommendationRun', counter: 'lastSequence' },
      runId,
      { after: 0 },
    )) {
      if (event.type === 'RecommendationDelta') break;
    }
    told.resolve(undefined);
    await done;
    const draft = draftOf(0, { kinds: ['IDEA', 'SCRIPT'] } as EngineRequest);
    expect(statementsOf()).toEqual([
      'transaction', // claim: RunStarted
      'transaction', // evidence
      'transaction', // reserved
      ['RecommendationStarted'],
      Object.keys(textsOf(draft)).map(() => 'RecommendationDelta'),
      'transaction', // the recommendation and its event
      'transaction', // the end, and what is settled with it
    ]);
    await expectConsistent(rig.deps, runId);
  });
});

describe('a worker that stops', () => {
  it('closes the engine, keeps what was spent and leaves the run to the next one', async () => {
    const reached = Promise.withResolvers<undefined>();
    rig.play(async function* (request, signal): AsyncGenerator<EngineEvent> {
      yield* tell(0, request);
      reached.resolve(undefined);
      await aborted(signal);
      yield { type: 'usage', usage: { ...USAGE, accuracy: 'ESTIMATED' } };
      throw signal.reason;
    });
    const runId = await requestedRun(2);
    const job = new AbortController();
    const done = executeRun(rig.deps, runId, { signal: job.signal });
    await reached.promise;
    const reason = new WorkerStoppingError('The worker stops.');
    job.abort(reason);
    await expect(done).rejects.toBe(reason);
    const run = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ status: 'RUNNING', usage: { outputTokens: 300 } });

    rig.play(tellAll);
    await executeRun(rig.deps, runId, alive());
    expect((await expectConsistent(rig.deps, runId)).at(-1)).toMatchObject({
      type: 'RunCompleted',
      payload: { completed: 2, usage: { outputTokens: 600, accuracy: 'ESTIMATED' } },
    });
  });

  it('does not wait for an engine that ignores it', async () => {
    const reached = Promise.withResolvers<undefined>();
    rig.play(async function* (request) {
      yield* [...tell(0, request)].slice(0, 2);
      reached.resolve(undefined);
      await new Promise(() => undefined);
    });
    const runId = await requestedRun(1);
    const job = new AbortController();
    const done = executeRun(rig.deps, runId, { signal: job.signal });
    await reached.promise;
    const reason = new WorkerStoppingError('The worker stops.');
    job.abort(reason);
    await expect(done).rejects.toBe(reason);
    await giveUpRun(rig.deps, runId);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkerStoppingError } from '../../jobs/job.ts';
import { AiUnavailableError } from '../../vendors/openai/errors.ts';
import type { EngineEvent, EngineRequest } from './engine.ts';
import { isTerminal } from './recommendation.events.ts';
import type { RunEvent } from './recommendation.events.ts';
import { executeRun } from './run-executor.ts';
import type { ExecuteRunDeps } from './run-executor.ts';
import {
  aborted,
  createRunTestRig,
  draftOf,
  foldText,
  logOf,
  tell,
  tellAll,
  textsOf,
  USAGE,
} from './run-test-kit.ts';
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

function typesOf(events: readonly RunEvent[]): string[] {
  return events.map(({ type }) => type).filter((type) => type !== 'RecommendationDelta');
}

/** What must hold of every ended run, whatever it went through. */
async function expectConsistent(runId: string): Promise<RunEvent[]> {
  const events = await logOf(rig.deps, runId);
  const run = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({
    where: { id: runId },
    include: { recommendations: true },
  });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
  expect(run.lastSequence).toBe(events.length);
  expect(events.filter(({ type }) => isTerminal(type))).toHaveLength(1);
  expect(isTerminal(events.at(-1)?.type ?? '')).toBe(true);
  expect(run.finishedAt).not.toBeNull();
  const shown = foldText(events);
  for (const recommendation of run.recommendations) {
    expect(shown.get(recommendation.index)).toEqual(textsOf(recommendation as never));
  }
  return events;
}

describe('a run', () => {
  it('goes from RunStarted to RunCompleted and keeps what was written', async () => {
    rig.play(tellAll);
    const runId = await requestedRun();
    await executeRun(rig.deps, runId, alive());
    const events = await expectConsistent(runId);
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
    expect((await expectConsistent(partly)).at(-1)).toMatchObject({
      type: 'RunCompleted',
      payload: { completed: 1, dropped: 1, usage: null },
    });

    const wholly = await requestedRun(1);
    await executeRun(rig.deps, wholly, alive());
    expect((await expectConsistent(wholly)).at(-1)).toMatchObject({ type: 'RunFailed', payload: { error } });
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
    expect((await expectConsistent(runId)).at(-1)).toMatchObject({
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
    await executeRun({ ...rig.deps, log: log as never }, runId, alive());
    const end = (await expectConsistent(runId)).at(-1);
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
    expect((await expectConsistent(runId)).at(-1)).toMatchObject({
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
      ['RecommendationStarted'],
      Object.keys(textsOf(draft)).map(() => 'RecommendationDelta'),
      'transaction', // the recommendation and its event
      ['RunCompleted'],
    ]);
    await expectConsistent(runId);
  });
});

describe('a run whose worker was lost', () => {
  it('goes on as attempt 2: complete ones stay, the rest is written anew from the same evidence', async () => {
    const requests: EngineRequest[] = [];
    const reached = Promise.withResolvers<undefined>();
    rig.play(async function* (request) {
      requests.push(request);
      yield* tell(0, request);
      yield* [...tell(1, request)].slice(0, 4);
      reached.resolve(undefined);
      await new Promise(() => undefined);
    });
    const runId = await requestedRun();
    void executeRun(rig.deps, runId, alive());
    await reached.promise;

    rig.play(async function* (request) {
      requests.push(request);
      yield* tellAll(request);
    });
    await executeRun(rig.deps, runId, alive());
    const events = await expectConsistent(runId);
    expect(requests.map(({ indices }) => indices)).toEqual([
      [0, 1, 2],
      [1, 2],
    ]);
    expect(requests[1]?.evidence.items).toEqual(requests[0]?.evidence.items);
    expect(requests[1]?.evidence).toEqual({
      ...requests[0]?.evidence,
      account: requests[1]?.evidence.account,
    });
    expect(requests[1]?.language).toBe(requests[0]?.language);
    expect(typesOf(events).filter((type) => type === 'EvidenceGathered')).toHaveLength(1);
    const started = events.flatMap((event) => (event.type === 'RunStarted' ? [event.payload.attempt] : []));
    expect(started).toEqual([1, 2]);
    const starts = events.flatMap((event) =>
      event.type === 'RecommendationStarted' ? [[event.payload.index, event.payload.attempt]] : [],
    );
    expect(starts).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    // What the killed worker spent is known from its words alone.
    expect(events.at(-1)).toMatchObject({
      type: 'RunCompleted',
      payload: { completed: 3, dropped: 0, usage: { inputTokens: USAGE.inputTokens, accuracy: 'ESTIMATED' } },
    });
  });

  it('takes nothing from the lost worker when that comes back', async () => {
    const reached = Promise.withResolvers<undefined>();
    const back = Promise.withResolvers<undefined>();
    rig.play(async function* (request) {
      yield* [...tell(0, request)].slice(0, 4);
      reached.resolve(undefined);
      await back.promise;
      yield* [...tell(0, request)].slice(4);
      yield* tell(1, request);
    });
    const runId = await requestedRun(2);
    const lost = executeRun(rig.deps, runId, alive());
    await reached.promise;
    rig.play(tellAll);
    await executeRun(rig.deps, runId, alive());
    const ended = await expectConsistent(runId);
    back.resolve(undefined);
    await lost;
    expect(await logOf(rig.deps, runId)).toEqual(ended);
  });

  it('is won by one of two workers that take it at once', async () => {
    rig.play(tellAll);
    const runId = await requestedRun(2);
    await Promise.all([executeRun(rig.deps, runId, alive()), executeRun(rig.deps, runId, alive())]);
    const events = await expectConsistent(runId);
    expect(events.at(-1)?.type).toBe('RunCompleted');
    expect(events.filter(({ type }) => type === 'RecommendationCompleted')).toHaveLength(2);
  });

  it('ends once, without gaps, and shows what is stored, wherever its workers were lost', async () => {
    // A fixed sequence of pseudo-random numbers, so that a failure can be seen again.
    let state = 20_261_122;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
      return (state >> 8) % below;
    };
    for (let round = 0; round < 12; round += 1) {
      const runId = await requestedRun(3);
      const comeBacks: (() => void)[] = [];
      const ghosts: Promise<void>[] = [];
      for (let kill = 0; kill < 1 + random(3); kill += 1) {
        const point = random(60);
        const isStored = random(2) === 0;
        const reached = Promise.withResolvers<undefined>();
        rig.play(async function* (request) {
          let told = 0;
          for await (const event of tellAll(request)) {
            told += 1;
            if (told === point) {
              // Half of them die after what they told is stored, half while it still waits to be.
              if (isStored) await new Promise((resolve) => setTimeout(resolve, 45));
              reached.resolve(undefined);
              await new Promise<void>((resolve) => comeBacks.push(resolve));
            }
            yield event;
          }
        });
        const ghost = executeRun(rig.deps, runId, alive());
        ghosts.push(ghost);
        await Promise.race([reached.promise, ghost]);
      }
      rig.play(tellAll);
      await executeRun(rig.deps, runId, alive());
      const ended = await expectConsistent(runId);
      expect(await rig.deps.database.prisma.tikTokRecommendation.count({ where: { runId } })).toBe(3);
      for (const comeBack of comeBacks) comeBack();
      await Promise.all(ghosts);
      expect(await logOf(rig.deps, runId)).toEqual(ended);
    }
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
    expect((await expectConsistent(runId)).at(-1)).toMatchObject({
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

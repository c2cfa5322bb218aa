import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EngineEvent, EngineRequest } from '../engine.ts';
import { executeRun } from '../run/run-executor.ts';
import { draftOf, tell, USAGE } from '../run/run-test-engine.ts';
import { createRunTestRig, expectConsistent, foldText } from '../run/run-test-kit.ts';
import type { RunTestRig } from '../run/run-test-kit.ts';

let rig: RunTestRig;
beforeAll(async () => {
  rig = await createRunTestRig();
});
afterAll(() => rig.close());

const alive = () => ({ signal: new AbortController().signal });
const LIE = 'It has 50,000 views.';

/** As `tell`, with a title that the evidence does not hold. */
function* lie(index: number, request: EngineRequest): Generator<EngineEvent> {
  const draft = { ...draftOf(index, request), title: LIE };
  yield { type: 'started', index, kind: draft.kind };
  yield { type: 'delta', index, path: 'title', offset: 0, text: LIE };
  yield { type: 'completed', index, draft };
}

it('takes back words that do not hold, once, and counts what both requests spent', async () => {
  rig.play(async function* (request) {
    await Promise.resolve();
    if (request.revisions === undefined) {
      yield* lie(0, request);
      yield* lie(1, request);
      yield* tell(2, request);
    } else {
      yield* tell(0, request);
      yield* lie(1, request);
    }
    yield { type: 'usage', usage: USAGE };
  });
  const { id } = await rig.request({ count: 3 });
  await executeRun(rig.deps, id, alive());
  const events = await expectConsistent(rig.deps, id);
  const told = events.flatMap(({ type, payload }): [string, number, number?][] => {
    if (type === 'RecommendationStarted') return [[type, payload.index, payload.attempt]];
    return type === 'RecommendationCompleted' || type === 'RecommendationDropped'
      ? [[type, payload.index]]
      : [];
  });
  expect(told).toEqual([
    ['RecommendationStarted', 0, 1],
    ['RecommendationStarted', 1, 1],
    ['RecommendationStarted', 2, 1],
    ['RecommendationCompleted', 2],
    ['RecommendationStarted', 0, 2],
    ['RecommendationCompleted', 0],
    ['RecommendationStarted', 1, 2],
    ['RecommendationDropped', 1],
  ]);
  expect(JSON.stringify([...foldText(events).values()])).not.toContain(LIE);
  expect(events.find(({ type }) => type === 'RecommendationDropped')?.payload).toMatchObject({
    error: {
      code: 'UNGROUNDED',
      message: 'title says “50,000”, which no evidence cited for these words holds.',
    },
  });
  expect(events.at(-1)).toMatchObject({
    type: 'RunCompleted',
    payload: { completed: 2, dropped: 1, usage: { outputTokens: 600, accuracy: 'REPORTED' } },
  });
});

it('leaves what was to be written anew to the next worker, when this one is lost in between', async () => {
  const reached = Promise.withResolvers<undefined>();
  const back = Promise.withResolvers<undefined>();
  rig.play(async function* (request) {
    if (request.revisions === undefined) {
      yield* lie(0, request);
      yield* tell(1, request);
      return;
    }
    yield* [...lie(0, request)].slice(0, 2);
    reached.resolve(undefined);
    await back.promise;
  });
  const { id } = await rig.request({ count: 2 });
  const lost = executeRun(rig.deps, id, alive());
  await reached.promise;
  const asked: number[][] = [];
  rig.play(async function* (request) {
    await Promise.resolve();
    asked.push(request.indices);
    for (const index of request.indices) yield* tell(index, request);
  });
  await executeRun(rig.deps, id, alive());
  back.resolve(undefined);
  await lost;
  const events = await expectConsistent(rig.deps, id);
  expect(asked).toEqual([[0]]);
  expect(events.at(-1)).toMatchObject({ type: 'RunCompleted', payload: { completed: 2, dropped: 0 } });
  expect(foldText(events).get(0)).toMatchObject({ title: expect.stringContaining('Idea A') });
});

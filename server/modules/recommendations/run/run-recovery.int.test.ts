import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineEvent, EngineRequest } from '../engine.ts';
import { createMemoryPubSub } from '../../../realtime/pubsub.ts';
import { executeRun } from './run-executor.ts';
import { followWorkspaceRuns } from './run-feed.service.ts';
import { CEILING, tell, tellAll, USAGE } from './run-test-engine.ts';
import {
  createRunTestRig,
  expectConsistent,
  lastSequenceOf,
  logOf,
  typesOf,
  untilStored,
} from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';

let rig: RunTestRig;
const alive = () => ({ signal: new AbortController().signal });

beforeAll(async () => {
  rig = await createRunTestRig();
});
afterAll(() => rig.close());

async function requestedRun(count = 3): Promise<string> {
  return (await rig.request({ count })).id;
}

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
    const events = await expectConsistent(rig.deps, runId);
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
    // What the killed worker spent is known from its prompt and its words.
    expect(events.at(-1)).toMatchObject({
      type: 'RunCompleted',
      payload: {
        completed: 3,
        dropped: 0,
        usage: { inputTokens: USAGE.inputTokens + CEILING.promptTokens, accuracy: 'ESTIMATED' },
      },
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
    const ended = await expectConsistent(rig.deps, runId);
    back.resolve(undefined);
    await lost;
    expect(await logOf(rig.deps, runId)).toEqual(ended);
  });

  it('is won by one of two workers that take it at once', async () => {
    rig.play(tellAll);
    const runId = await requestedRun(2);
    await Promise.all([executeRun(rig.deps, runId, alive()), executeRun(rig.deps, runId, alive())]);
    const events = await expectConsistent(rig.deps, runId);
    expect(events.at(-1)?.type).toBe('RunCompleted');
    expect(events.filter(({ type }) => type === 'RecommendationCompleted')).toHaveLength(2);
  });

  it('tells followers of an end that the lost worker stored but did not tell', async () => {
    rig.play(tellAll);
    const runId = await requestedRun(1);
    await executeRun({ ...rig.deps, pubsub: createMemoryPubSub() }, runId, alive());
    const changes = followWorkspaceRuns(rig.deps, rig.workspaceId, null, alive().signal);
    const told = (async () => {
      for await (const id of changes) if (id === runId) return true;
      return false;
    })();
    // Once the follower listens, the queue gives the job to the next worker.
    await executeRun(rig.deps, runId, alive());
    expect(await told).toBe(true);
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
          const before = await lastSequenceOf(rig.deps, runId);
          let told = 0;
          let last: EngineEvent | undefined;
          for await (const event of tellAll(request)) {
            told += 1;
            if (told === point) {
              // Half of them die after what they told is stored, half while it still waits to be.
              if (isStored && last?.type === 'delta') await untilStored(rig.deps, runId, before, last);
              reached.resolve(undefined);
              await new Promise<void>((resolve) => comeBacks.push(resolve));
            }
            yield event;
            last = event;
          }
        });
        const ghost = executeRun(rig.deps, runId, alive());
        ghosts.push(ghost);
        await Promise.race([reached.promise, ghost]);
      }
      rig.play(tellAll);
      await executeRun(rig.deps, runId, alive());
      const ended = await expectConsistent(rig.deps, runId);
      expect(await rig.deps.database.prisma.tikTokRecommendation.count({ where: { runId } })).toBe(3);
      for (const comeBack of comeBacks) comeBack();
      await Promise.all(ghosts);
      expect(await logOf(rig.deps, runId)).toEqual(ended);
    }
  });
});

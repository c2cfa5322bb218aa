import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { createMemoryPubSub } from '../../realtime/pubsub.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { createGenerateRecommendationsWorker } from './generate-recommendations.worker.ts';
import type { EngineEvent } from './engine.ts';
import { InsufficientDataError } from './recommendation.errors.ts';
import type { RunEvent } from './recommendation.events.ts';
import { executeRun } from './run-executor.ts';
import { followRun, followWorkspaceRuns, readRunEvents } from './run-feed.service.ts';
import {
  aborted,
  createRunTestRig,
  foldText,
  logOf,
  noMemory,
  tell,
  tellAll,
  textsOf,
  USAGE,
  viewerOf,
} from './run-test-kit.ts';
import type { RunTestRig, Script } from './run-test-kit.ts';
import { cancelRun, requestRun } from './run.service.ts';

const forever = () => new AbortController().signal;
const alive = () => ({ signal: forever() });

async function drained<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** Starts, writes a little, and goes on only when told to stop. */
function stuckScript(): { script: Script; reached: Promise<void>; wasStopped: () => boolean } {
  const { promise: reached, resolve } = Promise.withResolvers<undefined>();
  let isStopped = false;
  return {
    reached,
    wasStopped: () => isStopped,
    async *script(request, signal): AsyncGenerator<EngineEvent> {
      yield* [...tell(0, request)].slice(0, 5);
      resolve(undefined);
      await aborted(signal);
      isStopped = true;
      yield { type: 'usage', usage: { ...USAGE, accuracy: 'ESTIMATED' } };
      throw signal.reason;
    },
  };
}

describe('without a worker', () => {
  let rig: RunTestRig;
  beforeAll(async () => {
    rig = await createRunTestRig();
  });
  afterAll(() => rig.close());

  const input = () => ({ connectionId: rig.connectionId, kinds: ['IDEA'], count: 1, goal: 'REACH' }) as const;
  const jobCount = async () =>
    (
      await rig.deps.database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM pgboss.job WHERE name = $1',
        [generateRecommendationsJob.name],
      )
    )[0]?.count ?? 0;

  describe('asking for a run', () => {
    it('queues it with its job and its input filled in, and tells the workspace', async () => {
      const leaving = new AbortController();
      const changes = followWorkspaceRuns(rig.deps, rig.workspaceId, rig.deps.clock.now(), leaving.signal);
      const jobs = await jobCount();
      const run = await rig.request({ language: 'pt-br', topic: ' knots ' });
      expect(run).toMatchObject({
        status: 'QUEUED',
        engine: 'OPENAI',
        model: 'scripted-1',
        attempt: 1,
        lastSequence: 0,
        requestedById: null,
        input: {
          kinds: ['IDEA', 'SCRIPT'],
          count: 3,
          goal: 'REACH',
          language: 'pt-BR',
          tone: null,
          topic: 'knots',
          constraints: [],
        },
      });
      expect(await jobCount()).toBe(jobs + 1);
      expect(await changes.next()).toEqual({ done: false, value: run.id });
      leaving.abort();
    });

    it('twenty times at once under one key gives one run and one job', async () => {
      const { idempotency, database } = rig.deps;
      const before = { runs: await database.prisma.recommendationRun.count(), jobs: await jobCount() };
      const ids = await Promise.all(
        Array.from({ length: 20 }, () =>
          idempotency.once(
            { callerKey: 'me', mutation: 'generateRecommendations', key: 'once', input: input() },
            async (remember) => (await requestRun(rig.deps, rig.viewer, input(), remember)).id,
            (remembered) => Promise.resolve(String(remembered['runId'])),
          ),
        ),
      );
      expect(new Set(ids).size).toBe(1);
      expect(await database.prisma.recommendationRun.count()).toBe(before.runs + 1);
      expect(await jobCount()).toBe(before.jobs + 1);
    });

    it('is refused for what the viewer does not see or may not do', async () => {
      const ask = (viewer: typeof rig.viewer, connectionId = rig.connectionId) =>
        requestRun(rig.deps, viewer, { ...input(), connectionId }, noMemory);
      await expect(ask(rig.viewer, newId())).rejects.toThrow(NotFoundError);
      await expect(ask(rig.viewer, 'not an id')).rejects.toThrow(NotFoundError);
      await expect(ask(viewerOf({ [newId()]: 'OWNER' }))).rejects.toThrow(NotFoundError);
      await expect(ask(viewerOf({ [rig.workspaceId]: 'ANALYST' }))).rejects.toThrow(ForbiddenError);
      await expect(ask(viewerOf({ [rig.workspaceId]: 'OWNER' }, new Set(['READ'])))).rejects.toThrow(
        ForbiddenError,
      );
    });

    it('is refused for an engine that is not configured', async () => {
      const asked = rig.request({ engine: 'STATISTICAL' });
      await expect(asked).rejects.toThrow(ValidationError);
      await expect(asked).rejects.toMatchObject({ issues: [{ path: ['input', 'engine'] }] });
    });

    it('is refused for a language that statistics have no sentences in', async () => {
      const statistical = { ...rig.deps.engines.default, name: 'STATISTICAL' } as const;
      const deps = { ...rig.deps, engines: { default: statistical, byName: () => statistical } };
      const ask = (language: string) => requestRun(deps, rig.viewer, { ...input(), language }, noMemory);
      await expect(ask('de')).rejects.toMatchObject({ issues: [{ path: ['input', 'language'] }] });
      await expect(ask('fr-CA')).resolves.toMatchObject({ engine: 'STATISTICAL' });
    });

    it('is refused for a connection without a video, and leaves nothing behind', async () => {
      const runs = await rig.deps.database.prisma.recommendationRun.count();
      const asked = rig.request({ connectionId: rig.emptyConnectionId });
      await expect(asked).rejects.toThrow(InsufficientDataError);
      await expect(asked).rejects.toMatchObject({ requiredDays: 1, availableDays: 0, availableOn: null });
      expect(await rig.deps.database.prisma.recommendationRun.count()).toBe(runs);
    });
  });

  describe('cancelling', () => {
    const cancel = (runId: string, viewer = rig.viewer) => cancelRun(rig.deps, viewer, { runId }, noMemory);

    it('a queued run ends it at once; again it is returned as it is, and its job finds nothing to do', async () => {
      const { id } = await rig.request();
      const run = await cancel(id);
      expect(run).toMatchObject({ status: 'CANCELLED', lastSequence: 1 });
      expect(await cancel(id)).toEqual(run);
      await executeRun(rig.deps, id, alive());
      expect(await logOf(rig.deps, id)).toMatchObject([
        { sequence: 1, type: 'RunCancelled', payload: { usage: null } },
      ]);
    });

    it('a running run stops its engine and tells what was spent', async () => {
      const { script, reached, wasStopped } = stuckScript();
      rig.play(script);
      const { id } = await rig.request();
      const work = executeRun(rig.deps, id, alive());
      await reached;
      const run = await cancel(id);
      expect(run).toMatchObject({ status: 'CANCELLED', usage: { outputTokens: 300, accuracy: 'ESTIMATED' } });
      expect(wasStopped()).toBe(true);
      await work;
      const events = await logOf(rig.deps, id);
      expect(events.at(-1)).toMatchObject({
        type: 'RunCancelled',
        payload: { usage: { outputTokens: 300 } },
      });
      expect(events.filter(({ type }) => type === 'RunCancelled')).toHaveLength(1);
    });

    it('reaches the worker by its next flush where the message does not', async () => {
      const stopped = Promise.withResolvers<undefined>();
      const reached = Promise.withResolvers<undefined>();
      rig.play(async function* (request, signal) {
        yield* [...tell(0, request)].slice(0, 1);
        for (let offset = 0; !signal.aborted; offset += 1) {
          yield { type: 'delta', index: 0, path: 'title', offset, text: 'x' };
          if (offset === 1) reached.resolve(undefined);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        stopped.resolve(undefined);
      });
      const { id } = await rig.request();
      const work = executeRun({ ...rig.deps, pubsub: createMemoryPubSub() }, id, alive());
      await reached.promise;
      expect(await cancel(id)).toMatchObject({ status: 'CANCELLED' });
      await stopped.promise;
      await work;
    });

    it('ends a run whose worker is dead by itself, and the worker can add nothing when it comes back', async () => {
      const reached = Promise.withResolvers<undefined>();
      const back = Promise.withResolvers<undefined>();
      rig.play(async function* (request) {
        yield* [...tell(0, request)].slice(0, 5);
        reached.resolve(undefined);
        await back.promise;
        yield* [...tell(0, request)].slice(5);
      });
      const { id } = await rig.request({ count: 1 });
      // Deaf to the message, and without words to flush.
      const work = executeRun({ ...rig.deps, pubsub: createMemoryPubSub() }, id, alive());
      await reached.promise;
      const startedAt = performance.now();
      expect(await cancel(id)).toMatchObject({ status: 'CANCELLED', usage: null });
      expect(performance.now() - startedAt).toBeLessThan(4_500);
      const ended = await logOf(rig.deps, id);
      back.resolve(undefined);
      await work;
      expect(await logOf(rig.deps, id)).toEqual(ended);
    });

    it('a run that has completed or failed is a conflict', async () => {
      rig.play(tellAll);
      const { id } = await rig.request({ count: 1 });
      await executeRun(rig.deps, id, alive());
      await expect(cancel(id)).rejects.toThrow(ConflictError);
    });

    it('is refused for what the viewer does not see or may not do', async () => {
      const { id } = await rig.request();
      await expect(cancel(newId())).rejects.toThrow(NotFoundError);
      await expect(cancel(id, viewerOf({ [newId()]: 'OWNER' }))).rejects.toThrow(NotFoundError);
      await expect(cancel(id, viewerOf({ [rig.workspaceId]: 'ANALYST' }))).rejects.toThrow(ForbiddenError);
    });

    it('is not remembered when it fails', async () => {
      rig.play(tellAll);
      const { id } = await rig.request({ count: 1 });
      await executeRun(rig.deps, id, alive());
      const remember: Remember = async (tx, result) => {
        const now = rig.deps.clock.now();
        await tx.idempotencyRecord.create({
          data: { id: 'cancel', inputHash: '', result, createdAt: now, expiresAt: now },
        });
      };
      await expect(cancelRun(rig.deps, rig.viewer, { runId: id }, remember)).rejects.toThrow(ConflictError);
      expect(await rig.deps.database.prisma.idempotencyRecord.count({ where: { id: 'cancel' } })).toBe(0);
    });
  });

  describe('following a run', () => {
    it('from any event on gives the rest, and nothing after the last', async () => {
      rig.play(tellAll);
      const { id } = await rig.request({ count: 2 });
      await executeRun(rig.deps, id, alive());
      const all = await logOf(rig.deps, id);
      for (const after of [0, 1, 4, all.length - 1, all.length]) {
        expect(await drained(await followRun(rig.deps, id, after, forever()))).toEqual(all.slice(after));
      }
      await expect(followRun(rig.deps, id, all.length + 1, forever())).rejects.toMatchObject({
        issues: [{ path: ['after'] }],
      });
      await expect(followRun(rig.deps, id, -1, forever())).rejects.toThrow(ValidationError);
      await expect(followRun(rig.deps, newId(), 0, forever())).rejects.toThrow(NotFoundError);
    });

    it('ends when the reader leaves while nothing happens', async () => {
      const { id } = await rig.request();
      const events = await followRun(rig.deps, id, 0, forever());
      const next = events.next();
      await events.return?.();
      expect(await next).toMatchObject({ done: true });
    });

    it('by polling gives pages', async () => {
      rig.play(tellAll);
      const { id } = await rig.request({ count: 1 });
      await executeRun(rig.deps, id, alive());
      const page = await readRunEvents(rig.deps, id, 1, 2);
      expect(page.map(({ sequence }) => sequence)).toEqual([2, 3]);
      await expect(readRunEvents(rig.deps, id, 0, 101)).rejects.toThrow(ValidationError);
      await expect(readRunEvents(rig.deps, id, -1, 0)).rejects.toMatchObject({
        issues: [{ path: ['after'] }, { path: ['first'] }],
      });
    });
  });

  describe('following a workspace', () => {
    it('begins with the runs that have not ended, and those changed since', async () => {
      const own = await createRunTestRig();
      try {
        own.play(tellAll);
        const ended = await own.request({ count: 1 });
        await executeRun(own.deps, ended.id, alive());
        const queued = await own.request();
        const firstOf = async (since: Date | null, count: number) => {
          const changes = followWorkspaceRuns(own.deps, own.workspaceId, since, forever());
          const ids: unknown[] = [];
          while (ids.length < count) ids.push((await changes.next()).value);
          const pending = changes.next();
          await changes.return?.();
          expect(await pending).toMatchObject({ done: true });
          return ids;
        };
        expect(await firstOf(null, 1)).toEqual([queued.id]);
        expect(await firstOf(ended.requestedAt, 2)).toEqual([ended.id, queued.id]);
      } finally {
        await own.close();
      }
    });
  });
});

describe('with a worker', () => {
  let rig: RunTestRig;
  beforeAll(async () => {
    rig = await createRunTestRig();
    await rig.deps.queue.work([createGenerateRecommendationsWorker(rig.deps)]);
  });
  afterAll(() => rig.close());

  it('a run begins within 300 ms and is seen live to its end, each event once', async () => {
    rig.play(tellAll);
    const { id } = await rig.request();
    const requestedAt = performance.now();
    const events: RunEvent[] = [];
    let firstAfterMs: number | null = null;
    for await (const event of await followRun(rig.deps, id, 0, forever())) {
      firstAfterMs ??= performance.now() - requestedAt;
      events.push(event);
    }
    expect(firstAfterMs).toBeLessThan(300);
    expect(events).toEqual(await logOf(rig.deps, id));
    const stored = await rig.deps.database.prisma.tikTokRecommendation.findMany({ where: { runId: id } });
    expect(stored).toHaveLength(3);
    for (const row of stored) expect(foldText(events).get(row.index)).toEqual(textsOf(row as never));
  });

  it('a worker that stops hands the run to the next one', async () => {
    const { script, reached } = stuckScript();
    rig.play(script);
    const { id } = await rig.request({ count: 1 });
    await reached;
    await rig.deps.queue.stop({ graceMs: 0 });
    const handedBack = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } });
    expect(handedBack).toMatchObject({ status: 'RUNNING', attempt: 1 });
    rig.play(tellAll);
    const [job] = await rig.deps.database.query<{ state: string }>(
      `SELECT state FROM pgboss.job WHERE data ->> 'runId' = $1`,
      [id],
    );
    expect(job?.state).toBe('retry');
    await executeRun(rig.deps, id, alive());
    const after = await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } });
    expect(after).toMatchObject({ status: 'COMPLETED', attempt: 2 });
  });
});

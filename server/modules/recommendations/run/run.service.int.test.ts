import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InsufficientDataError, NotFoundError, ValidationError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { ForbiddenError } from '../../accounts/account.errors.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { createGenerateRecommendationsWorker } from './generate-recommendations.worker.ts';
import type { RunEvent } from './run.events.ts';
import { executeRun } from './run-executor.ts';
import { followRun, followWorkspaceRuns } from './run-feed.service.ts';
import { stuckScript, tellAll, textsOf } from './run-test-engine.ts';
import { createRunTestRig, foldText, logOf, noMemory, viewerOf } from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import { requestRun } from './run.service.ts';

const forever = () => new AbortController().signal;
const alive = () => ({ signal: forever() });

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
});

describe('with a worker', () => {
  let rig: RunTestRig;
  beforeAll(async () => {
    rig = await createRunTestRig();
    await rig.deps.queue.work([createGenerateRecommendationsWorker(rig.deps)]);
  });
  afterAll(() => rig.close());

  it('a run is seen live to its end, each event once', async () => {
    rig.play(tellAll);
    const { id } = await rig.request();
    const events: RunEvent[] = [];
    for await (const event of await followRun(rig.deps, id, 0, forever())) events.push(event);
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

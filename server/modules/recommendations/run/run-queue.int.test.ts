import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createQueue, type Queue } from '../../../jobs/queue.ts';
import { newId } from '../../../lib/ids.ts';
import { SILENT_LOG } from '../../../testing/log.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { createGenerateRecommendationsWorker } from './generate-recommendations.worker.ts';
import { resumeRuns } from './resume-runs.service.ts';
import { followRun } from './run-feed.service.ts';
import { aborted, stuckScript, tellAll } from './run-test-engine.ts';
import {
  createConnection,
  createRunTestRig,
  expectConsistent,
  logOf,
  noMemory,
  viewerOf,
} from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import { cancelRun, requestRun } from './run.service.ts';

let rig: RunTestRig;
let others: Queue[];
beforeEach(async () => {
  rig = await createRunTestRig();
  others = [];
});
afterEach(async () => {
  await Promise.all(others.map((queue) => queue.stop({ graceMs: 0 })));
  await rig.close();
});

const forever = () => new AbortController().signal;
const work = (queue: Queue = rig.deps.queue) => queue.work([createGenerateRecommendationsWorker(rig.deps)]);

/** The queue of a process that starts later. */
async function nextProcess(): Promise<Queue> {
  const queue = createQueue(rig.deps.database, SILENT_LOG, { jobs: [generateRecommendationsJob] });
  others.push(queue);
  await queue.start();
  return queue;
}

async function ended(runId: string): Promise<void> {
  const events = await followRun(rig.deps, runId, 0, forever());
  while ((await events.next()).done !== true);
}

const runOf = (id: string) => rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } });

describe('a workspace that asks for many runs', () => {
  it('keeps no other one waiting for longer than the running ones take', async () => {
    /** The topics of runs, by which they tell whose they are. */
    const started: (string | null)[] = [];
    let check: () => void = () => undefined;
    const reach = (done: () => boolean) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (done()) resolve();
        };
        check();
      });
    const releases: (() => void)[] = [];
    rig.play(async function* (request, signal) {
      started.push(request.topic);
      check();
      await Promise.race([new Promise<void>((resolve) => releases.push(resolve)), aborted(signal)]);
      yield* tellAll(request);
    });
    for (let asked = 0; asked < 30; asked += 1) await rig.request({ count: 1, topic: 'greedy' });
    const workspaceId = newId();
    await rig.deps.database.prisma.workspace.create({
      data: { id: workspaceId, name: 'Other', slug: 'other' },
    });
    const connectionId = await createConnection(rig.deps, workspaceId, 1);
    await work();
    await reach(() => started.length >= 4);
    await requestRun(
      rig.deps,
      viewerOf({ [workspaceId]: 'EDITOR' }),
      { connectionId, kinds: ['IDEA'], count: 1, goal: 'REACH', topic: 'other' },
      noMemory,
    );
    await reach(() => started.includes('other'));
    // None of the greedy one's had to end for it, and no more than its share runs.
    expect(started.filter((topic) => topic === 'greedy')).toHaveLength(4);
    for (const release of releases) release();
  });
});

describe('a run whose job', () => {
  it('is lost entirely is noticed, and done under the same id', async () => {
    rig.play(tellAll);
    const { id } = await rig.request({ count: 1 });
    expect(await resumeRuns(rig.deps)).toBe(0);
    await rig.deps.database.query(`DELETE FROM pgboss.job WHERE data ->> 'runId' = $1`, [id]);
    expect(await resumeRuns(rig.deps)).toBe(1);
    expect(await resumeRuns(rig.deps)).toBe(0);
    await work();
    await ended(id);
    await expectConsistent(rig.deps, id);
    expect(await runOf(id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
    expect(await resumeRuns(rig.deps)).toBe(0);
  });

  it('has lost its worker for the last time fails as RETRIES_EXHAUSTED, once', async () => {
    const { script, reached } = stuckScript();
    rig.play(script);
    await work();
    const { id } = await rig.request({ count: 1 });
    await reached;
    // As a worker leaves it that is killed at the last attempt.
    await rig.deps.queue.stop({ graceMs: 0 });
    await rig.deps.database.query(
      `UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute',
         heartbeat_on = now() - interval '1 minute', retry_count = retry_limit WHERE data ->> 'runId' = $1`,
      [id],
    );
    await work(await nextProcess());
    await ended(id);
    const events = await expectConsistent(rig.deps, id);
    expect(events.at(-1)).toMatchObject({
      type: 'RunFailed',
      payload: { error: { code: 'RETRIES_EXHAUSTED', retryable: true } },
    });
    expect(await runOf(id)).toMatchObject({ status: 'FAILED', error: { code: 'RETRIES_EXHAUSTED' } });
  });

  it('waits for its next attempt is cancelled all the same, and the attempt finds nothing to do', async () => {
    const { script, reached } = stuckScript();
    rig.play(script);
    await work();
    const { id } = await rig.request({ count: 1 });
    await reached;
    await rig.deps.queue.stop({ graceMs: 0 });
    expect(await runOf(id)).toMatchObject({ status: 'RUNNING' });
    expect(await cancelRun(rig.deps, rig.viewer, { runId: id }, noMemory)).toMatchObject({
      status: 'CANCELLED',
      usage: { outputTokens: 300 },
    });
    const log = await logOf(rig.deps, id);
    rig.play(tellAll);
    await work(await nextProcess());
    // Sent after it, and so done after it.
    const { id: later } = await rig.request({ count: 1 });
    await ended(later);
    expect(await logOf(rig.deps, id)).toEqual(log);
    await expectConsistent(rig.deps, id);
  });
});

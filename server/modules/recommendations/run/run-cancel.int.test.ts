import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConflictError, NotFoundError } from '../../../lib/errors.ts';
import type { Remember } from '../../../data/idempotency.ts';
import { createMemoryPubSub } from '../../../realtime/pubsub.ts';
import { newId } from '../../../lib/ids.ts';
import { ForbiddenError } from '../../accounts/account.errors.ts';
import { executeRun } from './run-executor.ts';
import { stuckScript, tell, tellAll, USAGE } from './run-test-engine.ts';
import { createRunTestRig, lastSequenceOf, logOf, noMemory, untilStored, viewerOf } from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import { cancelRun } from './run.service.ts';

const forever = () => new AbortController().signal;
const alive = () => ({ signal: forever() });

let rig: RunTestRig;
beforeAll(async () => {
  rig = await createRunTestRig();
});
afterAll(() => rig.close());

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
    const { id } = await rig.request();
    rig.play(async function* (request, signal) {
      const before = await lastSequenceOf(rig.deps, id);
      yield* [...tell(0, request)].slice(0, 1);
      for (let offset = 0; !signal.aborted; offset += 1) {
        const delta = { index: 0, path: 'title', offset, text: 'x' };
        yield { type: 'delta', ...delta };
        await untilStored(rig.deps, id, before, delta);
        reached.resolve(undefined);
      }
      stopped.resolve(undefined);
      yield { type: 'usage', usage: USAGE };
    });
    const work = executeRun({ ...rig.deps, pubsub: createMemoryPubSub() }, id, alive());
    await reached.promise;
    // The usage is the worker's word: the cancel did not have to end the run itself.
    expect(await cancel(id)).toMatchObject({ status: 'CANCELLED', usage: USAGE });
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

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFoundError, ValidationError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { executeRun } from './run-executor.ts';
import { followRun, followWorkspaceRuns, readRunEvents } from './run-feed.service.ts';
import { tellAll } from './run-test-engine.ts';
import { createRunTestRig, logOf } from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';

const forever = () => new AbortController().signal;
const alive = () => ({ signal: forever() });

async function drained<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

let rig: RunTestRig;
beforeAll(async () => {
  rig = await createRunTestRig();
});
afterAll(() => rig.close());

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

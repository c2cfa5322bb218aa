import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { connectionStream } from '../connections/connection.events.ts';
import type { NewConnectionEvent } from '../connections/connection.events.ts';
import { createSyncConnectionWorker } from './sync-connection.worker.ts';
import { syncDueJob } from './sync-due.job.ts';
import { createSyncDueWorker } from './sync-due.worker.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await createTestCollector();
  const { deps } = collector;
  await deps.queue.work([
    createSyncConnectionWorker(deps, { withPictures: true }),
    createSyncDueWorker(deps),
  ]);
});
afterAll(() => collector.close());

/** Follows the connection live until an event of this type, and returns it. */
async function next(connectionId: string, type: NewConnectionEvent['type'], after: number) {
  for await (const event of collector.deps.hub.follow(connectionStream, connectionId, { after })) {
    if (event.type === type) return event;
  }
  throw new Error(`The stream ended without ${type}.`);
}

describe('the workers', () => {
  it('sync a new connection, try again after a failure, and sync again when it is due', async () => {
    const { deps, sandbox } = collector;
    const start = new Date('2026-08-01T12:00:00Z');
    await collector.standAt(start);
    await sandbox.fail({ endpoint: 'video/list', kind: 'garbage' });
    const { id } = await collector.connect();
    const failed = await next(id, 'SyncFailed', 0);
    await sandbox.fail();
    expect(failed.payload).toMatchObject({ error: { code: 'TIKTOK_UNAVAILABLE' } });

    await deps.queue.send(syncDueJob, {});
    await collector.standAt(new Date(start.getTime() + 60_000));
    await deps.queue.send(syncDueJob, {});
    const completed = await next(id, 'SyncCompleted', failed.sequence);
    expect(completed.at).toEqual(deps.clock.now());

    await collector.standAt(new Date(start.getTime() + 7 * 3_600_000));
    await deps.queue.send(syncDueJob, {});
    expect((await next(id, 'SyncCompleted', completed.sequence)).payload).toMatchObject({ newVideos: 0 });
  });

  it('let a sync that somebody waits for bring the pictures too', async () => {
    const { deps } = collector;
    const { id } = await collector.connect({ creator: 'camille' });
    const completed = await next(id, 'SyncCompleted', 0);
    const told = (await collector.events(id)).filter(({ sequence }) => sequence < completed.sequence);
    expect(told.findLast(({ type }) => type === 'SyncProgressed')?.payload).toMatchObject({
      progress: { phase: 'COVERS' },
    });
    const uncovered = await deps.database.prisma.tikTokVideo.count({
      where: { connectionId: id, coverKey: null },
    });
    expect(uncovered).toBe(0);
  });
});

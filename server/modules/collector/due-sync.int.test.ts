import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { sql } from '../../data/sql.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { captureQueries } from '../../testing/queries.ts';
import { nextCaptureAt, rungOf, rungSql } from './capture-ladder.ts';
import { requestSync } from './sync-plan.service.ts';
import { claimDueSyncs } from './sync-planner.service.ts';
import { runSync, syncNow } from './sync.service.ts';

const START = new Date('2026-08-01T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  await collector.standAt(START);
  connection = await collector.connect({ creator: 'maya' });
  await syncNow(collector.deps, connection.id);
  await collector.sandbox.takeCalls();
});
afterEach(async () => {
  await collector.sandbox.fail();
  await collector.deps.database.prisma.tikTokConnection.deleteMany();
});

function later(ms: number): Promise<void> {
  return collector.standAt(new Date(collector.deps.clock.now().getTime() + ms));
}

/** One round of the planner, and all that it planned. */
async function collect(): Promise<number> {
  const planned = await claimDueSyncs(collector.deps);
  for (const sync of planned) expect(await runSync(collector.deps, sync)).toEqual({ outcome: 'COMPLETED' });
  return planned.length;
}

const videos = (where: object = {}) =>
  collector.deps.database.prisma.tikTokVideo.findMany({
    where: { connectionId: connection.id, ...where },
    orderBy: { postedAt: 'desc' },
  });
const tasks = () =>
  collector.deps.database.prisma.tikTokCaptureTask.findMany({ where: { connectionId: connection.id } });
const state = () =>
  collector.deps.database.prisma.tikTokSyncState.findUniqueOrThrow({
    where: { connectionId: connection.id },
  });

describe('after a full sync', () => {
  it('every video is due by its rung, the newest ones before the hour is over, the profile in a day', async () => {
    for (const video of await videos()) {
      expect(video.nextCaptureAt).toEqual(nextCaptureAt(video.postedAt, START));
    }
    const due = new Map((await tasks()).map(({ kind, dueAt }) => [kind, Number(dueAt) - START.getTime()]));
    expect(due.get('LISTING')).toBe(55 * MINUTE_MS);
    expect(due.get('PROFILE')).toBe(DAY_MS);
    const [first] = await videos({ nextCaptureAt: { not: null } }).then((all) =>
      all.map(({ nextCaptureAt: at }) => Number(at)).sort((a, b) => a - b),
    );
    expect(due.get('METRICS')).toBe(Number(first) - START.getTime());
    expect(await state()).toMatchObject({ nextSyncAt: new Date(START.getTime() + 55 * MINUTE_MS) });
  });

  it('nothing is planned before something is due', async () => {
    await later(54 * MINUTE_MS);
    expect(await collect()).toBe(0);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'video/list': 0, 'video/query': 0 });
  });
});

describe('after a day without the server', () => {
  it('the next sync is expected when it is due, not a day late again', async () => {
    await later(DAY_MS);
    expect(await collect()).toBe(1);
    const soon = collector.deps.clock.now().getTime() + 55 * MINUTE_MS;
    expect(Number((await state()).nextSyncAt)).toBe(soon);
    await later(DAY_MS);
    await syncNow(collector.deps, connection.id);
    expect(Number((await state()).nextSyncAt)).toBe(soon + DAY_MS);
  });
});

describe('a sync of what is due', () => {
  it('looks at the newest videos with one call and keeps those whose rung has come', async () => {
    await later(55 * MINUTE_MS);
    const now = collector.deps.clock.now();
    const dueSoon = (await videos()).filter(
      ({ postedAt, nextCaptureAt: next }) =>
        Number(next) - 0.2 * rungOf(Number(next) - postedAt.getTime()) <= now.getTime(),
    );
    expect(await collect()).toBe(1);
    expect(await collector.sandbox.takeCalls()).toMatchObject({
      'user/info': 0,
      'video/list': 1,
      'video/query': 0,
    });
    const captured = await videos({ metricsCapturedAt: now });
    const known = captured.filter(({ createdAt }) => createdAt < now);
    expect(known.map(({ id }) => id)).toEqual(dueSoon.slice(0, 20).map(({ id }) => id));
    const events = await collector.events(connection.id);
    expect(events.at(-1)).toMatchObject({ type: 'SyncCompleted', payload: { snapshots: captured.length } });
    expect(events.at(-2)?.type).toBe(captured.length > 0 ? 'SnapshotsStored' : 'SyncCompleted');
  });

  it('packs what is due 20 a call, and fills the last one with what is due soonest', async () => {
    await later(6 * DAY_MS + 23 * HOUR_MS);
    await collect(); // Whatever came before: the newest, the profile, and those up to a month old.
    await collector.sandbox.takeCalls();
    await later(HOUR_MS);
    const now = collector.deps.clock.now();
    const due = (await videos({ availability: 'PUBLIC' }))
      .slice(20)
      .filter(({ nextCaptureAt: at }) => at! <= now);
    expect(due.length).toBeGreaterThan(0);
    await collect();
    expect((await collector.sandbox.takeCalls())['video/query']).toBe(Math.ceil(due.length / 20));
    const [late] = await videos({ availability: 'PUBLIC', nextCaptureAt: { lt: now } });
    expect(late).toBeUndefined();
  });

  it('finds uploads, also more than a page of them', async () => {
    const before = await videos();
    await later(90 * DAY_MS);
    await collect();
    const after = await videos();
    const uploads = after.filter(({ createdAt }) => createdAt > START);
    expect(uploads.length).toBeGreaterThan(20);
    expect(after).toHaveLength(before.length + uploads.length);
  });

  it('keeps videos that vanish', async () => {
    connection = await collector.connect({ creator: 'duo' });
    await syncNow(collector.deps, connection.id);
    await later(29 * DAY_MS);
    for (let round = 0; round < 20; round += 1) {
      if ((await collect()) === 0) break;
    }
    const gone = await videos({ availability: 'UNAVAILABLE' });
    expect(gone.length).toBeGreaterThan(0);
    for (const video of gone) {
      expect(video).toMatchObject({ nextCaptureAt: null, unavailableSince: collector.deps.clock.now() });
    }
  });

  it('does not believe that all videos are gone while the profile counts them', async () => {
    await later(8 * DAY_MS);
    // Nothing is shown of what is asked for by id.
    const tiktok = { ...collector.deps.tiktok, queryVideos: () => Promise.resolve([]) };
    for (const sync of await claimDueSyncs(collector.deps))
      await runSync({ ...collector.deps, tiktok }, sync);
    const gone = await videos({ availability: 'UNAVAILABLE', postedAt: { lt: START } });
    expect(gone.length).toBeLessThan(3);
    // Nor does it ask again and again.
    expect(await claimDueSyncs(collector.deps)).toEqual([]);
  });

  it('costs a constant number of SQL statements', async () => {
    await later(55 * MINUTE_MS);
    const planned = await claimDueSyncs(collector.deps);
    const { statements } = await captureQueries(() => runSync(collector.deps, planned[0]!));
    expect(statements.length).toBeLessThanOrEqual(17);
  });

  it('is followed by the full sync that somebody asked for meanwhile', async () => {
    await later(55 * MINUTE_MS);
    const [due] = await claimDueSyncs(collector.deps);
    await requestSync(collector.deps, collector.viewer, { connectionId: connection.id }, async () => {});
    expect(await state()).toMatchObject({ syncId: due?.syncId, isFull: false, isFullRequested: true });
    await runSync(collector.deps, due!);
    const { syncId, isFull, isFullRequested } = await state();
    expect({ isFull, isFullRequested }).toEqual({ isFull: true, isFullRequested: false });
    expect(syncId).not.toBe(due?.syncId);
    expect(await runSync(collector.deps, { connectionId: connection.id, syncId: syncId! })).toEqual({
      outcome: 'COMPLETED',
    });
  });

  it('leaves what the quota has no room for to the next turn, and does the rest', async () => {
    await later(DAY_MS);
    await collector.sandbox.fail({ endpoint: 'video/list', kind: 'rate_limit' });
    const now = collector.deps.clock.now();
    expect(await collect()).toBe(1);
    const due = new Map((await tasks()).map(({ kind, dueAt }) => [kind, dueAt!]));
    expect(due.get('PROFILE')!.getTime()).toBeGreaterThan(now.getTime());
    expect(due.get('LISTING')!.getTime()).toBeLessThanOrEqual(now.getTime());
    await collector.sandbox.fail();
    expect(await collect()).toBe(1);
    expect((await tasks()).find(({ kind }) => kind === 'LISTING')!.dueAt!.getTime()).toBeGreaterThan(
      now.getTime(),
    );
  });
});

describe('the ladder in SQL', () => {
  it('is the ladder', async () => {
    const ages = [0, 1, 23.99, 24, 100, 167.99, 168, 400, 719.99, 720, 10_000].map(
      (hours) => hours * HOUR_MS,
    );
    for (const age of ages) {
      const at = new Date(START.getTime() + age);
      const [row] = await collector.deps.database.prisma.$queryRaw<{ ms: number }[]>`
        SELECT extract(epoch FROM ${rungSql(sql`${START}::timestamptz`, sql`${at}::timestamptz`)})::float8 * 1000 AS ms`;
      expect(row?.ms).toBe(rungOf(age));
    }
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database, OpenDatabase, Transaction } from '../../data/database.ts';
import { PrismaClient } from '../../data/generated/prisma/client.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import type { ConnectionEvent } from '../connections/connection.events.ts';
import { newId } from '../../lib/ids.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import type { TikTok } from '../../vendors/tiktok/port.ts';
import { ReauthorizationRequiredError } from '../connections/connection.errors.ts';
import { endInFailure, abandonSync } from './sync-failure.service.ts';
import { requestSync, reserveSync, resumeSyncs } from './sync-plan.service.ts';
import { claimDueSyncs } from './sync-planner.service.ts';
import { planDueSyncs } from './sync-planner.service.ts';
import { nextCaptureAt as nextCaptureAtOf } from './capture-ladder.ts';
import { runSync, syncNow } from './sync.service.ts';

const START = new Date('2026-08-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const remember = async (): Promise<void> => {};

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  await collector.standAt(START);
});
afterEach(async () => {
  await collector.sandbox.fail();
  await collector.deps.database.prisma.tikTokConnection.deleteMany();
});

function later(ms: number): Promise<void> {
  return collector.standAt(new Date(collector.deps.clock.now().getTime() + ms));
}

function current() {
  return collector.deps.database.prisma.tikTokConnection.findUniqueOrThrow({
    where: { id: connection.id },
    include: { sync: true, snapshots: true },
  });
}

async function planned(): Promise<{ connectionId: string; syncId: string }> {
  const { sync } = await current();
  if (sync?.syncId == null) throw new Error('No sync is planned.');
  return { connectionId: connection.id, syncId: sync.syncId };
}

const countVideos = (where: object = {}) =>
  collector.deps.database.prisma.tikTokVideo.count({ where: { connectionId: connection.id, ...where } });
const countSnapshots = () =>
  collector.deps.database.prisma.tikTokAnalytics.count({ where: { connectionId: connection.id } });
const typesOfEvents = async () => (await collector.events(connection.id)).map((event) => event.type);

/** The same services, whose TikTok does `onPage` before it lists the n-th page (from 1). */
function interrupting(onPage: (page: number) => void | Promise<void>) {
  let pages = 0;
  const tiktok: TikTok = {
    ...collector.deps.tiktok,
    async listVideos(...call) {
      pages += 1;
      await onPage(pages);
      return collector.deps.tiktok.listVideos(...call);
    },
  };
  return { ...collector.deps, tiktok };
}

describe('a sync', () => {
  it('stores profile and all videos, page by page, and says so', async () => {
    connection = await collector.connect({ creator: 'duo' });
    expect(await runSync(collector.deps, await planned())).toEqual({ outcome: 'COMPLETED' });

    const stored = await current();
    const videos = await countVideos();
    expect(stored.videoCount).toBe(BigInt(videos));
    expect(await countSnapshots()).toBe(videos);
    const nextSyncAt = new Date(START.getTime() + 55 * 60_000);
    const nextCaptureAt = new Date(START.getTime() + DAY_MS);
    expect(stored).toMatchObject({
      username: 'flat.four.b',
      isVerified: true,
      metricsCapturedAt: START,
      metricsSource: 'DISPLAY_API',
      nextCaptureAt,
      snapshots: [{ followers: stored.followers, capturedAt: START }],
      sync: {
        syncId: null,
        phase: null,
        lastSyncedAt: START,
        nextSyncAt,
        errorCode: null,
      },
    });
    const events = await collector.events(connection.id);
    const pages = Math.ceil(videos / 20);
    expect(pages).toBeGreaterThan(5);
    expect(events.map((event) => event.type)).toEqual([
      ...Array<string>(2 + pages).fill('SyncProgressed'),
      'SnapshotsStored',
      'SyncCompleted',
    ]);
    expect(events.at(2)?.payload).toEqual({
      progress: { phase: 'VIDEOS', videosSeen: 20, videosExpected: videos },
    });
    expect(events.at(-2)?.payload).toMatchObject({
      videoIds: null,
      metrics: { followers: Number(stored.followers), capturedAt: START.toISOString() },
    });
    expect(events.at(-1)?.payload).toEqual({
      newVideos: videos,
      snapshots: videos + 1,
      nextSyncAt: nextSyncAt.toISOString(),
    });

    const [video] = await collector.deps.database.prisma.tikTokVideo.findMany({
      where: { connectionId: connection.id, hashtags: { isEmpty: false } },
      orderBy: { postedAt: 'desc' },
      take: 1,
    });
    expect(video).toMatchObject({
      tikTokId: expect.stringMatching(/^\d{19}$/),
      format: 'VIDEO',
      orientation: 'PORTRAIT',
      availability: 'PUBLIC',
      followersAtCapture: stored.followers,
    });
    expect(video?.nextCaptureAt).toEqual(nextCaptureAtOf(video!.postedAt, START));
    const { views, likes, comments, shares, engagementByViews } = video ?? {};
    expect(engagementByViews).toBeCloseTo(
      (Number(likes) + Number(comments) + Number(shares)) / Number(views),
      12,
    );
  });

  it('adds one snapshot a video each time and mirrors the newest one, also when counters fall', async () => {
    connection = await collector.connect({ creator: 'camille' });
    for (let day = 0; day < 25; day += 1) {
      expect(await syncNow(collector.deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
      await later(DAY_MS);
    }
    const { database } = collector.deps;
    const [fallen] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT views, likes, lag(views) OVER w AS views_before, lag(likes) OVER w AS likes_before
         FROM "TikTokAnalytics" WINDOW w AS (PARTITION BY "videoId" ORDER BY "capturedAt")) AS s
       WHERE views < views_before OR likes < likes_before`,
    );
    expect(fallen?.count).toBeGreaterThan(0);
    const [stale] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "TikTokVideo" v CROSS JOIN LATERAL (
         SELECT * FROM "TikTokAnalytics" a WHERE a."videoId" = v.id ORDER BY "capturedAt" DESC LIMIT 1) AS a
       WHERE (v.views, v.likes, v."metricsCapturedAt", v."followersAtCapture")
         IS DISTINCT FROM (a.views, a.likes, a."capturedAt", a.followers)`,
    );
    expect(stale?.count).toBe(0);
    expect((await current()).snapshots).toHaveLength(25);
  });

  it('keeps videos that vanish, and knows them when they come back', async () => {
    connection = await collector.connect({ creator: 'duo' });
    await syncNow(collector.deps, connection.id);
    const all = await countVideos();
    await later(60 * DAY_MS);
    const gone = collector.deps.clock.now();
    await syncNow(collector.deps, connection.id);
    const vanished = await countVideos({ availability: 'UNAVAILABLE' });
    expect(vanished).toBeGreaterThan(0);
    expect(
      await countVideos({ availability: 'UNAVAILABLE', unavailableSince: gone, nextCaptureAt: null }),
    ).toBe(vanished);
    // At TikTok it is the first day again; here time goes on.
    collector.deps.clock.standAt(new Date(gone.getTime() + HOUR_MS));
    await collector.connect({ creator: 'duo' });
    await collector.sandbox.standAt(START);
    await syncNow(collector.deps, connection.id);
    expect(await countVideos({ availability: 'PUBLIC', unavailableSince: null })).toBe(all);
  });

  it('takes what a person who declined scopes lets it', async () => {
    connection = await collector.connect({ granted: ['user.info.basic'] });
    expect(await syncNow(collector.deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
    expect(await current()).toMatchObject({
      status: 'ACTIVE',
      displayName: 'Maya Weeknight Table',
      username: null,
      followers: null,
      metricsCapturedAt: null,
      snapshots: [],
      sync: { lastSyncedAt: START, videosExpected: null },
    });
    expect(await countVideos()).toBe(0);
    expect((await collector.events(connection.id)).at(-1)?.payload).toMatchObject({
      newVideos: 0,
      snapshots: 0,
    });
  });

  it('of an account without videos completes', async () => {
    connection = await collector.connect({ creator: 'sam' });
    expect(await syncNow(collector.deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
    expect((await collector.events(connection.id)).at(-1)?.payload).toMatchObject({
      newVideos: 0,
      snapshots: 1,
    });
  });
});

describe('a sync that was killed', () => {
  it('goes on under its id and captures nothing twice', async () => {
    connection = await collector.connect({ creator: 'duo' });
    const sync = await planned();
    const killed = interrupting((page) => {
      if (page === 4) throw new Error('killed');
    });
    await expect(runSync(killed, sync)).rejects.toThrow('killed');
    expect(await countSnapshots()).toBe(60);
    expect(await planned()).toEqual(sync);

    await later(HOUR_MS);
    expect(await runSync(collector.deps, sync)).toEqual({ outcome: 'COMPLETED' });
    const videos = await countVideos();
    expect(await countSnapshots()).toBe(videos);
    expect((await current()).snapshots).toHaveLength(1);
    expect((await collector.events(connection.id)).at(-1)?.payload).toMatchObject({
      newVideos: videos,
      snapshots: videos + 1,
    });

    expect(await runSync(collector.deps, sync)).toEqual({ outcome: 'SUPERSEDED' });
    const types = await typesOfEvents();
    expect(types.filter((type) => type === 'SyncCompleted')).toHaveLength(1);
  });

  it('and is run twice at a time ends once', async () => {
    connection = await collector.connect({ creator: 'maya' });
    const sync = await planned();
    const ends = await Promise.all([runSync(collector.deps, sync), runSync(collector.deps, sync)]);
    expect(ends.map((end) => end.outcome).sort()).toEqual(['COMPLETED', 'SUPERSEDED']);
    expect(await countSnapshots()).toBe(await countVideos());
  });

  it('by a shutdown stays planned', async () => {
    connection = await collector.connect({ creator: 'maya' });
    const sync = await planned();
    const shutdown = new AbortController();
    const deps = interrupting((page) => {
      if (page === 2) shutdown.abort(new Error('shutting down'));
    });
    await expect(runSync(deps, sync, { signal: shutdown.signal })).rejects.toThrow('shutting down');
    expect(await planned()).toEqual(sync);
    expect(await typesOfEvents()).not.toContain('SyncFailed');
  });

  it('and goes on by a clock that is behind asks for no video twice', async () => {
    connection = await collector.connect({ creator: 'duo' });
    const { deps } = collector;
    const late = interrupting((page) => {
      if (page === 2) deps.clock.standAt(new Date(START.getTime() - 10 * 60_000));
    });
    const asked: string[] = [];
    const tiktok: TikTok = {
      ...late.tiktok,
      async queryVideos(accessToken, ids, options) {
        if (ids.some((id) => asked.includes(id))) throw new Error('Asked twice');
        asked.push(...ids);
        return deps.tiktok.queryVideos(accessToken, ids, options);
      },
    };
    expect(await runSync({ ...late, tiktok }, await planned())).toEqual({ outcome: 'COMPLETED' });
    expect(asked.length).toBeGreaterThan(0);
    expect(await countVideos({ availability: 'PUBLIC' })).toBe(await countVideos());
  });

  it('and whose job is lost gets another one', async () => {
    const { deps } = collector;
    connection = await collector.connect();
    const sync = await planned();
    expect(await resumeSyncs(deps)).toBe(0);
    await deps.database.query(`DELETE FROM pgboss.job WHERE name = 'connection.sync'`);
    expect(await resumeSyncs(deps)).toBe(1);
    expect(
      await deps.database.query(`SELECT data, priority FROM pgboss.job WHERE data ->> 'syncId' = $1`, [
        sync.syncId,
      ]),
    ).toEqual([{ data: sync, priority: 10 }]);
    expect(await resumeSyncs(deps)).toBe(0);
  });

  it('and whose connection was deleted does nothing', async () => {
    connection = await collector.connect();
    const sync = await planned();
    await collector.deps.database.prisma.tikTokConnection.delete({ where: { id: connection.id } });
    expect(await runSync(collector.deps, sync)).toEqual({ outcome: 'SUPERSEDED' });
  });
});

describe('a sync that fails', () => {
  it('in the middle keeps what it has, says why, and the next one completes', async () => {
    connection = await collector.connect({ creator: 'maya' });
    const deps = interrupting(async (page) => {
      if (page === 2) await collector.sandbox.fail({ endpoint: 'video/list', kind: 'garbage' });
    });
    expect(await runSync(deps, await planned())).toMatchObject({
      outcome: 'FAILED',
      error: { code: 'TIKTOK_UNAVAILABLE' },
    });
    const nextSyncAt = new Date(START.getTime() + 60_000);
    expect(await current()).toMatchObject({
      status: 'ACTIVE',
      nextCaptureAt: nextSyncAt,
      sync: {
        syncId: null,
        errorCode: 'TIKTOK_UNAVAILABLE',
        errorRetryable: true,
        errorAt: START,
        nextSyncAt,
      },
    });
    expect(await countVideos({ availability: 'PUBLIC' })).toBe(20);
    expect((await collector.events(connection.id)).at(-1)).toMatchObject({
      type: 'SyncFailed',
      payload: {
        error: { code: 'TIKTOK_UNAVAILABLE', retryable: true },
        nextSyncAt: nextSyncAt.toISOString(),
      },
    });

    await collector.sandbox.fail();
    await later(60_000);
    expect(await planDueSyncs(collector.deps)).toBe(1);
    expect(await planDueSyncs(collector.deps)).toBe(0);
    expect(await runSync(collector.deps, await planned())).toEqual({ outcome: 'COMPLETED' });
    expect((await current()).sync).toMatchObject({ errorCode: null, errorMessage: null, errorAt: null });
    expect((await collector.events(connection.id)).at(-1)?.payload).toMatchObject({
      newVideos: await countVideos(),
    });
  });

  it('of an account that was up to date is tried again when it says so', async () => {
    connection = await collector.connect();
    await syncNow(collector.deps, connection.id);
    await later(60_000);
    await collector.sandbox.fail({ endpoint: 'video/list', kind: 'html_error' });
    expect(await syncNow(collector.deps, connection.id)).toMatchObject({ outcome: 'FAILED' });
    await collector.sandbox.fail();
    const { sync } = await current();
    expect(sync?.nextSyncAt).toEqual(new Date(START.getTime() + 2 * 60_000));
    await later(60_000);
    expect(await planDueSyncs(collector.deps)).toBe(1);
    expect(await runSync(collector.deps, await planned())).toEqual({ outcome: 'COMPLETED' });
    expect((await current()).sync).toMatchObject({ errorCode: null });
  });

  it('waits longer each time while TikTok is away, an hour at most', async () => {
    connection = await collector.connect();
    await collector.sandbox.fail({ endpoint: 'user/info', kind: 'internal_error' });
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      await syncNow(collector.deps, connection.id);
      const { sync } = await current();
      const wait = Number(sync?.nextSyncAt) - collector.deps.clock.now().getTime();
      waits.push(wait / 60_000);
      await later(wait);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('for a dead grant waits for the person', async () => {
    connection = await collector.connect();
    await collector.sandbox.revoke('maya');
    expect(await syncNow(collector.deps, connection.id)).toMatchObject({ outcome: 'FAILED' });
    expect(await current()).toMatchObject({
      status: 'REAUTHORIZATION_REQUIRED',
      statusReason: 'invalid_grant',
      nextCaptureAt: null,
      sync: { errorCode: 'REAUTHORIZATION_REQUIRED', errorRetryable: false, nextSyncAt: null },
    });
    expect((await typesOfEvents()).slice(-2)).toEqual(['ConnectionStatusChanged', 'SyncFailed']);
    expect(await planDueSyncs(collector.deps)).toBe(0);
    await expect(
      requestSync(collector.deps, collector.viewer, { connectionId: connection.id }, remember),
    ).rejects.toBeInstanceOf(ReauthorizationRequiredError);
    await collector.connect({ input: { connectionId: connection.id } });
    expect(await syncNow(collector.deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
  });

  it('for a dead grant, while the person connects again, keeps nobody waiting', async () => {
    connection = await collector.connect();
    await syncNow(collector.deps, connection.id);
    await requestSync(collector.deps, collector.viewer, { connectionId: connection.id }, remember);
    const dying = await planned();
    await collector.connect({ input: { connectionId: connection.id } });
    const error = new ReauthorizationRequiredError('', {
      connectionId: connection.id,
      missingScopes: [],
      tikTokCode: 'invalid_grant',
    });
    expect(await endInFailure(collector.deps, dying, error)).toBe(false);
    const { sync } = await current();
    expect(sync).toMatchObject({ isFull: true, isRequested: true, fullDueAt: START, nextSyncAt: START });
    expect(await runSync(collector.deps, await planned())).toEqual({ outcome: 'COMPLETED' });
  });

  it('for a scope that was taken back waits for the person too', async () => {
    connection = await collector.connect({ granted: ['user.info.basic', 'video.list'] });
    // Another login at TikTok has narrowed the grant since; here nobody has heard of it.
    await collector.deps.database.prisma.tikTokCredential.updateMany({
      where: { id: connection.credentialId ?? '' },
      data: { scopes: ['user.info.basic', 'user.info.stats', 'video.list'] },
    });
    await syncNow(collector.deps, connection.id);
    expect(await current()).toMatchObject({
      status: 'REAUTHORIZATION_REQUIRED',
      statusReason: 'scope_not_authorized',
      sync: { errorCode: 'SCOPE_MISSING', nextSyncAt: null },
    });
  });

  it('for good is given up, once', async () => {
    connection = await collector.connect();
    const sync = await planned();
    await abandonSync(collector.deps, sync, new Error('disk full'));
    expect((await current()).sync).toMatchObject({ syncId: null, errorCode: 'RETRIES_EXHAUSTED' });
    await abandonSync(collector.deps, sync, new Error('disk full'));
    expect(
      await endInFailure(
        collector.deps,
        { ...sync, syncId: newId() },
        new ReauthorizationRequiredError('', {
          connectionId: connection.id,
          missingScopes: [],
          tikTokCode: null,
        }),
      ),
    ).toBe(false);
    expect((await typesOfEvents()).filter((type) => type === 'SyncFailed')).toHaveLength(1);
  });
});

describe("a sync for which there is no room in TikTok's quota", () => {
  it('stays planned, says until when it waits, and goes on where it was', async () => {
    connection = await collector.connect({ creator: 'duo' });
    const sync = await planned();
    const deps = interrupting(async (page) => {
      if (page === 3) await collector.sandbox.fail({ endpoint: 'video/list', kind: 'rate_limit', times: 1 });
    });
    expect(await runSync(deps, sync)).toEqual({ outcome: 'POSTPONED', delaySeconds: 60 });
    expect((await current()).sync).toMatchObject({
      syncId: sync.syncId,
      phase: 'WAITING_FOR_QUOTA',
      videosSeen: 40,
      nextSyncAt: new Date(START.getTime() + 60_000),
      errorCode: null,
    });
    await later(60_000);
    await collector.sandbox.takeCalls();
    expect(await runSync(collector.deps, sync)).toEqual({ outcome: 'COMPLETED' });
    const pages = Math.ceil((await countVideos()) / 20);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'video/list': pages - 2, 'user/info': 0 });
    expect((await collector.events(connection.id)).map(phaseOf).filter((phase) => phase !== null)).toEqual([
      ...['PROFILE', 'VIDEOS', 'VIDEOS', 'VIDEOS', 'WAITING_FOR_QUOTA', 'PROFILE'],
      ...Array<string>(pages - 2).fill('VIDEOS'),
    ]);
  });

  it('ends its turn where nobody waits for it, and goes on with the next one', async () => {
    connection = await collector.connect({ creator: 'duo' });
    await runSync(collector.deps, await planned());
    const pages = Math.ceil((await countVideos()) / 20);
    await later(55 * 60_000);
    const { prisma } = collector.deps.database;
    const where = { connectionId: connection.id };
    await prisma.tikTokSyncState.update({ where, data: { fullDueAt: collector.deps.clock.now() } });
    const [sync] = await claimDueSyncs(collector.deps);
    const deps = interrupting(async (page) => {
      if (page === 3) await collector.sandbox.fail({ endpoint: 'video/list', kind: 'rate_limit', times: 1 });
    });
    await runSync(deps, sync!);
    // Others may have their turn meanwhile: nothing is kept for it.
    expect((await current()).sync).toMatchObject({
      syncId: null,
      phase: null,
      isListed: false,
      videosSeen: 40,
    });
    expect(await prisma.tikTokCaptureTask.findFirst({ where: { ...where, kind: 'LISTING' } })).toMatchObject({
      syncId: null,
      dueAt: expect.any(Date),
    });

    await collector.sandbox.takeCalls();
    while ((await current()).sync?.listingStartedAt !== null) {
      await later(2 * 60_000);
      const [next] = await claimDueSyncs(collector.deps);
      expect(await runSync(collector.deps, next!)).toEqual({ outcome: 'COMPLETED' });
    }
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'video/list': pages - 2, 'user/info': 0 });
  });
});

function phaseOf(event: ConnectionEvent): string | null {
  return event.type === 'SyncProgressed' ? event.payload.progress.phase : null;
}

describe('a requested sync', () => {
  it('is queued in front, unless one is under way', async () => {
    const { deps, viewer } = collector;
    connection = await collector.connect();
    const first = await planned();
    await requestSync(deps, viewer, { connectionId: connection.id }, remember);
    expect(await planned()).toEqual(first);
    await runSync(deps, first);
    await requestSync(deps, viewer, { connectionId: connection.id }, remember);
    const second = await planned();
    expect(second.syncId).not.toBe(first.syncId);
    const jobs = await deps.database.query<{ priority: number; syncId: string }>(
      `SELECT priority, data ->> 'syncId' AS "syncId" FROM pgboss.job
       WHERE name = 'connection.sync' AND state = 'created' AND data ->> 'connectionId' = $1`,
      [connection.id],
    );
    expect(jobs).toEqual([{ priority: 10, syncId: second.syncId }]);
  });

  it.each([
    ['ends', undefined],
    ['fails', 'internal_error'],
  ] as const)('follows a full one of the plan that %s', async (_name, fault) => {
    const { deps, viewer, sandbox } = collector;
    connection = await collector.connect();
    await syncNow(deps, connection.id);
    await later(31 * DAY_MS);
    expect(await planDueSyncs(deps)).toBe(1);
    const own = await planned();
    const busy = interrupting(async () => {
      await requestSync(deps, viewer, { connectionId: connection.id }, remember);
      if (fault !== undefined) await sandbox.fail({ endpoint: 'video/list', kind: fault });
    });
    expect(await runSync(busy, own)).toMatchObject({ outcome: fault === undefined ? 'COMPLETED' : 'FAILED' });
    const { sync } = await current();
    expect(sync).toMatchObject({ isFull: true, isRequested: true, isFullRequested: false });
    expect((await planned()).syncId).not.toBe(own.syncId);
  });

  it('takes the place of one that ends at the very moment', async () => {
    const { deps } = collector;
    connection = await collector.connect();
    const own = await planned();
    const { prisma } = deps.database;
    await prisma.tikTokSyncState.updateMany({ where: own, data: { isRequested: false } });
    let looks = 0;
    const ending = new Proxy(prisma.tikTokSyncState, {
      get: (of, name) =>
        name === 'updateMany'
          ? async (...change: Parameters<typeof of.updateMany>) => {
              looks += 1;
              if (looks === 2) await of.updateMany({ where: own, data: { syncId: null } });
              return of.updateMany(...change);
            }
          : (Reflect.get(of, name) as unknown),
    });
    const tx = { tikTokSyncState: ending } as unknown as Transaction;
    expect(await reserveSync(tx, connection.id)).toBe((await planned()).syncId);
  });

  it('is for editors of the workspace, and hides the others', async () => {
    const { deps, viewer, workspaceId } = collector;
    connection = await collector.connect();
    const analyst = { ...viewer, roles: new Map([[workspaceId, 'ANALYST' as const]]) };
    await expect(requestSync(deps, analyst, { connectionId: connection.id }, remember)).rejects.toMatchObject(
      { code: 'FORBIDDEN', requiredRole: 'EDITOR' },
    );
    const other = await collector.addWorkspace();
    for (const connectionId of [connection.id, newId(), 'no-uuid']) {
      await expect(requestSync(deps, other.viewer, { connectionId }, remember)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        resourceId: connectionId,
      });
    }
  });
});

describe('a page', () => {
  it('costs six SQL statements in one transaction while its account is not rolled up', async () => {
    const { database } = collector.deps;
    connection = await collector.connect({ creator: 'maya' });
    const { client, statements } = watch(database);
    const pages: string[][] = [];
    const watched = interrupting(() => void pages.push(statements.splice(0)));
    const deps = { ...watched, database: { ...database, ...client } };
    expect(await runSync(deps, await planned())).toEqual({ outcome: 'COMPLETED' });
    await client.prisma.$disconnect();
    const [first, ...others] = pages;
    expect(others.length).toBeGreaterThan(0);
    for (const page of others) {
      expect(page).toEqual([
        expect.stringMatching(/^SELECT .* FROM "TikTokSyncState" .* FOR UPDATE$/),
        expect.stringMatching(
          /^WITH known AS .* stored AS \( INSERT INTO "TikTokVideo" .* INSERT INTO "TikTokAnalytics"/,
        ),
        expect.stringMatching(/^INSERT INTO "AnalyticsRollup"/),
        expect.stringMatching(/^INSERT INTO "TikTokImage"/),
        expect.stringMatching(/^UPDATE "public"."TikTokSyncState"/),
        expect.stringMatching(/^WITH owner .* INSERT INTO "StreamEvent"/),
        expect.stringContaining('COMMIT'),
      ]);
    }
    // Before the first page: begin, grant and state, profile. After the last one: its own, what is missing, the end,
    // the copying of covers.
    expect(first).toHaveLength(5 + 2 + 8);
    expect(statements).toHaveLength(7 + 1 + 10 + 3);
  });
});

/** A client of its own that writes down what it sends. */
function watch({ adapter }: OpenDatabase) {
  const prisma = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  const statements: string[] = [];
  prisma.$on('query', ({ query }) => void statements.push(query.replace(/\s+/g, ' ').trim()));
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) => prisma.$transaction(work);
  return {
    client: { prisma, transaction } as unknown as Pick<Database, 'prisma' | 'transaction'>,
    statements,
  };
}

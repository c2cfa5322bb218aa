import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ERASURES } from '../../app/modules.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { RetryLater } from '../../jobs/job.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { hangRowsOn, tablesThatHangOn, tablesThatName } from '../../testing/every-table.ts';
import { syncNow } from '../collector/sync.service.ts';
import { disconnect, disconnectAndErase } from '../connections/disconnect.service.ts';
import { readableConnections } from '../connections/connection.policy.ts';
import { imagesPrefix } from '../covers/image-keys.ts';
import { uploadsPrefix } from '../imports/read-import.job.ts';
import { readableImports } from '../imports/import.policy.ts';
import { readableRecommendations, readableRuns } from '../recommendations/recommendation.policy.ts';
import { readableVideos } from '../videos/video.policy.ts';
import { eraseSubject, failErasure, resumeErasures } from './erase-subject.service.ts';
import { dyingErasures, fill } from './erasure-test-kit.ts';
import { findErasure } from './erasure.service.ts';
import type { ErasureContribution } from './erasure-place.ts';
import { erasureCountsOf } from './stored-erasure.ts';

const remember = async (): Promise<void> => {};
const NEVER = new AbortController().signal;

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  await collector.sandbox.fail();
  connection = await collector.connect();
});

const erase = (erasureId: string, contributions: readonly ErasureContribution[] = ERASURES) =>
  eraseSubject(collector.deps, contributions, erasureId, NEVER);
const request = () => disconnectAndErase(collector.deps, collector.viewer, connection.id, remember);
const stored = (id: string) =>
  collector.deps.database.prisma.dataErasure.findUniqueOrThrow({ where: { id } });

describe('the erasure of a connection', () => {
  it('leaves nothing of it in any table, and proves it place by place', async () => {
    const { deps } = collector;
    const other = await collector.connect({ creator: 'camille' });
    expect(await syncNow(deps, other.id)).toEqual({ outcome: 'COMPLETED' });
    const names = await fill(collector, connection);
    const before = await tablesThatName(deps.database, names);
    const hanging = await tablesThatHangOn(deps.database, 'TikTokConnection');
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        ...hanging,
        'StreamEvent',
        'IdempotencyRecord',
        'AuditEntry',
        'job',
        'TikTokCredential',
      ]),
    );

    const { erasureId, receipt } = await request();
    await erase(erasureId);
    expect(await tablesThatName(deps.database, names)).toEqual({});
    expect(await deps.files.count(imagesPrefix(connection.id))).toBe(0);
    expect(await deps.files.count(uploadsPrefix(connection.id))).toBe(0);

    const erasure = await findErasure(deps, receipt, {});
    expect(erasure).toMatchObject({ status: 'COMPLETED', subject: null, held: null, error: null });
    const proof = erasureCountsOf(erasure);
    expect(proof.filter(({ remaining }) => remaining !== 0)).toEqual([]);
    // Every table that hangs on a connection has its place, and held something.
    const told = new Map(proof.map(({ name, deleted }) => [name, deleted]));
    for (const table of hanging) expect([table, told.get(table)]).toEqual([table, expect.any(Number)]);
    expect([...told].filter(([, deleted]) => deleted === 0)).toEqual([]);
    expect(told.get('TikTokVideo')).toBe(before['TikTokVideo']);
    expect(JSON.stringify(erasure)).not.toContain(connection.id);

    // The other account, and the log of who did what, are as they were.
    expect(
      await deps.database.prisma.tikTokVideo.count({ where: { connectionId: other.id } }),
    ).toBeGreaterThan(0);
    const audit = await deps.database.prisma.auditEntry.findMany({
      where: { action: 'connection.erase' },
    });
    expect(audit).toMatchObject([{ targetId: null, actorName: 'Test key' }]);
    await disconnect(deps, collector.viewer, other.id, remember);
  });

  it('goes on after a kill at any place, with the same first figures', async () => {
    const { deps } = collector;
    const names = await fill(collector, connection);
    const { erasureId } = await request();
    const { places, dying, dieAt } = dyingErasures(ERASURES.filter(({ of }) => of === 'CONNECTION'));
    let first: unknown;
    for (let place = 1; place <= places; place += 1) {
      dieAt(place);
      await expect(erase(erasureId, dying)).rejects.toThrow('killed');
      const { held, status } = await stored(erasureId);
      expect(status).toBe('RUNNING');
      first ??= held;
      expect(held).toEqual(first);
    }
    await erase(erasureId);
    expect(await tablesThatName(deps.database, names)).toEqual({});
    const { proof } = await stored(erasureId);
    expect(erasureCountsOf({ proof }).map(({ deleted }) => deleted)).toEqual(first);
    await erase(erasureId);
    expect((await stored(erasureId)).proof).toEqual(proof);
  });

  it('goes over all places again for what was stored meanwhile, and fails where it does not end', async () => {
    const { deps } = collector;
    let late = 3;
    const lateWork: ErasureContribution = {
      of: 'CONNECTION',
      places: [
        {
          kind: 'CACHE',
          name: 'late',
          count: () => Promise.resolve(late),
          erase: async () => {
            late -= 1;
          },
        },
      ],
    };
    const { erasureId } = await request();
    await erase(erasureId, [...ERASURES, lateWork]);
    expect((await stored(erasureId)).proof).toContainEqual({
      kind: 'CACHE',
      name: 'late',
      deleted: 3,
      remaining: 0,
    });

    connection = await collector.connect();
    const second = await request();
    const endless: ErasureContribution = {
      of: 'CONNECTION',
      places: [{ kind: 'CACHE', name: 'endless', count: () => Promise.resolve(1), erase: async () => {} }],
    };
    await expect(erase(second.erasureId, [...ERASURES, endless])).rejects.toThrow(
      'still something in endless',
    );
    await failErasure(deps, second.erasureId, new Error('still something'));
    expect(await stored(second.erasureId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'RETRIES_EXHAUSTED', retryable: true },
    });
    expect(await resumeErasures(deps)).toBe(1);
    const [job] = await deps.database.query(
      `SELECT data FROM pgboss.job WHERE name = 'privacy.erase-subject' AND singleton_key = $1 AND state = 'created'`,
      [second.erasureId],
    );
    expect(job).toEqual({ data: { erasureId: second.erasureId } });
    await erase(second.erasureId);
    expect(await stored(second.erasureId)).toMatchObject({ status: 'COMPLETED', error: null });
    expect(await resumeErasures(deps)).toBe(0);
  });

  it('waits for TikTok with nothing left here but the grant', async () => {
    const { deps, sandbox } = collector;
    const names = await fill(collector, connection);
    const { erasureId } = await request();
    await sandbox.fail({ endpoint: 'oauth/revoke', kind: 'internal_error' });
    const waiting: unknown = await erase(erasureId).catch((error: unknown) => error);
    expect(waiting).toBeInstanceOf(RetryLater);
    expect(Object.keys(await tablesThatName(deps.database, names)).sort()).toEqual([
      'DataErasure',
      'TikTokCredential',
    ]);
    expect(await stored(erasureId)).toMatchObject({ status: 'RUNNING' });
    await sandbox.fail();
    await erase(erasureId);
    expect(await tablesThatName(deps.database, names)).toEqual({});
    const proof = erasureCountsOf(await stored(erasureId));
    expect(proof).toContainEqual({ kind: 'VENDOR', name: 'TikTok', deleted: 1, remaining: 0 });
  });

  it("leaves another workspace's connection to the account, and the grant, alone", async () => {
    const { deps, sandbox } = collector;
    const { viewer } = await collector.addWorkspace();
    const there = await collector.connect({ viewer });
    await sandbox.takeCalls();
    const { erasureId } = await request();
    await erase(erasureId);
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/revoke': 0 });
    expect(await syncNow(deps, there.id)).toEqual({ outcome: 'COMPLETED' });
    const proof = erasureCountsOf(await stored(erasureId));
    expect(proof).toContainEqual({ kind: 'VENDOR', name: 'TikTok', deleted: 0, remaining: 0 });
    await disconnect(deps, viewer, there.id, remember);
  });
});

describe('a connection that is to be erased', () => {
  it('is gone for everybody at once, and cannot be connected again before it is', async () => {
    const { deps, viewer } = collector;
    const { prisma } = deps.database;
    const row = await prisma.tikTokConnection.findUniqueOrThrow({ where: { id: connection.id } });
    await hangRowsOn(deps.database, 'TikTokConnection', { ...row });
    const readable = () =>
      Promise.all([
        prisma.tikTokConnection.count({ where: readableConnections(viewer) }),
        prisma.tikTokVideo.count({ where: readableVideos(viewer) }),
        prisma.analyticsImport.count({ where: readableImports(viewer) }),
        prisma.recommendationRun.count({ where: readableRuns(viewer) }),
        prisma.tikTokRecommendation.count({ where: readableRecommendations(viewer) }),
      ]);
    const before = await readable();
    const { erasureId } = await request();
    const after = await readable();
    expect(after.map((count, index) => before[index]! - count)).toEqual([1, 1, 1, 1, 1]);
    await expect(request()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(disconnect(deps, viewer, connection.id, remember)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(collector.connect()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('being erased') as unknown,
    });
    await erase(erasureId);
    const again = await collector.connect();
    expect(again.id).not.toBe(connection.id);
    connection = again;
  });
});

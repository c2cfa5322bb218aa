import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection, TikTokCredential } from '../../data/generated/prisma/client.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import type { TikTok } from '../../vendors/tiktok/port.ts';
import { planSync } from '../collector/sync-plan.service.ts';
import { runSync, syncNow } from '../collector/sync.service.ts';
import { withAccessToken } from './credential.service.ts';
import { disconnect } from './disconnect.service.ts';
import { resumeRevocations, revokeCredential } from './revoke-credential.service.ts';

const START = new Date('2026-10-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const remember = async (): Promise<void> => {};

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  const { prisma } = collector.deps.database;
  await prisma.tikTokConnection.deleteMany();
  await prisma.tikTokCredential.deleteMany();
  await collector.sandbox.fail();
  await collector.standAt(START);
  connection = await collector.connect();
  await collector.sandbox.takeCalls();
});

const end = (connectionId = connection.id, viewer = collector.viewer): Promise<void> =>
  disconnect(collector.deps, viewer, connectionId, remember);
const reload = (id = connection.id): Promise<TikTokConnection> =>
  collector.deps.database.prisma.tikTokConnection.findUniqueOrThrow({ where: { id } });
const credentials = (): Promise<TikTokCredential[]> =>
  collector.deps.database.prisma.tikTokCredential.findMany();
const revoke = () => revokeCredential(collector.deps, connection.credentialId ?? '');
const standLater = (ms: number): Promise<void> => collector.standAt(new Date(START.getTime() + ms));

describe('disconnecting', () => {
  it('ends the connection, keeps its history, and plans nothing more', async () => {
    const { deps } = collector;
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
    const { prisma } = deps.database;
    const videos = await prisma.tikTokVideo.count();
    await end();
    expect(await reload()).toMatchObject({
      status: 'REVOKED',
      statusReason: 'disconnected',
      credentialId: null,
      nextCaptureAt: null,
    });
    expect(await prisma.tikTokSyncState.findUnique({ where: { connectionId: connection.id } })).toMatchObject(
      {
        syncId: null,
        nextSyncAt: null,
      },
    );
    expect(await prisma.tikTokCaptureTask.count({ where: { dueAt: { not: null } } })).toBe(0);
    expect(await prisma.tikTokVideo.count()).toBe(videos);
    expect((await collector.events(connection.id)).at(-1)).toMatchObject({
      type: 'ConnectionStatusChanged',
      payload: { status: 'REVOKED', statusReason: 'disconnected' },
    });
    expect(await prisma.auditEntry.findMany({ where: { action: 'connection.disconnect' } })).toMatchObject([
      { targetId: connection.id, actorName: collector.viewer.name },
    ]);
  });

  it('changes nothing the second time', async () => {
    await end();
    const events = await collector.events(connection.id);
    await end();
    expect(await collector.events(connection.id)).toEqual(events);
  });

  it('takes a sync that is under way its right to store anything', async () => {
    const { deps } = collector;
    const { prisma } = deps.database;
    await prisma.tikTokSyncState.updateMany({ data: { syncId: null } });
    const syncId = await deps.database.transaction((tx) => planSync(tx, deps, connection.id));
    const listVideos: TikTok['listVideos'] = async (...parameters) => {
      const page = await deps.tiktok.listVideos(...parameters);
      await end();
      return page;
    };
    const sync = { connectionId: connection.id, syncId: syncId ?? '' };
    const ended = await runSync({ ...deps, tiktok: { ...deps.tiktok, listVideos } }, sync);
    expect(ended).toEqual({ outcome: 'SUPERSEDED' });
    expect(await prisma.tikTokVideo.count()).toBe(0);
    expect(await reload()).toMatchObject({ status: 'REVOKED' });
    await expect(withAccessToken(deps, connection.id, () => Promise.resolve())).rejects.toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
    });
  });

  it('is undone by connecting again, also before TikTok was told', async () => {
    const { deps, sandbox } = collector;
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
    await end();
    const again = await collector.connect({ input: { connectionId: connection.id } });
    expect(again).toMatchObject({ id: connection.id, status: 'ACTIVE', statusReason: null });
    await sandbox.takeCalls();
    expect(await revoke()).toMatchObject({ outcome: 'NOTHING_TO_DO' });
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/revoke': 0 });
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });

    await end();
    expect(await revoke()).toMatchObject({ outcome: 'REVOKED' });
    await collector.connect({ input: { connectionId: connection.id } });
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
  });
});

describe('the grant', () => {
  it('is revoked at TikTok with its last connection, and forgotten then', async () => {
    const { viewer } = await collector.addWorkspace();
    const there = await collector.connect({ viewer });
    await end();
    expect(await credentials()).toMatchObject([{ revokeRequestedAt: null }]);
    await collector.sandbox.takeCalls();
    await end(there.id, viewer);
    expect(await credentials()).toMatchObject([{ revokeRequestedAt: START }]);
    const jobs = await collector.deps.database.query(
      `SELECT data FROM pgboss.job WHERE name = 'connection.revoke-credential' AND data ->> 'credentialId' = $1`,
      [there.credentialId],
    );
    expect(jobs).toEqual([{ data: { credentialId: there.credentialId } }]);
    expect(await revoke()).toMatchObject({ outcome: 'REVOKED' });
    expect(await credentials()).toEqual([]);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/revoke': 1, 'oauth/token': 0 });
    expect(await revoke()).toMatchObject({ outcome: 'NOTHING_TO_DO' });
  });

  it('is kept where two leave it at once and one comes back', async () => {
    const { viewer } = await collector.addWorkspace();
    const there = await collector.connect({ viewer });
    await Promise.all([end(), end(there.id, viewer)]);
    expect(await credentials()).toMatchObject([{ revokeRequestedAt: START }]);
    await collector.connect({ viewer });
    expect(await credentials()).toMatchObject([{ revokeRequestedAt: null }]);
  });

  it('is refreshed first where its access token has ended', async () => {
    await end();
    await standLater(3 * HOUR_MS);
    expect(await revoke()).toMatchObject({ outcome: 'REVOKED' });
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'oauth/revoke': 1 });
  });

  it('is refreshed and tried once more where TikTok does not know the token', async () => {
    await end();
    await collector.sandbox.fail({ endpoint: 'oauth/revoke', kind: 'invalid_grant', times: 1 });
    expect(await revoke()).toMatchObject({ outcome: 'REVOKED' });
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'oauth/revoke': 2 });
  });

  it('is forgotten at once where the person had removed the app already', async () => {
    await end();
    await collector.sandbox.revoke('maya');
    expect(await revoke()).toMatchObject({ outcome: 'REVOKED' });
    expect(await credentials()).toEqual([]);
  });

  it('is deleted with its last connection where TikTok had buried it', async () => {
    const { deps } = collector;
    await standLater(3 * HOUR_MS);
    await collector.sandbox.revoke('maya');
    await expect(withAccessToken(deps, connection.id, () => Promise.resolve())).rejects.toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
    });
    await end();
    expect(await credentials()).toEqual([]);
  });

  it('is asked for again, ever more seldom, and forgotten without TikTok after three days', async () => {
    await end();
    await collector.sandbox.fail({ endpoint: 'oauth/revoke', kind: 'internal_error' });
    expect(await revoke()).toEqual({ outcome: 'POSTPONED', retryInSeconds: 30 });
    await standLater(HOUR_MS);
    expect(await revoke()).toEqual({ outcome: 'POSTPONED', retryInSeconds: 1_800 });
    await standLater(24 * HOUR_MS);
    expect(await revoke()).toEqual({ outcome: 'POSTPONED', retryInSeconds: 3_600 });
    expect(await credentials()).toHaveLength(1);
    await standLater(72 * HOUR_MS);
    expect(await revoke()).toMatchObject({ outcome: 'GIVEN_UP' });
    expect(await credentials()).toEqual([]);
  });

  it('is not forgotten where its job was lost', async () => {
    const { deps } = collector;
    await end();
    await deps.database.query(`DELETE FROM pgboss.job WHERE name = 'connection.revoke-credential'`);
    expect(await resumeRevocations(deps)).toBe(0);
    await standLater(HOUR_MS);
    expect(await resumeRevocations(deps)).toBe(1);
    expect(await resumeRevocations(deps)).toBe(1);
    const jobs = await deps.database.query(
      `SELECT id FROM pgboss.job WHERE name = 'connection.revoke-credential' AND state = 'created'`,
    );
    expect(jobs).toHaveLength(1);
  });

  it('of a person who connects again while TikTok answers is not deleted', async () => {
    const { deps } = collector;
    await end();
    const slow: TikTok['revoke'] = async (token) => {
      await deps.tiktok.revoke(token);
      await collector.connect();
    };
    expect(
      await revokeCredential(
        { ...deps, tiktok: { ...deps.tiktok, revoke: slow } },
        connection.credentialId ?? '',
      ),
    ).toMatchObject({ outcome: 'NOTHING_TO_DO' });
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { TIKTOK_SCOPES } from '../../vendors/tiktok/port.ts';
import { ReauthorizationRequiredError } from './connection.errors.ts';
import { withAccessToken } from './credential.service.ts';

const START = new Date('2026-10-01T12:00:00Z');
const HOUR_MS = 3_600_000;

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  await collector.sandbox.fail();
  await collector.standAt(START);
  connection = await collector.connect();
  await collector.sandbox.takeCalls();
});

function readDisplayName(): Promise<string | null> {
  const { deps } = collector;
  return withAccessToken(deps, connection.id, async ({ accessToken, scopes }) => {
    expect(scopes).toEqual([...TIKTOK_SCOPES]);
    return (await deps.tiktok.userInfo(accessToken, scopes)).displayName;
  });
}

async function credential() {
  return collector.deps.database.prisma.tikTokCredential.findUniqueOrThrow({
    where: { id: connection.credentialId ?? '' },
  });
}

describe('an access token', () => {
  it('is used as it is while it lives', async () => {
    expect(await readDisplayName()).toMatch(/./);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0, 'user/info': 1 });
  });

  it('is refreshed when it has less than a minute left', async () => {
    const before = await credential();
    await collector.standAt(new Date(START.getTime() + 2 * HOUR_MS - 59_000));
    expect(await readDisplayName()).toMatch(/./);
    const after = await credential();
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(after.refreshLeaseUntil).toBeNull();
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'user/info': 1 });
  });

  it('is refreshed once, however many need it', async () => {
    await collector.standAt(new Date(START.getTime() + 3 * HOUR_MS));
    const names = await Promise.all(Array.from({ length: 5 }, readDisplayName));
    expect(new Set(names).size).toBe(1);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'user/info': 5 });
  });

  it('is refreshed once more when TikTok calls it invalid', async () => {
    await collector.sandbox.fail({ endpoint: 'user/info', kind: 'access_token_invalid', times: 1 });
    expect(await readDisplayName()).toMatch(/./);
    await collector.sandbox.fail({ endpoint: 'user/info', kind: 'access_token_invalid' });
    await expect(readDisplayName()).rejects.toMatchObject({ problem: 'ACCESS_TOKEN_INVALID' });
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 2, 'user/info': 4 });
  });

  it('is not refreshed for a missing scope', async () => {
    const { deps } = collector;
    connection = await collector.connect({ granted: ['user.info.basic'] });
    await collector.sandbox.takeCalls();
    await expect(
      withAccessToken(deps, connection.id, ({ accessToken }) =>
        deps.tiktok.listVideos(accessToken, { maxCount: 1 }),
      ),
    ).rejects.toMatchObject({ problem: 'SCOPE_MISSING' });
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0 });
  });
});

describe('a refresh', () => {
  beforeEach(() => collector.standAt(new Date(START.getTime() + 3 * HOUR_MS)));

  it('that fails leaves the pair and lets the next caller try', async () => {
    const before = await credential();
    await collector.sandbox.fail({ endpoint: 'oauth/token', kind: 'internal_error', times: 1 });
    await expect(readDisplayName()).rejects.toMatchObject({ code: 'TIKTOK_UNAVAILABLE', retryable: true });
    expect(await credential()).toMatchObject({ refreshToken: before.refreshToken, refreshLeaseUntil: null });
    expect(await readDisplayName()).toMatch(/./);
  });

  it('takes over from a process that died with the lease', async () => {
    const { deps } = collector;
    const leaseEnd = new Date(deps.clock.now().getTime() + 30_000);
    await deps.database.prisma.tikTokCredential.update({
      where: { id: connection.credentialId ?? '' },
      data: { refreshLeaseUntil: leaseEnd },
    });
    const waiting = readDisplayName();
    await collector.standAt(leaseEnd);
    expect(await waiting).toMatch(/./);
  });

  it('of a dead grant ends the connections of every workspace, until the person connects again', async () => {
    const { viewer } = await collector.addWorkspace();
    const there = await collector.connect({ viewer });
    await collector.standAt(new Date(START.getTime() + 6 * HOUR_MS));
    await collector.sandbox.revoke('maya');
    const failure: unknown = await readDisplayName().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReauthorizationRequiredError);
    expect(failure).toMatchObject({ connectionId: connection.id, tikTokCode: 'invalid_grant' });
    const { prisma } = collector.deps.database;
    for (const id of [connection.id, there.id]) {
      expect(
        await prisma.tikTokConnection.findUniqueOrThrow({ where: { id }, include: { sync: true } }),
      ).toMatchObject({
        status: 'REAUTHORIZATION_REQUIRED',
        statusReason: 'invalid_grant',
        nextCaptureAt: null,
        sync: { nextSyncAt: null },
      });
      expect((await collector.events(id)).at(-1)).toMatchObject({
        type: 'ConnectionStatusChanged',
        payload: { status: 'REAUTHORIZATION_REQUIRED', statusReason: 'invalid_grant' },
      });
    }
    await collector.sandbox.takeCalls();
    await expect(readDisplayName()).rejects.toBeInstanceOf(ReauthorizationRequiredError);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0, 'user/info': 0 });

    await collector.connect({ input: { connectionId: connection.id } });
    expect(await prisma.tikTokConnection.findUniqueOrThrow({ where: { id: there.id } })).toMatchObject({
      status: 'ACTIVE',
      statusReason: null,
    });
    expect(await readDisplayName()).toMatch(/./);
  });
});

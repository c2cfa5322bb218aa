import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { TIKTOK_SCOPES } from '../../vendors/tiktok/port.ts';
import type { RefreshedGrant, TikTok } from '../../vendors/tiktok/port.ts';
import { createTestTikTokClient } from '../../testing/tiktok-client.ts';
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

describe('the lifetimes of a pair', () => {
  it.each([
    ['new', 7_200, 15_552_000],
    ['old', 86_400, 31_536_000],
  ] as const)('are read from each answer: %s', async (tokenLifetime, access, refresh) => {
    await collector.sandbox.set({ tokenLifetime: tokenLifetime === 'new' ? 'old' : 'new' });
    connection = await collector.connect();
    await collector.sandbox.set({ tokenLifetime });
    const end = (await credential()).accessTokenExpiresAt;
    await collector.standAt(end);
    await readDisplayName();
    const { accessTokenExpiresAt, refreshTokenExpiresAt } = await credential();
    expect(accessTokenExpiresAt.getTime() - end.getTime()).toBe(access * 1_000);
    expect(refreshTokenExpiresAt.getTime() - end.getTime()).toBe(refresh * 1_000);
    await collector.sandbox.set({ tokenLifetime: 'new' });
  });

  it.each([-5, 5])('hold where our clock is %d minutes off', async (minutes) => {
    const { deps, sandbox } = collector;
    const off = minutes * 60_000;
    const standAt = async (instant: number): Promise<void> => {
      await sandbox.standAt(new Date(instant));
      deps.clock.standAt(new Date(instant + off));
    };
    await standAt(START.getTime());
    connection = await collector.connect();
    for (let hour = 1; hour <= 12; hour += 1) {
      await standAt(START.getTime() + hour * HOUR_MS);
      expect(await readDisplayName()).toMatch(/./);
    }
    // Half of the readings found a token that was about to end, none one that had.
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 + 6, 'user/info': 1 + 12 });
    // And where it is set right in between, TikTok's word counts.
    deps.clock.standAt(new Date(START.getTime() + 12 * HOUR_MS));
    await sandbox.standAt(new Date(START.getTime() + 14 * HOUR_MS));
    deps.clock.standAt(new Date(START.getTime() + 13 * HOUR_MS));
    expect(await readDisplayName()).toMatch(/./);
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'user/info': 2 });
  });
});

describe('a refresh', () => {
  beforeEach(() => collector.standAt(new Date(START.getTime() + 3 * HOUR_MS)));

  /** The services, with an answer of TikTok's changed on its way. */
  function withAnswer(change: (granted: RefreshedGrant) => RefreshedGrant): TestCollector['deps'] {
    const { deps } = collector;
    const refresh: TikTok['refresh'] = async (token) => change(await deps.tiktok.refresh(token));
    return { ...deps, tiktok: { ...deps.tiktok, refresh } };
  }
  const use = (deps: TestCollector['deps']): Promise<unknown> =>
    withAccessToken(deps, connection.id, ({ accessToken, scopes }) =>
      deps.tiktok.userInfo(accessToken, scopes),
    );

  it('that fails leaves the pair and lets the next caller try', async () => {
    const before = await credential();
    await collector.sandbox.fail({ endpoint: 'oauth/token', kind: 'internal_error', times: 1 });
    await expect(readDisplayName()).rejects.toMatchObject({ code: 'TIKTOK_UNAVAILABLE', retryable: true });
    expect(await credential()).toMatchObject({ refreshToken: before.refreshToken, refreshLeaseUntil: null });
    expect(await readDisplayName()).toMatch(/./);
    expect(await credential()).toMatchObject({
      refreshFailures: 0,
      refreshFailure: null,
      refreshRetryAt: null,
    });
  });

  it('that fails again and again is tried ever more seldom', async () => {
    const { deps, sandbox } = collector;
    await sandbox.fail({ endpoint: 'oauth/token', kind: 'internal_error' });
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await expect(readDisplayName()).rejects.toMatchObject({ code: 'TIKTOK_UNAVAILABLE', retryable: true });
    }
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 2 });
    await expect(readDisplayName()).rejects.toMatchObject({ retryAfterSeconds: 15 });
    await collector.standAt(new Date(deps.clock.now().getTime() + 15_000));
    await sandbox.fail();
    expect(await readDisplayName()).toMatch(/./);
  });

  it('is asked of TikTok once a minute and more seldom, by all accounts, where it refuses the app', async () => {
    const { deps, sandbox } = collector;
    const camille = await collector.connect({ creator: 'camille' });
    await collector.standAt(new Date(deps.clock.now().getTime() + 3 * HOUR_MS));
    await sandbox.takeCalls();
    const wrong = createTestTikTokClient({ ...sandbox.config, clientSecret: 'wrong' });
    const refused = { ...deps, tiktok: wrong };
    const useAll = async (): Promise<void> => {
      for (const id of [connection.id, camille.id, connection.id]) {
        await expect(withAccessToken(refused, id, () => Promise.resolve())).rejects.toMatchObject({
          code: 'TIKTOK_AUTH_FAILED',
          problem: 'CLIENT_REFUSED',
          tikTokCode: 'invalid_client',
        });
      }
    };
    for (const waitSeconds of [0, 60, 120, 240, 480, 900, 900]) {
      await collector.standAt(new Date(deps.clock.now().getTime() + waitSeconds * 1_000));
      await useAll();
      expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
    }
    expect(await credential()).toMatchObject({ deadReason: null });
    expect(await deps.database.prisma.tikTokConnection.count({ where: { status: 'ACTIVE' } })).toBe(
      await deps.database.prisma.tikTokConnection.count(),
    );
    await collector.standAt(new Date(deps.clock.now().getTime() + 900_000));
    expect(await readDisplayName()).toMatch(/./);
  });

  it('takes over from a process that died with the lease, by the clock of the database alone', async () => {
    const { deps } = collector;
    const setLease = (from: string): Promise<unknown> =>
      deps.database.query(
        `UPDATE "TikTokCredential" SET "refreshLeaseUntil" = now() + interval '${from}' WHERE id = $1`,
        [connection.credentialId],
      );
    await setLease('20 seconds');
    // A node whose clock is ahead.
    await collector.standAt(new Date(deps.clock.now().getTime() + 300_000));
    const waiting = readDisplayName();
    await deps.database.query('SELECT pg_sleep(0.2)');
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0 });
    await setLease('-1 milliseconds');
    expect(await waiting).toMatch(/./);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
  });

  it('keeps what TikTok left out of its answer', async () => {
    const before = await credential();
    await use(
      withAnswer(({ accessToken }) => ({
        accessToken,
        accessTokenLifetimeSeconds: null,
        refreshToken: null,
        refreshTokenLifetimeSeconds: null,
        scopes: null,
      })),
    );
    const { deps } = collector;
    const after = await credential();
    expect(after).toMatchObject({
      scopes: before.scopes,
      refreshTokenExpiresAt: before.refreshTokenExpiresAt,
      accessTokenExpiresAt: new Date(deps.clock.now().getTime() + 2 * HOUR_MS),
    });
    expect(await deps.cipher.decrypt(after.refreshToken)).toBe(
      await deps.cipher.decrypt(before.refreshToken),
    );
  });

  it('keeps the new refresh token of an answer without an access token', async () => {
    const failure = use(withAnswer((granted) => ({ ...granted, accessToken: null })));
    await expect(failure).rejects.toMatchObject({ code: 'TIKTOK_UNAVAILABLE', retryable: true });
    expect(await readDisplayName()).toMatch(/./);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 2 });
  });

  it('whose answer was lost after TikTok had changed the pair ends in REAUTHORIZATION_REQUIRED', async () => {
    const { deps, sandbox } = collector;
    await sandbox.fail({ endpoint: 'oauth/token', kind: 'truncated', times: 1 });
    await expect(readDisplayName()).rejects.toMatchObject({ code: 'TIKTOK_UNAVAILABLE' });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(readDisplayName()).rejects.toMatchObject({
        code: 'REAUTHORIZATION_REQUIRED',
        tikTokCode: 'invalid_grant',
      });
    }
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 2, 'user/info': 0 });
    await collector.connect({ input: { connectionId: connection.id } });
    await collector.standAt(new Date(deps.clock.now().getTime() + 3 * HOUR_MS));
    expect(await readDisplayName()).toMatch(/./);
  });

  it('of a process that was taken for dead brings the connections back with the pair it has', async () => {
    const { deps } = collector;
    const slow = withAnswer((granted) => granted);
    const answered = Promise.withResolvers<undefined>();
    const resume = Promise.withResolvers<undefined>();
    const refresh: TikTok['refresh'] = async (token) => {
      const granted = await deps.tiktok.refresh(token);
      answered.resolve(undefined);
      await resume.promise;
      return granted;
    };
    const stalled = use({ ...slow, tiktok: { ...deps.tiktok, refresh } });
    await answered.promise;
    await deps.database.prisma.tikTokCredential.updateMany({ data: { refreshLeaseUntil: null } });
    await expect(readDisplayName()).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });
    resume.resolve(undefined);
    await stalled;
    expect(await readDisplayName()).toMatch(/./);
    const events = await collector.events(connection.id);
    expect(events.slice(-2)).toMatchObject([
      { payload: { status: 'REAUTHORIZATION_REQUIRED', statusReason: 'invalid_grant' } },
      { payload: { status: 'ACTIVE', statusReason: null } },
    ]);
  });

  // Away; no connection free in time; a deadlock.
  it.each(['ECONNREFUSED', 'P2028', 'P2034'])('is stored all the same after a passing %s', async (code) => {
    const { deps } = collector;
    let outages = 2;
    const transaction: TestCollector['deps']['database']['transaction'] = (work) => {
      if (outages === 0) return deps.database.transaction(work);
      outages -= 1;
      return Promise.reject(Object.assign(new Error('Not now'), { code }));
    };
    await use({ ...deps, database: { ...deps.database, transaction } });
    expect(outages).toBe(0);
    expect(await readDisplayName()).toMatch(/./);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
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

import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConflictError, ValidationError } from '../../lib/errors.ts';
import { createTokenCipher } from '../../lib/token-cipher.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import { completeEncodedLogin, completeLogin } from './complete-login.service.ts';
import { TikTokError } from './connection.errors.ts';
import { beginInBrowser, recallLogin, startLogin } from './login.service.ts';
import type { StartLoginInput } from './login.service.ts';
import { revokeCredential } from './revoke-credential.service.ts';
import { syncNow } from '../collector/sync.service.ts';

const remember = async (): Promise<void> => {};

let collector: TestCollector;
beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
afterEach(() => {
  collector.deps.clock.release();
});

function start(input: Partial<StartLoginInput> = {}) {
  const { deps, viewer, workspaceId } = collector;
  return startLogin(deps, viewer, { workspaceId, ...input }, remember);
}

async function throughBrowser(creator: string, input: Partial<StartLoginInput> = {}) {
  const { state } = await start(input);
  const { redirectTo, cookie } = await beginInBrowser(collector.deps, state, null);
  const redirect = await collector.sandbox.consent(redirectTo, creator);
  return { state, cookie, code: redirect.get('code') };
}

describe('starting a login', () => {
  it('gives our own address, and the same again to a replay', async () => {
    const { deps, viewer, workspaceId } = collector;
    const now = new Date('2026-11-22T12:00:00Z');
    deps.clock.standAt(now);
    let remembered = {};
    const login = await startLogin(deps, viewer, { workspaceId }, async (_tx, result) => {
      remembered = result;
    });
    expect(login.authorizationUrl).toBe(`${deps.config.publicUrl}/api/tiktok/auth?state=${login.state}`);
    expect(login.state).toMatch(/^[\w-]{43}$/);
    expect(login.expiresAt.getTime() - now.getTime()).toBe(600_000);
    expect(JSON.stringify(remembered)).not.toContain(login.state);
    expect(await recallLogin(deps, remembered)).toEqual(login);
    const cipher = createTokenCipher(`later:${randomBytes(32).toString('base64url')}`);
    await expect(recallLogin({ ...deps, cipher }, remembered)).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(await deps.database.prisma.tikTokLogin.count({ where: { stateHash: login.state } })).toBe(0);
  });

  it('refuses unknown scopes by their place', async () => {
    const failure = await start({ scopes: ['video.list', 'video.publish'] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ValidationError);
    expect(failure).toMatchObject({ issues: [{ path: ['input', 'scopes', '1'] }] });
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    'tiktok',
    '/a\nb',
    '',
  ])('refuses to return to %j', async (returnTo) => {
    const failure = await start({ returnTo }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ issues: [{ path: ['input', 'returnTo'] }] });
  });

  it('is for administrators of the workspace, and hides the others', async () => {
    const { deps, viewer, workspaceId } = collector;
    const editor = { ...viewer, roles: new Map([[workspaceId, 'EDITOR' as const]]) };
    await expect(startLogin(deps, editor, { workspaceId }, remember)).rejects.toBeInstanceOf(ForbiddenError);
    const other = await collector.addWorkspace();
    await expect(
      startLogin(deps, viewer, { workspaceId: other.workspaceId }, remember),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const connection = await collector.connect();
    await expect(
      startLogin(
        deps,
        other.viewer,
        { workspaceId: other.workspaceId, connectionId: connection.id },
        remember,
      ),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', resourceId: connection.id });
  });
});

describe('a login in the browser', () => {
  it('connects the account, encrypts its tokens and queues the first sync', async () => {
    const { deps } = collector;
    const { state, cookie, code } = await throughBrowser('camille', { returnTo: '/tiktok' });
    const { connection, returnTo } = await completeLogin(deps, { state, code, by: { cookie } });
    expect(returnTo).toBe('/tiktok');
    expect(connection).toMatchObject({ status: 'ACTIVE', missingScopes: [], timezone: 'UTC' });
    expect(connection.username).toMatch(/./);
    const stored = await deps.database.prisma.tikTokConnection.findUniqueOrThrow({
      where: { id: connection.id },
      include: { credential: true, sync: true },
    });
    expect(stored.credential?.accessToken).toMatch(/^eyJ/);
    expect(stored.sync?.syncId).toMatch(/./);
    const jobs = await deps.database.query<{ data: object }>(
      `SELECT data FROM pgboss.job WHERE name = 'connection.sync' AND state = 'created' AND data ->> 'connectionId' = $1`,
      [connection.id],
    );
    expect(jobs).toEqual([{ data: { connectionId: connection.id, syncId: stored.sync?.syncId } }]);
    const audit = await deps.database.prisma.auditEntry.findMany({ where: { targetId: connection.id } });
    expect(audit).toMatchObject([{ action: 'connection.connect', actorName: 'Test key' }]);
  });

  it('is spent by its first use, also when two come at once', async () => {
    const { deps } = collector;
    const { state, cookie, code } = await throughBrowser('camille');
    const attempts = await Promise.allSettled(
      [1, 2].map(() => completeLogin(deps, { state, code, by: { cookie } })),
    );
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(beginInBrowser(deps, state, cookie)).rejects.toMatchObject({ code: 'EXPIRED' });
  });

  it('belongs to the browser that came first', async () => {
    const { deps } = collector;
    const { state, cookie, code } = await throughBrowser('maya');
    await expect(beginInBrowser(deps, state, null)).rejects.toMatchObject({ code: 'EXPIRED' });
    await expect(completeLogin(deps, { state, code, by: { cookie: null } })).rejects.toMatchObject({
      code: 'EXPIRED',
    });
    const stranger = 'x'.repeat(43);
    await expect(completeLogin(deps, { state, code, by: { cookie: stranger } })).rejects.toMatchObject({
      code: 'EXPIRED',
    });
    expect(await beginInBrowser(deps, state, cookie)).toMatchObject({ cookie });
    await expect(completeLogin(deps, { state, code, by: { cookie } })).resolves.toBeDefined();
  });

  it('is too old after ten minutes', async () => {
    const { deps } = collector;
    const { state, cookie, code } = await throughBrowser('maya');
    deps.clock.standAt(new Date(deps.clock.now().getTime() + 600_001));
    await expect(completeLogin(deps, { state, code, by: { cookie } })).rejects.toBeInstanceOf(ConflictError);
  });

  it("tells TikTok's own word when the person declines", async () => {
    const { deps, sandbox } = collector;
    const { state } = await start();
    const { redirectTo, cookie } = await beginInBrowser(deps, state, null);
    const error = (await sandbox.deny(redirectTo)).get('error');
    const failure = await completeLogin(deps, { state, error, by: { cookie } }).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(TikTokError);
    expect(failure).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      tikTokCode: 'access_denied',
      retryable: false,
    });
  });

  it('fails with a typed error when TikTok does', async () => {
    const { deps, sandbox } = collector;
    const { state, cookie, code } = await throughBrowser('maya');
    await sandbox.fail({ endpoint: 'oauth/token', kind: 'internal_error' });
    await expect(completeLogin(deps, { state, code, by: { cookie } })).rejects.toMatchObject({
      code: 'TIKTOK_UNAVAILABLE',
    });
    await sandbox.fail();
  });

  it('connects without a profile when only that fails', async () => {
    const { deps, sandbox } = collector;
    const { state, cookie, code } = await throughBrowser('jonas');
    await sandbox.fail({ endpoint: 'user/info', kind: 'garbage' });
    const { connection } = await completeLogin(deps, { state, code, by: { cookie } });
    expect(connection).toMatchObject({ status: 'ACTIVE', username: null });
    await sandbox.fail();
  });
});

describe('a login through the API', () => {
  it('takes code and state still encoded once, from the caller that started it', async () => {
    const { deps, sandbox, viewer } = collector;
    const { state } = await start();
    const { redirectTo } = await beginInBrowser(deps, state, null);
    const decoded = (await sandbox.consent(redirectTo, 'maya')).get('code') ?? '';
    const code = encodeURIComponent(decoded).replace('!', '%21');
    const other = { ...viewer, callerKey: 'key:other' };
    await expect(
      completeEncodedLogin(deps, { code, state, by: { viewer: other } }, remember),
    ).rejects.toMatchObject({ code: 'EXPIRED' });
    await expect(
      completeEncodedLogin(deps, { code: '%zz', state, by: { viewer } }, remember),
    ).rejects.toMatchObject({ issues: [{ path: ['input', 'code'] }] });
    await expect(
      completeEncodedLogin(deps, { code, state, by: { viewer } }, remember),
    ).resolves.toMatchObject({
      connection: { status: 'ACTIVE' },
    });
  });
});

describe('connecting again', () => {
  it('keeps the connection, takes the new scopes and says so', async () => {
    const granted = ['user.info.basic', 'user.info.stats'];
    const first = await collector.connect({ creator: 'ines', granted });
    expect(first.missingScopes).toEqual(['user.info.profile', 'video.list']);
    const second = await collector.connect({ creator: 'ines', input: { connectionId: first.id } });
    expect(second).toMatchObject({ id: first.id, status: 'ACTIVE', missingScopes: [] });
    expect(await collector.events(first.id)).toMatchObject([
      { sequence: 1, type: 'ConnectionStatusChanged', payload: { status: 'ACTIVE', missingScopes: [] } },
    ]);
  });

  it('asks for what was granted before together with what is new, and remembers what was declined', async () => {
    const first = await collector.connect({
      creator: 'duo',
      granted: ['user.info.basic', 'user.info.stats'],
      input: { scopes: ['user.info.basic', 'user.info.stats', 'user.info.profile'] },
    });
    expect(first).toMatchObject({
      grantedScopes: ['user.info.basic', 'user.info.stats'],
      missingScopes: ['user.info.profile'],
    });
    const input = { connectionId: first.id, scopes: ['video.list'] };
    const { state } = await start(input);
    const { redirectTo } = await beginInBrowser(collector.deps, state, null);
    const asked = new URL(redirectTo).searchParams;
    expect(asked.get('scope')?.split(',').sort()).toEqual([
      'user.info.basic',
      'user.info.stats',
      'video.list',
    ]);
    expect(asked.get('disable_auto_auth')).toBe('1');
    const second = await collector.connect({ creator: 'duo', input });
    expect([...second.grantedScopes].sort()).toEqual(['user.info.basic', 'user.info.stats', 'video.list']);
    expect(second.missingScopes).toEqual(['user.info.profile']);
  });

  it('keeps the history', async () => {
    const { deps } = collector;
    const connection = await collector.connect({ creator: 'jonas' });
    expect(await syncNow(deps, connection.id)).toEqual({ outcome: 'COMPLETED' });
    const before = await deps.database.prisma.tikTokAnalytics.count({
      where: { connectionId: connection.id },
    });
    expect(before).toBeGreaterThan(0);
    const again = await collector.connect({ creator: 'jonas' });
    expect(again.id).toBe(connection.id);
    expect(await deps.database.prisma.tikTokAnalytics.count({ where: { connectionId: connection.id } })).toBe(
      before,
    );
  });

  it('refuses another account for a named connection', async () => {
    const connection = await collector.connect({ creator: 'ines' });
    await expect(
      collector.connect({ creator: 'nora', input: { connectionId: connection.id } }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const { prisma } = collector.deps.database;
    expect(await prisma.tikTokConnection.count({ where: { username: 'nora' } })).toBe(0);
    // The grant that nobody uses is given back.
    const unwanted = await prisma.tikTokCredential.findFirstOrThrow({
      where: { revokeRequestedAt: { not: null } },
    });
    await collector.sandbox.takeCalls();
    await revokeCredential(collector.deps, unwanted.id);
    expect((await collector.sandbox.takeCalls())['oauth/revoke']).toBe(1);
    expect(await prisma.tikTokCredential.findUnique({ where: { id: unwanted.id } })).toBeNull();
  });

  it('gives the pair of a refused login to the connection that uses the account', async () => {
    const used = await collector.connect({ creator: 'nora' });
    const named = await collector.connect({ creator: 'ines' });
    await expect(
      collector.connect({ creator: 'nora', input: { connectionId: named.id } }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const { prisma } = collector.deps.database;
    const credential = await prisma.tikTokCredential.findUniqueOrThrow({
      where: { id: used.credentialId! },
    });
    expect(credential).toMatchObject({ revokeRequestedAt: null, deadReason: null });
    expect((await syncNow(collector.deps, used.id)).outcome).toBe('COMPLETED');
  });

  it('shares one credential with another workspace, and what is granted with it', async () => {
    const here = await collector.connect({ creator: 'sam', granted: ['user.info.basic'] });
    const { viewer } = await collector.addWorkspace();
    const there = await collector.connect({ creator: 'sam', viewer });
    expect(there.credentialId).toBe(here.credentialId);
    const again = await collector.deps.database.prisma.tikTokConnection.findUniqueOrThrow({
      where: { id: here.id },
    });
    expect(again.grantedScopes).toContain('video.list');
    expect(again.missingScopes).toEqual([]);
  });
});

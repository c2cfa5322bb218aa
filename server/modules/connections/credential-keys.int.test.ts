import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import { createTokenCipher } from '../../lib/token-cipher.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { createRecordingLog } from '../../testing/log.ts';
import type { TikTok } from '../../vendors/tiktok/port.ts';
import { ensureSignInSecret } from '../identity/sign-in-secret.service.ts';
import { withAccessToken } from './credential.service.ts';
import { assertKeysConfigured, readKeyUse, reencryptCredentials } from './credential-keys.service.ts';
import { refreshOnce } from './credential-refresh.service.ts';
import { startLogin } from './login.service.ts';
import { createReencryptCredentialsWorker } from './reencrypt-credentials.worker.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64url')}`;
const [K1, K2] = [key('k1'), key('k2')];

let collector: TestCollector;
/** A node of the same deployment with these keys. */
const node = (...keys: string[]): TestCollector['deps'] => ({
  ...collector.deps,
  cipher: createTokenCipher(keys.join(',')),
});

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());

async function connectThrough(deps: TestCollector['deps'], creator: string): Promise<string> {
  const connection = await collector.connect({ creator, through: deps });
  return connection.id;
}

const credentials = () =>
  collector.deps.database.prisma.tikTokCredential.findMany({ orderBy: { createdAt: 'asc' } });
const keyIds = async (): Promise<string[]> => (await credentials()).map(({ keyId }) => keyId);
const works = async (deps: TestCollector['deps'], connectionId: string): Promise<void> => {
  const name = await withAccessToken(deps, connectionId, async ({ accessToken, scopes }) => {
    const profile = await deps.tiktok.userInfo(accessToken, scopes);
    return profile.displayName;
  });
  expect(name).toMatch(/./);
};

describe('a change of the encryption key', () => {
  it('goes node by node, without an account lost or a moment without one of them', async () => {
    const before = node(K1);
    const maya = await connectThrough(before, 'maya');
    const camille = await connectThrough(before, 'camille');
    expect(await keyIds()).toEqual(['k1', 'k1']);

    // First the new key is added everywhere, behind the old one: nothing changes.
    const added = node(K1, K2);
    await assertKeysConfigured(added);
    expect(await reencryptCredentials(added)).toBe(0);

    // Then it comes first, on one node after the other.
    const turned = node(K2, K1);
    const jonas = await connectThrough(turned, 'jonas');
    expect(await keyIds()).toEqual(['k1', 'k1', 'k2']);
    for (const deps of [added, turned]) for (const id of [maya, camille, jonas]) await works(deps, id);
    expect(await reencryptCredentials(turned)).toBe(2);
    expect(await keyIds()).toEqual(['k2', 'k2', 'k2']);
    expect(await reencryptCredentials(turned)).toBe(0);
    for (const deps of [added, turned]) for (const id of [maya, camille, jonas]) await works(deps, id);

    // A node that has not turned yet stores one more pair under the old key: the next round brings it along.
    const [credential] = await credentials();
    await refreshOnce(added, credential!);
    expect(await keyIds()).toEqual(['k1', 'k2', 'k2']);
    await expect(assertKeysConfigured(node(K2))).rejects.toThrow(/lacks a key .* k1 \(1 accounts/);
    expect(await reencryptCredentials(turned)).toBe(1);

    // At last the old key goes.
    const after = node(K2);
    await assertKeysConfigured(after);
    for (const id of [maya, camille, jonas]) await works(after, id);
    await expect(works(before, maya)).rejects.toThrow('No encryption key with the id k2 is configured');
  });

  it('gives way to a refresh that ends meanwhile, in either order', async () => {
    const old = node(K1, K2);
    const turned = node(K2, K1);
    const connectionId = await connectThrough(old, 'ines');
    const row = () =>
      collector.deps.database.prisma.tikTokCredential.findFirstOrThrow({
        where: { connections: { some: { id: connectionId } } },
      });
    const tokens = async () => {
      const { accessToken, refreshToken } = await row();
      return Promise.all([accessToken, refreshToken].map((token) => turned.cipher.decrypt(token)));
    };

    // The pair is encrypted anew while TikTok answers: the refresh still stores its own.
    const answered: TikTok['refresh'] = async (token) => {
      const granted = await old.tiktok.refresh(token);
      expect(await reencryptCredentials(turned)).toBe(1);
      return granted;
    };
    const first = await row();
    await refreshOnce({ ...old, tiktok: { ...old.tiktok, refresh: answered } }, first);
    expect(await row()).toMatchObject({ keyId: 'k1', pairVersion: first.pairVersion + 1 });
    await works(turned, connectionId);

    // A refresh ends between reading and writing: what was read is not written.
    const second = await row();
    const cipher: typeof turned.cipher = {
      ...turned.cipher,
      encrypt: async (text) => {
        const current = await row();
        if (current.pairVersion === second.pairVersion) await refreshOnce(old, second);
        return turned.cipher.encrypt(text);
      },
    };
    expect(await reencryptCredentials({ ...turned, cipher })).toBe(0);
    const [access, refresh] = await tokens();
    expect(await reencryptCredentials(turned)).toBe(1);
    expect(await tokens()).toEqual([access, refresh]);
    await works(turned, connectionId);
  });

  it('begins again where it was stopped', async () => {
    const { deps } = collector;
    const old = createTokenCipher(K1);
    const now = deps.clock.now();
    const many = await Promise.all(
      Array.from({ length: 450 }, async (_, index) => ({
        id: newId(),
        clientKey: 'other',
        openId: String(index),
        accessToken: await old.encrypt(`act.${String(index)}`),
        refreshToken: await old.encrypt(`rft.${String(index)}`),
        keyId: 'k1',
        accessTokenExpiresAt: now,
        refreshTokenExpiresAt: now,
        refreshAheadAt: now,
        renewBy: now,
        grantedAt: now,
        createdAt: now,
        updatedAt: now,
      })),
    );
    await deps.database.prisma.tikTokCredential.createMany({ data: many });
    const stopping = new AbortController();
    const turned = node(K2, K1);
    let encrypted = 0;
    const cipher: typeof turned.cipher = {
      ...turned.cipher,
      encrypt: (text) => {
        encrypted += 1;
        if (encrypted === 300) stopping.abort(new Error('the worker stops'));
        return turned.cipher.encrypt(text);
      },
    };
    const stopped = reencryptCredentials({ ...turned, cipher }, { signal: stopping.signal });
    await expect(stopped).rejects.toThrow('the worker stops');
    const left = await deps.database.prisma.tikTokCredential.count({ where: { keyId: 'k1' } });
    expect(left).toBe(250);
    expect(await reencryptCredentials(turned)).toBe(250);
    const [row] = await deps.database.prisma.tikTokCredential.findMany({ where: { openId: '449' } });
    expect(await createTokenCipher(K2).decrypt(row?.refreshToken ?? '')).toBe('rft.449');
    await deps.database.prisma.tikTokCredential.deleteMany({ where: { clientKey: 'other' } });
  });

  it('goes on behind tokens that cannot be read', async () => {
    const { prisma } = collector.deps.database;
    const turned = node(K2, K1);
    for (const creator of ['duo', 'nora']) await connectThrough(turned, creator);
    const [first, second] = await credentials();
    const asK1 = await createTokenCipher(K1).encrypt('act');
    const data = { keyId: 'k1', accessToken: asK1, refreshToken: asK1 };
    await prisma.tikTokCredential.updateMany({ where: { id: { in: [first!.id, second!.id] } }, data });
    await prisma.tikTokCredential.update({ where: { id: first!.id }, data: { accessToken: `${asK1}x` } });
    const { log, entries } = createRecordingLog();
    expect(await reencryptCredentials({ ...turned, log })).toBe(1);
    expect((await credentials()).map(({ keyId }) => keyId).slice(0, 2)).toEqual(['k1', 'k2']);
    expect(entries).toMatchObject([{ level: 'error' }]);
    for (const { id, accessToken, refreshToken, keyId } of [first!, second!]) {
      await prisma.tikTokCredential.update({ where: { id }, data: { accessToken, refreshToken, keyId } });
    }
  });

  it('is refused at start without the key of an unfinished login, until that is too old', async () => {
    const old = node(K1);
    const now = new Date();
    collector.deps.clock.standAt(now);
    const { workspaceId, viewer } = collector;
    await startLogin(old, viewer, { workspaceId }, async () => {});
    await expect(assertKeysConfigured(node(K2))).rejects.toThrow(
      /^CREATORGRAPH_ENCRYPTION_KEYS: .* k1 \(0 accounts, 1 unfinished logins\)/,
    );
    expect(await readKeyUse(collector.deps)).toContainEqual({
      keyId: 'k1',
      credentials: 0,
      logins: 1,
      signInSecret: false,
    });
    collector.deps.clock.standAt(new Date(now.getTime() + 600_000));
    await assertKeysConfigured(node(K2));
    collector.deps.clock.release();
    await collector.deps.database.prisma.tikTokLogin.deleteMany();
  });

  it('counts the sign-in secret, and brings it along', async () => {
    const { database } = collector.deps;
    const old = node(K1);
    const turned = node(K2, K1);
    const secret = await ensureSignInSecret(old);
    expect(await readKeyUse(old)).toContainEqual(
      expect.objectContaining({ keyId: 'k1', signInSecret: true }),
    );
    await expect(assertKeysConfigured(node(K2))).rejects.toThrow(
      /lacks a key .* k1 \(.*the sign-in secret\)/,
    );
    const { signal } = new AbortController();
    const attempt = { signal, attempt: 1, isLastAttempt: true, jobId: newId() };
    await createReencryptCredentialsWorker(turned).handler({}, attempt);
    expect(await readKeyUse(turned)).toContainEqual(
      expect.objectContaining({ keyId: 'k2', signInSecret: true }),
    );
    expect(await ensureSignInSecret(node(K2))).toBe(secret);
    await database.prisma.signInSecret.deleteMany();
  });

  it('leaves a dead grant where it is: nothing needs its tokens', async () => {
    const { prisma } = collector.deps.database;
    await prisma.tikTokCredential.updateMany({ data: { keyId: 'gone', deadReason: 'invalid_grant' } });
    await assertKeysConfigured(node(K2));
    expect(await reencryptCredentials(node(K2, K1))).toBe(0);
  });
});

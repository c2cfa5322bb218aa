import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection, TikTokCredential } from '../../data/generated/prisma/client.ts';
import { createTestCollector } from '../../testing/collector.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { createTestTikTokClient } from '../../testing/tiktok-client.ts';
import type { TikTok } from '../../vendors/tiktok/port.ts';
import { refreshDueCredentials } from './refresh-credentials.service.ts';

const START = new Date('2026-10-01T12:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  const { prisma } = collector.deps.database;
  await prisma.tikTokCredential.deleteMany();
  await prisma.tikTokConnection.deleteMany();
  await collector.sandbox.fail();
  await collector.standAt(START);
  connection = await collector.connect();
  await collector.sandbox.takeCalls();
});

const credential = (): Promise<TikTokCredential> =>
  collector.deps.database.prisma.tikTokCredential.findFirstOrThrow({
    where: { id: connection.credentialId ?? '' },
  });
const afterStart = (ms: number): Promise<void> => collector.standAt(new Date(START.getTime() + ms));
const round = () => refreshDueCredentials(collector.deps);

describe('the job that refreshes ahead', () => {
  it('comes within 10 to 22 minutes of the end of a token of two hours, once', async () => {
    await afterStart((120 - 23) * MINUTE_MS);
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    await afterStart((120 - 10) * MINUTE_MS);
    const before = await credential();
    expect(await round()).toEqual({ refreshed: 1, dead: 0, failed: 0 });
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
    const after = await credential();
    expect(after.pairVersion).toBe(before.pairVersion + 1);
    expect(after.accessTokenExpiresAt.getTime()).toBe(START.getTime() + (110 + 120) * MINUTE_MS);
  });

  it('refreshes once beside another one that does the same', async () => {
    await afterStart(110 * MINUTE_MS);
    await Promise.all([round(), round(), round()]);
    expect(await collector.sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
  });

  it('leaves a token that has ended to whoever needs it, until half of the refresh token’s life', async () => {
    await afterStart(121 * MINUTE_MS);
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    await afterStart(90 * DAY_MS - 1);
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    await afterStart(90 * DAY_MS);
    expect(await round()).toEqual({ refreshed: 1, dead: 0, failed: 0 });
  });

  it.each(['REVOKED', 'REAUTHORIZATION_REQUIRED'] as const)(
    'leaves a %s connection alone',
    async (status) => {
      await collector.deps.database.prisma.tikTokConnection.updateMany({ data: { status } });
      await afterStart(110 * MINUTE_MS);
      expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    },
  );

  it('says that the connection must be authorized again when TikTok no longer honours the grant', async () => {
    await afterStart(110 * MINUTE_MS);
    await collector.sandbox.revoke('maya');
    expect(await round()).toEqual({ refreshed: 0, dead: 1, failed: 0 });
    expect((await collector.events(connection.id)).at(-1)).toMatchObject({
      type: 'ConnectionStatusChanged',
      payload: { status: 'REAUTHORIZATION_REQUIRED', statusReason: 'invalid_grant' },
    });
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
  });

  it('leaves the living access token in use when TikTok fails, and tries again', async () => {
    await afterStart(110 * MINUTE_MS);
    await collector.sandbox.fail({ endpoint: 'oauth/token', kind: 'internal_error' });
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 1 });
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 1 });
    // From the second failure on it waits.
    expect(await round()).toEqual({ refreshed: 0, dead: 0, failed: 0 });
    await collector.sandbox.fail();
    await afterStart(112 * MINUTE_MS);
    expect(await round()).toEqual({ refreshed: 1, dead: 0, failed: 0 });
  });

  it('stops at the first refusal of the app, and at a used-up quota', async () => {
    const { deps, sandbox } = collector;
    for (const creator of ['camille', 'jonas', 'ines', 'duo', 'nora', 'sam'])
      await collector.connect({ creator });
    await sandbox.takeCalls();
    await afterStart(110 * MINUTE_MS);
    const tiktok = createTestTikTokClient({ ...sandbox.config, clientSecret: 'wrong' });
    const refused = await refreshDueCredentials({ ...deps, tiktok });
    expect(refused).toMatchObject({ refreshed: 0, dead: 0 });
    // Those that were under way at a time.
    const refusals = (await sandbox.takeCalls())['oauth/token'];
    expect(refusals).toBeGreaterThan(0);
    expect(refusals).toBeLessThanOrEqual(4);
    await refreshDueCredentials({ ...deps, tiktok });
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 0 });

    await afterStart(111 * MINUTE_MS);
    await sandbox.fail({ endpoint: 'oauth/token', kind: 'rate_limit' });
    expect(await round()).toMatchObject({ refreshed: 0, dead: 0 });
    const asked = (await sandbox.takeCalls())['oauth/token'];
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(4);
    await sandbox.fail();
    await afterStart(113 * MINUTE_MS);
    expect(await round()).toEqual({ refreshed: 7, dead: 0, failed: 0 });
  });

  it('stores what TikTok has given before it stops', async () => {
    const { deps } = collector;
    for (const creator of ['camille', 'jonas', 'ines', 'duo', 'nora', 'sam'])
      await collector.connect({ creator });
    await afterStart(110 * MINUTE_MS);
    const stopping = new AbortController();
    const slow = Promise.withResolvers<undefined>();
    const refresh: TikTok['refresh'] = async (token) => {
      const granted = await deps.tiktok.refresh(token);
      if (stopping.signal.aborted) await slow.promise;
      stopping.abort(new Error('the worker stops'));
      return granted;
    };
    const stopped = refreshDueCredentials(
      { ...deps, tiktok: { ...deps.tiktok, refresh } },
      { signal: stopping.signal },
    );
    // So many turns of the event loop after the first one has come home and stopped.
    const turns = async () => {
      for (let left = 50; left > 0; left -= stopping.signal.aborted ? 1 : 0) await setImmediate();
    };
    await Promise.race([stopped.catch(() => {}), turns()]);
    slow.resolve(undefined);
    await expect(stopped).rejects.toThrow('the worker stops');
    expect(await deps.database.prisma.tikTokCredential.count({ where: { pairVersion: 2 } })).toBe(4);
  });
});

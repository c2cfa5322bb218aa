import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { readConfig } from '../lib/config.ts';
import { newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { readKeyUse } from '../modules/connections/credential-keys.service.ts';
import { createTestLocation } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { createRuntime, type Runtime } from './runtime.ts';

const ACCOUNTS = 30;
const SANDBOX = { clientKey: 'key', clientSecret: 'secret' };
const key = (id: string): string => `${id}:${randomBytes(32).toString('base64url')}`;

it('rotates the key over nodes with different orders of keys, and refuses to start without a needed one', async () => {
  const { location, drop } = await createTestLocation();
  const [k1, k2] = [key('k1'), key('k2')];
  const start = (keys: string[], log: Log = SILENT_LOG): Promise<Runtime> => {
    const environment = {
      CREATORGRAPH_ENCRYPTION_KEYS: keys.join(','),
      ...('url' in location ? { DATABASE_URL: location.url } : { CREATORGRAPH_DATA_DIR: location.folder }),
    };
    return createRuntime(readConfig(environment, SANDBOX), log);
  };
  // Only a server lets two nodes work side by side; the embedded database has one after the other.
  const isShared = 'url' in location;
  const running: Runtime[] = [];
  try {
    const former = await start([k1, k2]);
    running.push(former);
    await addAccounts(former);
    if (!isShared) await running.pop()?.dispose();

    const done = Promise.withResolvers<object>();
    const info = (facts: object, message: string): void => {
      if (message.startsWith('All stored tokens are under the first')) done.resolve(facts);
    };
    const turned = await start([k2, k1], { ...SILENT_LOG, info, child: () => SILENT_LOG });
    running.push(turned);
    await turned.startWorkers();
    expect(await done.promise).toEqual({ reencrypted: ACCOUNTS, keyId: 'k2' });
    expect(await readKeyUse(turned.services)).toEqual([
      { keyId: 'k2', credentials: ACCOUNTS, logins: 0, signInSecret: true },
    ]);
    for (const { services } of running) await expectReadable(services);
    const { text } = await turned.services.metrics.print();
    expect(text).toContain('\ntiktok_credentials{key_id="k2"} 30\n');
    if (!isShared) await running.pop()?.dispose();

    await expect(start([k1])).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^CREATORGRAPH_ENCRYPTION_KEYS: lacks a key .*: k2 \(30 accounts/,
      ) as unknown,
    });
    const after = await start([k2]);
    running.push(after);
    await expectReadable(after.services);
  } finally {
    for (const runtime of running) await runtime.dispose();
    await drop();
  }
});

async function addAccounts({ services }: Runtime): Promise<void> {
  const { cipher, clock, database } = services;
  const now = clock.now();
  for (let index = 0; index < ACCOUNTS; index += 1) {
    await database.prisma.tikTokCredential.create({
      data: {
        id: newId(),
        clientKey: 'key',
        openId: String(index),
        accessToken: await cipher.encrypt(`act.${String(index)}`),
        refreshToken: await cipher.encrypt(`rft.${String(index)}`),
        keyId: cipher.keyId,
        accessTokenExpiresAt: now,
        refreshTokenExpiresAt: now,
        refreshAheadAt: now,
        renewBy: now,
        grantedAt: now,
        createdAt: now,
        updatedAt: now,
      },
    });
  }
}

async function expectReadable({ cipher, database }: Runtime['services']): Promise<void> {
  const credentials = await database.prisma.tikTokCredential.findMany();
  expect(credentials).toHaveLength(ACCOUNTS);
  for (const { openId, accessToken, refreshToken } of credentials) {
    expect(await cipher.decrypt(accessToken)).toBe(`act.${openId}`);
    expect(await cipher.decrypt(refreshToken)).toBe(`rft.${openId}`);
  }
}

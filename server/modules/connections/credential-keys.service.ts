import type { Services } from '../../app/services.ts';
import type { TikTokCredential } from '../../data/generated/prisma/client.ts';
import { messageOf } from '../../lib/errors.ts';
import { StartError } from '../../lib/start-error.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'cipher'>;

/** Credentials a batch: some 400 kB of tokens in memory. */
const BATCH = 200;

/** How many texts are encrypted with one key. */
export interface KeyUse {
  keyId: string;
  /** Of living grants. */
  credentials: number;
  /** Unfinished; they end within ten minutes by themselves. */
  logins: number;
  /** Whether it is that of the secret which signs cookies and links; every start brings that under the first key. */
  signInSecret: boolean;
}

/** Which keys what is stored needs, by key id. */
export async function readKeyUse({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<KeyUse[]> {
  const { prisma } = database;
  const [credentials, logins, secrets] = await Promise.all([
    prisma.tikTokCredential.groupBy({ by: 'keyId', where: { deadReason: null }, _count: true }),
    prisma.tikTokLogin.groupBy({
      by: 'keyId',
      where: { consumedAt: null, expiresAt: { gt: clock.now() } },
      _count: true,
    }),
    prisma.signInSecret.findMany({ select: { keyId: true } }),
  ]);
  const keyIds = [...new Set([...credentials, ...logins, ...secrets].map(({ keyId }) => keyId))].sort();
  const countOf = (groups: { keyId: string; _count: number }[], keyId: string): number =>
    groups.find((group) => group.keyId === keyId)?._count ?? 0;
  return keyIds.map((keyId) => ({
    keyId,
    credentials: countOf(credentials, keyId),
    logins: countOf(logins, keyId),
    signInSecret: secrets.some((secret) => secret.keyId === keyId),
  }));
}

/** In words, without the key's id. */
export function wordsOfKeyUse({ credentials, logins, signInSecret }: KeyUse): string {
  const counts = `${String(credentials)} accounts, ${String(logins)} unfinished logins`;
  return signInSecret ? `${counts}, the sign-in secret` : counts;
}

/** Shows the same to whoever watches the process. */
export function observeKeyUse(deps: Pick<Services, 'database' | 'clock' | 'metrics'>): void {
  deps.metrics.gauge(
    {
      name: 'tiktok_credentials',
      help: 'Living grants by the id of the encryption key that their tokens need.',
      labels: ['key_id'],
    },
    async () =>
      (await readKeyUse(deps)).map(({ keyId, credentials }) => ({
        labels: { key_id: keyId },
        value: credentials,
      })),
  );
}

/**
 * @throws StartError when what is stored needs a key that is not configured: accounts would be lost one by one, and with
 * the sign-in secret every session.
 */
export async function assertKeysConfigured(deps: Deps): Promise<void> {
  const { keyIds } = deps.cipher;
  const missing = (await readKeyUse(deps)).filter(({ keyId }) => !keyIds.includes(keyId));
  if (missing.length === 0) return;
  const needs = missing.map((use) => `${use.keyId} (${wordsOfKeyUse(use)})`);
  throw new StartError(
    `CREATORGRAPH_ENCRYPTION_KEYS: lacks a key that stored tokens are encrypted with: ${needs.join(', ')}. ` +
      'Put it back behind the first one, and remove it once the tokens are under the first one, as the log and `npm run db:keys` tell.',
  );
}

/**
 * Encrypts with the first key what another configured one encrypted, batch by batch; begun again it goes on where it
 * was. A refresh or login meanwhile wins; tokens that cannot be read are left as they are. Returns how many credentials
 * it changed.
 */
export async function reencryptCredentials(
  deps: Deps & Pick<Services, 'log'>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<number> {
  const { database, cipher } = deps;
  const others = cipher.keyIds.filter((keyId) => keyId !== cipher.keyId);
  let changed = 0;
  let last: string | undefined;
  do {
    signal?.throwIfAborted();
    const batch: TikTokCredential[] = await database.prisma.tikTokCredential.findMany({
      where: { keyId: { in: others }, deadReason: null, ...(last !== undefined && { id: { gt: last } }) },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    for (const credential of batch) changed += await reencrypt(deps, credential);
    last = batch.length === BATCH ? batch.at(-1)?.id : undefined;
  } while (last !== undefined);
  return changed;
}

async function reencrypt(
  { database, cipher, log }: Deps & Pick<Services, 'log'>,
  credential: TikTokCredential,
): Promise<number> {
  const { id, pairVersion, keyId } = credential;
  let tokens: { accessToken: string; refreshToken: string };
  try {
    tokens = {
      accessToken: await cipher.decrypt(credential.accessToken),
      refreshToken: await cipher.decrypt(credential.refreshToken),
    };
  } catch (error) {
    // Nor could a refresh read them; those behind it can be.
    log.error({ credentialId: id, keyId, reason: messageOf(error) }, 'Stored tokens cannot be decrypted');
    return 0;
  }
  const { count } = await database.prisma.tikTokCredential.updateMany({
    where: { id, pairVersion, keyId },
    data: {
      accessToken: await cipher.encrypt(tokens.accessToken),
      refreshToken: await cipher.encrypt(tokens.refreshToken),
      keyId: cipher.keyId,
    },
  });
  return count;
}

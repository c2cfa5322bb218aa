import { setTimeout as delay } from 'node:timers/promises';
import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokCredential } from '../../data/generated/prisma/client.ts';
import { messageOf } from '../../lib/errors.ts';
import type { RefreshedGrant } from '../../vendors/tiktok/port.ts';
import { TikTokError } from './connection.errors.ts';
import { changeStatus, isSameSet } from './connection-status.service.ts';
import { dropLease, LEASE_SECONDS, takeLease } from './credential-lease.ts';
import { backoffMs, CLIENT_REFUSALS, postponed } from './refresh-backoff.ts';
import { pairTimes } from './token-pair.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

const LEASE_POLL_MS = 50;
/** In real time: longer than a lease, for one that a dead process left. */
const LEASE_WAIT_LIMIT_MS = (LEASE_SECONDS + 10) * 1_000;
/** TikTok's shortest documented lifetime, for an answer that names none. */
const DEFAULT_LIFETIME_SECONDS = 7_200;
/** How long a new pair is held in memory where it cannot be stored: within the lease. */
const STORE_LIMIT_MS = 15_000;
const STORE_RETRY_MS = 500;
/** How far back a refusal of the app counts for the next one's delay. */
const REFUSALS_COUNT_MS = 3_600_000;

/**
 * The credential with a newer pair than `stale` has: refreshed here, or by whoever holds the lease. Where the grant
 * died, the dead one; null where it is gone. Refreshes of one account never overlap, whatever number of processes there
 * is. Not inside a transaction.
 *
 * @throws TikTokError when TikTok failed, or is not asked for a while because it did.
 */
export async function refreshOnce(
  deps: Deps,
  stale: Pick<TikTokCredential, 'id' | 'pairVersion'>,
): Promise<TikTokCredential | null> {
  const deadline = performance.now() + LEASE_WAIT_LIMIT_MS;
  while (performance.now() < deadline) {
    const current = await find(deps, stale.id);
    if (current?.deadReason !== null || current.pairVersion !== stale.pairVersion) {
      return current;
    }
    await assertMayAsk(deps, current);
    if (await takeLease(deps.database, current)) return refresh(deps, current);
    await delay(LEASE_POLL_MS);
  }
  throw new TikTokError('Another process has been refreshing the access token for too long.', {
    code: 'TIKTOK_UNAVAILABLE',
  });
}

/** Those that use the credential; one that was disconnected stays so. */
export function livingConnections(credentialId: string): Prisma.TikTokConnectionWhereInput {
  return { credentialId, status: { not: 'REVOKED' } };
}

/** @throws TikTokError while a refresh of this credential, or of the app where TikTok refused it, has to wait. */
async function assertMayAsk(deps: Deps, credential: TikTokCredential): Promise<void> {
  const now = deps.clock.now();
  if (credential.refreshRetryAt !== null && credential.refreshRetryAt > now) throw postponed(credential, now);
  const refused = await deps.database.prisma.tikTokCredential.findFirst({
    where: {
      clientKey: credential.clientKey,
      refreshRetryAt: { gt: now },
      refreshFailure: { in: [...CLIENT_REFUSALS] },
    },
    orderBy: { refreshRetryAt: 'desc' },
  });
  if (refused !== null) throw postponed(refused, now);
}

/** Asks TikTok, under the lease. */
async function refresh(deps: Deps, stale: TikTokCredential): Promise<TikTokCredential | null> {
  const askedAt = deps.clock.now();
  let refreshToken: string;
  let granted: RefreshedGrant;
  try {
    refreshToken = await deps.cipher.decrypt(stale.refreshToken);
    // Takes no signal: to abort it could lose the rotated pair, and the account with it. It has a time-out.
    granted = await deps.tiktok.refresh(refreshToken);
  } catch (error) {
    if (!(error instanceof TikTokError)) {
      await dropLease(deps.database, stale);
      throw error;
    }
    if (error.problem !== 'GRANT_DEAD') {
      await recordFailure(deps, stale, error, askedAt);
      throw error;
    }
    await bury(deps, stale, error.tikTokCode ?? error.code);
    return find(deps, stale.id);
  }
  await storeInsistently(
    deps,
    stale,
    { ...granted, refreshToken: granted.refreshToken ?? refreshToken },
    askedAt,
  );
  const current = await find(deps, stale.id);
  if (granted.accessToken === null && current?.pairVersion === stale.pairVersion + 1) {
    // The new refresh token is safe; what it was asked for is still missing.
    const error = new TikTokError("TikTok's answer held no access token.", { code: 'TIKTOK_UNAVAILABLE' });
    await recordFailure(deps, current, error, askedAt);
    throw error;
  }
  return current;
}

type GrantToStore = RefreshedGrant & { refreshToken: string };

/**
 * TikTok has rotated the pair, so until it is stored the new one exists here only: whatever the database says, away or
 * at odds with another transaction, it is tried again.
 */
async function storeInsistently(
  deps: Deps,
  stale: TikTokCredential,
  granted: GrantToStore,
  askedAt: Date,
): Promise<void> {
  const deadline = performance.now() + STORE_LIMIT_MS;
  for (;;) {
    try {
      await store(deps, stale, granted, askedAt);
      return;
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      deps.log.warn(
        { credentialId: stale.id, reason: messageOf(error) },
        'A refreshed pair of tokens could not be stored yet',
      );
      await delay(STORE_RETRY_MS);
    }
  }
}

/** Stores the new pair before anything uses it. What TikTok left out stays as it was. */
async function store(
  deps: Deps,
  stale: TikTokCredential,
  granted: GrantToStore,
  askedAt: Date,
): Promise<void> {
  const { database, cipher, clock } = deps;
  // Both under one key, also where only one is new.
  const accessToken = await cipher.encrypt(granted.accessToken ?? (await cipher.decrypt(stale.accessToken)));
  const refreshToken = await cipher.encrypt(granted.refreshToken);
  const times = pairTimes(askedAt, {
    accessSeconds: granted.accessTokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS,
    refreshSeconds:
      granted.refreshTokenLifetimeSeconds ??
      Math.max(0, (stale.refreshTokenExpiresAt.getTime() - askedAt.getTime()) / 1_000),
  });
  const { accessTokenExpiresAt, refreshAheadAt, ...timesOfRefreshToken } = times;
  const scopes = granted.scopes ?? stale.scopes;
  const announce = await database.transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ pairVersion: number; deadReason: string | null }[]>`
      SELECT "pairVersion", "deadReason" FROM "TikTokCredential" WHERE "id" = ${stale.id}::uuid FOR NO KEY UPDATE`;
    // A login meanwhile has brought a pair of its own, which stands.
    if (before?.pairVersion !== stale.pairVersion) return undefined;
    await tx.tikTokCredential.update({
      where: { id: stale.id },
      data: {
        accessToken,
        refreshToken,
        keyId: cipher.keyId,
        pairVersion: stale.pairVersion + 1,
        ...timesOfRefreshToken,
        ...(granted.accessToken !== null && { accessTokenExpiresAt, refreshAheadAt }),
        scopes,
        refreshFailures: 0,
        refreshFailure: null,
        refreshRetryAt: null,
        refreshLeaseUntil: null,
        deadReason: null,
        updatedAt: clock.now(),
      },
    });
    const alive = { status: 'ACTIVE', statusReason: null, scopes } as const;
    if (!isSameSet(scopes, stale.scopes)) return changeStatus(tx, deps, livingConnections(stale.id), alive);
    if (before.deadReason === null) return undefined;
    // Somebody took this process for dead, asked with the spent token, and was told that the grant is dead.
    const buried = { status: 'REAUTHORIZATION_REQUIRED', statusReason: before.deadReason } as const;
    return changeStatus(tx, deps, { credentialId: stale.id, ...buried }, alive);
  });
  await announce?.();
}

/** Lets the lease go and says when to ask again. */
async function recordFailure(
  deps: Deps,
  credential: TikTokCredential,
  error: TikTokError,
  askedAt: Date,
): Promise<void> {
  const isRefused = error.problem === 'CLIENT_REFUSED';
  const before = isRefused
    ? await refusalsOfApp(deps, credential.clientKey, askedAt)
    : credential.refreshFailures;
  await deps.database.prisma.tikTokCredential.updateMany({
    where: { id: credential.id, pairVersion: credential.pairVersion },
    data: {
      refreshFailures: before + 1,
      refreshFailure: error.tikTokCode ?? error.code,
      refreshRetryAt: new Date(deps.clock.now().getTime() + backoffMs(error, before + 1)),
      refreshLeaseUntil: null,
    },
  });
}

/** How often in a row TikTok refused the app before, whichever of its credentials asked; those asked at once count once. */
async function refusalsOfApp({ database }: Deps, clientKey: string, askedAt: Date): Promise<number> {
  const { _max: most } = await database.prisma.tikTokCredential.aggregate({
    where: {
      clientKey,
      refreshRetryAt: { gt: new Date(askedAt.getTime() - REFUSALS_COUNT_MS), lte: askedAt },
      refreshFailure: { in: [...CLIENT_REFUSALS] },
    },
    _max: { refreshFailures: true },
  });
  return most.refreshFailures ?? 0;
}

/** TikTok no longer honours the grant: no more calls, and the connections say why. */
async function bury(deps: Deps, stale: TikTokCredential, reason: string): Promise<void> {
  deps.log.warn({ credentialId: stale.id, reason }, 'A TikTok grant is dead');
  const announce = await deps.database.transaction(async (tx) => {
    const buried = await tx.tikTokCredential.updateMany({
      where: { id: stale.id, pairVersion: stale.pairVersion },
      data: { deadReason: reason, refreshLeaseUntil: null, updatedAt: deps.clock.now() },
    });
    if (buried.count === 0) return undefined;
    return changeStatus(tx, deps, livingConnections(stale.id), {
      status: 'REAUTHORIZATION_REQUIRED',
      statusReason: reason,
    });
  });
  await announce?.();
}

function find({ database }: Deps, id: string): Promise<TikTokCredential | null> {
  return database.prisma.tikTokCredential.findUnique({ where: { id } });
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokConnection, TikTokCredential } from '../../data/generated/prisma/client.ts';
import type { RefreshedGrant } from '../../vendors/tiktok/port.ts';
import { ReauthorizationRequiredError, TikTokError } from './connection.errors.ts';
import { changeStatus, isSameSet } from './connection-status.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

/** A token this close to its end may expire on its way to TikTok. */
const REFRESH_BEFORE_EXPIRY_MS = 60_000;
/** Longer than a refresh can take, so that a live holder never loses its lease; a dead one frees it so. */
const LEASE_MS = 30_000;
const LEASE_POLL_MS = 50;
/** In real time: longer than a lease, for one that a dead process left. */
const LEASE_WAIT_LIMIT_MS = 40_000;
/** TikTok's shortest documented lifetime, for an answer that names none. */
const DEFAULT_LIFETIME_SECONDS = 7_200;

/** What a call to TikTok may use. */
export interface AccessGrant {
  accessToken: string;
  /** As granted by the person. */
  scopes: readonly string[];
}

/**
 * Calls `use` with an access token that is alive: refreshed when it has less than a minute left, and once more
 * when TikTok calls it invalid, so `use` may be called twice. Refreshes of one account never overlap, whatever
 * number of processes there is. Not inside a transaction.
 *
 * @throws ReauthorizationRequiredError when the grant is dead; then its connections say so too.
 * @throws TikTokError of `use` or of the refresh.
 */
export async function withAccessToken<T>(
  deps: Deps,
  connectionId: string,
  use: (grant: AccessGrant) => Promise<T>,
): Promise<T> {
  const connection = await deps.database.prisma.tikTokConnection.findUniqueOrThrow({
    where: { id: connectionId },
    include: { credential: true },
  });
  let credential = assertAlive(connection, connection.credential);
  if (isNearExpiry(deps, credential)) credential = await refreshOnce(deps, connection, credential);
  try {
    return await use(await toGrant(deps, credential));
  } catch (error) {
    if (!(error instanceof TikTokError) || error.problem !== 'ACCESS_TOKEN_INVALID') throw error;
    return use(await toGrant(deps, await refreshOnce(deps, connection, credential)));
  }
}

/**
 * The credential with another access token than `stale` has: refreshed here, or by whoever holds the lease.
 */
async function refreshOnce(
  deps: Deps,
  connection: TikTokConnection,
  stale: TikTokCredential,
): Promise<TikTokCredential> {
  const { prisma } = deps.database;
  const deadline = performance.now() + LEASE_WAIT_LIMIT_MS;
  while (performance.now() < deadline) {
    const now = deps.clock.now();
    const leased = await prisma.tikTokCredential.updateMany({
      where: {
        id: stale.id,
        accessToken: stale.accessToken,
        deadReason: null,
        OR: [{ refreshLeaseUntil: null }, { refreshLeaseUntil: { lte: now } }],
      },
      data: { refreshLeaseUntil: new Date(now.getTime() + LEASE_MS) },
    });
    if (leased.count === 1) return refresh(deps, connection, stale);
    const current = assertAlive(
      connection,
      await prisma.tikTokCredential.findUnique({ where: { id: stale.id } }),
    );
    if (current.accessToken !== stale.accessToken) return current;
    await delay(LEASE_POLL_MS);
  }
  throw new TikTokError('Another process has been refreshing the access token for too long.', {
    code: 'TIKTOK_UNAVAILABLE',
  });
}

async function refresh(
  deps: Deps,
  connection: TikTokConnection,
  stale: TikTokCredential,
): Promise<TikTokCredential> {
  let granted: RefreshedGrant;
  try {
    // Takes no signal: to abort it could lose the rotated pair, and the account with it. It has a time-out.
    granted = await deps.tiktok.refresh(await deps.cipher.decrypt(stale.refreshToken));
  } catch (error) {
    if (error instanceof TikTokError && error.problem === 'GRANT_DEAD') {
      await bury(deps, stale, error.tikTokCode ?? error.code);
    } else {
      await deps.database.prisma.tikTokCredential.updateMany({
        where: { id: stale.id, accessToken: stale.accessToken },
        data: { refreshLeaseUntil: null },
      });
      throw error;
    }
    const current = await deps.database.prisma.tikTokCredential.findUnique({ where: { id: stale.id } });
    return assertAlive(connection, current, error);
  }
  return store(deps, stale, granted);
}

/** Stores the new pair before anything uses it. What TikTok left out stays as it was. */
async function store(
  deps: Deps,
  stale: TikTokCredential,
  granted: RefreshedGrant,
): Promise<TikTokCredential> {
  const { database, cipher, clock } = deps;
  const accessToken = await cipher.encrypt(granted.accessToken);
  const refreshToken = granted.refreshToken === null ? null : await cipher.encrypt(granted.refreshToken);
  const now = clock.now();
  const scopes = granted.scopes ?? stale.scopes;
  const announce = await database.transaction(async (tx) => {
    // A login meanwhile has brought a pair of its own, which stands.
    const stored = await tx.tikTokCredential.updateMany({
      where: { id: stale.id, accessToken: stale.accessToken },
      data: {
        accessToken,
        accessTokenExpiresAt: after(now, granted.accessTokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS),
        ...(refreshToken !== null && { refreshToken }),
        ...(granted.refreshTokenLifetimeSeconds !== null && {
          refreshTokenExpiresAt: after(now, granted.refreshTokenLifetimeSeconds),
        }),
        scopes,
        deadReason: null,
        refreshLeaseUntil: null,
        updatedAt: now,
      },
    });
    if (stored.count === 0 || isSameSet(scopes, stale.scopes)) return undefined;
    return changeStatus(tx, deps, livingConnections(stale.id), {
      status: 'ACTIVE',
      statusReason: null,
      scopes,
    });
  });
  await announce?.();
  return database.prisma.tikTokCredential.findUniqueOrThrow({ where: { id: stale.id } });
}

/** TikTok no longer honours the grant: no more calls, and the connections say why. */
async function bury(deps: Deps, stale: TikTokCredential, reason: string): Promise<void> {
  deps.log.warn({ credentialId: stale.id, reason }, 'A TikTok grant is dead');
  const announce = await deps.database.transaction(async (tx) => {
    const buried = await tx.tikTokCredential.updateMany({
      where: { id: stale.id, accessToken: stale.accessToken },
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

/** Those that use the credential; one that was disconnected stays so. */
export function livingConnections(credentialId: string): Prisma.TikTokConnectionWhereInput {
  return { credentialId, status: { not: 'REVOKED' } };
}

function assertAlive(
  connection: TikTokConnection,
  credential: TikTokCredential | null,
  cause?: unknown,
): TikTokCredential {
  if (credential !== null && credential.deadReason === null) return credential;
  throw new ReauthorizationRequiredError(
    "TikTok no longer accepts this connection's tokens; connect the account again.",
    {
      connectionId: connection.id,
      missingScopes: connection.missingScopes,
      tikTokCode: credential?.deadReason ?? connection.statusReason,
    },
    cause === undefined ? undefined : { cause },
  );
}

function isNearExpiry(deps: Deps, credential: TikTokCredential): boolean {
  return credential.accessTokenExpiresAt.getTime() - deps.clock.now().getTime() < REFRESH_BEFORE_EXPIRY_MS;
}

async function toGrant(deps: Deps, credential: TikTokCredential): Promise<AccessGrant> {
  return { accessToken: await deps.cipher.decrypt(credential.accessToken), scopes: credential.scopes };
}

function after(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1_000);
}

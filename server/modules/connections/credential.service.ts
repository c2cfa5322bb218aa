import type { Services } from '../../app/services.ts';
import type { TikTokConnection, TikTokCredential } from '../../data/generated/prisma/client.ts';
import { ReauthorizationRequiredError, TikTokError } from './connection.errors.ts';
import { refreshOnce } from './credential-refresh.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

/** A token this close to its end may expire on its way to TikTok. */
const REFRESH_BEFORE_EXPIRY_MS = 60_000;

/** What a call to TikTok may use. */
export interface AccessGrant {
  accessToken: string;
  /** As granted by the person. */
  scopes: readonly string[];
}

/**
 * Calls `use` with an access token that is alive: refreshed when it has less than a minute left, and once more
 * when TikTok calls it invalid, so `use` may be called twice. Not inside a transaction.
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
  if (isNearExpiry(deps, credential)) {
    credential = assertAlive(connection, await refreshOnce(deps, credential));
  }
  try {
    return await use(await toGrant(deps, credential));
  } catch (error) {
    if (!(error instanceof TikTokError) || error.problem !== 'ACCESS_TOKEN_INVALID') throw error;
    const renewed = assertAlive(connection, await refreshOnce(deps, credential), error);
    return use(await toGrant(deps, renewed));
  }
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

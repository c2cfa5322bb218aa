import type { Services } from '../../app/services.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';
import { callerKeyOfApiKey } from './access.events.ts';
import type { ApiKeyScope, WorkspaceRole } from './role.ts';
import type { Viewer } from './viewer.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log'>;

/** How the secrets of this product begin, so that scanners of leaked secrets can tell them. */
const SECRET_PREFIX = 'cg_';
/** Characters of a secret that are kept to recognise it by. */
const SHOWN_CHARACTERS = 10;
/** `lastUsedAt` is kept to the minute, so that a busy key is not a busy row. */
const LAST_USED_RESOLUTION_MS = 60_000;

/** A new secret with 256 random bits. */
export function newApiKeySecret(): string {
  return `${SECRET_PREFIX}${newSecret()}`;
}

/** What is stored of a secret. */
export function apiKeyColumns(secret: string): { prefix: string; secretHash: string } {
  return {
    prefix: secret.slice(0, SHOWN_CHARACTERS),
    secretHash: hashOfSecret(secret),
  };
}

/**
 * The caller behind a secret; null when it is unknown, revoked or expired, or its workspace is being erased.
 *
 * @param ipAddress where he asks from.
 */
export async function authenticateApiKey(
  deps: Deps,
  secret: string,
  ipAddress: string | null,
): Promise<Viewer | null> {
  if (!secret.startsWith(SECRET_PREFIX)) return null;
  const { secretHash } = apiKeyColumns(secret);
  const key = await deps.database.prisma.apiKey.findUnique({
    where: { secretHash, workspace: { erasingSince: null } },
  });
  const now = deps.clock.now();
  if (key === null) return null;
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() >= LAST_USED_RESOLUTION_MS) {
    // Of many: a key that was deleted since is no error here.
    await deps.database.prisma.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
  }
  return viewerOfApiKey(key, ipAddress);
}

export function viewerOfApiKey(
  key: {
    id: string;
    name: string;
    workspaceId: string;
    role: WorkspaceRole;
    scopes: ApiKeyScope[];
    expiresAt?: Date | null;
  },
  ipAddress: string | null = null,
): Viewer {
  return {
    userId: null,
    apiKeyId: key.id,
    name: key.name,
    callerKey: callerKeyOfApiKey(key.id),
    ipAddress,
    roles: new Map([[key.workspaceId, key.role]]),
    scopes: new Set(key.scopes),
    expiresAt: key.expiresAt ?? null,
  };
}

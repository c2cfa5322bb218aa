import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { Transaction } from '../../data/database.ts';
import { notFound, ValidationError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { announceAccess, callerKeyOfApiKey } from './access.events.ts';
import { ForbiddenError } from './account.errors.ts';
import { apiKeyColumns, newApiKeySecret } from './api-key.service.ts';
import { recordAction } from './audit.service.ts';
import { type ApiKeyScope, isAtLeast, rolesAbove, type WorkspaceRole } from './role.ts';
import { authorize, roleIn, type Viewer } from './viewer.ts';

/** The most that the keys of somebody who has left may still do: what runs by itself goes on, people and data are out of reach. */
export const CEILING_AFTER_LEAVING: WorkspaceRole = 'EDITOR';

export interface NewApiKey {
  workspaceId: string;
  name: string;
  role: WorkspaceRole;
  scopes: readonly ApiKeyScope[];
  /** Null: never. */
  expiresAt: Date | null;
}

/**
 * Makes a key that may do at most what its maker may. A key that makes another one hands on no scope that it lacks, and
 * no longer life than its own.
 *
 * @returns the secret, which is not stored and so told this once.
 * @throws NotFoundError, ForbiddenError, ValidationError
 */
export async function createApiKey(
  deps: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  { workspaceId, name, role, scopes, expiresAt }: NewApiKey,
  remember: Remember,
): Promise<{ apiKeyId: string; secret: string }> {
  authorize(viewer, workspaceId, 'apiKey.manage', workspaceId);
  if (!isAtLeast(roleIn(viewer, workspaceId), role)) {
    throw new ForbiddenError('A key may do at most what you may.', { requiredRole: role });
  }
  const lacking = scopes.find((scope) => viewer.scopes?.has(scope) === false);
  if (lacking !== undefined) {
    throw new ForbiddenError(`This API key lacks the scope ${lacking} and cannot hand it on.`, {
      requiredScope: lacking,
    });
  }
  const now = deps.clock.now();
  if (expiresAt !== null && expiresAt <= now) throw refusedExpiry('must be in the future');

  const id = newId();
  const secret = newApiKeySecret();
  await deps.database.transaction(async (tx) => {
    const createdById = await makerOf(tx, viewer, expiresAt);
    await tx.apiKey.create({
      data: {
        id,
        workspaceId,
        name,
        role,
        scopes: [...new Set(scopes)],
        ...apiKeyColumns(secret),
        createdById,
        createdAt: now,
        expiresAt,
      },
    });
    await recordAction(tx, viewer, { workspaceId, at: now, action: 'apiKey.create', targetId: id });
    await remember(tx, { apiKeyId: id });
  });
  return { apiKeyId: id, secret };
}

/** The person who answers for a new key: whoever makes it, or made the key that makes it. */
async function makerOf(tx: Transaction, viewer: Viewer, expiresAt: Date | null): Promise<string | null> {
  if (viewer.apiKeyId === null) return viewer.userId;
  const parent = await tx.apiKey.findUniqueOrThrow({ where: { id: viewer.apiKeyId } });
  if (parent.expiresAt !== null && (expiresAt === null || expiresAt > parent.expiresAt)) {
    throw refusedExpiry(`must not be after the end of the key that asks, ${parent.expiresAt.toISOString()}`);
  }
  return parent.createdById;
}

function refusedExpiry(message: string): ValidationError {
  return new ValidationError([{ path: ['input', 'expiresAt'], message }]);
}

/**
 * Ends a key at once, open sockets included; one that was ended before stays as it is.
 *
 * @throws NotFoundError, ForbiddenError
 */
export async function revokeApiKey(
  deps: Pick<Services, 'database' | 'clock' | 'pubsub' | 'log'>,
  viewer: Viewer,
  apiKeyId: string,
  remember: Remember,
): Promise<void> {
  const key = await deps.database.prisma.apiKey.findUnique({ where: { id: apiKeyId } });
  if (key === null) throw notFound(apiKeyId);
  const { workspaceId } = key;
  authorize(viewer, workspaceId, 'apiKey.manage', apiKeyId);
  const at = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    await remember(tx, { apiKeyId });
    const ended = await tx.apiKey.updateMany({
      where: { id: apiKeyId, revokedAt: null },
      data: { revokedAt: at },
    });
    if (ended.count === 0) return;
    await recordAction(tx, viewer, { workspaceId, at, action: 'apiKey.revoke', targetId: apiKeyId });
  });
  await announceAccess(deps, [callerKeyOfApiKey(apiKeyId)]);
}

/**
 * Keys act for their workspace and outlive the membership of who made them, but no key may do more than he may: those that
 * do are lowered, for good.
 *
 * @returns the callers whose rights changed, for `announceAccess` after the commit.
 */
export async function lowerKeysOf(
  tx: Transaction,
  maker: { workspaceId: string; userId: string },
  ceiling: WorkspaceRole,
): Promise<string[]> {
  const lowered = await tx.apiKey.updateManyAndReturn({
    where: { workspaceId: maker.workspaceId, createdById: maker.userId, role: { in: rolesAbove(ceiling) } },
    data: { role: ceiling },
    select: { id: true },
  });
  return lowered.map(({ id }) => callerKeyOfApiKey(id));
}

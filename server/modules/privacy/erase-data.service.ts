import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, notFound, ValidationError } from '../../lib/errors.ts';
import { announceAccess, callersOf } from '../accounts/access.events.ts';
import { CEILING_AFTER_LEAVING, lowerKeysOf } from '../accounts/api-key-lifecycle.service.ts';
import { authorize, type Viewer } from '../accounts/viewer.ts';
import { disconnectAndErase } from '../connections/disconnect.service.ts';
import { newReceipt, requestErasure, type RequestedErasure } from './erasure.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub' | 'queue' | 'cipher' | 'pubsub' | 'log'>;

/** What somebody may have erased or exported, by row id. */
export interface Subject {
  kind: 'TikTokConnection' | 'Workspace' | 'User';
  id: string;
}

/**
 * Has a connection, a workspace or the viewer himself erased. From here on it is gone for everybody but the erasure.
 *
 * @param confirmation its name, as the person typed it: see `confirm`.
 * @throws NotFoundError, ForbiddenError; ValidationError where the confirmation is another; ConflictError LAST_OWNER where
 * the viewer is some workspace's only owner.
 */
export async function eraseData(
  deps: Deps,
  viewer: Viewer,
  { kind, id }: Subject,
  confirmation: string,
  remember: Remember,
): Promise<RequestedErasure> {
  switch (kind) {
    case 'TikTokConnection':
      return disconnectAndErase(deps, viewer, id, remember, (connection) => {
        confirm(confirmation, nameOfConnection(connection));
      });
    case 'Workspace':
      return eraseWorkspace(deps, viewer, id, confirmation, remember);
    case 'User':
      return eraseUser(deps, viewer, id, confirmation, remember);
  }
}

/** The user name; without one the display name; without either, since TikTok has told nothing yet, the row's id. */
function nameOfConnection({ username, displayName, id }: TikTokConnection): string {
  return username ?? displayName ?? id;
}

/** @throws ValidationError unless what was typed is the name, but for spaces at its ends and an @ before it. */
function confirm(typed: string, name: string): void {
  const given = typed.trim();
  if (given !== name && given !== `@${name}`) {
    throw new ValidationError([
      { path: ['input', 'confirmation'], message: 'is not the name of what is to be erased' },
    ]);
  }
}

async function eraseWorkspace(
  deps: Deps,
  viewer: Viewer,
  id: string,
  confirmation: string,
  remember: Remember,
): Promise<RequestedErasure> {
  authorize(viewer, id, 'workspace.erase', id);
  const workspace = await deps.database.prisma.workspace.findUnique({ where: { id } });
  if (workspace === null) throw notFound(id);
  confirm(confirmation, workspace.slug);
  const { receipt, sealedReceipt } = await newReceipt(deps);
  const erasureId = await deps.database.transaction(async (tx) => {
    const erasingSince = deps.clock.now();
    const marked = await tx.workspace.updateMany({
      where: { id, erasingSince: null },
      data: { erasingSince },
    });
    if (marked.count === 0) throw notFound(id);
    // Its accounts are collected no more, and gone; the erasure ends them one by one.
    await tx.tikTokConnection.updateMany({
      where: { workspaceId: id, erasingSince: null },
      data: { erasingSince },
    });
    const connections = await tx.tikTokConnection.findMany({
      where: { workspaceId: id },
      select: { id: true, openId: true },
    });
    const subject = { kind: 'WORKSPACE', id, workspaceId: id, connections, email: null } as const;
    const requested = await requestErasure(tx, deps, viewer.callerKey, receipt, subject);
    await remember(tx, { erasureId: requested, sealedReceipt });
    return requested;
  });
  await announceAccess(deps, await callersOf(deps.database, id));
  return { erasureId, receipt };
}

/** Nobody but himself: whoever else asks is told that there is no such person. */
async function eraseUser(
  deps: Deps,
  viewer: Viewer,
  id: string,
  confirmation: string,
  remember: Remember,
): Promise<RequestedErasure> {
  const user = viewer.userId === id ? await deps.database.prisma.user.findUnique({ where: { id } }) : null;
  if (user === null) throw notFound(id);
  confirm(confirmation.toLowerCase(), user.email.toLowerCase());
  const { receipt, sealedReceipt } = await newReceipt(deps);
  const { erasureId, lowered } = await deps.database.transaction(async (tx) => {
    await refuseOnlyOwner(tx, id);
    const marked = await tx.user.updateMany({
      where: { id, erasingSince: null },
      data: { erasingSince: deps.clock.now() },
    });
    if (marked.count === 0) throw notFound(id);
    const keys: string[] = [];
    for (const { workspaceId } of await tx.member.findMany({ where: { userId: id } }))
      keys.push(...(await lowerKeysOf(tx, { workspaceId, userId: id }, CEILING_AFTER_LEAVING)));
    const subject = { kind: 'USER', id, workspaceId: null, connections: [], email: user.email } as const;
    const requested = await requestErasure(tx, deps, viewer.callerKey, receipt, subject);
    await remember(tx, { erasureId: requested, sealedReceipt });
    return { erasureId: requested, lowered: keys };
  });
  await announceAccess(deps, [viewer.callerKey, ...lowered]);
  return { erasureId, receipt };
}

/** @throws ConflictError LAST_OWNER naming the workspaces that would have no owner left. */
async function refuseOnlyOwner(tx: Transaction, userId: string): Promise<void> {
  // Locked in one order, so that of two owners who leave at once one is the last.
  const owned = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT "id"::text AS "id", "name" FROM "Workspace" WHERE "erasingSince" IS NULL
      AND "id" IN (SELECT "workspaceId" FROM "Member" WHERE "userId" = ${userId}::uuid AND "role" = 'OWNER')
    ORDER BY "id" FOR NO KEY UPDATE`;
  const others = await tx.member.findMany({
    where: {
      workspaceId: { in: owned.map(({ id }) => id) },
      role: 'OWNER',
      userId: { not: userId },
      user: { erasingSince: null },
    },
    select: { workspaceId: true },
  });
  const shared = new Set(others.map(({ workspaceId }) => workspaceId));
  const left = owned.filter(({ id }) => !shared.has(id)).map(({ name }) => name);
  if (left.length > 0) {
    throw new ConflictError(
      `You are the only owner of ${left.join(', ')}: make somebody else an owner, or erase that first.`,
      'LAST_OWNER',
    );
  }
}

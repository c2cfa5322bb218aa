import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Member } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, notFound } from '../../lib/errors.ts';
import { announceAccess, callerKeyOfUser } from './access.events.ts';
import { ForbiddenError } from './account.errors.ts';
import { CEILING_AFTER_LEAVING, lowerKeysOf } from './api-key-lifecycle.service.ts';
import { recordAction } from './audit.service.ts';
import type { WorkspaceRole } from './role.ts';
import { authorize, roleIn, type Viewer } from './viewer.ts';
import { lockWorkspace } from './workspace.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'pubsub' | 'log'>;

/**
 * Gives a member another role. What keys he made may do falls with it.
 *
 * @throws NotFoundError; ForbiddenError, also where an ADMIN touches an OWNER or would make one; ConflictError LAST_OWNER.
 */
export async function updateMember(
  deps: Deps,
  viewer: Viewer,
  { memberId, role }: { memberId: string; role: WorkspaceRole },
  remember: Remember,
): Promise<void> {
  const { workspaceId, userId } = await findMember(deps, viewer, memberId);
  authorize(viewer, workspaceId, 'people.manage', memberId);
  requireOwnerFor(viewer, workspaceId, role);
  const lowered = await deps.database.transaction(async (tx) => {
    await remember(tx, { memberId });
    const member = await lockMember(tx, workspaceId, memberId);
    requireOwnerFor(viewer, workspaceId, member.role);
    if (member.role === role) return [];
    if (role !== 'OWNER') await keepAnOwner(tx, member);
    await tx.member.update({ where: { id: memberId }, data: { role } });
    const at = deps.clock.now();
    await recordAction(tx, viewer, { workspaceId, at, action: 'member.update', targetId: memberId });
    return lowerKeysOf(tx, { workspaceId, userId }, role);
  });
  await announceAccess(deps, [callerKeyOfUser(userId), ...lowered]);
}

/**
 * Takes a member out of the workspace, or lets the viewer leave it. The keys he made work on, with less.
 *
 * @returns the workspace's id.
 * @throws NotFoundError; ForbiddenError, also where an ADMIN touches an OWNER; ConflictError LAST_OWNER.
 */
export async function removeMember(
  deps: Deps,
  viewer: Viewer,
  memberId: string,
  remember: Remember,
): Promise<string> {
  const { workspaceId, userId } = await findMember(deps, viewer, memberId);
  if (userId !== viewer.userId) authorize(viewer, workspaceId, 'people.manage', memberId);
  const lowered = await deps.database.transaction(async (tx) => {
    await remember(tx, { memberId, workspaceId });
    const member = await lockMember(tx, workspaceId, memberId);
    if (userId !== viewer.userId) requireOwnerFor(viewer, workspaceId, member.role);
    await keepAnOwner(tx, member);
    await tx.member.delete({ where: { id: memberId } });
    // Whom he invited is welcome, but not by somebody who is not there.
    await tx.invitation.updateMany({
      where: { workspaceId, invitedById: userId },
      data: { invitedById: null },
    });
    const at = deps.clock.now();
    await recordAction(tx, viewer, { workspaceId, at, action: 'member.remove', targetId: memberId });
    return lowerKeysOf(tx, { workspaceId, userId }, CEILING_AFTER_LEAVING);
  });
  await announceAccess(deps, [callerKeyOfUser(userId), ...lowered]);
  return workspaceId;
}

/** @throws NotFoundError where there is none, or the viewer is not in that workspace. */
async function findMember({ database }: Deps, viewer: Viewer, memberId: string): Promise<Member> {
  const member = await database.prisma.member.findUnique({ where: { id: memberId } });
  if (member === null || !viewer.roles.has(member.workspaceId)) throw notFound(memberId);
  return member;
}

async function lockMember(tx: Transaction, workspaceId: string, memberId: string): Promise<Member> {
  await lockWorkspace(tx, workspaceId);
  const member = await tx.member.findUnique({ where: { id: memberId } });
  if (member === null) throw notFound(memberId);
  return member;
}

/** What concerns owners is the business of owners. */
function requireOwnerFor(viewer: Viewer, workspaceId: string, role: WorkspaceRole): void {
  if (role !== 'OWNER' || roleIn(viewer, workspaceId) === 'OWNER') return;
  throw new ForbiddenError('Only an OWNER can make an owner, or change or remove one.', {
    requiredRole: 'OWNER',
  });
}

async function keepAnOwner(tx: Transaction, { id, workspaceId, role }: Member): Promise<void> {
  if (role !== 'OWNER') return;
  const where = { workspaceId, role, id: { not: id }, user: { erasingSince: null } } as const;
  if ((await tx.member.count({ where })) > 0) return;
  throw new ConflictError(
    'A workspace must keep one owner: make somebody else an owner first.',
    'LAST_OWNER',
  );
}

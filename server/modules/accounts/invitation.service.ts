import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Invitation, Prisma } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, notFound, NotFoundError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';
import { sendMail } from '../mail/mail.service.ts';
import { announceAccess, callerKeyOfUser } from './access.events.ts';
import { ForbiddenError } from './account.errors.ts';
import { recordAction } from './audit.service.ts';
import { invitationMail } from './invitation-mail.ts';
import type { WorkspaceRole } from './role.ts';
import { authorize, roleIn, type Viewer } from './viewer.ts';
import { lockWorkspace, requireRoomFor } from './workspace.service.ts';

const INVITATION_DAYS = 7;
const DAY_MS = 24 * 3_600_000;
/** So that a stolen key cannot have us write to the whole world. */
const MAX_OPEN = 100;
const MAX_MEMBERS = 500;

/** Invitations that can still be accepted. */
export function openInvitations(now: Date): Prisma.InvitationWhereInput {
  return { acceptedById: null, expiresAt: { gt: now } };
}

/**
 * Invites an address by mail, for 7 days. Only the mail has the token.
 *
 * @returns the invitation's id.
 * @throws NotFoundError; ForbiddenError, also where an ADMIN would make an OWNER; ConflictError where the person is a member
 * or has an open invitation.
 */
export async function inviteMember(
  deps: Pick<Services, 'database' | 'clock' | 'cipher' | 'config' | 'queue' | 'mailer'>,
  viewer: Viewer,
  { workspaceId, role, ...input }: { workspaceId: string; email: string; role: WorkspaceRole },
  remember: Remember,
): Promise<string> {
  authorize(viewer, workspaceId, 'people.manage', workspaceId);
  if (role === 'OWNER' && roleIn(viewer, workspaceId) !== 'OWNER') {
    throw new ForbiddenError('Only an OWNER can make an owner.', { requiredRole: 'OWNER' });
  }
  const email = input.email.toLowerCase();
  const id = newId();
  const token = newSecret();
  const createdAt = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    await remember(tx, { invitationId: id });
    await lockWorkspace(tx, workspaceId);
    const { name } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    await refuseNeedless(tx, { workspaceId, email }, createdAt);
    // One that has ended makes room.
    await tx.invitation.deleteMany({ where: { workspaceId, email } });
    await tx.invitation.create({
      data: {
        id,
        workspaceId,
        email,
        role,
        tokenHash: hashOfSecret(token),
        invitedById: viewer.userId,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + INVITATION_DAYS * DAY_MS),
      },
    });
    await recordAction(tx, viewer, { workspaceId, at: createdAt, action: 'invitation.create', targetId: id });
    await sendMail(deps, tx, email, invitationMail(deps.config.publicUrl, token, { name, role }));
  });
  return id;
}

async function refuseNeedless(
  tx: Transaction,
  { workspaceId, email }: { workspaceId: string; email: string },
  now: Date,
): Promise<void> {
  const isMember = (await tx.member.count({ where: { workspaceId, user: { email } } })) > 0;
  if (isMember) throw new ConflictError('This person is a member already.');
  const open = await tx.invitation.findMany({
    where: { workspaceId, ...openInvitations(now) },
    select: { email: true },
  });
  if (open.some((invitation) => invitation.email === email)) {
    throw new ConflictError('This address has an open invitation; revoke it to send another one.');
  }
  if (open.length >= MAX_OPEN) {
    throw new ConflictError(`A workspace can have at most ${String(MAX_OPEN)} open invitations.`);
  }
}

/**
 * Withdraws an invitation: its link is void.
 *
 * @throws NotFoundError, also where it was accepted or has expired; ForbiddenError.
 */
export async function revokeInvitation(
  deps: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  invitationId: string,
  remember: Remember,
): Promise<void> {
  const at = deps.clock.now();
  const open = { id: invitationId, ...openInvitations(at) };
  const invitation = await deps.database.prisma.invitation.findFirst({ where: open });
  if (invitation === null) throw notFound(invitationId);
  const { workspaceId } = invitation;
  authorize(viewer, workspaceId, 'people.manage', invitationId);
  await deps.database.transaction(async (tx) => {
    await remember(tx, { invitationId });
    const { count } = await tx.invitation.deleteMany({ where: open });
    if (count === 0) throw notFound(invitationId);
    await recordAction(tx, viewer, { workspaceId, at, action: 'invitation.revoke', targetId: invitationId });
  });
}

/** What an invited stranger may know. */
export interface InvitationPreview {
  workspaceName: string;
  role: WorkspaceRole;
  email: string;
  expiresAt: Date;
}

/** The invitation behind a token, whoever has it; null when it is spent, too old or none. */
export async function previewInvitation(
  deps: Pick<Services, 'database' | 'clock'>,
  token: string,
): Promise<InvitationPreview | null> {
  const invitation = await deps.database.prisma.invitation.findFirst({
    where: {
      tokenHash: hashOfSecret(token),
      workspace: { erasingSince: null },
      ...openInvitations(deps.clock.now()),
    },
    include: { workspace: { select: { name: true } } },
  });
  if (invitation === null) return null;
  const { role, email, expiresAt, workspace } = invitation;
  return { workspaceName: workspace.name, role, email, expiresAt };
}

/**
 * Makes the viewer a member, where the invitation is for his address and he has confirmed that. Accepting again changes
 * nothing; who is a member already keeps his role.
 *
 * @returns the workspace's id.
 * @throws NotFoundError for a token that is none; ConflictError: EXPIRED when it is spent or too old, CONFLICT when it is
 * another address's.
 */
export async function acceptInvitation(
  deps: Pick<Services, 'database' | 'clock' | 'pubsub' | 'log'>,
  viewer: Viewer,
  token: string,
  remember: Remember,
): Promise<string> {
  const { userId } = viewer;
  if (userId === null) throw new ForbiddenError('Only a person can accept an invitation.', {});
  const now = deps.clock.now();
  const workspaceId = await deps.database.transaction(async (tx) => {
    const invitation = await lockInvitation(tx, token);
    await remember(tx, { workspaceId: invitation.workspaceId });
    const members = { workspaceId: invitation.workspaceId, userId };
    const isMember = (await tx.member.count({ where: members })) > 0;
    if (invitation.acceptedById !== null || invitation.expiresAt <= now) {
      if (isMember && invitation.acceptedById === userId) return invitation.workspaceId;
      throw new ConflictError('This invitation is spent or too old; ask for another one.', 'EXPIRED');
    }
    // Says whom it is for, as the link does while it works.
    await refuseOthers(tx, userId, invitation);
    if (!isMember) await join(tx, viewer, userId, invitation, now);
    await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedById: userId } });
    return invitation.workspaceId;
  });
  await announceAccess(deps, [callerKeyOfUser(userId)]);
  return workspaceId;
}

async function lockInvitation(tx: Transaction, token: string): Promise<Invitation> {
  const where = { tokenHash: hashOfSecret(token) };
  const known = await tx.invitation.findUnique({ where, select: { workspaceId: true } });
  if (known === null) throw noInvitation();
  await lockWorkspace(tx, known.workspaceId);
  const invitation = await tx.invitation.findFirst({
    where: { ...where, workspace: { erasingSince: null } },
  });
  if (invitation === null) throw noInvitation();
  return invitation;
}

function noInvitation(): NotFoundError {
  return new NotFoundError(
    'This link is of no invitation, or of one that was withdrawn; ask for another one.',
    null,
  );
}

async function refuseOthers(tx: Transaction, userId: string, { email }: Invitation): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (user.email.toLowerCase() !== email) {
    throw new ConflictError(`This invitation is for ${email}; sign in with that address.`);
  }
  if (!user.emailVerified) throw new ConflictError('Confirm your address first: we have sent you a link.');
}

async function join(
  tx: Transaction,
  viewer: Viewer,
  userId: string,
  { workspaceId, role }: Invitation,
  now: Date,
): Promise<void> {
  await requireRoomFor(tx, userId);
  if ((await tx.member.count({ where: { workspaceId } })) >= MAX_MEMBERS) {
    throw new ConflictError(`A workspace can have at most ${String(MAX_MEMBERS)} members.`);
  }
  const id = newId();
  await tx.member.create({ data: { id, workspaceId, userId, role, createdAt: now } });
  await recordAction(tx, viewer, { workspaceId, at: now, action: 'invitation.accept', targetId: id });
}

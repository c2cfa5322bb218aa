import { builder } from '../../schema/builder.ts';
import { rightIn } from '../../schema/right-in.ts';
import { WorkspaceRole } from './account.enums.ts';
import { User, Workspace } from './account.type.ts';
import { openInvitations, type InvitationPreview as Preview } from './invitation.service.ts';

const MAX_ROWS = 500;

export const Member = builder.prismaNode('Member', {
  description: 'A person in a workspace.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    user: t.relation('user', { type: User, description: 'Who it is.' }),
    role: t.expose('role', { type: WorkspaceRole, description: 'What the person may do here.' }),
    joinedAt: t.expose('createdAt', { type: 'DateTime', description: 'When the person came.' }),
  }),
});

export const Invitation = builder.prismaNode('Invitation', {
  description: 'An open invitation.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    email: t.exposeString('email', { description: 'Whose it is, in lower case.' }),
    role: t.expose('role', { type: WorkspaceRole, description: 'What the person will be.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Seven days after it was sent.' }),
    invitedBy: t.relation('invitedBy', {
      nullable: true,
      description: 'Null when that person has left, and where it was an API key.',
    }),
  }),
});

export const InvitationPreview = builder.objectRef<Preview>('InvitationPreview').implement({
  description: 'What an invited stranger may know.',
  fields: (t) => ({
    workspaceName: t.exposeString('workspaceName', { description: 'Where to.' }),
    role: t.expose('role', { type: WorkspaceRole, description: 'What the person will be there.' }),
    email: t.exposeString('email', { description: 'Whose it is: sign in with this address to accept it.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
  }),
});

builder.prismaObjectFields(Workspace, (t) => ({
  members: t.relation('members', {
    nullable: true,
    authScopes: { may: 'read' },
    description: 'In the order in which they came, at most 500. Null only with an error.',
    query: { orderBy: { id: 'asc' }, take: MAX_ROWS },
  }),
  invitations: t.relation('invitations', {
    nullable: true,
    authScopes: rightIn('people.manage'),
    description: 'Open ones, newest first. Null with FORBIDDEN below ADMIN.',
    query: (_args, { services }) => ({
      where: openInvitations(services.clock.now()),
      orderBy: { id: 'desc' },
      take: MAX_ROWS,
    }),
  }),
}));

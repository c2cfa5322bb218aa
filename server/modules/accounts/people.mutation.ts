import { z } from 'zod';
import { ConflictError, NotFoundError, ValidationError } from '../../lib/errors.ts';
import { decodeIdOf, encodeGlobalId } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from './account-error.type.ts';
import { WorkspaceRole } from './account.enums.ts';
import { ForbiddenError } from './account.errors.ts';
import { reloadInvitation, reloadMember, reloadWorkspace, reloadWorkspaceOrNull } from './account.service.ts';
import { Workspace } from './account.type.ts';
import { acceptInvitation, inviteMember, revokeInvitation } from './invitation.service.ts';
import { removeMember, updateMember } from './membership.service.ts';
import { Invitation, Member } from './people.type.ts';
import { renewViewer } from './user-viewer.service.ts';

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'Whom to invite, by mail, for 7 days.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'Where to.' }),
    email: t.string({
      required: true,
      validate: z.email('is not an e-mail address').max(254, 'must have at most 254 characters'),
      description: 'The address. Case does not matter.',
    }),
    role: t.field({ type: WorkspaceRole, required: true, description: 'OWNER: only an owner can.' }),
  }),
});

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'The invitation to withdraw.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    invitationId: t.id({ required: true, description: 'An open one.' }),
  }),
});

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: "From the mail's link.",
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    token: t.string({ required: true, description: 'The query parameter `token` of the link.' }),
  }),
});

const UpdateMemberInput = builder.inputType('UpdateMemberInput', {
  description: 'A new role.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    memberId: t.id({ required: true, description: 'Whose.' }),
    role: t.field({ type: WorkspaceRole, required: true, description: 'OWNER: only an owner can.' }),
  }),
});

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'Who goes.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    memberId: t.id({ required: true, description: 'Your own: you leave.' }),
  }),
});

const RevokeInvitationPayload = builder
  .objectRef<{ invitationId: string }>('RevokeInvitationPayload')
  .implement({
    description: 'The invitation is gone.',
    fields: (t) => ({ invitationId: t.exposeID('invitationId', { description: 'As it was given.' }) }),
  });

const RemoveMemberPayload = builder
  .objectRef<{ memberId: string; workspaceId: string }>('RemoveMemberPayload')
  .implement({
    description: 'The workspace without them; null to one who left.',
    fields: (t) => ({
      memberId: t.id({
        description: 'Who is gone.',
        resolve: ({ memberId }) => encodeGlobalId('Member', memberId),
      }),
      workspace: t.prismaField({
        type: Workspace,
        nullable: true,
        description: 'Null to one who left.',
        resolve: (query, { workspaceId }, _args, { services, viewer }) =>
          reloadWorkspaceOrNull(
            services,
            viewer?.roles.has(workspaceId) === true ? workspaceId : null,
            query,
          ),
      }),
    }),
  });

builder.mutationFields((t) => ({
  inviteMember: t.prismaField({
    type: Invitation,
    authScopes: { may: 'people.manage' },
    errors: {
      types: COMMON_ERRORS,
      union: {
        description:
          'The invitation, whose mail is on its way, or why not. CONFLICT: the person is a member or has an open one.',
      },
    },
    description: 'Invites somebody by mail, for 7 days. ADMIN; only an OWNER can make an owner.',
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'Whom, and as what.' }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'inviteMember',
        input,
        (viewer, remember) => {
          const { email, role } = input;
          const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
          return inviteMember(context.services, viewer, { workspaceId, email, role }, remember);
        },
        ({ invitationId }) => Promise.resolve(String(invitationId)),
      );
      return reloadInvitation(context.services, id, query);
    },
  }),

  revokeInvitation: t.field({
    type: RevokeInvitationPayload,
    authScopes: { may: 'people.manage' },
    errors: { types: COMMON_ERRORS, union: { description: 'That it is gone, or why not.' } },
    description: 'Withdraws an open invitation: its link is void. ADMIN.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => {
      const { invitationId } = input;
      await runMutation(
        context,
        'revokeInvitation',
        input,
        (viewer, remember) => {
          const id = decodeIdOf('Invitation', invitationId, ['input', 'invitationId']);
          return revokeInvitation(context.services, viewer, id, remember);
        },
        () => Promise.resolve(),
      );
      return { invitationId };
    },
  }),

  acceptInvitation: t.prismaField({
    type: Workspace,
    authScopes: { person: true },
    errors: {
      types: [NotFoundError, ConflictError, ValidationError, ForbiddenError],
      union: {
        description:
          'The workspace, or why not. EXPIRED: spent or too old. CONFLICT: it is for another address than yours, or yours is not confirmed.',
      },
    },
    description: 'Joins a workspace as the person who was invited. Accepting again changes nothing.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'Which one.' }) },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const id = await runMutation(
        context,
        'acceptInvitation',
        input,
        (viewer, remember) => acceptInvitation(services, viewer, input.token, remember),
        ({ workspaceId }) => Promise.resolve(String(workspaceId)),
      );
      await renewViewer(context);
      return reloadWorkspace(services, id, query);
    },
  }),

  updateMember: t.prismaField({
    type: Member,
    authScopes: { may: 'people.manage' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'The member as it is now, or why not. LAST_OWNER: a workspace keeps one.' },
    },
    description:
      'Gives a member another role; keys that the person made fall with it. ADMIN; what concerns owners takes an OWNER.',
    args: { input: t.arg({ type: UpdateMemberInput, required: true, description: 'Who, and what.' }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'updateMember',
        input,
        async (viewer, remember) => {
          const memberId = decodeIdOf('Member', input.memberId, ['input', 'memberId']);
          await updateMember(context.services, viewer, { memberId, role: input.role }, remember);
          return memberId;
        },
        ({ memberId }) => Promise.resolve(String(memberId)),
      );
      return reloadMember(context.services, id, query);
    },
  }),

  removeMember: t.field({
    type: RemoveMemberPayload,
    authScopes: { may: 'people.manage' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'Who is gone, or why not. LAST_OWNER: a workspace keeps one.' },
    },
    description:
      'Also how one leaves. Keys that the person made work on, with at most the role EDITOR. ADMIN; to remove an owner takes an OWNER.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) => {
      const removed = await runMutation(
        context,
        'removeMember',
        input,
        async (viewer, remember) => {
          const memberId = decodeIdOf('Member', input.memberId, ['input', 'memberId']);
          return { memberId, workspaceId: await removeMember(context.services, viewer, memberId, remember) };
        },
        ({ memberId, workspaceId }) =>
          Promise.resolve({ memberId: String(memberId), workspaceId: String(workspaceId) }),
      );
      await renewViewer(context);
      return removed;
    },
  }),
}));

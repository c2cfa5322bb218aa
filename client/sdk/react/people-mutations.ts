import type { UseMutationResult } from '@tanstack/react-query';
import { unwrap } from '../errors.ts';
import type { Success } from '../errors.ts';
import {
  CreateApiKeyDocument,
  CreateWorkspaceDocument,
  InviteMemberDocument,
  MoveConnectionDocument,
  RemoveMemberDocument,
  RevokeApiKeyDocument,
  RevokeInvitationDocument,
  UpdateMemberDocument,
  UpdateWorkspaceDocument,
} from '../gql/graphql.ts';
import type {
  ApiKeyFieldsFragment,
  ConnectionFieldsFragment,
  CreateApiKeyInput,
  CreateApiKeyMutation,
  CreateWorkspaceInput,
  InvitationFieldsFragment,
  InviteMemberInput,
  MemberFieldsFragment,
  MoveConnectionInput,
  RemoveMemberMutation,
  RevokeInvitationMutation,
  UpdateMemberInput,
  UpdateWorkspaceInput,
  WorkspaceFieldsFragment,
} from '../gql/graphql.ts';
import { queryKeys } from './keys.ts';
import { keyed } from './keyed.ts';
import { refetching, useClientMutation } from './use-client-mutation.ts';

/** Makes a workspace that the person owns. */
export function useCreateWorkspace(): UseMutationResult<
  WorkspaceFieldsFragment,
  Error,
  CreateWorkspaceInput
> {
  return useClientMutation(async (client, input: CreateWorkspaceInput) => {
    const data = await client.mutate(CreateWorkspaceDocument, { input: keyed(input) });
    return unwrap(data.createWorkspace);
  }, refetching(queryKeys.viewer()));
}

/** Renames a workspace, or says how long its history is kept. */
export function useUpdateWorkspace(): UseMutationResult<
  WorkspaceFieldsFragment,
  Error,
  UpdateWorkspaceInput
> {
  return useClientMutation(async (client, input: UpdateWorkspaceInput) => {
    const data = await client.mutate(UpdateWorkspaceDocument, { input: keyed(input) });
    return unwrap(data.updateWorkspace);
  }, refetching(queryKeys.all));
}

/** Invites somebody by mail. */
export function useInviteMember(): UseMutationResult<InvitationFieldsFragment, Error, InviteMemberInput> {
  return useClientMutation(async (client, input: InviteMemberInput) => {
    const data = await client.mutate(InviteMemberDocument, { input: keyed(input) });
    return unwrap(data.inviteMember);
  }, refetching(queryKeys.workspace()));
}

/** Withdraws an invitation. */
export function useRevokeInvitation(): UseMutationResult<
  Success<RevokeInvitationMutation['revokeInvitation']>,
  Error,
  string
> {
  return useClientMutation(async (client, invitationId: string) => {
    const data = await client.mutate(RevokeInvitationDocument, { input: keyed({ invitationId }) });
    return unwrap(data.revokeInvitation);
  }, refetching(queryKeys.workspace()));
}

/** Gives a member another role. */
export function useUpdateMember(): UseMutationResult<MemberFieldsFragment, Error, UpdateMemberInput> {
  return useClientMutation(
    async (client, input: UpdateMemberInput) => {
      const data = await client.mutate(UpdateMemberDocument, { input: keyed(input) });
      return unwrap(data.updateMember);
    },
    // It may be one's own.
    refetching(queryKeys.viewer(), queryKeys.workspace()),
  );
}

/** Removes a member; with one’s own id, one leaves. */
export function useRemoveMember(): UseMutationResult<
  Success<RemoveMemberMutation['removeMember']>,
  Error,
  string
> {
  return useClientMutation(
    async (client, memberId: string) => {
      const data = await client.mutate(RemoveMemberDocument, { input: keyed({ memberId }) });
      return unwrap(data.removeMember);
    },
    // It may be one's own.
    refetching(queryKeys.viewer(), queryKeys.workspace()),
  );
}

/** Makes a key. Its `secret` is told this once, and null where the first answer was lost: forget it with `reset` once it was shown. */
export function useCreateApiKey(): UseMutationResult<
  Success<CreateApiKeyMutation['createApiKey']>,
  Error,
  CreateApiKeyInput
> {
  return useClientMutation(async (client, input: CreateApiKeyInput) => {
    const data = await client.mutate(CreateApiKeyDocument, { input: keyed(input) });
    return unwrap(data.createApiKey);
  }, refetching(queryKeys.workspace()));
}

/** Ends a key at once. */
export function useRevokeApiKey(): UseMutationResult<ApiKeyFieldsFragment, Error, string> {
  return useClientMutation(async (client, apiKeyId: string) => {
    const data = await client.mutate(RevokeApiKeyDocument, { input: keyed({ apiKeyId }) });
    return unwrap(data.revokeApiKey);
  }, refetching(queryKeys.workspace()));
}

/** Moves an account with its history to another workspace. */
export function useMoveConnection(): UseMutationResult<ConnectionFieldsFragment, Error, MoveConnectionInput> {
  return useClientMutation(async (client, input: MoveConnectionInput) => {
    const data = await client.mutate(MoveConnectionDocument, { input: keyed(input) });
    return unwrap(data.moveConnection);
  }, refetching(queryKeys.all));
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryClient, UseMutationResult } from '@tanstack/react-query';
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
import { useCreatorgraph } from './provider.tsx';

/** Makes a workspace that the person owns. */
export function useCreateWorkspace(): UseMutationResult<
  WorkspaceFieldsFragment,
  Error,
  CreateWorkspaceInput
> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: CreateWorkspaceInput) => {
      const data = await client.mutate(CreateWorkspaceDocument, { input: keyed(input) });
      return unwrap(data.createWorkspace);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.viewer() });
    },
  });
}

/** Renames a workspace, or says how long its history is kept. */
export function useUpdateWorkspace(): UseMutationResult<
  WorkspaceFieldsFragment,
  Error,
  UpdateWorkspaceInput
> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: UpdateWorkspaceInput) => {
      const data = await client.mutate(UpdateWorkspaceDocument, { input: keyed(input) });
      return unwrap(data.updateWorkspace);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.all });
    },
  });
}

/** Invites somebody by mail. */
export function useInviteMember(): UseMutationResult<InvitationFieldsFragment, Error, InviteMemberInput> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: InviteMemberInput) => {
      const data = await client.mutate(InviteMemberDocument, { input: keyed(input) });
      return unwrap(data.inviteMember);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.workspace() });
    },
  });
}

/** Withdraws an invitation. */
export function useRevokeInvitation(): UseMutationResult<
  Success<RevokeInvitationMutation['revokeInvitation']>,
  Error,
  string
> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (invitationId: string) => {
      const data = await client.mutate(RevokeInvitationDocument, { input: keyed({ invitationId }) });
      return unwrap(data.revokeInvitation);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.workspace() });
    },
  });
}

/** Gives a member another role. */
export function useUpdateMember(): UseMutationResult<MemberFieldsFragment, Error, UpdateMemberInput> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: UpdateMemberInput) => {
      const data = await client.mutate(UpdateMemberDocument, { input: keyed(input) });
      return unwrap(data.updateMember);
    },
    // It may be one's own.
    onSuccess: () => refetchPeople(queryClient),
  });
}

/** Removes a member; with one’s own id, one leaves. */
export function useRemoveMember(): UseMutationResult<
  Success<RemoveMemberMutation['removeMember']>,
  Error,
  string
> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (memberId: string) => {
      const data = await client.mutate(RemoveMemberDocument, { input: keyed({ memberId }) });
      return unwrap(data.removeMember);
    },
    // It may be one's own.
    onSuccess: () => refetchPeople(queryClient),
  });
}

/** Makes a key. Its `secret` is told this once, and null where the first answer was lost: forget it with `reset` once it was shown. */
export function useCreateApiKey(): UseMutationResult<
  Success<CreateApiKeyMutation['createApiKey']>,
  Error,
  CreateApiKeyInput
> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: CreateApiKeyInput) => {
      const data = await client.mutate(CreateApiKeyDocument, { input: keyed(input) });
      return unwrap(data.createApiKey);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.workspace() });
    },
  });
}

/** Ends a key at once. */
export function useRevokeApiKey(): UseMutationResult<ApiKeyFieldsFragment, Error, string> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (apiKeyId: string) => {
      const data = await client.mutate(RevokeApiKeyDocument, { input: keyed({ apiKeyId }) });
      return unwrap(data.revokeApiKey);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.workspace() });
    },
  });
}

/** Moves an account with its history to another workspace. */
export function useMoveConnection(): UseMutationResult<ConnectionFieldsFragment, Error, MoveConnectionInput> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (input: MoveConnectionInput) => {
      const data = await client.mutate(MoveConnectionDocument, { input: keyed(input) });
      return unwrap(data.moveConnection);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.all });
    },
  });
}

/** Who is in a workspace, and what one may do oneself. */
async function refetchPeople(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [queryKeys.viewer(), queryKeys.workspace()].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

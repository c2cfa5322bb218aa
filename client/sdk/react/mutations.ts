import type { UseMutationResult } from '@tanstack/react-query';
import { unwrap } from '../errors.ts';
import type { Success } from '../errors.ts';
import {
  AcceptInvitationDocument,
  CancelRecommendationRunDocument,
  DisconnectTikTokDocument,
  GenerateRecommendationsDocument,
  ImportAnalyticsDocument,
  StartTikTokAuthDocument,
  SyncConnectionDocument,
  UpdateConnectionDocument,
  UpdateRecommendationDocument,
} from '../gql/graphql.ts';
import type {
  AcceptInvitationMutation,
  ConnectionFieldsFragment,
  DisconnectTikTokInput,
  DisconnectTikTokMutation,
  GenerateRecommendationsInput,
  ImportAnalyticsInput,
  ImportFieldsFragment,
  RecommendationFieldsFragment,
  RunFieldsFragment,
  StartTikTokAuthMutation,
  StartTikTokAuthInput,
  UpdateConnectionInput,
  UpdateRecommendationInput,
} from '../gql/graphql.ts';
import { forgetConnection, patchConnection, patchRecommendation } from './cache.ts';
import { keyed } from './keyed.ts';
import { queryKeys } from './keys.ts';
import { refetching, useClientMutation } from './use-client-mutation.ts';

/** Starts a run and gives it; follow it with `useRunStream(run.id)`. The error is typed by the kind of failure. */
export function useGenerateRecommendations(): UseMutationResult<
  RunFieldsFragment,
  Error,
  GenerateRecommendationsInput
> {
  return useClientMutation(async (client, input: GenerateRecommendationsInput) => {
    const data = await client.mutate(GenerateRecommendationsDocument, { input: keyed(input) });
    return unwrap(data.generateRecommendations);
  });
}

/** Stops a run; its stream ends with RunCancelled. */
export function useCancelRun(): UseMutationResult<RunFieldsFragment, Error, string> {
  return useClientMutation(async (client, runId: string) => {
    const data = await client.mutate(CancelRecommendationRunDocument, { input: keyed({ runId }) });
    return unwrap(data.cancelRecommendationRun);
  });
}

/** Asks for a sync now; watch it with `useConnectionEvents`. */
export function useSyncConnection(): UseMutationResult<ConnectionFieldsFragment, Error, string> {
  return useClientMutation(
    async (client, connectionId: string) => {
      const data = await client.mutate(SyncConnectionDocument, { input: keyed({ connectionId }) });
      return unwrap(data.syncConnection);
    },
    (queryClient, connection) => {
      // Events may have outrun the answer; the newer of the two stands.
      patchConnection(queryClient, connection.id, (known) =>
        known.lastEventSequence > connection.lastEventSequence ? {} : connection,
      );
    },
  );
}

/** Changes what a person says of an account, such as its time zone, and has all that is read in it fetched again. */
export function useUpdateConnection(): UseMutationResult<
  ConnectionFieldsFragment,
  Error,
  UpdateConnectionInput
> {
  return useClientMutation(
    async (client, input: UpdateConnectionInput) => {
      const data = await client.mutate(UpdateConnectionDocument, { input: keyed(input) });
      return unwrap(data.updateConnection);
    },
    refetching(queryKeys.connections(), queryKeys.connection(), queryKeys.videos(), queryKeys.performance()),
  );
}

/**
 * Ends a connection. With KEEP it gives it as it is then, in `disconnected`; with ERASE its erasure, whose receipt is told
 * this once: show it with `useErasure(receipt)`.
 */
export function useDisconnectTikTok(): UseMutationResult<
  Success<DisconnectTikTokMutation['disconnectTikTok']>,
  Error,
  DisconnectTikTokInput
> {
  return useClientMutation(
    async (client, input: DisconnectTikTokInput) => {
      const data = await client.mutate(DisconnectTikTokDocument, { input: keyed(input) });
      return unwrap(data.disconnectTikTok);
    },
    (queryClient, { disconnected, erasure }, { connectionId }) => {
      if (disconnected !== null) {
        patchConnection(queryClient, disconnected.id, (known) =>
          known.lastEventSequence > disconnected.lastEventSequence ? {} : disconnected,
        );
      }
      if (erasure !== null) void forgetConnection(queryClient, connectionId);
    },
  );
}

/** Sends a file and gives its import, queued; what becomes of it is in `useImports`, live with `useConnectionEvents`. */
export function useImportAnalytics(): UseMutationResult<ImportFieldsFragment, Error, ImportAnalyticsInput> {
  return useClientMutation(
    async (client, input: ImportAnalyticsInput) => {
      const data = await client.mutate(ImportAnalyticsDocument, { input: keyed(input) });
      return unwrap(data.importAnalytics);
    },
    async (queryClient, _begun, { connectionId }) => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.imports(connectionId) });
    },
  );
}

/** Saves, dismisses or comments on a recommendation, and shows it so everywhere. */
export function useUpdateRecommendation(): UseMutationResult<
  RecommendationFieldsFragment,
  Error,
  UpdateRecommendationInput
> {
  return useClientMutation(
    async (client, input: UpdateRecommendationInput) => {
      const data = await client.mutate(UpdateRecommendationDocument, { input: keyed(input) });
      return unwrap(data.updateRecommendation);
    },
    (queryClient, recommendation) => {
      void patchRecommendation(queryClient, recommendation);
    },
  );
}

/** Begins connecting an account; send the person to `authorizationUrl`. */
export function useStartTikTokAuth(): UseMutationResult<
  Success<StartTikTokAuthMutation['startTikTokAuth']>,
  Error,
  StartTikTokAuthInput
> {
  return useClientMutation(async (client, input: StartTikTokAuthInput) => {
    const data = await client.mutate(StartTikTokAuthDocument, { input: keyed(input) });
    return unwrap(data.startTikTokAuth);
  });
}

/** Joins the workspace of an invitation, by the token of the mail's link, as the person who was invited. */
export function useAcceptInvitation(): UseMutationResult<
  Success<AcceptInvitationMutation['acceptInvitation']>,
  Error,
  string
> {
  return useClientMutation(
    async (client, token: string) => {
      const data = await client.mutate(AcceptInvitationDocument, { input: keyed({ token }) });
      return unwrap(data.acceptInvitation);
    },
    // What the person may see is more than before.
    refetching(queryKeys.all),
  );
}

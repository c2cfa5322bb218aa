import type { UseMutationResult } from '@tanstack/react-query';
import { unwrap } from '../errors.ts';
import { EraseDataDocument, ExportDataDocument } from '../gql/graphql.ts';
import type { EraseDataInput, ErasureFieldsFragment, ExportFieldsFragment } from '../gql/graphql.ts';
import { keyed } from './keyed.ts';
import { queryKeys } from './keys.ts';
import { useClientMutation } from './use-client-mutation.ts';

/** Has all that is held of an account, a workspace or oneself put into a ZIP; follow it with `useExport(id)`. */
export function useExportData(): UseMutationResult<ExportFieldsFragment, Error, string> {
  return useClientMutation(async (client, subjectId: string) => {
    const data = await client.mutate(ExportDataDocument, { input: keyed({ subjectId }) });
    return unwrap(data.exportData);
  });
}

/** Erases an account, a workspace or oneself. The receipt is told this once: show it with `useErasure(receipt)`. */
export function useEraseData(): UseMutationResult<ErasureFieldsFragment, Error, EraseDataInput> {
  return useClientMutation(
    async (client, input: EraseDataInput) => {
      const data = await client.mutate(EraseDataDocument, { input: keyed(input) });
      return unwrap(data.eraseData);
    },
    (queryClient) => {
      // Not waited for: what shows the subject may be gone with the answer, and has the receipt to tell before.
      void queryClient.invalidateQueries({ queryKey: queryKeys.viewer() });
      void queryClient.invalidateQueries({ queryKey: queryKeys.connections() });
    },
  );
}

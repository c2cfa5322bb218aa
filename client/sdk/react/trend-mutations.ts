import type { UseMutationResult } from '@tanstack/react-query';
import { unwrap } from '../errors.ts';
import { UnwatchTrendDocument, WatchTrendDocument } from '../gql/graphql.ts';
import type { TrendFieldsFragment, WatchTrendInput } from '../gql/graphql.ts';
import { keyed } from './keyed.ts';
import { queryKeys } from './keys.ts';
import { refetching, useClientMutation } from './use-client-mutation.ts';

/** Puts a trend on a workspace's watch list, and has lists of trends asked for again. */
export function useWatchTrend(): UseMutationResult<TrendFieldsFragment, Error, WatchTrendInput> {
  return useClientMutation(async (client, input: WatchTrendInput) => {
    const data = await client.mutate(WatchTrendDocument, { input: keyed(input) });
    return unwrap(data.watchTrend);
  }, refetching(queryKeys.trends()));
}

/** Takes a trend off a workspace's watch list, and has lists of trends asked for again. */
export function useUnwatchTrend(): UseMutationResult<TrendFieldsFragment, Error, WatchTrendInput> {
  return useClientMutation(async (client, input: WatchTrendInput) => {
    const data = await client.mutate(UnwatchTrendDocument, { input: keyed(input) });
    return unwrap(data.unwatchTrend);
  }, refetching(queryKeys.trends()));
}

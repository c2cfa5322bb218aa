import { queryOptions, useQuery } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { ConnectionEvent } from '../client.ts';
import { queryKeys } from './keys.ts';

type TrendExploded = Extract<ConnectionEvent, { readonly __typename: 'TrendExploded' }>;

/** A trend, and when the connection was told that it began to explode. */
export type ExplodedTrend = NonNullable<TrendExploded['trend']> & { readonly at: string };

/** Older ones are no news. */
const MOST = 5;

/** The trends that exploded since this cache follows the connection (`useConnectionEvents`), newest first, at most 5. */
export function useExplodedTrends(connectionId: string): readonly ExplodedTrend[] {
  return useQuery(explodedTrendsOptions(connectionId)).data;
}

/** Keeps what an event told; a trend that was retired since is nothing to tell. */
export function noteExplodedTrend(
  queryClient: QueryClient,
  { connectionId, trend, at }: TrendExploded,
): void {
  if (trend === null) return;
  queryClient.setQueryData<readonly ExplodedTrend[]>(queryKeys.explodedTrends(connectionId), (told = []) =>
    [{ ...trend, at }, ...told.filter(({ id }) => id !== trend.id)].slice(0, MOST),
  );
}

/** Only events write it. */
function explodedTrendsOptions(connectionId: string) {
  return queryOptions<readonly ExplodedTrend[]>({
    queryKey: queryKeys.explodedTrends(connectionId),
    queryFn: ({ client, queryKey }) => client.getQueryData<readonly ExplodedTrend[]>(queryKey) ?? [],
    initialData: [],
    enabled: false,
    staleTime: Infinity,
  });
}

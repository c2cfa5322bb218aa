import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type {
  ConnectionsQueryVariables,
  ErasureFieldsFragment,
  ImportFieldsFragment,
  RecommendationFieldsFragment,
  RecommendationsQueryVariables,
  VideoFieldsFragment,
  VideosQueryVariables,
  ViewerQuery,
} from '../gql/graphql.ts';
import type { ListVariables } from './keys.ts';
import { useCreatorgraph } from './provider.tsx';
import {
  connectionOptions,
  connectionsOptions,
  erasureOptions,
  importsOptions,
  recommendationRunOptions,
  recommendationsOptions,
  videosOptions,
  viewerOptions,
} from './queries.ts';
import type { ConnectionNode, ConnectionResult, List, RunResult } from './queries.ts';

/** No event tells of an erasure. */
const LOOK_AGAIN_MS = 1_000;

/** Who is asking, and what serves them. */
export function useViewer(): UseQueryResult<ViewerQuery> {
  return useQuery(viewerOptions(useCreatorgraph()));
}

/** Accounts: `data.nodes`, `fetchNextPage`. */
export function useConnections(
  variables: ListVariables<ConnectionsQueryVariables> = {},
): UseInfiniteQueryResult<List<ConnectionNode>> {
  return useInfiniteQuery(connectionsOptions(useCreatorgraph(), variables));
}

/** One account over the last `days` (default 28): `data.connection`. */
export function useConnection(
  id: string,
  options: { readonly days?: number } = {},
): UseQueryResult<ConnectionResult> {
  return useQuery(connectionOptions(useCreatorgraph(), id, options));
}

/** Videos: `data.nodes`, `fetchNextPage`. */
export function useVideos(
  variables: ListVariables<VideosQueryVariables> = {},
): UseInfiniteQueryResult<List<VideoFieldsFragment>> {
  return useInfiniteQuery(videosOptions(useCreatorgraph(), variables));
}

/** Files read into the history of an account, newest first: `data.nodes`, `fetchNextPage`. */
export function useImports(connectionId: string): UseInfiniteQueryResult<List<ImportFieldsFragment>> {
  return useInfiniteQuery(importsOptions(useCreatorgraph(), connectionId));
}

/** An erasure by its receipt, asked for again until it is done. */
export function useErasure(receipt: string): UseQueryResult<ErasureFieldsFragment> {
  return useQuery({
    ...erasureOptions(useCreatorgraph(), receipt),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.status === 'COMPLETED' ? false : LOOK_AGAIN_MS,
  });
}

/** Recommendations, newest first: `data.nodes`, `fetchNextPage`. */
export function useRecommendations(
  variables: ListVariables<RecommendationsQueryVariables> = {},
): UseInfiniteQueryResult<List<RecommendationFieldsFragment>> {
  return useInfiniteQuery(recommendationsOptions(useCreatorgraph(), variables));
}

/** One run with what it made: `data.run`. To watch it being made, `useRunStream`. */
export function useRecommendationRun(id: string): UseQueryResult<RunResult> {
  return useQuery(recommendationRunOptions(useCreatorgraph(), id));
}

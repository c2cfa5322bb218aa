import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  ConnectionsQueryVariables,
  RecommendationsQueryVariables,
  VideosQueryVariables,
} from '../gql/graphql.ts';
import type { ListVariables } from './keys.ts';
import { useCreatorgraph } from './provider.tsx';
import {
  connectionOptions,
  connectionsOptions,
  recommendationRunOptions,
  recommendationsOptions,
  videosOptions,
  viewerOptions,
} from './queries.ts';

/** Who is asking, and what serves them. */
export function useViewer() {
  return useQuery(viewerOptions(useCreatorgraph()));
}

/** Accounts: `data.nodes`, `fetchNextPage`. */
export function useConnections(variables: ListVariables<ConnectionsQueryVariables> = {}) {
  return useInfiniteQuery(connectionsOptions(useCreatorgraph(), variables));
}

/** One account over the last `days` (default 28): `data.connection`. */
export function useConnection(id: string, options: { readonly days?: number } = {}) {
  return useQuery(connectionOptions(useCreatorgraph(), id, options));
}

/** Videos: `data.nodes`, `fetchNextPage`. */
export function useVideos(variables: ListVariables<VideosQueryVariables> = {}) {
  return useInfiniteQuery(videosOptions(useCreatorgraph(), variables));
}

/** Recommendations, newest first: `data.nodes`, `fetchNextPage`. */
export function useRecommendations(variables: ListVariables<RecommendationsQueryVariables> = {}) {
  return useInfiniteQuery(recommendationsOptions(useCreatorgraph(), variables));
}

/** One run with what it made: `data.run`. To watch it being made, `useRunStream`. */
export function useRecommendationRun(id: string) {
  return useQuery(recommendationRunOptions(useCreatorgraph(), id));
}

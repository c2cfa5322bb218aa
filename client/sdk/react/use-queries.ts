import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type {
  ConnectionsQueryVariables,
  ErasureFieldsFragment,
  ExportFieldsFragment,
  ImportFieldsFragment,
  InvitationQuery,
  RecommendationFieldsFragment,
  RecommendationsQueryVariables,
  TrendSourcesQuery,
  VideoFieldsFragment,
  VideosQueryVariables,
  ViewerQuery,
} from '../gql/graphql.ts';
import type { ListVariables, TrendVariables } from './keys.ts';
import { useCreatorgraph } from './provider.tsx';
import {
  connectionOptions,
  connectionsOptions,
  erasureOptions,
  exportOptions,
  importsOptions,
  invitationOptions,
  performanceOptions,
  recommendationRunOptions,
  recommendationsOptions,
  trendSourcesOptions,
  trendsOptions,
  videosOptions,
  viewerOptions,
  workspaceOptions,
} from './queries.ts';
import type {
  ConnectionNode,
  ConnectionResult,
  List,
  PerformanceResult,
  RunResult,
  TrendNode,
  WorkspaceResult,
} from './queries.ts';

/** No event tells of an erasure or an export. */
const LOOK_AGAIN_MS = 1_000;

/** Who is asking, and what serves them. */
export function useViewer(): UseQueryResult<ViewerQuery> {
  return useQuery(viewerOptions(useCreatorgraph()));
}

/** A workspace with its people; its invitations and keys take ADMIN, and are there with `administered` only. */
export function useWorkspace(
  id: string,
  options: { readonly administered?: boolean } = {},
): UseQueryResult<WorkspaceResult> {
  return useQuery(workspaceOptions(useCreatorgraph(), id, options));
}

/** An invitation by the token of the mail's link; null once it is spent or too old. */
export function useInvitation(token: string): UseQueryResult<InvitationQuery['invitation']> {
  return useQuery(invitationOptions(useCreatorgraph(), token));
}

/** Accounts: `data.nodes`, `fetchNextPage`. */
export function useConnections(
  variables: ListVariables<ConnectionsQueryVariables> = {},
): UseInfiniteQueryResult<List<ConnectionNode>> {
  return useInfiniteQuery(connectionsOptions(useCreatorgraph(), variables));
}

/** What works for an account over its last `days` (default 90): `data.connection.performance` and `.forecast`. */
export function usePerformance(
  id: string,
  options: { readonly days?: number } = {},
): UseQueryResult<PerformanceResult> {
  return useQuery(performanceOptions(useCreatorgraph(), id, options));
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

/** Trends, fastest rising first: `data.nodes`, `fetchNextPage`; with `connectionId`, each with its relevance to that account. */
export function useTrends(variables: TrendVariables = {}): UseInfiniteQueryResult<List<TrendNode>> {
  return useInfiniteQuery(trendsOptions(useCreatorgraph(), variables));
}

/** The server's sources of trends, with what is wrong with each. */
export function useTrendSources(): UseQueryResult<
  NonNullable<TrendSourcesQuery['serverInfo']['trendSources']>
> {
  return useQuery(trendSourcesOptions(useCreatorgraph()));
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

/** An export by its id, asked for again until its `downloadUrl` is there; null: there is none yet. */
export function useExport(id: string | null): UseQueryResult<ExportFieldsFragment> {
  return useQuery({
    ...exportOptions(useCreatorgraph(), id ?? ''),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.status === 'COMPLETED' || data.status === 'FAILED' ? false : LOOK_AGAIN_MS,
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

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { InfiniteData } from '@tanstack/react-query';
import type { CreatorgraphClient } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import type { CreatorgraphError } from '../errors.ts';
import {
  ConnectionDocument,
  ConnectionsDocument,
  ErasureDocument,
  ExportDocument,
  ImportsDocument,
  InvitationDocument,
  PerformanceDocument,
  RecommendationRunDocument,
  RecommendationsDocument,
  TrendSourcesDocument,
  TrendsDocument,
  VideosDocument,
  ViewerDocument,
  WorkspaceDocument,
} from '../gql/graphql.ts';
import type {
  ConnectionQuery,
  ConnectionsQuery,
  ConnectionsQueryVariables,
  PerformanceQuery,
  RecommendationRunQuery,
  RecommendationsQueryVariables,
  TrendsQuery,
  VideosQueryVariables,
  WorkspaceQuery,
} from '../gql/graphql.ts';
import type { Page } from '../paginate.ts';
import type { PartialResult } from '../operation.ts';
import { queryKeys } from './keys.ts';
import type { ListVariables, TrendVariables } from './keys.ts';

/** One page in the cache, with the errors of fields that failed alone and are null in it. */
export interface ListPage<Node> extends Page<Node> {
  readonly totalCount: number | null;
  readonly problems: readonly CreatorgraphError[];
}

/** All pages so far as one list. */
export interface List<Node> {
  readonly nodes: readonly Node[];
  /** All matches on the server; null when unknown. */
  readonly totalCount: number | null;
  readonly problems: readonly CreatorgraphError[];
}

/** An account in a list. */
export type ConnectionNode = NonNullable<ConnectionsQuery['connections']>['edges'][number]['node'];

/** A trend in a list; its relevance where the list was asked for an account. */
export type TrendNode = NonNullable<TrendsQuery['trends']>['edges'][number]['node'];

/** One account, with the errors of fields that failed alone and are null in it. */
export interface ConnectionResult {
  readonly connection: NonNullable<ConnectionQuery['connection']>;
  readonly problems: readonly CreatorgraphError[];
}

/** What works for an account, with the errors of fields that failed alone and are null in it. */
export interface PerformanceResult {
  /** `performance` is null before its first computation. */
  readonly connection: NonNullable<PerformanceQuery['connection']>;
  readonly problems: readonly CreatorgraphError[];
}

/** One run, with the errors of fields that failed alone and are null in it. */
export interface RunResult {
  readonly run: NonNullable<RecommendationRunQuery['recommendationRun']>;
  readonly problems: readonly CreatorgraphError[];
}

/** A workspace with its people, and with the errors of fields that failed alone and are null in it. */
export interface WorkspaceResult {
  readonly workspace: Extract<WorkspaceQuery['node'], { readonly __typename: 'Workspace' }>;
  readonly problems: readonly CreatorgraphError[];
}

/** Who is asking, and what serves them. */
export function viewerOptions(client: CreatorgraphClient) {
  return queryOptions({
    queryKey: queryKeys.viewer(),
    queryFn: ({ signal }) => client.query(ViewerDocument, {}, { signal }),
  });
}

/** A workspace with its members; `administered`, which takes ADMIN, with its invitations and keys too. */
export function workspaceOptions(client: CreatorgraphClient, id: string, { administered = false } = {}) {
  return queryOptions({
    queryKey: queryKeys.workspace(id, administered),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(WorkspaceDocument, { id, administered }, { signal });
      if (data?.node?.__typename !== 'Workspace') throw errors[0] ?? notFound(id);
      return { workspace: data.node, problems: errors } satisfies WorkspaceResult;
    },
  });
}

/** An invitation by the token of the mail's link, for whoever is not signed in too; null once it is spent or too old. */
export function invitationOptions(client: CreatorgraphClient, token: string) {
  return queryOptions({
    queryKey: queryKeys.invitation(token),
    queryFn: async ({ signal }) => {
      const data = await client.query(InvitationDocument, { token }, { signal });
      return data.invitation;
    },
  });
}

/** Accounts with their growth over `days` (default 28). */
export function connectionsOptions(
  client: CreatorgraphClient,
  variables: ListVariables<ConnectionsQueryVariables> = {},
) {
  return infiniteQueryOptions({
    queryKey: queryKeys.connections(variables),
    queryFn: async ({ signal, pageParam: after }) => {
      const result = await client.request(ConnectionsDocument, { ...variables, after }, { signal });
      return toListPage(result, (data) => data.connections);
    },
    ...PAGING,
    select: toList,
  });
}

/** One account with its daily points. The error is a NotFoundError where there is none. */
export function connectionOptions(client: CreatorgraphClient, id: string, { days = 28 } = {}) {
  return queryOptions({
    queryKey: queryKeys.connection(id, days),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(ConnectionDocument, { id, days }, { signal });
      const connection = data?.connection;
      if (connection === null || connection === undefined) throw errors[0] ?? notFound(id);
      return { connection, problems: errors } satisfies ConnectionResult;
    },
  });
}

/** What works for an account over its last `days` (default 90; 7, 28, 90 and 365 are kept computed), and its forecast. */
export function performanceOptions(client: CreatorgraphClient, id: string, { days = 90 } = {}) {
  return queryOptions({
    queryKey: queryKeys.performance(id, days),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(PerformanceDocument, { id, days }, { signal });
      const connection = data?.connection;
      if (connection === null || connection === undefined) throw errors[0] ?? notFound(id);
      return { connection, problems: errors } satisfies PerformanceResult;
    },
  });
}

/** Videos in the order and of the accounts that the variables name. */
export function videosOptions(
  client: CreatorgraphClient,
  variables: ListVariables<VideosQueryVariables> = {},
) {
  return infiniteQueryOptions({
    queryKey: queryKeys.videos(variables),
    queryFn: async ({ signal, pageParam: after }) => {
      const result = await client.request(VideosDocument, { ...variables, after }, { signal });
      return toListPage(result, (data) => data.videos);
    },
    ...PAGING,
    select: toList,
  });
}

/** Trends, fastest rising first unless `orderBy` says otherwise; with `connectionId`, each with its relevance to that account. */
export function trendsOptions(client: CreatorgraphClient, variables: TrendVariables = {}) {
  const isRated = variables.connectionId !== undefined;
  return infiniteQueryOptions({
    queryKey: queryKeys.trends(variables),
    queryFn: async ({ signal, pageParam: after }) => {
      const result = await client.request(TrendsDocument, { ...variables, isRated, after }, { signal });
      return toListPage(result, (data) => data.trends);
    },
    ...PAGING,
    select: toList,
  });
}

/** The server's sources of trends, from the most trusted to the least, with what is wrong with each. */
export function trendSourcesOptions(client: CreatorgraphClient) {
  return queryOptions({
    queryKey: queryKeys.trendSources(),
    queryFn: async ({ signal }) => {
      const { serverInfo } = await client.query(TrendSourcesDocument, {}, { signal });
      return serverInfo.trendSources ?? [];
    },
  });
}

/** Files read into the history of an account, newest first. */
export function importsOptions(client: CreatorgraphClient, connectionId: string) {
  return infiniteQueryOptions({
    queryKey: queryKeys.imports(connectionId),
    queryFn: async ({ signal, pageParam: after }) => {
      const result = await client.request(ImportsDocument, { connectionId, after }, { signal });
      return toListPage(result, (data) => data.connection?.imports ?? null);
    },
    ...PAGING,
    select: toList,
  });
}

/** An erasure by its receipt. The error is a NotFoundError where there is none. */
export function erasureOptions(client: CreatorgraphClient, receipt: string) {
  return queryOptions({
    queryKey: queryKeys.erasure(receipt),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(ErasureDocument, { receipt }, { signal });
      const erasure = data?.erasure;
      if (erasure === null || erasure === undefined) throw errors[0] ?? notFound(receipt);
      return erasure;
    },
  });
}

/** An export by its id. The error is a NotFoundError where there is none. */
export function exportOptions(client: CreatorgraphClient, id: string) {
  return queryOptions({
    queryKey: queryKeys.export(id),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(ExportDocument, { id }, { signal });
      if (data?.node?.__typename !== 'DataExport') throw errors[0] ?? notFound(id);
      return data.node;
    },
  });
}

/** Recommendations, newest first. */
export function recommendationsOptions(
  client: CreatorgraphClient,
  variables: ListVariables<RecommendationsQueryVariables> = {},
) {
  return infiniteQueryOptions({
    queryKey: queryKeys.recommendations(variables),
    queryFn: async ({ signal, pageParam: after }) => {
      const result = await client.request(RecommendationsDocument, { ...variables, after }, { signal });
      return toListPage(result, (data) => data.recommendations);
    },
    ...PAGING,
    select: toList,
  });
}

/** One run with what it made; to watch it being made, `useRunStream`. */
export function recommendationRunOptions(client: CreatorgraphClient, id: string) {
  return queryOptions({
    queryKey: queryKeys.run(id),
    queryFn: async ({ signal }) => {
      const { data, errors } = await client.request(RecommendationRunDocument, { id }, { signal });
      const run = data?.recommendationRun;
      if (run === null || run === undefined) throw errors[0] ?? notFound(id);
      return { run, problems: errors } satisfies RunResult;
    },
  });
}

const PAGING = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ pageInfo }: Page<unknown>) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
};

function toListPage<Result, Node>(
  { data, errors }: PartialResult<Result>,
  select: (data: Result) => (Page<Node> & { readonly totalCount: number | null }) | null,
): ListPage<Node> {
  const page = data === null ? null : select(data);
  if (page === null) throw errors[0] ?? new TypeError('The list is null without an error.');
  const { edges, pageInfo, totalCount } = page;
  return { edges, pageInfo, totalCount, problems: errors };
}

function toList<Node>({ pages }: InfiniteData<ListPage<Node>, string | null>): List<Node> {
  // A node that moved between two pages while they were fetched would be in both.
  const seen = new Map<unknown, Node>();
  for (const { edges } of pages)
    for (const { node } of edges) seen.set((node as { readonly id?: unknown }).id ?? node, node);
  return {
    nodes: [...seen.values()],
    totalCount: pages[0]?.totalCount ?? null,
    problems: pages.flatMap(({ problems }) => problems),
  };
}

function notFound(id: string): NotFoundError {
  return new NotFoundError({ code: 'NOT_FOUND', message: 'Not found.', resourceId: id });
}

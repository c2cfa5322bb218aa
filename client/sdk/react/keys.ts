import type {
  ConnectionsQueryVariables,
  RecommendationsQueryVariables,
  TrendsQueryVariables,
  VideosQueryVariables,
} from '../gql/graphql.ts';

/** Without the cursor, which the infinite query keeps itself. */
export type ListVariables<Variables> = Omit<Variables, 'after'>;

/** With the account that each trend is held against, if any. */
export type TrendVariables = Omit<ListVariables<TrendsQueryVariables>, 'isRated'>;

/**
 * Query keys, each a prefix of the next narrower one: `queryKeys.connection(id)` covers all windows of days. Stable:
 * a change is a breaking one.
 */
export const queryKeys = {
  all: ['creatorgraph'],
  viewer: () => [...queryKeys.all, 'viewer'] as const,
  workspace: (id?: string, administered?: boolean) =>
    [...queryKeys.all, 'workspace', ...optional(id), ...optional(administered)] as const,
  connections: (variables?: ListVariables<ConnectionsQueryVariables>) =>
    [...queryKeys.all, 'connections', ...optional(variables)] as const,
  connection: (id?: string, days?: number) =>
    [...queryKeys.all, 'connection', ...optional(id), ...optional(days)] as const,
  performance: (id?: string, days?: number) =>
    [...queryKeys.all, 'performance', ...optional(id), ...optional(days)] as const,
  videos: (variables?: ListVariables<VideosQueryVariables>) =>
    [...queryKeys.all, 'videos', ...optional(variables)] as const,
  recommendations: (variables?: ListVariables<RecommendationsQueryVariables>) =>
    [...queryKeys.all, 'recommendations', ...optional(variables)] as const,
  trends: (variables?: TrendVariables) => [...queryKeys.all, 'trends', ...optional(variables)] as const,
  trendSources: () => [...queryKeys.all, 'trendSources'] as const,
  imports: (connectionId?: string) => [...queryKeys.all, 'imports', ...optional(connectionId)] as const,
  invitation: (token: string) => [...queryKeys.all, 'invitation', token] as const,
  erasure: (receipt: string) => [...queryKeys.all, 'erasure', receipt] as const,
  export: (id: string) => [...queryKeys.all, 'export', id] as const,
  run: (id: string) => [...queryKeys.all, 'run', id] as const,
  /** What events told, and no query can tell again. */
  explodedTrends: (connectionId: string) => ['creatorgraph-exploded-trends', connectionId] as const,
  /** Streams are apart from queries, so that invalidating those leaves them alone. */
  runStream: (id?: string) => ['creatorgraph-run-stream', ...optional(id)] as const,
} as const;

function optional<T>(value: T | undefined): readonly [] | readonly [T] {
  return value === undefined ? [] : [value];
}

import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConnectionEvent } from '../client.ts';
import type {
  ConnectionFieldsFragment,
  ImportFieldsFragment,
  RecommendationFieldsFragment,
} from '../gql/graphql.ts';
import { noteExplodedTrend } from './exploded-trends.ts';
import { queryKeys } from './keys.ts';
import type { ListPage } from './queries.ts';
import type { RunStream } from './run-stream.ts';

type Patch = (connection: ConnectionFieldsFragment) => Partial<ConnectionFieldsFragment>;

/** Changes a connection wherever the cache shows it. */
export function patchConnection(queryClient: QueryClient, id: string, patch: Patch): void {
  const apply = <Node extends ConnectionFieldsFragment>(node: Node): Node =>
    node.id === id ? { ...node, ...patch(node) } : node;
  queryClient.setQueriesData<InfiniteData<ListPage<ConnectionFieldsFragment>>>(
    { queryKey: queryKeys.connections() },
    (data) => data && mapNodes(data, apply),
  );
  queryClient.setQueriesData<{ readonly connection: ConnectionFieldsFragment }>(
    { queryKey: queryKeys.connection(id) },
    (data) => data && { ...data, connection: apply(data.connection) },
  );
}

/** Changes a recommendation wherever the cache shows it, and asks again for lists that it may have left or joined. */
export function patchRecommendation(
  queryClient: QueryClient,
  recommendation: RecommendationFieldsFragment,
): Promise<void> {
  const apply = (node: RecommendationFieldsFragment) =>
    node.id === recommendation.id ? recommendation : node;
  queryClient.setQueriesData<RunStream>(
    { queryKey: queryKeys.runStream() },
    (stream) =>
      stream && {
        ...stream,
        recommendations: stream.recommendations.map((draft) =>
          draft.recommendation === null ? draft : { ...draft, recommendation: apply(draft.recommendation) },
        ),
      },
  );
  queryClient.setQueriesData<InfiniteData<ListPage<RecommendationFieldsFragment>>>(
    { queryKey: queryKeys.recommendations() },
    (data) => data && mapNodes(data, apply),
  );
  return queryClient.invalidateQueries({ queryKey: queryKeys.recommendations() });
}

/**
 * Brings the cache up to an event. What the event tells is written at once.
 * @returns whether it tells only that figures changed, so that they must be fetched again
 */
export function applyConnectionEvent(queryClient: QueryClient, event: ConnectionEvent): boolean {
  const put = (patch: Patch): void => {
    patchConnection(queryClient, event.connectionId, (connection) => ({
      lastEventSequence: Math.max(connection.lastEventSequence, event.sequence),
      ...patch(connection),
    }));
  };
  switch (event.__typename) {
    case 'SyncProgressed':
      put(({ sync }) => ({ sync: { ...sync, isRunning: true, progress: event.progress } }));
      // Until when it waits is not in the event.
      return event.progress.phase === 'WAITING_FOR_QUOTA';
    case 'SyncCompleted': {
      const { at, nextSyncAt } = event;
      put(() => ({
        sync: { isRunning: false, progress: null, lastSyncedAt: at, nextSyncAt, lastError: null },
      }));
      return true;
    }
    case 'SyncFailed': {
      const { error: lastError, nextSyncAt } = event;
      put(({ sync }) => ({
        sync: { ...sync, isRunning: false, progress: null, nextSyncAt, lastError },
      }));
      return true;
    }
    case 'AnalysisRefreshed':
      put(() => ({}));
      return true;
    case 'SnapshotsStored':
      put(({ metrics }) => ({ metrics: event.metrics ?? metrics }));
      return true;
    case 'ConnectionStatusChanged': {
      const { status, statusReason, missingScopes } = event;
      put(() => ({ status, statusReason, missingScopes }));
      return true;
    }
    case 'ImportFinished':
      put(() => ({}));
      if (event.import !== null) patchImport(queryClient, event.connectionId, event.import);
      return true;
    case 'TrendExploded':
      put(() => ({}));
      noteExplodedTrend(queryClient, event);
      return false;
    default:
      put(() => ({}));
      return false;
  }
}

/** Shows an import as it is now; one that the list does not have yet comes with the next fetch. */
function patchImport(queryClient: QueryClient, connectionId: string, ended: ImportFieldsFragment): void {
  queryClient.setQueriesData<InfiniteData<ListPage<ImportFieldsFragment>>>(
    { queryKey: queryKeys.imports(connectionId) },
    (data) => data && mapNodes(data, (node) => (node.id === ended.id ? ended : node)),
  );
}

/** Asks again for what shows figures of a connection. */
export async function refetchConnection(queryClient: QueryClient, connectionId: string): Promise<void> {
  await Promise.all(
    [
      queryKeys.connection(connectionId),
      queryKeys.connections(),
      queryKeys.videos(),
      queryKeys.imports(connectionId),
      queryKeys.performance(connectionId),
      queryKeys.trends(),
    ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

/**
 * After one was erased: takes it out of the lists of accounts, and asks again for what else it may have been in. Its own
 * page is left to whoever shows it.
 */
export async function forgetConnection(queryClient: QueryClient, id: string): Promise<void> {
  queryClient.setQueriesData<InfiniteData<ListPage<ConnectionFieldsFragment>>>(
    { queryKey: queryKeys.connections() },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          edges: page.edges.filter(({ node }) => node.id !== id),
        })),
      },
  );
  await Promise.all(
    [queryKeys.connections(), queryKeys.videos(), queryKeys.recommendations()].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

function mapNodes<Node>(
  data: InfiniteData<ListPage<Node>>,
  apply: (node: Node) => Node,
): InfiniteData<ListPage<Node>> {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      edges: page.edges.map((edge) => ({ ...edge, node: apply(edge.node) })),
    })),
  };
}

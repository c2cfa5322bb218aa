/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, describe, expect, test } from '@jest/globals';
import { QueryClient, QueryClientProvider, focusManager } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createClient } from '../client.ts';
import type { CreatorgraphClient, RunEvent } from '../client.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { INITIAL_RUN_STATE, foldRunEvents } from '../run-text.ts';
import { EVENTFUL_RUN } from '../testing/run-events.ts';
import { startScriptedServer } from '../testing/scripted-server.ts';
import type { Script } from '../testing/scripted-server.ts';
import {
  CreatorgraphProvider,
  queryKeys,
  useConnection,
  useConnectionEvents,
  useConnections,
  useDisconnectTikTok,
  useErasure,
  useExplodedTrends,
  useGenerateRecommendations,
  useImports,
  useRunStream,
  useTrends,
  useUnwatchTrend,
  useVideos,
  useWatchTrend,
} from './index.ts';

afterEach(cleanup);

async function setUp(script: Script) {
  const server = await startScriptedServer(script);
  const client: CreatorgraphClient = createClient({ url: server.url, backoff: { initialMs: 1, maxMs: 2 } });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <CreatorgraphProvider client={client}>{children}</CreatorgraphProvider>
      </QueryClientProvider>
    </StrictMode>
  );
  return {
    server,
    queryClient,
    wrapper,
    async [Symbol.asyncDispose]() {
      cleanup();
      queryClient.clear();
      await client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const whole = EVENTFUL_RUN.reduce(foldRunEvents, INITIAL_RUN_STATE);
const toResponse = (event: RunEvent) => ({ data: { recommendationRunEvents: event } });

const connection = {
  __typename: 'TikTokConnection',
  id: 'c-1',
  displayName: 'Ada',
  lastEventSequence: 4,
  metrics: { followers: 10 },
  sync: { isRunning: false, lastSyncedAt: null, nextSyncAt: null, progress: null, lastError: null },
};

describe('useRunStream', () => {
  test('opens one stream for two components under StrictMode, and folds it whole', async () => {
    await using kit = await setUp({
      stream: ({ variables }, nth) => {
        const rest = EVENTFUL_RUN.filter(({ sequence }) => sequence > Number(variables['after'])).map(
          toResponse,
        );
        return nth === 1
          ? { responses: rest.slice(0, 7), then: 'cut' }
          : { responses: rest, then: 'complete' };
      },
    });
    const { result } = renderHook(() => [useRunStream('run-1'), useRunStream('run-1')] as const, kit);
    await waitFor(() => {
      expect(result.current[0]?.connection).toBe('closed');
    });
    expect(result.current[0]).toEqual({ ...whole, connection: 'closed', failure: null });
    expect(result.current[1]).toBe(result.current[0]);
    expect(kit.server.openedStreams()).toBe(2);
  });

  test('keeps its text when the window gets focus or queries are refetched', async () => {
    await using kit = await setUp({
      stream: () => ({ responses: EVENTFUL_RUN.slice(0, 7).map(toResponse), then: 'open' }),
    });
    const { result } = renderHook(() => useRunStream('run-1'), kit);
    await waitFor(() => {
      expect(result.current?.lastSequence).toBe(7);
    });
    await act(async () => {
      focusManager.setFocused(false);
      focusManager.setFocused(true);
      await kit.queryClient.invalidateQueries();
      await kit.queryClient.refetchQueries();
    });
    expect(result.current?.lastSequence).toBe(7);
    expect(kit.server.openedStreams()).toBe(1);
  });

  test('a component that comes later goes on from what the cache has', async () => {
    await using kit = await setUp({
      stream: ({ variables }) => ({
        responses: EVENTFUL_RUN.filter(({ sequence }) => sequence > Number(variables['after'])).map(
          toResponse,
        ),
        then: 'complete',
      }),
    });
    const half = EVENTFUL_RUN.slice(0, 9).reduce(foldRunEvents, INITIAL_RUN_STATE);
    kit.queryClient.setQueryData(queryKeys.runStream('run-1'), {
      ...half,
      connection: 'closed',
      failure: null,
    });
    const { result } = renderHook(() => useRunStream('run-1'), kit);
    await waitFor(() => {
      expect(result.current?.status).toBe('COMPLETED');
    });
    expect(result.current?.recommendations).toEqual(whole.recommendations);
    expect(kit.server.seen[0]?.variables).toEqual({ runId: 'run-1', after: 9 });
  });

  test('says why nothing comes', async () => {
    await using kit = await setUp({
      stream: () => ({
        responses: [{ errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND' } }] }],
        then: 'complete',
      }),
    });
    const { result } = renderHook(() => useRunStream('gone'), kit);
    await waitFor(() => {
      expect(result.current?.failure).toBeInstanceOf(NotFoundError);
    });
  });
});

describe('queries and mutations', () => {
  test('videos come page by page, each once', async () => {
    const page = (ids: string[], endCursor: string | null) => ({
      body: {
        data: {
          videos: {
            totalCount: 3,
            edges: ids.map((id) => ({ cursor: id, node: { id } })),
            pageInfo: { hasNextPage: endCursor !== null, endCursor },
          },
        },
      },
    });
    await using kit = await setUp({
      answer: ({ variables }) =>
        variables['after'] === 'b' ? page(['b', 'c'], null) : page(['a', 'b'], 'b'),
    });
    const { result } = renderHook(() => useVideos({ first: 2 }), kit);
    await waitFor(() => {
      expect(result.current.data?.nodes).toHaveLength(2);
    });
    await act(() => result.current.fetchNextPage());
    await waitFor(() => {
      expect(result.current.data?.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    });
    expect(result.current.hasNextPage).toBe(false);
  });

  test('a field that failed alone does not blank the rest', async () => {
    await using kit = await setUp({
      answer: () => ({
        body: {
          data: { connection: { ...connection, analytics: null } },
          errors: [{ message: 'No.', extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: 'e-1' } }],
        },
      }),
    });
    const { result } = renderHook(() => useConnection('c-1'), kit);
    await waitFor(() => {
      expect(result.current.data?.connection.displayName).toBe('Ada');
    });
    expect(result.current.data?.problems).toMatchObject([{ errorId: 'e-1' }]);
  });

  test('a failed start is a typed error, and each start has its key', async () => {
    const conflict = { __typename: 'ConflictError', code: 'CONFLICT', message: 'No.' };
    await using kit = await setUp({
      answer: () => ({ body: { data: { generateRecommendations: conflict } } }),
    });
    const { result } = renderHook(() => useGenerateRecommendations(), kit);
    await act(async () => {
      await expect(result.current.mutateAsync({ connectionId: 'c-1' })).rejects.toBeInstanceOf(ConflictError);
    });
    expect(kit.server.seen[0]?.variables).toEqual({
      input: { connectionId: 'c-1', idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  test('a connection that ends shows so, one that is erased is gone, and its erasure is followed to its end', async () => {
    const second = { ...connection, id: 'c-2' };
    const list = {
      connections: {
        totalCount: 2,
        edges: [connection, second].map((node) => ({ cursor: node.id, node })),
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    };
    const erasure = { id: 'e-1', receipt: 'secret', status: 'QUEUED', proof: [], error: null };
    const payload = (disconnected: object | null, asked: object | null) => ({
      disconnectTikTok: { __typename: 'DisconnectTikTokPayload', disconnected, erasure: asked },
    });
    let isErased = false;
    let looks = 0;
    await using kit = await setUp({
      answer: ({ operationName, variables }) => {
        if (operationName === 'Connections') {
          const { edges, ...rest } = list.connections;
          const left = edges.filter(({ cursor }) => !isErased || cursor !== 'c-2');
          return { body: { data: { connections: { ...rest, edges: left } } } };
        }
        if (operationName === 'Erasure') {
          looks += 1;
          const status = looks === 1 ? 'RUNNING' : 'COMPLETED';
          return { body: { data: { erasure: { ...erasure, status } } } };
        }
        const { history } = variables['input'] as { history?: string };
        isErased = history === 'ERASE';
        const ended = { ...connection, status: 'REVOKED', lastEventSequence: 5 };
        return { body: { data: isErased ? payload(null, erasure) : payload(ended, null) } };
      },
    });
    const { result } = renderHook(() => ({ list: useConnections(), end: useDisconnectTikTok() }), kit);
    await waitFor(() => {
      expect(result.current.list.data?.nodes).toHaveLength(2);
    });
    await act(async () => {
      await result.current.end.mutateAsync({ connectionId: 'c-1' });
    });
    await waitFor(() => {
      expect(result.current.list.data?.nodes[0]).toMatchObject({ id: 'c-1', status: 'REVOKED' });
    });
    await act(async () => {
      const asked = await result.current.end.mutateAsync({ connectionId: 'c-2', history: 'ERASE' });
      expect(asked.erasure?.receipt).toBe('secret');
    });
    await waitFor(() => {
      expect(result.current.list.data?.nodes.map(({ id }) => id)).toEqual(['c-1']);
    });

    const followed = renderHook(() => useErasure('secret'), kit);
    await waitFor(
      () => {
        expect(followed.result.current.data?.status).toBe('COMPLETED');
      },
      { timeout: 5_000 },
    );
    expect(looks).toBe(2);
  });

  test('trends are held against an account where one is given, and lists follow the watch list', async () => {
    const watched = new Set<string>();
    await using kit = await setUp({
      answer: ({ operationName, variables }) => {
        if (operationName === 'Trends') {
          const edges = [...watched].map((id) => ({ cursor: id, node: { id } }));
          const pageInfo = { hasNextPage: false, endCursor: null };
          return { body: { data: { trends: { totalCount: edges.length, edges, pageInfo } } } };
        }
        const { trendId } = variables['input'] as { trendId: string };
        if (trendId === 'gone') {
          const notFound = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: 'No.' };
          return { body: { data: { watchTrend: notFound } } };
        }
        if (operationName === 'WatchTrend') watched.add(trendId);
        else watched.delete(trendId);
        const trend = { __typename: 'TikTokTrend', id: trendId };
        return { body: { data: { watchTrend: trend, unwatchTrend: trend } } };
      },
    });
    const { result } = renderHook(
      () => ({
        list: useTrends({ connectionId: 'c-1', filter: { watchedIn: 'w-1' } }),
        watch: useWatchTrend(),
        unwatch: useUnwatchTrend(),
      }),
      kit,
    );
    const input = { workspaceId: 'w-1', trendId: 't-1' };
    await waitFor(() => {
      expect(result.current.list.data?.nodes).toEqual([]);
    });
    expect(kit.server.seen[0]?.variables).toMatchObject({ connectionId: 'c-1', isRated: true });
    await act(() => result.current.watch.mutateAsync(input));
    await waitFor(() => {
      expect(result.current.list.data?.nodes).toEqual([{ id: 't-1' }]);
    });
    await act(() => result.current.unwatch.mutateAsync(input));
    await waitFor(() => {
      expect(result.current.list.data?.nodes).toEqual([]);
    });
    await act(async () => {
      await expect(result.current.watch.mutateAsync({ ...input, trendId: 'gone' })).rejects.toBeInstanceOf(
        NotFoundError,
      );
    });
  });
});

describe('useConnectionEvents', () => {
  const event = (__typename: string, sequence: number, facts: object) => ({
    data: {
      connectionEvents: {
        __typename,
        sequence,
        at: '2026-11-22T08:00:00.000Z',
        connectionId: 'c-1',
        ...facts,
      },
    },
  });
  const renderAccount = (kit: Awaited<ReturnType<typeof setUp>>) =>
    renderHook(() => {
      const { data } = useConnection('c-1');
      useConnectionEvents('c-1', data?.connection.lastEventSequence);
      return data?.connection;
    }, kit);

  test('shows progress at once, and fetches figures again when they changed', async () => {
    await using kit = await setUp({
      answer: (_request, nth) => ({
        body: { data: { connection: { ...connection, metrics: { followers: nth * 10 } } } },
      }),
      stream: () => ({
        responses: [
          event('SyncProgressed', 5, { progress: { phase: 'VIDEOS', videosSeen: 20, videosExpected: 40 } }),
          event('SnapshotsStored', 6, { videoIds: null, metrics: null }),
        ],
        then: 'open',
      }),
    });
    const { result } = renderAccount(kit);
    await waitFor(() => {
      expect(result.current?.sync.progress).toEqual({ phase: 'VIDEOS', videosSeen: 20, videosExpected: 40 });
    });
    await waitFor(() => {
      expect(result.current?.metrics?.followers).toBe(20);
    });
    expect(
      kit.server.seen.find(({ operationName }) => operationName === 'ConnectionEvents')?.variables,
    ).toEqual({
      connectionId: 'c-1',
      after: 4,
    });
  });

  test('tells of trends that exploded, newest first, each once, and of none that is retired', async () => {
    const trend = (id: string) => ({ trend: { id, kind: 'HASHTAG', name: id, region: null } });
    await using kit = await setUp({
      answer: () => ({ body: { data: { connection } } }),
      stream: () => ({
        responses: [
          event('TrendExploded', 5, trend('booktok')),
          event('TrendExploded', 6, trend('cats')),
          event('TrendExploded', 7, { trend: null }),
          event('TrendExploded', 8, trend('booktok')),
        ],
        then: 'open',
      }),
    });
    const { result } = renderHook(() => {
      const { data } = useConnection('c-1');
      useConnectionEvents('c-1', data?.connection.lastEventSequence);
      return { told: useExplodedTrends('c-1'), seen: data?.connection.lastEventSequence };
    }, kit);
    await waitFor(() => {
      expect(result.current.seen).toBe(8);
    });
    expect(result.current.told.map(({ name }) => name)).toEqual(['booktok', 'cats']);
  });

  test('shows an import as it ended, at once, and fetches figures again', async () => {
    const running = { id: 'i-1', status: 'RUNNING', rowsStored: 0 };
    const page = { totalCount: 1, pageInfo: { hasNextPage: false, endCursor: null } };
    await using kit = await setUp({
      answer: ({ operationName }, nth) => ({
        body: {
          data: {
            connection:
              operationName === 'Imports'
                ? { id: 'c-1', imports: { ...page, edges: [{ cursor: 'a', node: running }] } }
                : { ...connection, metrics: { followers: nth * 10 } },
          },
        },
      }),
      stream: () => ({
        responses: [
          event('ImportFinished', 5, { import: { ...running, status: 'COMPLETED', rowsStored: 3 } }),
        ],
        then: 'open',
      }),
    });
    const seen: string[] = [];
    renderHook(() => {
      const imports = useImports('c-1').data?.nodes;
      const listed = imports?.[0];
      // Follows once there is a list to change.
      const { data } = useConnection('c-1');
      useConnectionEvents('c-1', listed === undefined ? undefined : data?.connection.lastEventSequence);
      if (listed !== undefined) seen.push(listed.status);
    }, kit);
    await waitFor(() => {
      expect(seen).toContain('COMPLETED');
    });
    await waitFor(() => {
      expect(
        kit.server.seen.filter(({ operationName }) => operationName === 'Imports').length,
      ).toBeGreaterThan(1);
    });
  });

  test('starts anew when the events it missed are gone', async () => {
    await using kit = await setUp({
      answer: (_request, nth) => ({
        body: { data: { connection: { ...connection, metrics: { followers: nth * 10 } } } },
      }),
      stream: ({ variables }) =>
        'after' in variables
          ? {
              responses: [{ errors: [{ message: 'Old.', extensions: { code: 'EXPIRED' } }] }],
              then: 'complete',
            }
          : { responses: [], then: 'open' },
    });
    const { result } = renderAccount(kit);
    await waitFor(() => {
      expect(result.current?.metrics?.followers).toBe(20);
    });
  });
});

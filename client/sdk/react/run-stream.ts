import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CreatorgraphClient } from '../client.ts';
import { CreatorgraphError } from '../errors.ts';
import type { FollowState } from '../follow.ts';
import { INITIAL_RUN_STATE, foldRunEvents, isFinished } from '../run-text.ts';
import type { RunState } from '../run-text.ts';
import { queryKeys } from './keys.ts';
import { useCreatorgraph } from './provider.tsx';
import { hold } from './shared.ts';

/** A run as its events so far tell it, and how the stream itself is doing. */
export interface RunStream extends RunState {
  /** `closed` once the run is over or `failure` says why nothing more comes. */
  readonly connection: FollowState | 'closed';
  readonly failure: CreatorgraphError | null;
}

const INITIAL_RUN_STREAM: RunStream = { ...INITIAL_RUN_STATE, connection: 'connecting', failure: null };

/** Events that come within this time are drawn together, milliseconds: a replay of hundreds is one render. */
const FLUSH_MS = 16;

/**
 * A run, live: from the first event or from where this cache left off, through any number of cuts. Shared between
 * components, and kept when they go. `data` is undefined only while the id is null.
 */
export function useRunStream(runId: string | null): RunStream | undefined {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  const { data } = useQuery(runStreamOptions(runId));
  useEffect(() => {
    if (runId === null) return undefined;
    return hold(queryClient, `run:${runId}`, (signal) => stream(queryClient, client, runId, signal));
  }, [client, queryClient, runId]);
  return data;
}

/** The cache entry of a stream: only events write it, so no refetch can wipe it. */
function runStreamOptions(runId: string | null) {
  return queryOptions<RunStream>({
    queryKey: queryKeys.runStream(runId ?? ''),
    queryFn:
      runId === null
        ? skipToken
        : ({ client, queryKey }) => client.getQueryData<RunStream>(queryKey) ?? INITIAL_RUN_STREAM,
    ...(runId === null ? {} : { initialData: INITIAL_RUN_STREAM }),
    enabled: false,
    staleTime: Infinity,
    // A persister must not store half a run; the server has it all.
    meta: { persist: false },
    structuralSharing: false,
  });
}

async function stream(
  queryClient: QueryClient,
  client: CreatorgraphClient,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const queryKey = queryKeys.runStream(runId);
  let state = queryClient.getQueryData<RunStream>(queryKey) ?? INITIAL_RUN_STREAM;
  if (isFinished(state)) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!signal.aborted) queryClient.setQueryData(queryKey, state);
  };
  const put = (changed: Partial<RunStream>): void => {
    state = { ...state, ...changed };
    timer ??= setTimeout(flush, FLUSH_MS);
  };
  try {
    const onState = (connection: FollowState): void => {
      put({ connection });
    };
    put({ failure: null });
    for await (const event of client.followRun(runId, { after: state.lastSequence, signal, onState }))
      put(foldRunEvents(state, event));
    put({ connection: 'closed' });
    void queryClient.invalidateQueries({ queryKey: queryKeys.recommendations() });
    void queryClient.invalidateQueries({ queryKey: queryKeys.run(runId) });
  } catch (error) {
    if (!signal.aborted) put({ connection: 'closed', failure: toFailure(error) });
  }
  flush();
}

function toFailure(error: unknown): CreatorgraphError {
  if (error instanceof CreatorgraphError) return error;
  return new CreatorgraphError(
    { code: 'INTERNAL_SERVER_ERROR', message: error instanceof Error ? error.message : 'Unknown failure.' },
    { cause: error },
  );
}

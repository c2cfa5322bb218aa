import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CreatorgraphClient } from '../client.ts';
import { ExpiredError } from '../errors.ts';
import type { FollowState } from '../follow.ts';
import { applyConnectionEvent, refetchConnection } from './cache.ts';
import { useCreatorgraph } from './provider.tsx';
import { hold } from './shared.ts';

/** Events that only say "figures changed" are gathered this long before fetching, milliseconds. */
const GATHER_MS = 300;

/**
 * Keeps what the cache shows of a connection up to date: sync progress at once, figures by fetching them again.
 * @param after `lastEventSequence` as the query gave it; undefined while that is loading, and nothing is opened
 */
export function useConnectionEvents(connectionId: string, after: number | undefined): void {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  const isKnown = after !== undefined;
  useEffect(() => {
    if (!isKnown) return undefined;
    return hold(queryClient, `connection:${connectionId}`, (signal) =>
      watch(queryClient, client, connectionId, after, signal),
    );
    // `after` grows with each event; only the first matters, the loop knows the rest.
  }, [client, queryClient, connectionId, isKnown]);
}

async function watch(
  queryClient: QueryClient,
  client: CreatorgraphClient,
  connectionId: string,
  after: number,
  signal: AbortSignal,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refetch = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void refetchConnection(queryClient, connectionId);
    }, GATHER_MS);
  };
  const follow = async (from: number | undefined, onState?: (state: FollowState) => void): Promise<void> => {
    for await (const event of client.followConnection(connectionId, { after: from, signal, onState }))
      if (applyConnectionEvent(queryClient, event)) refetch();
  };
  try {
    try {
      await follow(after);
    } catch (error) {
      if (!(error instanceof ExpiredError)) throw error;
      // Older events are gone. Fetch once the server listens, so that nothing falls between the two.
      await follow(undefined, (state) => {
        if (state === 'live') refetch();
      });
    }
  } catch {
    // Refused (signed out, connection gone) or let go of: the queries themselves tell the person.
  } finally {
    clearTimeout(timer);
  }
}

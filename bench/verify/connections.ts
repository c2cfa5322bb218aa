import { data, type Caller } from './client.ts';
import { follow, type Live } from './live.ts';

export interface ConnectionEvent {
  __typename: string;
  sequence: number;
  progress?: { phase: string; videosSeen: number; videosExpected: number | null };
  error?: { code: string; tikTokCode: string | null };
  newVideos?: number;
  snapshots?: number;
}

export interface Account {
  id: string;
  username: string | null;
  lastEventSequence: number;
  missingScopes: string[];
}

/** Accounts that have videos to work with: a newcomer who declined the list of videos is not among them. */
export async function demoAccountsOf(caller: Caller): Promise<Account[]> {
  return (await accountsOf(caller)).filter(({ missingScopes }) => missingScopes.length === 0);
}

export async function accountsOf(caller: Caller): Promise<Account[]> {
  const { connections } = await data<{ connections: { edges: { node: Account }[] } }>(
    caller,
    '{ connections(first: 100) { edges { node { id username lastEventSequence missingScopes } } } }',
  );
  return connections.edges.map(({ node }) => node);
}

/** Live over WebSocket, the stored events after `after` first. */
export function followConnection(
  caller: Caller,
  { connectionId, after }: { connectionId: string; after: number },
  onEvent: (event: ConnectionEvent) => void,
): Live {
  const query = `subscription ($connection: ID!, $after: Int) {
    connectionEvents(connectionId: $connection, after: $after) {
      __typename sequence
      ... on SyncProgressed { progress { phase videosSeen videosExpected } }
      ... on SyncFailed { error { code tikTokCode } }
      ... on SyncCompleted { newVideos snapshots }
    }
  }`;
  return follow('WebSocket', caller, { query, variables: { connection: connectionId, after } }, (given) => {
    onEvent((given as { connectionEvents: ConnectionEvent }).connectionEvents);
  });
}

export async function requestSync(caller: Caller, connectionId: string): Promise<void> {
  const { syncConnection } = await data<{ syncConnection: { __typename: string } }>(
    caller,
    'mutation ($connection: ID!) { syncConnection(input: { connectionId: $connection }) { __typename } }',
    { connection: connectionId },
  );
  if (syncConnection.__typename !== 'TikTokConnection')
    throw new Error(`No sync: ${syncConnection.__typename}`);
}

export function isSyncEnd({ __typename }: ConnectionEvent): boolean {
  return __typename === 'SyncCompleted' || __typename === 'SyncFailed';
}

/** Events after `after` up to the next end of a sync, those of the store included. */
export async function untilSyncEnds(
  caller: Caller,
  connectionId: string,
  after: number,
  limitMs: number,
): Promise<ConnectionEvent[]> {
  const events: ConnectionEvent[] = [];
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    reject(new Error(`No sync ended within ${String(limitMs / 1_000)} s`));
  }, limitMs);
  const live = followConnection(caller, { connectionId, after }, (event) => {
    events.push(event);
    if (isSyncEnd(event)) resolve(undefined);
  });
  live.ended.then(() => {
    reject(new Error('The events of the connection broke off'));
  }, reject);
  try {
    await ended;
  } finally {
    clearTimeout(timer);
    live.drop();
  }
  return events;
}

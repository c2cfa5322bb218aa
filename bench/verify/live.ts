import { once } from 'node:events';
import { request } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Caller, GraphQLFailure, Variables } from './client.ts';

export type Transport = 'WebSocket' | 'SSE';

/** `dropped`: the connection broke before the server completed the operation. */
export type End = 'completed' | 'dropped';

export interface Live {
  /** Rejects with what the server refused the operation with. */
  ended: Promise<End>;
  /** Breaks the connection without a word, as a lost network does. */
  drop: () => void;
}

export interface Subscription {
  query: string;
  variables: Variables;
}

/** The server answered a subscription with errors. */
export class Refused extends Error {
  readonly code: string;

  constructor(errors: readonly GraphQLFailure[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.code = errors[0]?.extensions?.code ?? '(no code)';
  }
}

/** Follows one subscription on a connection of its own. `onData` gets each event's data. */
export function follow(
  transport: Transport,
  caller: Caller,
  subscription: Subscription,
  onData: (data: unknown) => void,
): Live {
  return transport === 'WebSocket'
    ? overWebSocket(caller, subscription, onData)
    : overSse(caller, subscription, onData);
}

function overWebSocket(
  { url, key }: Caller,
  subscription: Subscription,
  onData: (data: unknown) => void,
): Live {
  const sockets: WebSocket[] = [];
  class OwnSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: OwnSocket,
    retryAttempts: 0,
    connectionParams: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  const ended = new Promise<End>((resolve, reject) => {
    client.subscribe<unknown>(
      { query: subscription.query, variables: { ...subscription.variables } },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) reject(new Refused(errors));
          else if (data != null) onData(data);
        },
        // A list is the server's refusal; anything else is what became of the socket.
        error: (reason) => {
          if (Array.isArray(reason)) reject(new Refused(reason as GraphQLFailure[]));
          else resolve('dropped');
        },
        complete: () => {
          resolve('completed');
        },
      },
    );
  });
  return {
    ended: ended.finally(() => void client.dispose()),
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}

/**
 * Opens a socket that waits for nothing. Resolves, once the server has greeted it, with a promise of the code that
 * it is closed with; 1006 is a connection that broke without a word.
 */
export async function openIdleSocket({ url, key }: Caller): Promise<{ closeCode: Promise<number> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closeCode = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  await once(socket, 'open');
  const greeted = once(socket, 'message');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key ?? ''}` } }));
  await greeted;
  return { closeCode };
}

interface SsePayload {
  data?: unknown;
  errors?: GraphQLFailure[];
}

function overSse({ url, key }: Caller, subscription: Subscription, onData: (data: unknown) => void): Live {
  const call = request(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(key !== null && { authorization: `Bearer ${key}` }),
    },
  });
  const ended = new Promise<End>((resolve, reject) => {
    call.once('response', (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const { name, payload } = readBlock(block);
          if (name === 'complete') resolve('completed');
          if (payload?.errors !== undefined) reject(new Refused(payload.errors));
          else if (payload?.data != null) onData(payload.data);
        }
      });
      response.once('error', () => {
        resolve('dropped');
      });
      response.once('close', () => {
        resolve('dropped');
      });
    });
    call.once('error', () => {
      resolve('dropped');
    });
    call.once('close', () => {
      resolve('dropped');
    });
  });
  call.end(JSON.stringify(subscription));
  return {
    ended,
    drop: () => {
      call.destroy();
    },
  };
}

/** An event of the stream; a block of comments alone keeps the connection awake and has neither part. */
function readBlock(block: string): { name: string | undefined; payload: SsePayload | undefined } {
  let name: string | undefined;
  let text = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    if (line.startsWith('data:')) text += line.slice(5).trim();
  }
  return { name, payload: text === '' ? undefined : (JSON.parse(text) as SsePayload) };
}

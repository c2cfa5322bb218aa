import type { Client } from 'graphql-ws';
import { BadResponseError, NetworkError, UnauthenticatedError } from '../errors.ts';
import type { GraphQLResponseError } from '../errors.ts';
import { nameOf } from './http.ts';
import { createQueue } from './queue.ts';
import type { Credential, GraphQLResponse, SubscriptionTransport } from './transport.ts';

/** Where and how to connect. */
export interface WebSocketOptions {
  readonly url: string;
  readonly credential: Credential;
  readonly webSocket?: typeof WebSocket | undefined;
}

/** The client asks for a sign of life this often, milliseconds … */
const PING_EVERY_MS = 12_000;
/** … and holds the socket for dead when none comes within this time, milliseconds. */
const PONG_WITHIN_MS = 6_000;
/** How long an unused socket stays in a browser, milliseconds: a page change must not cost a handshake. */
const LINGER_MS = 3_000;

/**
 * Subscriptions over graphql-transport-ws, all on one socket that opens with the first. The `graphql-ws` package is
 * loaded then. It does not retry: whoever follows a stream must reconnect with a new `after`, which it cannot know.
 */
export function createWebSocketTransport({
  url,
  credential,
  webSocket,
}: WebSocketOptions): SubscriptionTransport {
  let client: Promise<Client> | undefined;
  let isConnected = false;
  let refresh = false;
  /** Why the credential could not be had; graphql-ws would only tell that the socket closed. */
  let credentialError: Error | undefined;

  const connect = async (): Promise<Client> => {
    const webSocketImpl = webSocket ?? (globalThis as { WebSocket?: typeof WebSocket }).WebSocket;
    if (webSocketImpl === undefined)
      throw new TypeError(
        "This runtime has no WebSocket: give createClient a `webSocket`, such as that of the package `ws`, or `transport: 'sse'`.",
      );
    const { createClient } = await import('graphql-ws');
    let pongTimer: ReturnType<typeof setTimeout> | undefined;
    const created: Client = createClient({
      url,
      webSocketImpl,
      retryAttempts: 0,
      keepAlive: PING_EVERY_MS,
      // A program's process would wait for it to end.
      lazyCloseTimeout: typeof document === 'undefined' ? 0 : LINGER_MS,
      connectionParams: async () => {
        try {
          const token = await credential({ refresh });
          refresh = false;
          return token === null ? {} : { authorization: `Bearer ${token}` };
        } catch (error) {
          credentialError = error as Error;
          throw error;
        }
      },
      on: {
        connected: () => {
          isConnected = true;
        },
        closed: () => {
          isConnected = false;
          clearTimeout(pongTimer);
        },
        ping: (received) => {
          if (received) return;
          pongTimer = setTimeout(() => {
            created.terminate();
          }, PONG_WITHIN_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pongTimer);
        },
      },
    });
    return created;
  };

  return {
    async *subscribe(request, context) {
      context.signal.throwIfAborted();
      if (context.refresh) refresh = true;
      const socket = await (client ??= connect());
      const queue = createQueue<GraphQLResponse>();
      const stopWatching = socket.on('connected', context.onOpen);
      if (isConnected) context.onOpen();
      const unsubscribe = socket.subscribe(
        {
          query: request.query,
          operationName: request.operationName ?? null,
          variables: { ...request.variables },
          extensions: { ...request.extensions },
        },
        {
          next: (response) => {
            queue.push(response as GraphQLResponse);
          },
          error: (error) => {
            if (Array.isArray(error)) {
              queue.push({ errors: error as GraphQLResponseError[] });
              queue.end();
            } else {
              queue.end(credentialError ?? toError(error, url));
              credentialError = undefined;
            }
          },
          complete: () => {
            queue.end();
          },
        },
      );
      const onAbort = (): void => {
        queue.end(context.signal.reason as Error);
      };
      context.signal.addEventListener('abort', onAbort);
      try {
        yield* queue;
      } finally {
        context.signal.removeEventListener('abort', onAbort);
        stopWatching();
        unsubscribe();
      }
    },
    async close() {
      // What could not be opened needs no closing.
      const opened = await client?.catch(() => undefined);
      client = undefined;
      await opened?.dispose();
    },
  };
}

/** Close codes of graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
const CLOSED_BAD_REQUEST = 4400;
const CLOSED_UNAUTHORIZED = 4401;
const CLOSED_FORBIDDEN = 4403;
const CLOSED_BAD_SUBPROTOCOL = 4406;

function toError(error: unknown, url: string): Error {
  if (!isCloseEvent(error))
    return new NetworkError(`No socket could be opened to ${nameOf(url)}.`, { cause: error });
  const { code, reason } = error;
  const message = `The socket was closed: ${String(code)} ${reason}`.trimEnd();
  if (code === CLOSED_UNAUTHORIZED || code === CLOSED_FORBIDDEN)
    return new UnauthenticatedError({ code: 'UNAUTHENTICATED', message });
  if (code === CLOSED_BAD_REQUEST || code === CLOSED_BAD_SUBPROTOCOL) return new BadResponseError(message, 0);
  return new NetworkError(message, { cause: error });
}

function isCloseEvent(value: unknown): value is { readonly code: number; readonly reason: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'number' &&
    'reason' in value
  );
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type DocumentNode,
  type execute,
  type ExecutionArgs,
  type FormattedExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type subscribe,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { RequestContext } from '../app/context.ts';
import type { Services } from '../app/services.ts';
import { QueryTooComplexError, UnauthenticatedError } from '../lib/errors.ts';
import { type AccessWatch, createAccessWatch } from '../modules/accounts/access-watch.service.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';
import { addressOf } from './address.ts';
import { authenticate, headersOf } from './authentication.ts';
import { toPublicError } from './error-mapping.ts';
import { peerAddress } from './peer.ts';
import { cookieOfUpgrade } from './session-cookie.ts';
import type { Door } from './door.ts';
import { Tally } from './tally.ts';
import { withoutSuggestion } from './plugins/use-hidden-schema.ts';
import { PersistedQueryOnlyError } from './trusted-documents.ts';
import { GRAPHQL_PATH, type Yoga } from './yoga.ts';

/** What a client sends when it connects: browsers cannot set headers on a WebSocket. */
type ConnectionParams = Record<string, unknown> & { authorization?: unknown };

interface SocketState {
  /** Authenticates by what the socket was opened with. */
  ask: () => Promise<Viewer | null>;
  ipAddress: string | null;
  closed: AbortController;
  /** Null while signed out, and until the connection is acknowledged. */
  access: AccessWatch | null;
}

interface SocketExtra {
  [key: PropertyKey]: unknown;
  state?: SocketState;
}

export interface WebSocketEndpoint {
  /** Takes the connection over when its path is ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client that the server goes away, so that it comes back to another one. */
  dispose(): Promise<void>;
}

/** GraphQL over WebSocket (graphql-transport-ws) at the same path and through the same pipeline as HTTP. */
export function createWebSocketEndpoint(
  yoga: Yoga,
  services: Services,
  { refusals, limits, documents, origins }: Door,
): WebSocketEndpoint {
  const { log } = services;

  /** The errors of what never comes to execution. As over HTTP, it is taken from the address it came from. */
  async function charged(
    { state }: SocketExtra,
    viewer: Viewer | null,
    errors: readonly GraphQLError[],
  ): Promise<readonly GraphQLError[]> {
    try {
      await services.callerLimits.charge({ viewer: null, ipAddress: state?.ipAddress ?? null }, 1);
      return viewer === null && services.config.mode === 'LIVE' ? errors.map(withoutSuggestion) : errors;
    } catch (error) {
      refusals.count('rate');
      return [toPublicError(error, log)];
    }
  }

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    WebSocket: LeavableSocket,
  });
  const open = new Tally();
  const server = useServer<ConnectionParams, SocketExtra>(
    {
      // Never tells a client what went wrong in here.
      isProd: true,
      connectionInitWaitTimeout: limits.connectionInitMs,
      execute: (args) => (args as PipelineArgs).rootValue.execute(args),
      subscribe: (args) => (args as PipelineArgs).rootValue.subscribe(args),
      onConnect: async ({ connectionParams, extra }) => {
        const given = connectionParams?.authorization ?? extra.request.headers.authorization ?? null;
        const ipAddress = peerAddress(extra.request, services.config);
        const credentials = {
          authorization: typeof given === 'string' ? given : null,
          cookie: cookieOfUpgrade(services.config, headersOf(extra.request)),
          ipAddress,
        };
        const ask = () => authenticate(services, credentials);
        const closed = new AbortController();
        extra.state = { ask, ipAddress, closed, access: null };
        try {
          const viewer = await ask();
          if (viewer === null || closed.signal.aborted) return true;
          const access = createAccessWatch(services, viewer, ask);
          extra.state.access = access;
          const leave = access.onChange((current) => {
            if (current === null) extra.socket.close(FORBIDDEN, 'Forbidden');
          });
          closed.signal.addEventListener('abort', leave);
          return true;
        } catch (error) {
          // Closes with 4403, upon which a client gets itself a fresh key.
          if (error instanceof UnauthenticatedError) return false;
          log.error({ err: error }, 'Unexpected error while a socket was opened');
          // Else it would be closed with 4500, upon which a client gives up for good.
          extra.socket.close(TRY_AGAIN_LATER, 'Try again later');
          return false;
        }
      },
      onClose: ({ extra }) => {
        extra.state?.closed.abort();
      },
      onSubscribe: async ({ extra, subscriptions }, _id, { operationName, query, variables, extensions }) => {
        let viewer: Viewer | null = null;
        try {
          if (Object.keys(subscriptions).length > limits.operationsPerSocket) {
            refusals.count('operations');
            throw tooManyOperations(limits.operationsPerSocket);
          }
          const { ask, ipAddress, closed, access } = stateOf(extra);
          // Asked again for each operation: a key or session may have ended since the socket was opened.
          viewer = await ask();
          // A session that ended leaves a stranger, who is not whom the socket was opened for.
          if (viewer === null && access !== null) throw new UnauthenticatedError('The session has ended.');
          const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
            socket: { viewer, ipAddress, signal: closed.signal, access },
          }) as unknown as Pipeline;
          const document = parse(documents.textOf({ query, extensions }) ?? query);
          const errors = validate(schema, document);
          if (errors.length > 0) return await charged(extra, viewer, errors);
          if (getOperationAST(document, operationName) === null) {
            throw new GraphQLError('The document has no such operation, or several and no name was given.');
          }
          return {
            schema,
            operationName,
            document,
            variableValues: variables,
            contextValue: await contextFactory(),
            rootValue: { execute, subscribe },
          };
        } catch (error) {
          // As when it is opened: only a new socket can bring a fresh key.
          if (error instanceof UnauthenticatedError) extra.socket.close(FORBIDDEN, 'Forbidden');
          if (error instanceof PersistedQueryOnlyError) refusals.count('unknown_document');
          return charged(extra, viewer, [toPublicError(asGraphQLError(error), log)]);
        }
      },
      onError: (_context, _id, _payload, errors) => errors.map(withoutStatus),
      onNext: (
        _context,
        _id,
        _payload,
        _args,
        { errors, data = null },
      ): FormattedExecutionResult | undefined => errors && { data, errors: errors.map(withoutStatus) },
    },
    sockets,
    limits.pingMs,
  );

  return {
    upgrade(request, socket, head) {
      if (addressOf(request)?.pathname !== GRAPHQL_PATH) {
        refuse(socket, '404 Not Found');
        return;
      }
      const { origin } = request.headers;
      if (origin !== undefined && !origins.mayAsk(origin)) {
        refusals.count('origin');
        refuse(socket, '403 Forbidden');
        return;
      }
      const address = peerAddress(request, services.config) ?? 'unknown';
      if (open.of(address) >= limits.socketsPerAddress || open.total >= limits.sockets) {
        refusals.count('sockets');
        refuse(socket, '503 Service Unavailable', 'Retry-After: 30');
        return;
      }
      // From here on, since it takes the memory of one while it is being opened.
      socket.once('close', open.add(address));
      sockets.handleUpgrade(request, socket, head, (client) => {
        sockets.emit('connection', client, request);
        // In the place of graphql-ws' own, which prints to the console whatever nonsense a stranger sends.
        client.removeAllListeners('error').on('error', (error) => {
          log.debug({ reason: error.message }, 'WebSocket failed');
        });
      });
    },
    async dispose() {
      for (const client of sockets.clients) client.close(GOING_AWAY, 'The server is going away');
      await server.dispose();
    },
  };
}

/**
 * One whose client may leave while it is written to. graphql-ws would take that for an error of ours, and print it; what
 * becomes of the socket it hears from its end.
 */
class LeavableSocket extends WebSocket {
  override send(data: Parameters<WebSocket['send']>[0], ...rest: unknown[]): void {
    const done = rest.pop() as ((error?: Error) => void) | undefined;
    super.send(data, () => done?.());
  }
}

function refuse(socket: Duplex, status: string, ...headers: string[]): void {
  socket.end([`HTTP/1.1 ${status}`, 'Connection: close', ...headers, '', ''].join('\r\n'));
}

/** RFC 6455 §7.4.1. */
const GOING_AWAY = 1001;
/** IANA's registry of close codes. */
const TRY_AGAIN_LATER = 1013;
/** As graphql-transport-ws has it. The client comes back with a fresh key, and resumes. */
const FORBIDDEN = 4403;

/** What Yoga and its plugins made of graphql-js' functions. Yoga's own type for it is any. */
interface Pipeline {
  schema: GraphQLSchema;
  parse: (query: string) => DocumentNode;
  validate: (schema: GraphQLSchema, document: DocumentNode) => readonly GraphQLError[];
  contextFactory: () => Promise<RequestContext>;
  execute: typeof execute;
  subscribe: typeof subscribe;
}

type PipelineArgs = ExecutionArgs & {
  rootValue: Pick<Pipeline, 'execute' | 'subscribe'>;
  contextValue: RequestContext;
};

function tooManyOperations(most: number): Error {
  return new QueryTooComplexError(
    'operations',
    `This socket has ${String(most)} operations under way, which is the most; end some first.`,
  );
}

function stateOf({ state }: { state?: SocketState }): SocketState {
  if (state === undefined) throw new Error('An operation came before the connection was acknowledged');
  return state;
}

/** HTTP statuses are for HTTP, which takes them out of the error by itself. */
function withoutStatus(error: GraphQLError): GraphQLFormattedError {
  const { extensions = {}, ...formatted } = error.toJSON();
  return { ...formatted, extensions: omit(extensions, 'http') };
}

function omit(record: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

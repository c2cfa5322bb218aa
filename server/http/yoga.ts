import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import {
  type CORSOptions,
  createYoga,
  useExecutionCancellation,
  type YogaServerInstance,
} from 'graphql-yoga';
import type { Services } from '../app/services.ts';
import { authenticate } from './authentication.ts';
import { toPublicError } from './error-mapping.ts';
import { peerAddress } from './peer.ts';
import type { Door } from './door.ts';
import type { Origins } from './origins.ts';
import { createAccessWatch } from '../modules/accounts/access-watch.service.ts';
import { useBodyLimit } from './plugins/use-body-limit.ts';
import { useCsrfPrevention } from './plugins/use-csrf-prevention.ts';
import { useTrustedDocuments } from './plugins/use-trusted-documents.ts';
import { useHiddenSchema } from './plugins/use-hidden-schema.ts';
import { useSharedExecution } from './plugins/use-shared-execution.ts';
import { useTimeLimit } from './plugins/use-time-limit.ts';
import { createDocumentCache, useDocumentLimits } from './plugins/use-document-limits.ts';
import { type LiveContext, type TransportContext, useLiveAccess } from './plugins/use-live-access.ts';
import { usePublicErrors } from './plugins/use-public-errors.ts';
import { useRateLimits } from './plugins/use-rate-limits.ts';
import { useUploads } from './plugins/use-uploads.ts';
import { cookieOfRequest } from './session-cookie.ts';

export const GRAPHQL_PATH = '/graphql';

export type Yoga = YogaServerInstance<TransportContext, LiveContext>;

/** GraphQL over HTTP, with subscriptions over server-sent events. GraphiQL is a page of its own. */
export function createGraphQL(schema: GraphQLSchema, services: Services, door: Door): Yoga {
  const { log, config } = services;
  const { refusals, limits, documents, origins } = door;
  const addressOf = (req: IncomingMessage | undefined) =>
    req === undefined ? null : peerAddress(req, config);
  /** Authenticates, again with each call, by what a request shows. */
  const asker = (request: Request, ipAddress: string | null) => {
    const header = (name: string) => request.headers.get(name);
    const credentials = {
      authorization: header('authorization'),
      cookie: cookieOfRequest(config, header),
      ipAddress,
    };
    return () => authenticate(services, credentials);
  };
  const isStranger = async (request: Request) => {
    try {
      return (await asker(request, null)()) === null;
    } catch {
      return true; // A key that does not work, or nobody who could tell.
    }
  };
  return createYoga<TransportContext, LiveContext>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: false,
    landingPage: false,
    logging: {
      debug: () => {},
      info: () => {},
      warn: (message: unknown) => {
        log.warn({}, String(message));
      },
      // Every error that a client is shown comes by here, expected ones too; toPublicError has logged the others.
      error: (message: unknown) => {
        log.debug({ err: message }, 'An operation was answered with an error');
      },
    },
    maskedErrors: { maskError: (error) => toPublicError(error, log) },
    cors: (request: Request) => corsOf(origins, request),
    extraParamNames: ['documentId'],
    maxRequestBodySize: false,
    multipart: false,
    parserAndValidationCache: createDocumentCache(),
    plugins: [
      useBodyLimit(limits, refusals),
      useUploads(),
      useCsrfPrevention(refusals),
      useTrustedDocuments(documents, refusals, log),
      useDocumentLimits(refusals),
      usePublicErrors(log),
      useRateLimits(services, refusals, ({ req }) => addressOf(req)),
      ...(config.mode === 'LIVE' ? [useHiddenSchema(refusals, log, isStranger)] : []),
      useTimeLimit(limits, refusals),
      useSharedExecution(),
      useLiveAccess(log),
      useExecutionCancellation(),
    ],
    context: async (initial) => {
      const { socket, request, req } = initial;
      if (socket !== undefined) return { services, isOnSocket: true, ...socket };
      const ipAddress = addressOf(req);
      const ask = asker(request, ipAddress);
      const viewer = await ask().catch((error: unknown) => {
        // Mapped here, since what the context throws is else taken for a bug and logged as one.
        throw toPublicError(error, log);
      });
      const access = viewer === null ? null : createAccessWatch(services, viewer, ask);
      return { services, viewer, ipAddress, signal: request.signal, access, isOnSocket: false };
    },
  });
}

/** What a page of another origin may read of an answer besides its body. */
const EXPOSED_HEADERS = ['RateLimit', 'RateLimit-Policy', 'Retry-After', 'Deprecation', 'Sunset', 'Link'];

/** Pages of other origins bring a key: no cookie goes along. */
function corsOf(origins: Origins, request: Request): CORSOptions {
  const origin = request.headers.get('origin');
  if (origin === null || !origins.mayAsk(origin)) return false;
  return {
    origin,
    credentials: false,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  };
}

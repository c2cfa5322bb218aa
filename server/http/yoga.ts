import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, useExecutionCancellation, type YogaServerInstance } from 'graphql-yoga';
import type { Services } from '../app/services.ts';
import { authenticate } from './authentication.ts';
import { toPublicError } from './error-mapping.ts';
import { peerAddress } from './peer.ts';
import type { Refusals } from './refusals.ts';
import { createAccessWatch } from '../modules/accounts/access-watch.service.ts';
import { useBodyLimit } from './plugins/use-body-limit.ts';
import { createDocumentCache, useDocumentLimits } from './plugins/use-document-limits.ts';
import { type LiveContext, type TransportContext, useLiveAccess } from './plugins/use-live-access.ts';
import { usePublicErrors } from './plugins/use-public-errors.ts';
import { useRateLimits } from './plugins/use-rate-limits.ts';
import { useUploads } from './plugins/use-uploads.ts';
import { cookieOfRequest } from './session-cookie.ts';

export const GRAPHQL_PATH = '/graphql';

export type Yoga = YogaServerInstance<TransportContext, LiveContext>;

/** GraphQL over HTTP, with subscriptions over server-sent events. GraphiQL is a page of its own. */
export function createGraphQL(schema: GraphQLSchema, services: Services, refusals: Refusals): Yoga {
  const { log, config } = services;
  const addressOf = (req: IncomingMessage | undefined) =>
    req === undefined ? null : peerAddress(req, config);
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
    // Cookies act for our own pages alone and other callers authenticate by header, so in the sandbox any page may ask.
    // Live, none of another origin may until origins can be named.
    cors: services.config.mode === 'SANDBOX' ? { origin: '*', credentials: false } : false,
    maxRequestBodySize: false,
    multipart: false,
    parserAndValidationCache: createDocumentCache(),
    plugins: [
      useBodyLimit(),
      useUploads(),
      useDocumentLimits(),
      usePublicErrors(log),
      useRateLimits(services, refusals, ({ req }) => addressOf(req)),
      useLiveAccess(log),
      useExecutionCancellation(),
    ],
    context: async (initial) => {
      const { socket, request, req } = initial;
      if (socket !== undefined) return { services, isOnSocket: true, ...socket };
      const ipAddress = addressOf(req);
      const header = (name: string) => request.headers.get(name);
      const credentials = {
        authorization: header('authorization'),
        cookie: cookieOfRequest(services.config, header),
        ipAddress,
      };
      const ask = () => authenticate(services, credentials);
      const viewer = await ask().catch((error: unknown) => {
        // Mapped here, since what the context throws is else taken for a bug and logged as one.
        throw toPublicError(error, log);
      });
      const access = viewer === null ? null : createAccessWatch(services, viewer, ask);
      return { services, viewer, ipAddress, signal: request.signal, access, isOnSocket: false };
    },
  });
}

import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import { DomainError, ERROR_CODES, NotFoundError, ValidationError } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { RateLimitedError } from '../lib/rate-limit.ts';
import type { Log } from '../lib/log.ts';
import { isOutage } from '../lib/outage.ts';
import { ForbiddenError } from '../modules/accounts/account.errors.ts';

/** Codes that have an HTTP status of their own; the others are answered 200 or 400 by the media type's rules. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
};

export const OUTAGE_MESSAGE = 'A service behind this server does not answer for now; try again.';

/**
 * Any error as a client may see it, always with `extensions.code`. What nobody expected is logged whole and
 * answered with nothing but an `errorId` that finds it in the log.
 */
export function toPublicError(error: unknown, log: Log): GraphQLError {
  const located = error instanceof GraphQLError ? error : undefined;
  const cause = located === undefined ? error : located.originalError;
  if (cause instanceof DomainError) return rebuilt(located, cause.message, extensionsOf(cause));
  if (cause instanceof PothosValidationError) {
    return rebuilt(located, cause.message, { code: 'BAD_USER_INPUT' });
  }
  if (located !== undefined && (cause === undefined || cause instanceof GraphQLError)) {
    // Syntax, validation, variables and our scalars: written for the client by graphql-js, Yoga or us.
    const { code } = located.extensions;
    return rebuilt(located, located.message, {
      ...located.extensions,
      code: isOurs(code) ? code : 'BAD_USER_INPUT',
    });
  }
  if (isOutage(cause)) {
    log.warn({ err: cause, path: located?.path }, 'A service behind this server does not answer');
    return rebuilt(located, OUTAGE_MESSAGE, { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } });
  }
  return masked(cause, located, log);
}

/** Yoga has codes of its own, which no client of ours knows. */
function isOurs(code: unknown): boolean {
  return ERROR_CODES.some((known) => known === code);
}

function extensionsOf(error: DomainError): Record<string, unknown> {
  const status = STATUS_OF_CODE[error.code];
  return {
    code: error.code,
    ...(error instanceof ValidationError ? { issues: error.issues } : {}),
    ...(error instanceof NotFoundError ? { resourceId: error.resourceId } : {}),
    ...(error instanceof ForbiddenError
      ? { requiredRole: error.requiredRole, requiredScope: error.requiredScope }
      : {}),
    ...(error instanceof RateLimitedError ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
    ...(status === undefined ? {} : { http: { status, ...headersOf(error) } }),
  };
}

function headersOf(error: DomainError): { headers?: Record<string, string> } {
  if (!(error instanceof RateLimitedError)) return {};
  return { headers: { 'retry-after': String(error.retryAfterSeconds) } };
}

function masked(cause: unknown, error: GraphQLError | undefined, log: Log): GraphQLError {
  const errorId = newId();
  log.error({ errorId, err: cause, path: error?.path }, 'Unexpected error while answering an operation');
  return rebuilt(error, 'Unexpected error.', { code: 'INTERNAL_SERVER_ERROR', errorId });
}

/** The same error, at the same place, with other words. */
export function rebuilt(
  error: GraphQLError | undefined,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLError {
  const { nodes, source, positions, path } = error ?? {};
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}

/**
 * Every code a caller can meet: `Error.code` of result unions and `extensions.code` of top-level errors.
 * Codes of later capabilities join when those do.
 */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'LAST_OWNER',
  'EXPIRED',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'PAYLOAD_TOO_LARGE',
  'PERSISTED_QUERY_ONLY',
  'AI_UNAVAILABLE',
  'AI_REFUSED',
  'AI_OUTPUT_INVALID',
  'AI_BUDGET_EXCEEDED',
  'UNGROUNDED',
  'TIKTOK_UNAVAILABLE',
  'TIKTOK_RATE_LIMITED',
  'TIKTOK_REJECTED',
  'TIKTOK_AUTH_FAILED',
  'REAUTHORIZATION_REQUIRED',
  'SCOPE_MISSING',
  'INSUFFICIENT_DATA',
  'IMPORT_UNREADABLE',
  'RETRIES_EXHAUSTED',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An expected failure of the domain: a caller may meet it and can decide by `code`. Services throw these and
 * nothing of GraphQL or HTTP: types of the contract are declared on them, and `http/error-mapping.ts` says them
 * at the top level. Whatever is not a DomainError is a bug and reaches no client.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No or invalid credentials. */
export class UnauthenticatedError extends DomainError {
  readonly code = 'UNAUTHENTICATED';
}

/** Does not exist, or belongs to a workspace the caller cannot see. The two are never told apart. */
export class NotFoundError extends DomainError {
  readonly code = 'NOT_FOUND';
  /** The global id that was asked for; null where it was a token. */
  readonly resourceId: string | null;

  constructor(message: string, resourceId: string | null, options?: ErrorOptions) {
    super(message, options);
    this.resourceId = resourceId;
  }
}

/** The one answer for what is unknown and for what is another's: any difference would tell that it exists. */
export function notFound(resourceId: string | null, options?: ErrorOptions): NotFoundError {
  return new NotFoundError('Nothing is known under this id.', resourceId, options);
}

type ConflictCode = 'CONFLICT' | 'IDEMPOTENCY_KEY_REUSED' | 'LAST_OWNER' | 'EXPIRED';

/** The object's state does not allow it. */
export class ConflictError extends DomainError {
  readonly code: ConflictCode;

  constructor(message: string, code: ConflictCode = 'CONFLICT', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One refused value: the input path (`['input', 'scopes', '0']`) and why. */
export interface InputIssue {
  path: string[];
  message: string;
}

/** Input refused before anything happened. */
export class ValidationError extends DomainError {
  readonly code: 'BAD_USER_INPUT' | 'PAYLOAD_TOO_LARGE';
  readonly issues: InputIssue[];

  constructor(
    issues: InputIssue[],
    options?: ErrorOptions,
    code: 'BAD_USER_INPUT' | 'PAYLOAD_TOO_LARGE' = 'BAD_USER_INPUT',
  ) {
    super(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '), options);
    this.issues = issues;
    this.code = code;
  }
}

/** Too few data for an honest answer. */
export class InsufficientDataError extends DomainError {
  readonly code = 'INSUFFICIENT_DATA';
  /** Days of history that would suffice. */
  readonly requiredDays: number;
  readonly availableDays: number;
  /** ISO 8601 calendar day on which it should suffice; null when nothing is being collected. */
  readonly availableOn: string | null;

  constructor(
    message: string,
    facts: { requiredDays: number; availableDays: number; availableOn: string | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.requiredDays = facts.requiredDays;
    this.availableDays = facts.availableDays;
    this.availableOn = facts.availableOn;
  }
}

/** Which limit of a document or of a socket was met. */
export type ComplexityReason =
  'tokens' | 'nesting' | 'aliases' | 'directives' | 'depth' | 'breadth' | 'cost' | 'operations';

/** A document, or what a socket has under way, above a limit. */
export class QueryTooComplexError extends DomainError {
  readonly code = 'QUERY_TOO_COMPLEX';
  readonly reason: ComplexityReason;

  constructor(reason: ComplexityReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The text of anything thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { AiBudgetFieldsFragment, ApiKeyScope, ErrorCode, WorkspaceRole } from './gql/graphql.ts';

/** A code of the server, or one of the client's own: no answer, an unreadable answer, too many requests. */
export type ClientErrorCode =
  ErrorCode | 'NETWORK_ERROR' | 'BAD_RESPONSE' | 'RATE_LIMITED' | 'PERSISTED_QUERY_ONLY';

/** What every expected failure carries, whether it came in a result union, a stored failure or `errors`. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
}

/** Facts that some failures carry; each class keeps those of its kind. */
interface ErrorFacts extends ErrorShape {
  readonly errorId?: string;
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number | null;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly resourceId?: string | null;
  readonly requiredRole?: WorkspaceRole | null;
  readonly requiredScope?: ApiKeyScope | null;
  readonly missingScopes?: readonly string[];
  readonly connection?: { readonly id: string };
  readonly requiredDays?: number;
  readonly availableDays?: number;
  readonly availableOn?: string | null;
  readonly tikTokCode?: string | null;
  readonly logId?: string | null;
  readonly vendorCode?: string | null;
  readonly entry?: string | null;
  readonly budget?: AiBudgetFieldsFragment | null;
}

/**
 * Base of everything the client throws, except the reason of an aborted signal, which passes through as it is.
 * Branch on the class or on `code`; `message` is English for developers.
 */
export class CreatorgraphError extends Error {
  readonly code: ClientErrorCode;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Seconds to wait before trying again; null where nobody said. */
  readonly retryAfterSeconds: number | null;
  /** To quote to the operator, whose log has it; null unless it was a bug. */
  readonly errorId: string | null;

  constructor(facts: ErrorShape & Partial<ErrorFacts>, options?: ErrorOptions) {
    super(facts.message, options);
    this.name = new.target.name;
    this.code = facts.code as ClientErrorCode;
    this.retryable = facts.retryable ?? false;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.errorId = facts.errorId ?? null;
  }
}

/** No answer: refused, cut, timed out. The server may or may not have acted. */
export class NetworkError extends CreatorgraphError {
  constructor(message: string, options?: ErrorOptions) {
    super({ code: 'NETWORK_ERROR', message, retryable: true }, options);
  }
}

/** An answer that is not GraphQL: often a proxy's page or a wrong URL. */
export class BadResponseError extends CreatorgraphError {
  /** HTTP status of the answer; 0 on a socket. */
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super({ code: 'BAD_RESPONSE', message, retryable: status >= 500 }, options);
    this.status = status;
  }
}

/** No or invalid credentials. */
export class UnauthenticatedError extends CreatorgraphError {}

/** Signed in, but the role or the key's scopes do not allow it. */
export class ForbiddenError extends CreatorgraphError {
  readonly requiredRole: WorkspaceRole | null;
  readonly requiredScope: ApiKeyScope | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.requiredRole = facts.requiredRole ?? null;
    this.requiredScope = facts.requiredScope ?? null;
  }
}

/** Does not exist, or belongs to a workspace the caller cannot see. */
export class NotFoundError extends CreatorgraphError {
  readonly resourceId: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.resourceId = facts.resourceId ?? null;
  }
}

/** Input refused. `issues` is empty when the document itself was refused. */
export class ValidationError extends CreatorgraphError {
  /** Each with the input's path, such as `["input", "count"]`. */
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[];

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.issues = facts.issues ?? [];
  }
}

/**
 * The object's state does not allow it: `IDEMPOTENCY_KEY_REUSED`, the key was used with another input; `LAST_OWNER`, a
 * workspace must keep one owner.
 */
export class ConflictError extends CreatorgraphError {}

/** A state, link or `after` is spent or too old. For events: refetch, then follow without `after`. */
export class ExpiredError extends CreatorgraphError {}

/** Too many requests, too large a body, or too costly a document. */
export class LimitError extends CreatorgraphError {}

/** The server or something it needs is down for a while. */
export class ServiceUnavailableError extends CreatorgraphError {
  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super({ ...facts, retryable: true }, options);
  }
}

/** TikTok refused or is unreachable; `code` tells which. */
export class TikTokError extends CreatorgraphError {
  /** TikTok's own word, unchanged. */
  readonly tikTokCode: string | null;
  /** For TikTok's support. */
  readonly logId: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.tikTokCode = facts.tikTokCode ?? null;
    this.logId = facts.logId ?? null;
  }
}

/** The person must go through `startTikTokAuth` again. */
export class ReauthorizationRequiredError extends CreatorgraphError {
  readonly missingScopes: readonly string[];
  readonly connectionId: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.missingScopes = facts.missingScopes ?? [];
    this.connectionId = facts.connection?.id ?? null;
  }
}

/** Not a fault: there is too little to say. */
export class InsufficientDataError extends CreatorgraphError {
  readonly requiredDays: number | null;
  readonly availableDays: number | null;
  /** Calendar day when it should suffice. */
  readonly availableOn: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.requiredDays = facts.requiredDays ?? null;
    this.availableDays = facts.availableDays ?? null;
    this.availableOn = facts.availableOn ?? null;
  }
}

/** An uploaded file is none of the known formats, damaged, or a bomb. Nothing of it was stored. */
export class ImportUnreadableError extends CreatorgraphError {
  /** Entry of the archive; null for the file itself. */
  readonly entry: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.entry = facts.entry ?? null;
  }
}

/** The AI service failed, refused, or wrote what the data do not support. */
export class AiError extends CreatorgraphError {
  readonly vendorCode: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.vendorCode = facts.vendorCode ?? null;
  }
}

/** What was asked for may cost more than the workspace's AI budget has left; `message` has the amounts. */
export class BudgetExceededError extends CreatorgraphError {
  /** Of the month that would have paid; null for a run that met it later. */
  readonly budget: AiBudgetFieldsFragment | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts, options);
    this.budget = facts.budget ?? null;
  }
}

/** A bug of the server; quote `errorId`. Codes newer than this client arrive here too. */
export class InternalServerError extends CreatorgraphError {}

type ErrorConstructor = new (facts: ErrorFacts, options?: ErrorOptions) => CreatorgraphError;

const CLASS_BY_CODE: Record<Exclude<ClientErrorCode, 'NETWORK_ERROR' | 'BAD_RESPONSE'>, ErrorConstructor> = {
  UNAUTHENTICATED: UnauthenticatedError,
  FORBIDDEN: ForbiddenError,
  NOT_FOUND: NotFoundError,
  BAD_USER_INPUT: ValidationError,
  CONFLICT: ConflictError,
  IDEMPOTENCY_KEY_REUSED: ConflictError,
  LAST_OWNER: ConflictError,
  EXPIRED: ExpiredError,
  RATE_LIMITED: LimitError,
  QUERY_TOO_COMPLEX: LimitError,
  PAYLOAD_TOO_LARGE: LimitError,
  PERSISTED_QUERY_ONLY: ForbiddenError,
  SERVICE_UNAVAILABLE: ServiceUnavailableError,
  TIKTOK_UNAVAILABLE: TikTokError,
  TIKTOK_RATE_LIMITED: TikTokError,
  TIKTOK_REJECTED: TikTokError,
  TIKTOK_AUTH_FAILED: TikTokError,
  REAUTHORIZATION_REQUIRED: ReauthorizationRequiredError,
  SCOPE_MISSING: ReauthorizationRequiredError,
  INSUFFICIENT_DATA: InsufficientDataError,
  IMPORT_UNREADABLE: ImportUnreadableError,
  AI_UNAVAILABLE: AiError,
  AI_REFUSED: AiError,
  AI_OUTPUT_INVALID: AiError,
  AI_BUDGET_EXCEEDED: BudgetExceededError,
  UNGROUNDED: AiError,
  RETRIES_EXHAUSTED: InternalServerError,
  INTERNAL_SERVER_ERROR: InternalServerError,
};

/** The typed error for a member of a result union or a stored failure (`sync.lastError`, `run.error`). */
export function parseError(value: ErrorShape, options?: ErrorOptions): CreatorgraphError {
  // The code is the server's word: one newer than this client, or the name of a built-in member, is not known.
  const known = Object.hasOwn(CLASS_BY_CODE, value.code)
    ? CLASS_BY_CODE[value.code as keyof typeof CLASS_BY_CODE]
    : undefined;
  return new (known ?? InternalServerError)(value, options);
}

/** One entry of a response's `errors`, as the GraphQL specification has it. */
export interface GraphQLResponseError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * The typed error for one entry of `errors`.
 * @param status HTTP status of the answer; decides where the entry has no code (a proxy, or the GraphQL library).
 */
export function parseResponseError(
  error: GraphQLResponseError,
  status = 200,
  retryAfterSeconds: number | null = null,
): CreatorgraphError {
  const { code, ...facts } = error.extensions ?? {};
  return parseError({
    retryAfterSeconds,
    ...facts,
    code: typeof code === 'string' && code !== 'GRAPHQL_VALIDATION_FAILED' ? code : codeOfStatus(status),
    message: error.message,
  } as ErrorShape);
}

/** The code that an HTTP status stands for where the body has none. */
export function codeOfStatus(status: number): ClientErrorCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 413) return 'PAYLOAD_TOO_LARGE';
  if (status === 429) return 'RATE_LIMITED';
  if (status === 502 || status === 503 || status === 504) return 'SERVICE_UNAVAILABLE';
  if (status >= 500) return 'INTERNAL_SERVER_ERROR';
  return 'BAD_USER_INPUT';
}

/** The successful members of a result union. */
export type Success<Result> = Exclude<Result, ErrorShape>;

/** Whether a member of a result union is a failure, one unknown to this client included. */
export function isErrorResult<Result extends object>(result: Result): result is Extract<Result, ErrorShape> {
  return (
    'code' in result &&
    typeof result.code === 'string' &&
    'message' in result &&
    typeof result.message === 'string'
  );
}

/** The successful member of a result union; throws the typed error for any other. */
export function unwrap<Result extends object>(result: Result): Success<Result> {
  if (isErrorResult(result)) throw parseError(result);
  return result as Success<Result>;
}

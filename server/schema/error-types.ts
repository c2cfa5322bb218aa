import {
  ConflictError,
  ERROR_CODES,
  InsufficientDataError,
  NotFoundError,
  ValidationError,
} from '../lib/errors.ts';
import { builder } from './builder.ts';

const DESCRIPTIONS: Record<(typeof ERROR_CODES)[number], string> = {
  UNAUTHENTICATED: 'No or invalid credentials.',
  FORBIDDEN: "Signed in, but the role or the key's scopes do not allow it.",
  NOT_FOUND: 'Does not exist, or belongs to a workspace you cannot see.',
  BAD_USER_INPUT: 'Input refused; see issues.',
  CONFLICT: "The object's state does not allow it.",
  IDEMPOTENCY_KEY_REUSED: 'This key was used with another input.',
  LAST_OWNER: 'A workspace must keep one owner.',
  EXPIRED: 'A token, state or position is spent or too old.',
  RATE_LIMITED: 'Request or cost bucket empty; see retryAfterSeconds.',
  QUERY_TOO_COMPLEX: 'Depth, breadth, aliases, tokens or cost above the limit.',
  PAYLOAD_TOO_LARGE: 'Body or file too large.',
  PERSISTED_QUERY_ONLY: 'Only known documents are accepted.',
  AI_UNAVAILABLE: 'The AI service is unreachable, overloaded or out of quota.',
  AI_REFUSED: 'The model refused, or its content filter cut the answer.',
  AI_OUTPUT_INVALID: "The model's answer was cut or not readable.",
  AI_BUDGET_EXCEEDED: "The workspace's AI budget is used up.",
  UNGROUNDED: 'A figure or evidence id did not match the store.',
  TIKTOK_UNAVAILABLE: 'TikTok is unreachable, failing or answering nonsense.',
  TIKTOK_RATE_LIMITED: "TikTok's quota is used up; the work waits.",
  TIKTOK_REJECTED: 'TikTok refused; see its own code.',
  TIKTOK_AUTH_FAILED: 'The person declined, or TikTok refused the login.',
  REAUTHORIZATION_REQUIRED: "The connection's tokens are dead; connect again.",
  SCOPE_MISSING: 'A scope that this needs was not granted.',
  INSUFFICIENT_DATA: 'Too few data for an honest answer.',
  IMPORT_UNREADABLE: 'The file is none of the known formats, damaged, or a ZIP bomb.',
  RETRIES_EXHAUSTED: 'Gave up after the last retry.',
  SERVICE_UNAVAILABLE: 'A dependency of ours is down or still starting; try again.',
  INTERNAL_SERVER_ERROR: 'A bug; quote errorId.',
};

const ErrorCode = builder.enumType('ErrorCode', {
  description:
    'Also the values of `extensions.code`. May grow: treat an unknown code as INTERNAL_SERVER_ERROR.',
  values: Object.fromEntries(
    ERROR_CODES.map((code) => [code, { description: DESCRIPTIONS[code] }]),
  ) as Record<(typeof ERROR_CODES)[number], { description: string }>,
});

/** What every error type of the contract shares, whether thrown (a DomainError) or stored (a plain row). */
export interface ErrorShape {
  code: (typeof ERROR_CODES)[number];
  message: string;
}

export const ErrorInterface = builder.interfaceRef<ErrorShape>('Error').implement({
  description:
    'Every expected failure. Branch on `code`; `message` is English for developers and never needed to decide.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'Stable name of the failure.' }),
    message: t.exposeString('message', { description: 'One English sentence for developers.' }),
  }),
});

const ValidationIssue = builder.objectRef<{ path: string[]; message: string }>('ValidationIssue').implement({
  description: 'One refused value.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Input path: ["input", "scopes", "0"].' }),
    message: t.exposeString('message', { description: 'What is wrong with it.' }),
  }),
});

builder.objectType(ValidationError, {
  name: 'ValidationError',
  description: 'The input was refused; nothing was done. Codes: BAD_USER_INPUT, PAYLOAD_TOO_LARGE.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [ValidationIssue],
      description: 'Every refused value, in input order.',
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'Does not exist, or belongs to a workspace you cannot see. Code: NOT_FOUND.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    resourceId: t.exposeID('resourceId', {
      nullable: true,
      description: 'The id that was asked for; null where it was a token.',
    }),
  }),
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'The state of things does not allow it. Codes: CONFLICT, IDEMPOTENCY_KEY_REUSED, LAST_OWNER, EXPIRED.',
  interfaces: [ErrorInterface],
});

builder.objectType(InsufficientDataError, {
  name: 'InsufficientData',
  description: 'Not a fault: there is too little to say.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    requiredDays: t.exposeInt('requiredDays', { description: 'Days of history that would suffice.' }),
    availableDays: t.exposeInt('availableDays', { description: 'Days of history there are.' }),
    availableOn: t.expose('availableOn', {
      type: 'Date',
      nullable: true,
      description: 'When it should suffice; null when nothing is collected.',
    }),
  }),
});

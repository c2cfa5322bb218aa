import {
  AiError,
  BudgetExceededError,
  ConflictError,
  CreatorgraphError,
  ForbiddenError,
  ImportUnreadableError,
  InsufficientDataError,
  LimitError,
  NetworkError,
  NotFoundError,
  ReauthorizationRequiredError,
  ServiceUnavailableError,
  TikTokError,
  UnauthenticatedError,
  ValidationError,
} from '../../sdk/index.ts';
import { formatDay } from './format.ts';
import { ROLE_WORDS } from './permissions.ts';

const BY_CODE: Readonly<Record<string, string>> = {
  AI_UNAVAILABLE: 'The AI service cannot be reached, or its quota is used up. Try again later.',
  AI_REFUSED: 'The AI service declined to write this. Try another topic or goal.',
  AI_OUTPUT_INVALID: 'The AI service wrote something unusable. A new try may work.',
  UNGROUNDED: 'What was written did not match the figures, so it was taken back.',
  TIKTOK_UNAVAILABLE: 'TikTok cannot be reached at the moment. We will try again.',
  TIKTOK_RATE_LIMITED: 'TikTok’s quota is used up for now. The work waits its turn.',
  TIKTOK_REJECTED: 'TikTok refused the request.',
  TIKTOK_AUTH_FAILED: 'TikTok refused the sign-in.',
  RETRIES_EXHAUSTED: 'It did not work after several tries.',
  REAUTHORIZATION_REQUIRED: 'TikTok no longer accepts our access. Connect the account again.',
  PAYLOAD_TOO_LARGE: 'That is too large: a file may have 200 MB.',
  LAST_OWNER: 'A workspace must keep an owner: make somebody else one first.',
  SCOPE_MISSING: 'A permission that this needs was not granted. Connect the account again and allow it.',
};

/** What went wrong, for people: a sentence or two, without codes except one to quote. */
export function toPlainWords(error: unknown): string {
  if (!(error instanceof CreatorgraphError)) return 'Something went wrong on this page. Reload it, please.';
  const known = BY_CODE[error.code];
  if (known !== undefined) return known;
  if (error instanceof NetworkError) return 'The server cannot be reached. Check your connection.';
  if (error instanceof ServiceUnavailableError)
    return 'The server is busy or starting. Try again in a moment.';
  if (error instanceof UnauthenticatedError) return 'This session has ended, or the API key is not accepted.';
  if (error instanceof ForbiddenError) return describeForbidden(error);
  // An address that was mistyped has an id that is none.
  const isBadId =
    error instanceof ValidationError &&
    error.issues.length > 0 &&
    error.issues.every(({ path }) => path.at(-1) === 'id');
  if (error instanceof NotFoundError || isBadId) return 'It does not exist, or belongs to another workspace.';
  if (error instanceof ValidationError)
    return error.issues.length === 0
      ? 'The server did not understand the request.'
      : error.issues.map(({ path, message }) => `${path.at(-1) ?? 'Input'}: ${message}`).join(' ');
  // What is wrong with a file, and how much is left, only the server can say.
  if (error instanceof ImportUnreadableError) return error.message;
  if (error instanceof BudgetExceededError) return `${error.message} ${whoMayRaise(error)}`;
  if (error instanceof InsufficientDataError) return 'There are no videos to learn from.';
  if (error instanceof LimitError) return 'That was too much at once. Wait a moment and try again.';
  if (
    error instanceof ReauthorizationRequiredError ||
    error instanceof TikTokError ||
    error instanceof AiError
  )
    return 'It did not work. Try again later.';
  if (error instanceof ConflictError) return 'That is not possible any more: something changed meanwhile.';
  return error.errorId === null
    ? 'The server failed. Try again later.'
    : `The server failed. Quote ${error.errorId} when you report it.`;
}

function whoMayRaise({ budget }: BudgetExceededError): string {
  const anew = budget === null ? '' : `; it starts anew on ${formatDay(budget.resetAt.slice(0, 10))}`;
  return `An admin can change the budget under People${anew}.`;
}

function describeForbidden({ requiredRole, requiredScope }: ForbiddenError): string {
  if (requiredRole !== null) return `This takes the role ${ROLE_WORDS[requiredRole].name} in the workspace.`;
  if (requiredScope !== null) return `This API key lacks the scope ${requiredScope}.`;
  return 'You are not allowed to do that.';
}

/** HTTP status of every error code of the data envelope that the sandbox answers (TikTok: API v2 error handling). */
const DISPLAY_ERROR_STATUS = {
  access_token_invalid: 401,
  scope_not_authorized: 401,
  scope_permission_missed: 400,
  invalid_params: 400,
  rate_limit_exceeded: 429,
  internal_error: 500,
} as const;

type DisplayErrorCode = keyof typeof DISPLAY_ERROR_STATUS;

type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'server_error'
  | 'temporarily_unavailable';

/** Answered in the shape of the endpoint. */
export class WireError extends Error {
  readonly code: string;
  /** HTTP status; undefined: as the settings say of OAuth errors. */
  readonly status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Answered as `{data: {}, error: {code, message, log_id}}`. */
export function displayError(code: DisplayErrorCode, message: string): WireError {
  return new WireError(code, message, DISPLAY_ERROR_STATUS[code]);
}

/** Answered as `{error, error_description, log_id}`. */
export function oauthError(code: OAuthErrorCode, description: string, status?: number): WireError {
  return new WireError(code, description, status);
}

/** Codes of the API for Business, whose every refusal has HTTP status 200. */
export const BUSINESS_CODES = {
  noPermission: 40_001,
  badParams: 40_002,
  throttled: 40_100,
  tokenIncorrect: 40_105,
  systemError: 50_000,
} as const;

/** Answered as `{code, message, request_id, data: {}}`. */
export function businessError(code: keyof typeof BUSINESS_CODES, message: string): WireError {
  return new WireError(String(BUSINESS_CODES[code]), message, 200);
}

/** The shapes of TikTok's errors: the data envelope, OAuth's flat one, and that of the API for Business. */
export type Shape = 'envelope' | 'flat' | 'business';

export function rateLimitExceeded(shape: Shape): WireError {
  const message = 'The API rate limit was exceeded. Please try again later.';
  if (shape === 'business')
    return businessError('throttled', 'Too many requests. Please retry in some time.');
  return shape === 'envelope'
    ? displayError('rate_limit_exceeded', message)
    : oauthError('temporarily_unavailable', message, 429);
}

export function internalError(shape: Shape, status: number): WireError {
  if (shape === 'business') return businessError('systemError', 'System error.');
  const code = shape === 'envelope' ? 'internal_error' : 'server_error';
  return new WireError(code, 'Something went wrong. Please try again later.', status);
}

export function accessTokenIncorrect(): WireError {
  return businessError('tokenIncorrect', 'Access token is incorrect or has been revoked.');
}

export function accessTokenInvalid(): WireError {
  return displayError(
    'access_token_invalid',
    'The access token is invalid or not found in the request. Please try to get a new access token.',
  );
}

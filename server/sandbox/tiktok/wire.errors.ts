/** HTTP status of every error code of the data envelope that the sandbox answers (TikTok: API v2 error handling). */
export const DISPLAY_ERROR_STATUS = {
  access_token_invalid: 401,
  scope_not_authorized: 401,
  invalid_params: 400,
  rate_limit_exceeded: 429,
  internal_error: 500,
} as const;

export type DisplayErrorCode = keyof typeof DISPLAY_ERROR_STATUS;

/** Answered as `{data: {}, error: {code, message, log_id}}`. */
export class DisplayError extends Error {
  readonly code: DisplayErrorCode;

  constructor(code: DisplayErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'unsupported_grant_type'
  | 'server_error'
  | 'temporarily_unavailable';

/** Answered as `{error, error_description, log_id}`. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  /** HTTP status; unset: as the settings say. */
  readonly status: number | undefined;

  constructor(code: OAuthErrorCode, description: string, status?: number) {
    super(description);
    this.code = code;
    this.status = status;
  }
}

export function rateLimitExceeded(): DisplayError {
  return new DisplayError('rate_limit_exceeded', 'The API rate limit was exceeded. Please try again later.');
}

export function accessTokenInvalid(): DisplayError {
  return new DisplayError(
    'access_token_invalid',
    'The access token is invalid or not found in the request. Please try to get a new access token.',
  );
}

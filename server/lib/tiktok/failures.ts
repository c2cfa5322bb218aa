import { TikTokError } from './tiktok-error.ts';

/** TikTok counts calls in a sliding minute and sends no Retry-After (read August 2026). */
const RATE_LIMIT_WINDOW_SECONDS = 60;

const QUOTA_MESSAGE = "TikTok's quota of calls is used up for the moment.";

interface Refusal {
  tikTokCode: string;
  status: number;
  logId: string | null;
}

/** A refusal in the `{ data, error: { code } }` envelope of the data endpoints. */
export function dataError({ tikTokCode, status, logId }: Refusal): TikTokError {
  const facts = { tikTokCode, logId };
  switch (tikTokCode) {
    case 'access_token_invalid':
      return new TikTokError('TikTok does not accept the access token.', {
        ...facts,
        code: 'TIKTOK_AUTH_FAILED',
        problem: 'ACCESS_TOKEN_INVALID',
      });
    case 'scope_not_authorized':
    case 'scope_permission_missed':
      return new TikTokError('The account did not grant a scope that this needs.', {
        ...facts,
        code: 'TIKTOK_REJECTED',
        problem: 'SCOPE_MISSING',
      });
    case 'rate_limit_exceeded':
      return rateLimited(facts);
    case 'internal_error':
      return unavailable('TikTok reported an internal error.', facts);
  }
  return (
    byStatus(status, facts) ??
    new TikTokError('TikTok refused the call.', { ...facts, code: 'TIKTOK_REJECTED' })
  );
}

/** A refusal in the flat shape of the OAuth endpoints, which may come with HTTP 200. */
export function oauthError({ tikTokCode, status, logId }: Refusal): TikTokError {
  const facts = { tikTokCode, logId };
  // OAuth has no word for it: temporarily_unavailable has to do.
  if (status === 429) return rateLimited(facts);
  switch (tikTokCode) {
    case 'invalid_grant':
    case 'access_denied':
      return new TikTokError('TikTok no longer honours this grant.', {
        ...facts,
        code: 'TIKTOK_AUTH_FAILED',
        problem: 'GRANT_DEAD',
      });
    case 'invalid_client':
    case 'unauthorized_client':
      return new TikTokError(
        'TikTok refuses the app: its client key or secret is wrong, or it was withdrawn.',
        {
          ...facts,
          code: 'TIKTOK_AUTH_FAILED',
          problem: 'CLIENT_REFUSED',
        },
      );
    case 'rate_limit_exceeded':
      return rateLimited(facts);
    case 'server_error':
    case 'temporarily_unavailable':
    case 'internal_error':
      return unavailable('TikTok is temporarily unavailable.', facts);
  }
  return (
    byStatus(status, facts) ??
    new TikTokError('TikTok refused the login.', { ...facts, code: 'TIKTOK_AUTH_FAILED' })
  );
}

/** What the HTTP status alone tells; undefined where it tells nothing. */
export function byStatus(
  status: number,
  facts: { tikTokCode?: string; logId: string | null },
): TikTokError | undefined {
  if (status === 429) return rateLimited(facts);
  if (status >= 500) return unavailable(`TikTok answered with HTTP ${String(status)}.`, facts);
  return undefined;
}

export function unavailable(
  message: string,
  facts: { tikTokCode?: string; logId: string | null },
  cause?: unknown,
): TikTokError {
  return new TikTokError(
    message,
    { ...facts, code: 'TIKTOK_UNAVAILABLE' },
    cause === undefined ? undefined : { cause },
  );
}

/** By our own count there is no slot, so TikTok was not asked. */
export function withoutSlot(retryAfterSeconds: number): TikTokError {
  return new TikTokError(QUOTA_MESSAGE, {
    code: 'TIKTOK_RATE_LIMITED',
    problem: 'QUOTA',
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)),
  });
}

function rateLimited(facts: { tikTokCode?: string; logId: string | null }): TikTokError {
  return new TikTokError(QUOTA_MESSAGE, {
    ...facts,
    code: 'TIKTOK_RATE_LIMITED',
    retryAfterSeconds: RATE_LIMIT_WINDOW_SECONDS,
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { DomainError } from '../../lib/errors.ts';
import { completeLogin } from '../../modules/connections/complete-login.service.ts';
import { beginInBrowser } from '../../modules/connections/login.service.ts';
import { isSignInState } from '../../modules/identity/tiktok-link.service.ts';
import { TIKTOK_AUTH_PATH } from '../../lib/identity-paths.ts';
import { redirect, sendPage } from '../responses.ts';
import { finishTikTokSignIn } from './tiktok-sign-in.ts';

export const AUTH_PATH = TIKTOK_AUTH_PATH;
export const CALLBACK_PATH = `${TIKTOK_AUTH_PATH}/callback`;

const COOKIE = 'cg_tiktok_login';
/** Where people go who started a login without saying where to come back to. */
const DEFAULT_RETURN = '/tiktok/';

/** `GET /api/tiktok/auth?state=…`: ties the login to this browser and sends the person on to TikTok. */
export async function beginTikTokLogin(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  await orExplain(services, response, async () => {
    const begun = await beginInBrowser(services, query.get('state') ?? '', cookieOf(request));
    const { protocol } = new URL(services.config.publicUrl);
    const maxAge = Math.max(
      0,
      Math.round((begun.expiresAt.getTime() - services.clock.now().getTime()) / 1000),
    );
    response.setHeader(
      'set-cookie',
      `${COOKIE}=${begun.cookie}; Path=${AUTH_PATH}; Max-Age=${String(maxAge)}; HttpOnly; SameSite=Lax` +
        (protocol === 'https:' ? '; Secure' : ''),
    );
    redirect(response, begun.redirectTo);
  });
}

/** `GET /api/tiktok/auth/callback`: where TikTok sends the person back to. */
export async function finishTikTokLogin(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  if (isSignInState(query.get('state') ?? '')) {
    await finishTikTokSignIn(services, request, response, query);
    return;
  }
  await orExplain(services, response, async () => {
    const { returnTo } = await completeLogin(services, {
      state: query.get('state') ?? '',
      code: query.get('code'),
      error: query.get('error'),
      by: { cookie: cookieOf(request) },
    });
    redirect(response, returnTo ?? DEFAULT_RETURN);
  });
}

const STATUS: Readonly<Record<string, number>> = {
  TIKTOK_UNAVAILABLE: 502,
  TIKTOK_RATE_LIMITED: 503,
  EXPIRED: 410,
  CONFLICT: 409,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
};

/** A person stands before this, not a program: an expected failure becomes a page that says what to do. */
async function orExplain(
  services: Services,
  response: ServerResponse,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    services.log.info({ code: error.code }, 'A TikTok login did not succeed');
    const tikTokCode =
      'tikTokCode' in error && typeof error.tikTokCode === 'string' ? error.tikTokCode : null;
    sendPage(response, STATUS[error.code] ?? 400, {
      title: tikTokCode === 'access_denied' ? 'Nothing was connected' : 'The account could not be connected',
      paragraphs: [
        tikTokCode === 'access_denied' ? 'You declined at TikTok, so no access was given.' : error.message,
        `Code: ${error.code}${tikTokCode === null ? '' : ` (${tikTokCode})`}`,
      ],
      links: [{ href: DEFAULT_RETURN, text: 'Back to the dashboard, to try again' }],
    });
  }
}

function cookieOf(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value) return value;
  }
  return null;
}

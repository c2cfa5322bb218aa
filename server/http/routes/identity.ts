import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import { IDENTITY_PATH, PASSWORD_LENGTH, PEER_HEADER } from '../../lib/identity-paths.ts';
import { canSendMail } from '../../modules/mail/mail.service.ts';
import { headersOf } from '../authentication.ts';
import { peerAddress } from '../peer.ts';
import { readBody } from '../read-body.ts';
import { sendJson } from '../responses.ts';
import { END_OTHERS_PATH, END_SESSION_PATH, serveSessions, SESSIONS_PATH } from './sessions.ts';
import { isFromUs } from '../session-cookie.ts';

/** Bytes; the longest body is an address, a name and a password. */
const MAX_BODY_BYTES = 8_192;

/**
 * The endpoints of better-auth that are open, with what they may be told. All others do not exist, and what else a body
 * says is dropped: addresses to go on to above all.
 */
const POST_ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  '/sign-up/email': ['name', 'email', 'password'],
  '/sign-in/email': ['email', 'password', 'rememberMe'],
  '/sign-in/demo': [],
  '/sign-in/tiktok': [],
  '/link-tiktok': ['password'],
  '/unlink-tiktok': [],
  '/sign-out': [],
  '/send-verification-email': ['email'],
  '/request-password-reset': ['email'],
  '/change-password': ['currentPassword', 'newPassword'],
  '/update-user': ['name'],
  '/change-email': ['newEmail', 'password'],
  '/two-factor/enable': ['password'],
  '/two-factor/disable': ['password'],
  '/two-factor/generate-backup-codes': ['password'],
  '/two-factor/verify-totp': ['code'],
  '/two-factor/verify-backup-code': ['code'],
  [END_SESSION_PATH]: ['id'],
  [END_OTHERS_PATH]: [],
};
const GET_ENDPOINTS: readonly string[] = ['/get-session', '/tiktok-link', SESSIONS_PATH];
const OWN_ENDPOINTS: readonly string[] = [SESSIONS_PATH, END_SESSION_PATH, END_OTHERS_PATH];

/** Said of a new password without being asked: whoever had the old one is out. */
const ALWAYS: Readonly<Record<string, object>> = { '/change-password': { revokeOtherSessions: true } };

/** With it better-auth skips the second factor. We set none and believe none, since nobody could see or end them. */
const TRUSTED_BROWSER_COOKIE = 'trust_device';

/** What cannot be done without a mail. */
const BY_MAIL: readonly string[] = [
  '/sign-up/email',
  '/send-verification-email',
  '/request-password-reset',
  '/change-email',
];

/** Where a password or code can be guessed by whoever is not signed in. */
const GUESSES: readonly string[] = [
  '/sign-in/email',
  // Nothing to guess here, but each leaves a row.
  '/sign-in/tiktok',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
];

/** Where the password is asked for once more, which whoever found a session open could guess. */
const PASSWORD_AGAIN: readonly string[] = [
  '/link-tiktok',
  '/change-password',
  '/change-email',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
];

const PASSWORD_WORDS = `A password has ${String(PASSWORD_LENGTH.min)} to ${String(PASSWORD_LENGTH.max)} characters.`;
const WORDS: Readonly<Record<string, string>> = {
  PASSWORD_TOO_SHORT: PASSWORD_WORDS,
  PASSWORD_TOO_LONG: PASSWORD_WORDS,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Sign in anew.',
  INVALID_TWO_FACTOR_COOKIE: 'This sign-in is too old or was ended. Sign in anew.',
};

const Body = z.record(z.string(), z.unknown());

/** `/api/auth/*`: JSON in, JSON out, and the session in a cookie that no script reads. */
export async function serveIdentity(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const path = pathname.slice(IDENTITY_PATH.length);
  const fields = Object.hasOwn(POST_ENDPOINTS, path) ? POST_ENDPOINTS[path] : undefined;
  if (fields === undefined && !GET_ENDPOINTS.includes(path)) {
    refuse(response, 404, 'NOT_FOUND', 'Nothing is here.');
    return;
  }
  const method = fields === undefined ? 'GET' : 'POST';
  if (request.method !== method) {
    response.setHeader('allow', method);
    refuse(response, 405, 'METHOD_NOT_ALLOWED', `Only ${method} is answered here.`);
    return;
  }
  if (BY_MAIL.includes(path) && !canSendMail(services)) {
    refuse(
      response,
      503,
      'MAIL_UNAVAILABLE',
      'This server cannot send mail. Whoever runs it has to set SMTP_URL.',
    );
    return;
  }
  const body = fields === undefined ? null : await readFields(services, request, response, fields);
  if (body === undefined) return;
  if (OWN_ENDPOINTS.includes(path)) {
    await serveSessions(services, request, response, path, body ?? {});
    return;
  }
  const waitSeconds = await waitOf(services, request, path, body);
  if (waitSeconds !== null) {
    response.setHeader('retry-after', String(waitSeconds));
    refuse(response, 429, 'RATE_LIMITED', `Too many attempts; try again in ${String(waitSeconds)} seconds.`);
    return;
  }
  const told = body === null ? null : { ...body, ...ALWAYS[path] };
  await hand(services, request, response, path, told);
}

/** Seconds until another attempt may be made; null: this one may. */
async function waitOf(
  { attemptLimit, config, identity }: Services,
  request: IncomingMessage,
  path: string,
  body: Record<string, unknown> | null,
): Promise<number | null> {
  const from = peerAddress(request, config);
  const waits: (number | null)[] = [];
  if (PASSWORD_AGAIN.includes(path)) {
    const session = await identity.sessionOf(request.headers.cookie ?? '');
    waits.push(await attemptLimit.take('guess', session?.userId ?? null, from));
  }
  const kind = BY_MAIL.includes(path) ? 'mail' : GUESSES.includes(path) ? 'guess' : null;
  if (kind !== null) {
    const email = body?.['email'] ?? body?.['newEmail'];
    waits.push(await attemptLimit.take(kind, typeof email === 'string' ? email : null, from));
  }
  return waits.find((seconds) => seconds !== null) ?? null;
}

/** The fields of a JSON body from one of our own pages; undefined once it was refused. */
async function readFields(
  { config }: Services,
  request: IncomingMessage,
  response: ServerResponse,
  fields: readonly string[],
): Promise<Record<string, unknown> | undefined> {
  const header = headersOf(request);
  if (!isFromUs(config, header)) {
    refuse(response, 403, 'INVALID_ORIGIN', 'Only pages of this server may ask this.');
    return undefined;
  }
  // No form of another site can send it without being asked about.
  if (!/^application\/json\b/i.test(header('content-type') ?? '')) {
    refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.');
    return undefined;
  }
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (bytes === null) {
    response.setHeader('connection', 'close');
    refuse(response, 413, 'PAYLOAD_TOO_LARGE', 'The body is too large.');
    return undefined;
  }
  const parsed = Body.safeParse(parseJson(bytes.toString('utf8')));
  if (!parsed.success) {
    refuse(response, 400, 'BAD_USER_INPUT', 'The body must be a JSON object.');
    return undefined;
  }
  return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => fields.includes(name)));
}

async function hand(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: object | null,
): Promise<void> {
  const { status, answer } = await askIdentity(services, request, response, path, body);
  sendJson(response, status, answer);
}

/** Asks better-auth as the browser that sent the request, which gets the cookies of the answer. */
export async function askIdentity(
  { config, identity }: Services,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: object | null,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const header = headersOf(request);
  const headers = new Headers({ origin: new URL(config.publicUrl).origin });
  const cookies = header('cookie');
  if (cookies !== null) headers.set('cookie', withoutTrust(cookies));
  const userAgent = header('user-agent');
  if (userAgent !== null) headers.set('user-agent', userAgent);
  const peer = peerAddress(request, config);
  if (peer !== null) headers.set(PEER_HEADER, peer);
  if (body !== null) headers.set('content-type', 'application/json');

  const answer = await identity.handle(
    new Request(new URL(`${IDENTITY_PATH}${path}`, config.publicUrl), {
      method: body === null ? 'GET' : 'POST',
      headers,
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const newCookies = answer.headers.getSetCookie();
  if (newCookies.length > 0) response.setHeader('set-cookie', newCookies);
  const retryAfter = answer.headers.get('retry-after');
  if (retryAfter !== null) response.setHeader('retry-after', retryAfter);
  return { status: answer.status, answer: inOurWords(withoutTokens(parseJson(await answer.text()))) };
}

function withoutTrust(cookies: string): string {
  const isTrust = (pair: string): boolean =>
    pair.split('=', 1).join('').trim().endsWith(TRUSTED_BROWSER_COOKIE);
  return cookies
    .split(';')
    .filter((pair) => !isTrust(pair))
    .join(';');
}

/** The session's token belongs into the cookie, where no script reads it. */
function withoutTokens(answer: unknown): Record<string, unknown> {
  if (typeof answer !== 'object' || answer === null) return {};
  const kept = Object.entries(answer).filter(([name]) => name !== 'token');
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'session' ? withoutTokens(value) : (value as unknown)]),
  );
}

/** Some of better-auth's refusals do not tell what to do. */
function inOurWords(answer: Record<string, unknown>): Record<string, unknown> {
  const { code } = answer;
  const message = typeof code === 'string' && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return message === undefined ? answer : { ...answer, message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { code, message });
}

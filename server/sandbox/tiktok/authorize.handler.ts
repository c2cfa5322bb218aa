import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { sendConsentPage, type AuthorizationRequest } from './consent.page.ts';
import { isScope, SANDBOX_CLIENT_KEY, type SandboxContext } from './context.ts';
import { escapeHtml, mediaType, readBody } from './http.ts';
import { sendPage } from './page.ts';
import { hashOf } from './state.store.ts';

/** As for TikTok for Business; Login Kit does not document the lifetime of its codes. */
const CODE_TTL_MS = 10 * 60_000;

/** Answers the authorization page, with and without its trailing slash, and the decision taken on it. */
export async function handleAuthorize(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (url.pathname !== '/v2/auth/authorize/' && url.pathname !== '/v2/auth/authorize') return false;
  if (request.method === 'GET') {
    const authorization = readRequest(url.searchParams);
    if (typeof authorization === 'string') sendProblem(response, authorization);
    else sendConsentPage(sandbox, response, authorization);
    return true;
  }
  if (request.method !== 'POST') return false;
  const body = await readBody(request);
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    sendProblem(response, 'The decision must be sent as a form.');
    return true;
  }
  decide(sandbox, response, new URLSearchParams(body));
  return true;
}

/**
 * The form's fields: the request's own (`client_key`, `response_type`, `requested_scope`, `redirect_uri`, `state`,
 * `code_challenge`, `code_challenge_method`), `creator`, `scope` once for every switch left on, `decision`.
 */
function decide(sandbox: SandboxContext, response: ServerResponse, form: URLSearchParams): void {
  const granted = form.getAll('scope').flatMap((value) => value.split(','));
  const asked = new URLSearchParams(form);
  asked.set('scope', form.get('requested_scope') ?? granted.join(','));
  const authorization = readRequest(asked);
  if (typeof authorization === 'string') {
    sendProblem(response, authorization);
    return;
  }
  const decision = form.get('decision');
  if (decision === 'deny') {
    redirect(response, authorization, {
      error: 'access_denied',
      error_description: 'The user denied the request.',
    });
    return;
  }
  const creator = sandbox.world.creator(form.get('creator') ?? '');
  if (decision !== 'allow' || creator === undefined) {
    sendProblem(response, 'Choose one of the creators, then Authorize or Deny.');
    return;
  }
  // Login Kit gives the basic scope by default, asked for or not.
  const scopes = authorization.scopes.filter(
    (scope) => granted.includes(scope) || scope === 'user.info.basic',
  );
  if (!scopes.includes('user.info.basic')) scopes.unshift('user.info.basic');
  const code = newCode();
  const now = sandbox.now();
  const { codes } = sandbox.store;
  for (const pending of [...codes.all()]) if (pending.expiresAt <= now) codes.remove(pending.id);
  const hash = hashOf(code);
  codes.put({
    id: hash,
    hash,
    expiresAt: now + CODE_TTL_MS,
    clientKey: authorization.clientKey,
    creator: creator.persona.key,
    scopes,
    redirectUri: authorization.redirectUri,
    codeChallenge: authorization.codeChallenge,
  });
  redirect(response, authorization, { code, scopes: scopes.join(',') });
}

function redirect(
  response: ServerResponse,
  authorization: AuthorizationRequest,
  parameters: Record<string, string>,
): void {
  const location = new URL(authorization.redirectUri);
  for (const [name, value] of Object.entries({ ...parameters, state: authorization.state })) {
    location.searchParams.append(name, value);
  }
  response.writeHead(302, { location: location.href, 'cache-control': 'no-store', 'content-length': 0 });
  response.end();
}

/** The request, or a sentence that says what is wrong with it; then nothing may be redirected. */
function readRequest(parameters: URLSearchParams): AuthorizationRequest | string {
  const value = (name: string): string => parameters.get(name) ?? '';
  if (value('client_key') !== SANDBOX_CLIENT_KEY) {
    return `client_key: this sandbox knows one app only, "${SANDBOX_CLIENT_KEY}".`;
  }
  if (!isRegisteredRedirect(value('redirect_uri'))) {
    return 'redirect_uri: is not registered. For a desktop app it is http or https on localhost or 127.0.0.1, with a port and without a fragment.';
  }
  if (value('response_type') !== 'code') return 'response_type: must be "code".';
  if (value('state') === '') return 'state: is missing.';
  const scopes = value('scope')
    .split(',')
    .filter((scope) => scope !== '');
  const unknown = scopes.filter((scope) => !isScope(scope));
  if (scopes.length === 0) return 'scope: is missing (comma separated).';
  if (unknown.length > 0) return `scope: the app is not approved for ${unknown.join(', ')}.`;
  if (value('code_challenge_method') !== 'S256')
    return 'code_challenge_method: must be "S256" for a desktop app.';
  if (!/^[0-9a-f]{64}$/.test(value('code_challenge'))) {
    return 'code_challenge: must be the lower-case hexadecimal SHA-256 of the verifier (64 characters), not base64url.';
  }
  return {
    clientKey: value('client_key'),
    scopes: [...new Set(scopes.filter(isScope))],
    redirectUri: value('redirect_uri'),
    state: value('state'),
    codeChallenge: value('code_challenge'),
  };
}

/** TikTok's rule for desktop apps; every port counts as registered (`*`). */
function isRegisteredRedirect(uri: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1):\d{1,5}(\/[^#]*)?$/.test(uri) && URL.canParse(uri);
}

function sendProblem(response: ServerResponse, problem: string): void {
  sendPage(response, 400, 'Cannot continue', [
    '<h1>The authorization request cannot continue</h1>',
    `<p role="alert">${escapeHtml(problem)}</p>`,
    '<p class="hint">Nothing was authorized. Go back to the app and start again.</p>',
  ]);
}

/** With characters that must be encoded once and only once on their way, as TikTok's have. */
function newCode(): string {
  const random = randomBytes(24).toString('base64url');
  return `${random.slice(0, 10)}~${random.slice(10)}*0!${randomBytes(2).readUInt16BE()}.e1`;
}

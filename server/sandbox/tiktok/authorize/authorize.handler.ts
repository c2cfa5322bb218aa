import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readAuthorization, type AuthorizationRequest, type Refusal } from './authorize.request.ts';
import { sendConsentPage } from './consent.page.ts';
import { SANDBOX_CLIENT_KEY, type SandboxContext, type Scope } from '../context.ts';
import type { FaultKind } from '../faults/fault.kinds.ts';
import { escapeHtml, mediaType, readBody } from '../http.ts';
import { sendPage } from '../page.ts';
import { hashOf } from '../state/state.store.ts';
import type { SimulatedCreator } from '../world/creator.ts';

/** As for TikTok for Business; Login Kit does not document the lifetime of its codes. */
const CODE_TTL_MS = 10 * 60_000;
/** Remembers who is logged in at the sandbox, as a browser does for TikTok. */
const SESSION_COOKIE = 'tiktok_sandbox_session';

/** Answers the authorization page, with and without its trailing slash, and the decision taken on it. */
export async function handleAuthorize(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (url.pathname !== '/v2/auth/authorize/' && url.pathname !== '/v2/auth/authorize') return false;
  if (request.method === 'GET') {
    show(sandbox, request, response, url.searchParams);
    return true;
  }
  if (request.method !== 'POST') return false;
  const body = await readBody(request);
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    refuse(sandbox, response, { problem: 'The decision must be sent as a form.' });
    return true;
  }
  decide(sandbox, response, new URLSearchParams(body));
  return true;
}

function show(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  parameters: URLSearchParams,
): void {
  const authorization = readAuthorization(sandbox, parameters);
  if (isRefusal(authorization)) {
    refuse(sandbox, response, authorization);
    return;
  }
  const creator = sandbox.world.creator(sessionOf(request));
  const before = creator && consentedScopes(sandbox, creator);
  if (creator && authorization.autoAuth && authorization.scopes.every((scope) => before?.includes(scope))) {
    allow(sandbox, response, authorization, creator, authorization.scopes);
    return;
  }
  log(sandbox, creator?.persona.key ?? null, 200, 'ok');
  sendConsentPage(sandbox, response, authorization, creator?.persona.key);
}

/**
 * The form's fields: the request's own (`client_key`, `response_type`, `requested_scope`, `redirect_uri`, `state`,
 * `code_challenge`, `code_challenge_method`), `creator` (or `other_creator`, typed in), `scope` once for every
 * switch left on, `decision`.
 */
function decide(sandbox: SandboxContext, response: ServerResponse, form: URLSearchParams): void {
  const granted = form.getAll('scope').flatMap((value) => value.split(','));
  const asked = new URLSearchParams(form);
  asked.set('scope', form.get('requested_scope') ?? granted.join(','));
  const authorization = readAuthorization(sandbox, asked);
  if (isRefusal(authorization)) {
    refuse(sandbox, response, authorization);
    return;
  }
  const decision = form.get('decision');
  const typed = form.get('other_creator')?.trim() ?? '';
  const creator = sandbox.world.creator(typed === '' ? (form.get('creator') ?? '') : typed);
  if (decision === 'deny') {
    const description = 'The user denied the request.';
    sendBack(sandbox, response, authorization, creator, {
      error: 'access_denied',
      error_description: description,
    });
    return;
  }
  if (decision !== 'allow' || creator === undefined) {
    refuse(sandbox, response, { problem: 'Choose one of the creators, then Authorize or Deny.' });
    return;
  }
  const scopes = authorization.scopes.filter((scope) => granted.includes(scope));
  allow(sandbox, response, authorization, creator, scopes);
}

function allow(
  sandbox: SandboxContext,
  response: ServerResponse,
  authorization: AuthorizationRequest,
  creator: SimulatedCreator,
  allowed: readonly Scope[],
): void {
  // Login Kit gives the basic scope by default, asked for or not.
  const scopes = [...new Set<Scope>(['user.info.basic', ...allowed])];
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
  response.setHeader(
    'set-cookie',
    `${SESSION_COOKIE}=${creator.persona.key}; Path=/v2/auth; HttpOnly; SameSite=Lax`,
  );
  sendBack(sandbox, response, authorization, creator, { code, scopes: scopes.join(',') });
}

/** Redirects to the app, unless a fault says something else of it. */
function sendBack(
  sandbox: SandboxContext,
  response: ServerResponse,
  to: { redirectUri: string; state: string },
  creator: SimulatedCreator | undefined,
  parameters: Record<string, string>,
): void {
  const key = creator?.persona.key ?? null;
  const fault = sandbox.faults.take('auth/authorize', key);
  const state = fault?.kind === 'wrong_state' ? randomBytes(12).toString('base64url') : to.state;
  const told: Record<string, string> =
    fault?.kind === 'callback_error'
      ? {
          error: fault.code ?? 'server_error',
          error_description: 'Something went wrong. Please try again later.',
        }
      : parameters;
  const location = new URL(to.redirectUri);
  for (const [name, value] of Object.entries({ ...told, state })) location.searchParams.append(name, value);
  log(sandbox, key, 302, told.error ?? 'ok', fault?.kind);
  response.writeHead(302, { location: location.href, 'cache-control': 'no-store', 'content-length': 0 });
  response.end();
}

function refuse(sandbox: SandboxContext, response: ServerResponse, refusal: Refusal): void {
  if ('error' in refusal) {
    const { error, description } = refusal;
    sendBack(sandbox, response, refusal, undefined, { error, error_description: description });
    return;
  }
  log(sandbox, null, 400, 'refused');
  sendPage(response, 400, 'Cannot continue', [
    '<h1>The authorization request cannot continue</h1>',
    `<p role="alert">${escapeHtml(refusal.problem)}</p>`,
    '<p class="hint">Nothing was authorized. Go back to the app and start again.</p>',
  ]);
}

function isRefusal(read: AuthorizationRequest | Refusal): read is Refusal {
  return 'problem' in read || 'error' in read;
}

/** What the creator lets the app read at the moment. */
function consentedScopes(sandbox: SandboxContext, creator: SimulatedCreator): string[] {
  const grants = sandbox.store.grantsOf(creator.persona.key);
  return grants.filter((grant) => grant.clientKey === SANDBOX_CLIENT_KEY).flatMap((grant) => grant.scopes);
}

/** Key of the creator who consented last in this browser; '' where nobody did. */
function sessionOf(request: IncomingMessage): string {
  return new RegExp(`(?:^|; )${SESSION_COOKIE}=([a-z0-9-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function log(
  sandbox: SandboxContext,
  creator: string | null,
  status: number,
  code: string,
  fault?: FaultKind,
): void {
  const at = sandbox.clock.now().getTime();
  const call = { at, realAt: Date.now(), endpoint: 'auth/authorize', creator, status, code } as const;
  sandbox.callLog.add({ ...call, clientKey: SANDBOX_CLIENT_KEY, fault: fault ?? null });
}

/** With characters that must be encoded once and only once on their way, as TikTok's have. */
function newCode(): string {
  const random = randomBytes(24).toString('base64url');
  return `${random.slice(0, 10)}~${random.slice(10)}*0!${randomBytes(2).readUInt16BE()}.e1`;
}

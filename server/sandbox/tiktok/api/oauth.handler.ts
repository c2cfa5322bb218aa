import { hash, randomBytes, randomUUID } from 'node:crypto';

import {
  SANDBOX_CLIENT_KEY,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_RESEARCH_CLIENT_KEY,
  SANDBOX_RESEARCH_CLIENT_SECRET,
  type SandboxContext,
} from '../context.ts';
import type { ApiRequest } from '../http.ts';
import { hashOf, type Grant } from '../state/state.store.ts';
import { REMOVAL_REASON } from '../webhook/webhook.events.ts';
import { oauthError } from './wire.errors.ts';

const LIFETIME_SECONDS = {
  new: { access: 7_200, refresh: 15_552_000 },
  old: { access: 86_400, refresh: 31_536_000 },
} as const;

/** Of one grant at a time; the oldest ones end. */
const MOST_ACCESS_TOKENS = 20;
const MOST_FORMER_TOKENS = 5;

/** `POST /v2/oauth/token/`. */
export function answerToken(sandbox: SandboxContext, request: ApiRequest): object {
  const form = readForm(request);
  const clientKey = authenticateClient(form);
  const grantType = required(form, 'grant_type');
  if (grantType === 'client_credentials') return issueClientToken(sandbox, clientKey);
  if (clientKey !== SANDBOX_CLIENT_KEY) {
    throw oauthError('unauthorized_client', 'The app may not ask for this type of grant.');
  }
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(sandbox, form);
    case 'refresh_token':
      return refresh(sandbox, form);
    default:
      throw oauthError('unsupported_grant_type', 'Grant type is not supported.');
  }
}

/** `POST /v2/oauth/revoke/`: the app loses every token it holds for the person. */
export function answerRevoke(sandbox: SandboxContext, request: ApiRequest): object {
  const form = readForm(request);
  authenticateClient(form);
  const found = sandbox.store.grantOfAccess(hashOf(required(form, 'token')));
  if (found === undefined || found.expiresAt <= sandbox.now())
    throw oauthError('invalid_grant', 'Token is invalid or expired.');
  removeGrants(sandbox, found.grant.creator, REMOVAL_REASON.developerRevoked, found.grant.clientKey);
  return {};
}

/** Ends what the creator has granted, to one app or to all, and tells the app. */
export function removeGrants(
  sandbox: SandboxContext,
  creator: string,
  reason: number,
  clientKey?: string,
): void {
  const { store } = sandbox;
  const isMeant = (app: string): boolean => clientKey === undefined || app === clientKey;
  const ended = store.grantsOf(creator).filter((grant) => isMeant(grant.clientKey));
  for (const grant of ended) store.removeGrant(grant);
  for (const app of new Set(ended.map((grant) => grant.clientKey))) {
    void sandbox.webhook.send({
      event: 'authorization.removed',
      clientKey: app,
      createTime: Math.floor(sandbox.now() / 1000),
      openId: sandbox.world.openId(app, creator),
      content: JSON.stringify({ reason }),
    });
  }
  for (const code of [...store.codes.all()]) {
    if (code.creator === creator && isMeant(code.clientKey)) store.codes.remove(code.id);
  }
}

/** A token of the app itself. */
function issueClientToken(sandbox: SandboxContext, clientKey: string): object {
  const token = `clt.${randomToken()}`;
  const { access: lifetime } = LIFETIME_SECONDS.new;
  const now = sandbox.now();
  for (const [hash, { expiresAt }] of sandbox.clientTokens) {
    if (expiresAt <= now) sandbox.clientTokens.delete(hash);
  }
  sandbox.clientTokens.set(hashOf(token), { clientKey, expiresAt: now + lifetime * 1000 });
  return { access_token: token, expires_in: lifetime, token_type: 'Bearer' };
}

function exchangeCode(sandbox: SandboxContext, form: URLSearchParams): object {
  const { codes } = sandbox.store;
  const id = hashOf(required(form, 'code'));
  const redirectUri = required(form, 'redirect_uri');
  const code = codes.get(id);
  // Single use, whatever comes of it: a code that was shown once may have been seen by others.
  codes.remove(id);
  if (code === undefined || code.expiresAt <= sandbox.now()) {
    throw oauthError('invalid_grant', 'Authorization code is expired.');
  }
  if (code.redirectUri !== redirectUri) {
    throw oauthError('invalid_request', 'Redirect_uri is not matched with the uri when requesting code.');
  }
  if (code.codeChallenge !== '' && !answersChallenge(required(form, 'code_verifier'), code.codeChallenge)) {
    throw oauthError('invalid_request', 'Code verifier or code challenge is invalid.');
  }
  const { clientKey, creator, scopes } = code;
  return issueTokens(sandbox, { id: randomUUID(), clientKey, creator, scopes, access: [], former: [] });
}

/** TikTok's challenge is the hexadecimal form of the digest, not RFC 7636's base64url. */
function answersChallenge(verifier: string, challenge: string): boolean {
  return /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) && hash('sha256', verifier, 'hex') === challenge;
}

function refresh(sandbox: SandboxContext, form: URLSearchParams): object {
  const presented = required(form, 'refresh_token');
  const id = hashOf(presented);
  const grant = sandbox.store.grantOfRefresh(id);
  const token = [...(grant?.former ?? []), grant?.refresh].find((known) => known?.hash === id);
  if (grant === undefined || token === undefined || token.expiresAt <= sandbox.now()) {
    throw oauthError('invalid_grant', 'Refresh token is invalid or expired.');
  }
  return issueTokens(sandbox, grant, presented);
}

/** A new pair. Former access tokens live until they expire; what becomes of the refresh token is a setting. */
function issueTokens(
  sandbox: SandboxContext,
  grant: Omit<Grant, 'refresh'> & Partial<Pick<Grant, 'refresh'>>,
  presented?: string,
): object {
  const now = sandbox.now();
  const { tokenLifetime, refreshLifetime, rotateRefreshToken, rotationGraceSeconds } = sandbox.settings;
  const lifetime = LIFETIME_SECONDS[tokenLifetime];
  const accessToken = `act.${randomToken()}`;
  const { refresh: rotated } = grant;
  const isKept = !rotateRefreshToken && presented !== undefined && rotated?.hash === hashOf(presented);
  const refreshToken = isKept ? presented : `rft.${randomToken()}`;
  const ends =
    rotated !== undefined && refreshLifetime === 'remaining'
      ? rotated.expiresAt
      : now + lifetime.refresh * 1000;
  const grace = { hash: rotated?.hash ?? '', expiresAt: now + rotationGraceSeconds * 1000 };
  const former = rotated === undefined || isKept ? grant.former : [...grant.former, grace];
  const alive = grant.access.filter((access) => access.expiresAt > now).slice(-MOST_ACCESS_TOKENS + 1);
  sandbox.store.putGrant({
    ...grant,
    access: [...alive, { hash: hashOf(accessToken), expiresAt: now + lifetime.access * 1000 }],
    refresh: { hash: hashOf(refreshToken), expiresAt: ends },
    // Those that work no more are still told apart from unknown ones by the call log.
    former: former.slice(-MOST_FORMER_TOKENS),
  });
  return {
    access_token: accessToken,
    expires_in: lifetime.access,
    open_id: sandbox.world.openId(grant.clientKey, grant.creator),
    refresh_expires_in: Math.floor((ends - now) / 1000),
    refresh_token: refreshToken,
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
  };
}

function readForm(request: ApiRequest): URLSearchParams {
  if (request.mediaType !== 'application/x-www-form-urlencoded') {
    throw oauthError(
      'invalid_request',
      'Only `application/x-www-form-urlencoded` is supported as Content-Type.',
    );
  }
  return new URLSearchParams(request.body);
}

const SECRETS = new Map<string, string>([
  [SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET],
  [SANDBOX_RESEARCH_CLIENT_KEY, SANDBOX_RESEARCH_CLIENT_SECRET],
]);

/** The app's key. */
function authenticateClient(form: URLSearchParams): string {
  const key = required(form, 'client_key');
  if (SECRETS.get(key) !== required(form, 'client_secret')) {
    throw oauthError('invalid_client', 'Client key or secret is incorrect.');
  }
  return key;
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') {
    throw oauthError('invalid_request', `The request parameters are malformed: ${name} is missing.`);
  }
  return value;
}

function randomToken(): string {
  return randomBytes(36).toString('base64url');
}

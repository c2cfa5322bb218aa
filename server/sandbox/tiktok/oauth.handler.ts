import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET, type SandboxContext } from './context.ts';
import type { ApiRequest } from './http.ts';
import { hashOf, type Grant } from './state.store.ts';
import { OAuthError } from './wire.errors.ts';

const LIFETIME_SECONDS = {
  new: { access: 7_200, refresh: 15_552_000 },
  old: { access: 86_400, refresh: 31_536_000 },
} as const;

/** Of one grant at a time; the oldest ones end. */
const MOST_ACCESS_TOKENS = 20;

/** `POST /v2/oauth/token/`. */
export function answerToken(sandbox: SandboxContext, request: ApiRequest): object {
  const form = readForm(request);
  authenticateClient(form);
  const grantType = required(form, 'grant_type');
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(sandbox, form);
    case 'refresh_token':
      return refresh(sandbox, form);
    case 'client_credentials':
      return {
        access_token: `clt.${randomToken()}`,
        expires_in: LIFETIME_SECONDS.new.access,
        token_type: 'Bearer',
      };
    default:
      throw new OAuthError('unsupported_grant_type', 'Grant type is not supported.');
  }
}

/** `POST /v2/oauth/revoke/`: the app loses every token it holds for the person. */
export function answerRevoke(sandbox: SandboxContext, request: ApiRequest): object {
  const form = readForm(request);
  authenticateClient(form);
  const found = sandbox.store.grantOfAccess(hashOf(required(form, 'token')));
  if (found === undefined || found.expiresAt <= sandbox.now())
    throw new OAuthError('invalid_grant', 'Token is invalid or expired.');
  removeGrants(sandbox, found.grant.creator, found.grant.clientKey);
  return {};
}

/** Ends what the creator has granted, to one app or to all. */
export function removeGrants(sandbox: SandboxContext, creator: string, clientKey?: string): void {
  const { store } = sandbox;
  const isMeant = (app: string): boolean => clientKey === undefined || app === clientKey;
  for (const grant of store.grantsOf(creator)) if (isMeant(grant.clientKey)) store.removeGrant(grant);
  for (const code of [...store.codes.all()]) {
    if (code.creator === creator && isMeant(code.clientKey)) store.codes.remove(code.id);
  }
}

function exchangeCode(sandbox: SandboxContext, form: URLSearchParams): object {
  const { codes } = sandbox.store;
  const hash = hashOf(required(form, 'code'));
  const redirectUri = required(form, 'redirect_uri');
  const verifier = required(form, 'code_verifier');
  const code = codes.get(hash);
  // Single use, whatever comes of it: a code that was shown once may have been seen by others.
  codes.remove(hash);
  if (code === undefined || code.expiresAt <= sandbox.now()) {
    throw new OAuthError('invalid_grant', 'Authorization code is expired.');
  }
  if (code.redirectUri !== redirectUri) {
    throw new OAuthError('invalid_request', 'Redirect_uri is not matched with the uri when requesting code.');
  }
  // TikTok's challenge is the hexadecimal form of the digest, not RFC 7636's base64url.
  const wellFormed = /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier);
  if (!wellFormed || createHash('sha256').update(verifier).digest('hex') !== code.codeChallenge) {
    throw new OAuthError('invalid_request', 'Code verifier or code challenge is invalid.');
  }
  const { clientKey, creator, scopes } = code;
  return issueTokens(sandbox, { id: randomUUID(), clientKey, creator, scopes, access: [] });
}

function refresh(sandbox: SandboxContext, form: URLSearchParams): object {
  const hash = hashOf(required(form, 'refresh_token'));
  const grant = sandbox.store.grantOfRefresh(hash);
  if (grant === undefined || grant.refresh.expiresAt <= sandbox.now()) {
    throw new OAuthError('invalid_grant', 'Refresh token is invalid or expired.');
  }
  return issueTokens(sandbox, grant);
}

/**
 * A new pair. The former refresh token is dead at once; former access tokens live until they expire. TikTok does
 * not say whether rotation starts the refresh token's lifetime anew: here it does.
 */
function issueTokens(sandbox: SandboxContext, grant: Omit<Grant, 'refresh'>): object {
  const now = sandbox.now();
  const lifetime = LIFETIME_SECONDS[sandbox.settings.tokenLifetime];
  const accessToken = `act.${randomToken()}`;
  const refreshToken = `rft.${randomToken()}`;
  const alive = grant.access.filter((access) => access.expiresAt > now).slice(-MOST_ACCESS_TOKENS + 1);
  sandbox.store.putGrant({
    ...grant,
    access: [...alive, { hash: hashOf(accessToken), expiresAt: now + lifetime.access * 1000 }],
    refresh: { hash: hashOf(refreshToken), expiresAt: now + lifetime.refresh * 1000 },
  });
  return {
    access_token: accessToken,
    expires_in: lifetime.access,
    open_id: sandbox.world.openId(grant.clientKey, grant.creator),
    refresh_expires_in: lifetime.refresh,
    refresh_token: refreshToken,
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
  };
}

function readForm(request: ApiRequest): URLSearchParams {
  if (request.mediaType !== 'application/x-www-form-urlencoded') {
    throw new OAuthError(
      'invalid_request',
      'Only `application/x-www-form-urlencoded` is supported as Content-Type.',
    );
  }
  return new URLSearchParams(request.body);
}

function authenticateClient(form: URLSearchParams): void {
  const key = required(form, 'client_key');
  const secret = required(form, 'client_secret');
  if (key !== SANDBOX_CLIENT_KEY || secret !== SANDBOX_CLIENT_SECRET) {
    throw new OAuthError('invalid_client', 'Client key or secret is incorrect.');
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') {
    throw new OAuthError('invalid_request', `The request parameters are malformed: ${name} is missing.`);
  }
  return value;
}

function randomToken(): string {
  return randomBytes(36).toString('base64url');
}

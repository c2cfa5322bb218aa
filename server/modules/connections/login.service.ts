import { randomBytes } from 'node:crypto';
import type { Services } from '../../app/services.ts';
import type { Remember, Remembered } from '../../data/idempotency.ts';
import type { TikTokLogin } from '../../data/generated/prisma/client.ts';
import { ConflictError, notFound, ValidationError } from '../../lib/errors.ts';
import type { InputIssue } from '../../lib/errors.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import { viewerOfCaller } from '../accounts/caller.service.ts';
import { authorize, mayIn } from '../accounts/viewer.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { UnknownKeyError } from '../../lib/token-cipher.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';
import { TIKTOK_SCOPES } from '../../vendors/tiktok/port.ts';
import { authorizeConnection } from './connection.policy.ts';

/** Enough to sign up at TikTok on the way; TikTok's own code lives as long. */
const LOGIN_TTL_MS = 10 * 60_000;
const MAX_PATH_LENGTH = 2_000;

export interface StartLoginInput {
  workspaceId: string;
  /** @default all of TIKTOK_SCOPES */
  scopes?: readonly string[] | null | undefined;
  /** A connection to bring back to life, or to ask for more scopes: what it was granted is asked for again. */
  connectionId?: string | null | undefined;
  /** Path of this server to come back to. */
  returnTo?: string | null | undefined;
}

export interface StartedLogin {
  /** Our own address; it ties the login to the browser that opens it and sends it on to TikTok. */
  authorizationUrl: string;
  /** 256 random bits, known to the browser alone. */
  state: string;
  expiresAt: Date;
}

/**
 * Prepares a login at TikTok; nothing is asked of TikTok yet.
 *
 * @throws ValidationError, NotFoundError, ForbiddenError
 */
export async function startLogin(
  deps: Pick<Services, 'database' | 'clock' | 'cipher' | 'config'>,
  viewer: Viewer,
  input: StartLoginInput,
  remember: Remember,
): Promise<StartedLogin> {
  authorize(viewer, input.workspaceId, 'connection.connect', input.workspaceId);
  const issues = [...checkScopes(input.scopes), ...checkReturnTo(input.returnTo, deps.config.publicUrl)];
  if (issues.length > 0) throw new ValidationError(issues);
  const connectionId = input.connectionId ?? null;
  const scopes = new Set(input.scopes ?? TIKTOK_SCOPES);
  if (connectionId !== null) {
    const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.connect');
    if (connection.workspaceId !== input.workspaceId) {
      throw notFound(connectionId);
    }
    // TikTok grants what was asked for the last time, so asking for the new scopes alone would give the former away.
    for (const scope of connection.grantedScopes) if (isKnownScope(scope)) scopes.add(scope);
  }

  const state = newSecret();
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + LOGIN_TTL_MS);
  const login: TikTokLogin = {
    stateHash: hashOfSecret(state),
    workspaceId: input.workspaceId,
    connectionId,
    callerKey: viewer.callerKey,
    requestedScopes: [...scopes],
    codeVerifier: await deps.cipher.encrypt(randomBytes(48).toString('base64url')),
    keyId: deps.cipher.keyId,
    returnTo: input.returnTo ?? null,
    browserHash: null,
    createdAt: now,
    expiresAt,
    consumedAt: null,
  };
  const remembered = { sealedState: await deps.cipher.encrypt(state), expiresAt: expiresAt.toISOString() };
  await deps.database.transaction(async (tx) => {
    await tx.tikTokLogin.create({ data: login });
    await remember(tx, remembered);
  });
  return { authorizationUrl: authorizationUrl(deps, state), state, expiresAt };
}

/**
 * What `startLogin` answered, from what it remembered: for a replay of its idempotency key.
 *
 * @throws ConflictError EXPIRED when the key that sealed it was removed since, which is later than the login's end.
 */
export async function recallLogin(
  deps: Pick<Services, 'cipher' | 'config'>,
  remembered: Remembered,
): Promise<StartedLogin> {
  const state = await deps.cipher.decrypt(String(remembered['sealedState'])).catch((error: unknown) => {
    throw error instanceof UnknownKeyError ? expired() : error;
  });
  return {
    authorizationUrl: authorizationUrl(deps, state),
    state,
    expiresAt: new Date(String(remembered['expiresAt'])),
  };
}

/**
 * Ties the login to the browser that came with `cookie` (null: the one that gets the new one) and sends it to
 * TikTok. The same browser may come again. Whoever has the state but not the cookie is refused, so that nobody can
 * be made to connect somebody else's account.
 *
 * @throws ConflictError EXPIRED when the login is unknown, spent, too old or another browser's.
 */
export async function beginInBrowser(
  deps: Pick<Services, 'database' | 'clock' | 'cipher' | 'tiktok'>,
  state: string,
  cookie: string | null,
): Promise<{ redirectTo: string; cookie: string; expiresAt: Date }> {
  const login = await findLogin(deps, state);
  const value = cookie !== null && /^[\w-]{43}$/.test(cookie) ? cookie : newSecret();
  const browserHash = hashOfSecret(value);
  const tied = await deps.database.prisma.tikTokLogin.updateMany({
    where: { stateHash: login.stateHash, consumedAt: null, OR: [{ browserHash: null }, { browserHash }] },
    data: { browserHash },
  });
  if (tied.count === 0) throw expired();
  const redirectTo = deps.tiktok.authorizationUrl({
    scopes: login.requestedScopes,
    state,
    codeVerifier: await deps.cipher.decrypt(login.codeVerifier),
    // Whoever reconnects, perhaps for a scope that was declined, must get to see the switches.
    alwaysAsk: login.connectionId !== null,
  });
  return { redirectTo, cookie: value, expiresAt: login.expiresAt };
}

/** Who brings the code: the browser that the login is tied to, or the caller of the API that started it. */
export type LoginBearer = { cookie: string | null } | { viewer: Viewer };

/**
 * Spends the login: of two that try, one gets it. Nothing is spent when the bearer is the wrong one, or whoever began it
 * may not connect any more. Returned with him, as he is now.
 *
 * @throws ConflictError EXPIRED when the login is unknown, spent, too old or another bearer's.
 * @throws ForbiddenError when its beginner lost the right meanwhile: his key ended, he left, or his role became too low.
 */
export async function claimLogin(
  deps: Pick<Services, 'database' | 'clock'>,
  state: string,
  by: LoginBearer,
): Promise<{ login: TikTokLogin; beginner: Viewer }> {
  const login = await findLogin(deps, state);
  const isBearer =
    'viewer' in by
      ? by.viewer.callerKey === login.callerKey
      : by.cookie !== null && login.browserHash === hashOfSecret(by.cookie);
  if (!isBearer) throw expired();
  const beginner = 'viewer' in by ? by.viewer : await viewerOfCaller(deps, login.callerKey);
  if (beginner === null || !mayIn(beginner, login.workspaceId, 'connection.connect')) {
    throw new ForbiddenError('Whoever began this login may no longer connect accounts in its workspace.', {});
  }
  const claimed = await deps.database.prisma.tikTokLogin.updateMany({
    where: { stateHash: login.stateHash, consumedAt: null },
    data: { consumedAt: deps.clock.now() },
  });
  if (claimed.count === 0) throw expired();
  return { login, beginner };
}

async function findLogin(deps: Pick<Services, 'database' | 'clock'>, state: string): Promise<TikTokLogin> {
  const login = await deps.database.prisma.tikTokLogin.findUnique({
    where: { stateHash: hashOfSecret(state) },
  });
  if (login === null) throw expired();
  if (login.consumedAt !== null || login.expiresAt <= deps.clock.now()) throw expired();
  return login;
}

/** One message for every reason: it must not tell strangers which states exist. */
function expired(): ConflictError {
  return new ConflictError(
    'This login is spent, too old, or was begun by another browser or caller; start again.',
    'EXPIRED',
  );
}

function authorizationUrl(deps: Pick<Services, 'config'>, state: string): string {
  return `${deps.config.publicUrl}/api/tiktok/auth?state=${state}`;
}

function checkScopes(scopes: readonly string[] | null | undefined): InputIssue[] {
  if (scopes?.length === 0) return [{ path: ['input', 'scopes'], message: 'must name at least one scope' }];
  return (scopes ?? []).flatMap((scope, position) =>
    isKnownScope(scope)
      ? []
      : [
          {
            path: ['input', 'scopes', String(position)],
            message: `is none of the scopes ${TIKTOK_SCOPES.join(', ')}`,
          },
        ],
  );
}

function isKnownScope(scope: string): boolean {
  return (TIKTOK_SCOPES as readonly string[]).includes(scope);
}

/** A path that browsers read as one of ours: they take \ for /, drop tabs and line breaks, and resolve `..`. */
function checkReturnTo(returnTo: string | null | undefined, publicUrl: string): InputIssue[] {
  if (returnTo === null || returnTo === undefined) return [];
  const resolved = URL.parse(returnTo, publicUrl);
  const isOurs =
    returnTo.length <= MAX_PATH_LENGTH &&
    /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(returnTo) &&
    resolved?.origin === new URL(publicUrl).origin &&
    // Whatever resolves it once more, a proxy or a page, would read a host.
    !resolved.pathname.startsWith('//');
  if (isOurs) return [];
  return [
    { path: ['input', 'returnTo'], message: 'must be a path of this server, such as /tiktok?tab=videos' },
  ];
}

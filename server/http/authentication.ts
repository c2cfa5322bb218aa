import type { IncomingMessage } from 'node:http';
import { UnauthenticatedError } from '../lib/errors.ts';
import type { Services } from '../app/services.ts';
import { authenticateApiKey } from '../modules/accounts/api-key.service.ts';
import { viewerOfUser } from '../modules/accounts/user-viewer.service.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';

const BEARER = /^Bearer +(?<secret>[^ ]+)$/i;

/** What a caller shows of himself. */
export interface Credentials {
  /** As the header of this name. */
  authorization: string | null;
  /** The Cookie header, and null where it may not act: `session-cookie.ts`. */
  cookie: string | null;
  /** Where the request came from. */
  ipAddress: string | null;
}

/**
 * The caller behind an API key or a session; a key comes first. Null where there is neither, and where the session has
 * ended: browsers send cookies unasked, so a stale one is no attempt to sign in.
 *
 * @throws UnauthenticatedError where there is an `Authorization` header that is not a working key: a client that meant
 * to sign in must not be answered as a stranger.
 */
export async function authenticate(
  services: Services,
  { authorization, cookie, ipAddress }: Credentials,
): Promise<Viewer | null> {
  if (authorization === null || authorization.trim() === '') {
    return cookie === null ? null : viewerOfSession(services, cookie, ipAddress);
  }
  const secret = BEARER.exec(authorization.trim())?.groups?.['secret'];
  if (secret === undefined) {
    throw new UnauthenticatedError('The Authorization header is not of the form "Bearer cg_…".');
  }
  const viewer = await authenticateApiKey(services, secret, ipAddress);
  if (viewer === null) throw new UnauthenticatedError('This API key is unknown, revoked or expired.');
  return viewer;
}

async function viewerOfSession(
  services: Services,
  cookie: string,
  ipAddress: string | null,
): Promise<Viewer | null> {
  const session = await services.identity.sessionOf(cookie);
  if (session === null) return null;
  const viewer = await viewerOfUser(services, session.userId, ipAddress);
  return viewer === null ? null : { ...viewer, expiresAt: session.expiresAt };
}

/** Looks headers up as node:http has them. */
export function headersOf({ headers }: IncomingMessage): (name: string) => string | null {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
}

import { UnauthenticatedError } from '../lib/errors.ts';
import type { Services } from '../app/services.ts';
import { authenticateApiKey } from '../modules/accounts/api-key.service.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';

const BEARER = /^Bearer +(?<secret>[^ ]+)$/i;

/**
 * The caller behind an `Authorization` header; null where there is none.
 *
 * @param ipAddress where the request came from.
 * @throws UnauthenticatedError where there is one that is not a working key: a client that meant to sign in must
 * not be answered as a stranger.
 */
export async function authenticate(
  services: Services,
  authorization: string | null,
  ipAddress: string | null,
): Promise<Viewer | null> {
  if (authorization === null || authorization.trim() === '') return null;
  const secret = BEARER.exec(authorization.trim())?.groups?.['secret'];
  if (secret === undefined) {
    throw new UnauthenticatedError('The Authorization header is not of the form "Bearer cg_…".');
  }
  const viewer = await authenticateApiKey(services, secret, ipAddress);
  if (viewer === null) throw new UnauthenticatedError('This API key is unknown, revoked or expired.');
  return viewer;
}

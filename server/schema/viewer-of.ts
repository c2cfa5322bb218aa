import type { RequestContext } from '../app/context.ts';
import { UnauthenticatedError } from '../lib/errors.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';

/** The viewer of a field whose authorization has already refused the signed-out. */
export function viewerOf({ viewer }: RequestContext): Viewer {
  if (viewer === null) throw new UnauthenticatedError('Sign in, or send an API key.');
  return viewer;
}

import type { RequestContext } from '../app/context.ts';
import { encodeGlobalId } from '../lib/global-id.ts';
import { authorize, type Permission } from '../modules/accounts/viewer.ts';
import { viewerOf } from './viewer-of.ts';

/**
 * The `authScopes` of a field of a workspace that takes more than seeing the workspace. The field is null with FORBIDDEN
 * where the role or the key's scopes are too low.
 */
export function rightIn(
  permission: Permission,
): (workspace: { id: string }, args: object, context: RequestContext) => true {
  return ({ id }, _args, context) => {
    authorize(viewerOf(context), id, permission, encodeGlobalId('Workspace', id));
    return true;
  };
}

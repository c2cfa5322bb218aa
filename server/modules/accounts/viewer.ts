import { notFound, UnauthenticatedError } from '../../lib/errors.ts';
import { ForbiddenError } from './account.errors.ts';
import type { ApiKeyScope, WorkspaceRole } from './role.ts';

/** Who is asking: a person or an API key. A signed-out caller has no Viewer. */
export interface Viewer {
  /** Null for an API key: a key acts for its workspace, not for a person. */
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  /** Name for the audit log. */
  readonly name: string;
  /** Stable and unique a caller: the scope of idempotency keys and logins. */
  readonly callerKey: string;
  /** Where the request came from, for the audit log; null where nobody knows. */
  readonly ipAddress: string | null;
  readonly roles: ReadonlyMap<string, WorkspaceRole>;
  /** What the key may touch; null for a person, who is held by the role alone. */
  readonly scopes: ReadonlySet<ApiKeyScope> | null;
  /** When the key or the session ends by itself; null or absent: not by itself. */
  readonly expiresAt?: Date | null;
}

/** Who may do what: the lowest role, and the scope that an API key needs besides. */
export const PERMISSIONS = {
  read: { role: 'ANALYST', scope: 'READ' },
  'connection.connect': { role: 'ADMIN', scope: 'COLLECT' },
  'connection.disconnect': { role: 'ADMIN', scope: 'COLLECT' },
  'connection.import': { role: 'ADMIN', scope: 'COLLECT' },
  'connection.sync': { role: 'EDITOR', scope: 'COLLECT' },
  'connection.move': { role: 'ADMIN', scope: 'COLLECT' },
  'recommendation.generate': { role: 'EDITOR', scope: 'RECOMMEND' },
  'recommendation.update': { role: 'EDITOR', scope: 'RECOMMEND' },
  'people.manage': { role: 'ADMIN', scope: 'ADMINISTER' },
  'apiKey.manage': { role: 'ADMIN', scope: 'ADMINISTER' },
  'auditLog.read': { role: 'ADMIN', scope: 'ADMINISTER' },
  'workspace.update': { role: 'ADMIN', scope: 'ADMINISTER' },
  'data.export': { role: 'ADMIN', scope: 'ADMINISTER' },
  'connection.erase': { role: 'ADMIN', scope: 'ADMINISTER' },
  'workspace.erase': { role: 'OWNER', scope: 'ADMINISTER' },
} as const satisfies Record<string, { role: WorkspaceRole; scope: ApiKeyScope }>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * True when the caller is signed in and, with an API key, holds the scope. Whether the role suffices depends on
 * the workspace, which `authorize` and `workspacesWith` know.
 *
 * @throws UnauthenticatedError, ForbiddenError
 */
export function requirePermission(viewer: Viewer | null, permission: Permission): true {
  if (viewer === null) {
    throw new UnauthenticatedError('Sign in, or send an API key as "Authorization: Bearer cg_…".');
  }
  requireScope(viewer, permission);
  return true;
}

/** Workspaces in which the viewer may do this; the `where` of every list. */
export function workspacesWith(viewer: Viewer, permission: Permission): string[] {
  const { role, scope } = PERMISSIONS[permission];
  if (viewer.scopes !== null && !viewer.scopes.has(scope)) return [];
  return [...viewer.roles].filter(([, held]) => ranks(held, role)).map(([workspaceId]) => workspaceId);
}

/**
 * Throws NotFoundError when the viewer does not see the workspace at all, ForbiddenError when the role or the
 * key's scopes are too low. `resourceId` is the global id that was asked for.
 */
export function authorize(
  viewer: Viewer,
  workspaceId: string,
  permission: Permission,
  resourceId: string | null,
): void {
  const held = viewer.roles.get(workspaceId);
  if (held === undefined) throw notFound(resourceId);
  requireScope(viewer, permission);
  const { role } = PERMISSIONS[permission];
  if (!ranks(held, role)) {
    throw new ForbiddenError(`This needs the role ${role} or a higher one.`, { requiredRole: role });
  }
}

/** The viewer's role in a workspace that he sees. */
export function roleIn(viewer: Viewer, workspaceId: string): WorkspaceRole {
  const role = viewer.roles.get(workspaceId);
  if (role === undefined)
    throw new Error(`Workspace ${workspaceId} was shown to somebody without a role in it`);
  return role;
}

function requireScope(viewer: Viewer, permission: Permission): void {
  const { scope } = PERMISSIONS[permission];
  if (viewer.scopes !== null && !viewer.scopes.has(scope)) {
    throw new ForbiddenError(`This API key lacks the scope ${scope}.`, { requiredScope: scope });
  }
}

/** From least to most power. */
const ROLES: readonly WorkspaceRole[] = ['ANALYST', 'EDITOR', 'ADMIN', 'OWNER'];

function ranks(held: WorkspaceRole, needed: WorkspaceRole): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

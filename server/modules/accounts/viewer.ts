import { notFound, UnauthenticatedError } from '../../lib/errors.ts';
import { ForbiddenError } from './account.errors.ts';
import { type ApiKeyScope, isAtLeast, rolesAbove, type WorkspaceRole } from './role.ts';

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
  'connection.update': { role: 'ADMIN', scope: 'COLLECT' },
  'trend.watch': { role: 'EDITOR', scope: 'COLLECT' },
  'recommendation.generate': { role: 'EDITOR', scope: 'RECOMMEND' },
  'recommendation.update': { role: 'EDITOR', scope: 'RECOMMEND' },
  'trend.import': { role: 'ADMIN', scope: 'COLLECT' },
  'people.manage': { role: 'ADMIN', scope: 'ADMINISTER' },
  'apiKey.manage': { role: 'ADMIN', scope: 'ADMINISTER' },
  'auditLog.read': { role: 'ADMIN', scope: 'ADMINISTER' },
  'auditLog.readAddresses': { role: 'OWNER', scope: 'ADMINISTER' },
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
  requireScope(requireSignedIn(viewer), permission);
  return true;
}

/**
 * True for a person who is signed in: what is no workspace's business is none of an API key's.
 *
 * @throws UnauthenticatedError, ForbiddenError
 */
export function requirePerson(viewer: Viewer | null): true {
  if (requireSignedIn(viewer).userId !== null) return true;
  throw new ForbiddenError('Only a person may do this: an API key acts for its workspace.', {});
}

/**
 * Refuses a key without READ a field of what is stored, in the answer to a mutation that it may do.
 *
 * @throws ForbiddenError
 */
export function requireRead(viewer: Viewer | null, field: string): void {
  const { scope } = PERMISSIONS.read;
  const held = viewer?.scopes ?? null;
  if (held === null || held.has(scope)) return;
  throw new ForbiddenError(
    `This API key lacks the scope ${scope}, which ${field} takes; select its id alone.`,
    {
      requiredScope: scope,
    },
  );
}

/** Workspaces in which the viewer may do this; the `where` of every list. */
export function workspacesWith(viewer: Viewer, permission: Permission): string[] {
  const { role, scope } = PERMISSIONS[permission];
  if (viewer.scopes !== null && !viewer.scopes.has(scope)) return [];
  return [...viewer.roles].filter(([, held]) => isAtLeast(held, role)).map(([workspaceId]) => workspaceId);
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
  if (!isAtLeast(held, role)) {
    const orAbove = rolesAbove(role).length === 0 ? '' : ' or a higher one';
    throw new ForbiddenError(`This needs the role ${role}${orAbove}.`, { requiredRole: role });
  }
}

/** Whether the viewer may do this in the workspace, for what is left out rather than refused. */
export function mayIn(viewer: Viewer, workspaceId: string, permission: Permission): boolean {
  return workspacesWith(viewer, permission).includes(workspaceId);
}

/** The viewer's role in a workspace that he sees. */
export function roleIn(viewer: Viewer, workspaceId: string): WorkspaceRole {
  const role = viewer.roles.get(workspaceId);
  if (role === undefined)
    throw new Error(`Workspace ${workspaceId} was shown to somebody without a role in it`);
  return role;
}

function requireSignedIn(viewer: Viewer | null): Viewer {
  if (viewer !== null) return viewer;
  throw new UnauthenticatedError('Sign in, or send an API key as "Authorization: Bearer cg_…".');
}

function requireScope(viewer: Viewer, permission: Permission): void {
  const { scope } = PERMISSIONS[permission];
  if (viewer.scopes !== null && !viewer.scopes.has(scope)) {
    throw new ForbiddenError(`This API key lacks the scope ${scope}.`, { requiredScope: scope });
  }
}

import type { ViewerQuery, WorkspaceRole } from '../../sdk/index.ts';

type Viewer = NonNullable<ViewerQuery['viewer']>;

/** A workspace as the one who asks sees it. */
export type OwnWorkspace = Viewer['workspaces'][number];

/** From least to most power. */
const ROLES: readonly WorkspaceRole[] = ['ANALYST', 'EDITOR', 'ADMIN', 'OWNER'];

/** What each role may do, for people. */
export const ROLE_WORDS: Readonly<Record<WorkspaceRole, { readonly name: string; readonly may: string }>> = {
  OWNER: { name: 'Owner', may: 'everything, and erases the workspace' },
  ADMIN: { name: 'Admin', may: 'people, keys, accounts, imports' },
  EDITOR: { name: 'Editor', may: 'recommendations and syncs' },
  ANALYST: { name: 'Analyst', may: 'looks, and changes nothing' },
};

function isAtLeast(held: WorkspaceRole, needed: WorkspaceRole): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** The roles that one may give: up to one's own. */
export function rolesUpTo(role: WorkspaceRole): readonly WorkspaceRole[] {
  return ROLES.filter((other) => isAtLeast(role, other));
}

/** Whether people, keys and data of a workspace are one's to manage; a key needs the scope besides. */
export function mayAdminister(viewer: Viewer, { role }: Pick<OwnWorkspace, 'role'>): boolean {
  return isAtLeast(role, 'ADMIN') && viewer.apiKey?.scopes.includes('ADMINISTER') !== false;
}

/** Whether the workspace itself is one's to erase. */
export function mayEraseWorkspace(viewer: Viewer, workspace: Pick<OwnWorkspace, 'role'>): boolean {
  return workspace.role === 'OWNER' && mayAdminister(viewer, workspace);
}

/** Whether accounts may be connected, imported to, disconnected and moved. */
export function mayManageAccounts(viewer: Viewer, { role }: Pick<OwnWorkspace, 'role'>): boolean {
  return isAtLeast(role, 'ADMIN') && viewer.apiKey?.scopes.includes('COLLECT') !== false;
}

/** Whether trends may be put on the watch list. */
export function mayWatchTrends(viewer: Viewer, { role }: Pick<OwnWorkspace, 'role'>): boolean {
  return isAtLeast(role, 'EDITOR') && viewer.apiKey?.scopes.includes('COLLECT') !== false;
}

/** Whether one may change or remove a member: what concerns an owner takes an owner. */
export function mayChangeMember(own: WorkspaceRole, member: WorkspaceRole): boolean {
  return isAtLeast(own, 'ADMIN') && (member !== 'OWNER' || own === 'OWNER');
}

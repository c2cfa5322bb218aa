export type WorkspaceRole = 'OWNER' | 'ADMIN' | 'EDITOR' | 'ANALYST';

/** What an API key may touch, within its role. */
export type ApiKeyScope = 'READ' | 'RECOMMEND' | 'COLLECT' | 'ADMINISTER';

/** From least to most power. */
export const ROLES: readonly WorkspaceRole[] = ['ANALYST', 'EDITOR', 'ADMIN', 'OWNER'];

export function isAtLeast(held: WorkspaceRole, needed: WorkspaceRole): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** The roles that may more than this one. */
export function rolesAbove(role: WorkspaceRole): WorkspaceRole[] {
  return ROLES.slice(ROLES.indexOf(role) + 1);
}

import type { Services } from '../../app/services.ts';
import type {
  ApiKey,
  Invitation,
  Member,
  Prisma,
  User,
  Workspace,
} from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { accountPolicy } from './account.policy.ts';
import type { Viewer } from './viewer.ts';

type Deps = Pick<Services, 'database'>;

/** No list of the viewer's own is paged; none gets longer than this. */
const MAX_ROWS = 100;

// A selection is read also where there is nobody to show: one that is left unread counts as forgotten in tests.

export async function userOf(
  deps: Deps,
  viewer: Viewer,
  query: Prisma.UserDefaultArgs,
): Promise<User | null> {
  const selection = { ...query };
  if (viewer.userId === null) return null;
  return deps.database.prisma.user.findUnique({ ...selection, where: { id: viewer.userId } });
}

export async function apiKeyOf(
  deps: Deps,
  viewer: Viewer,
  query: Prisma.ApiKeyDefaultArgs,
): Promise<ApiKey | null> {
  const selection = { ...query };
  if (viewer.apiKeyId === null) return null;
  return deps.database.prisma.apiKey.findUnique({ ...selection, where: { id: viewer.apiKeyId } });
}

/** Oldest first. */
export async function workspacesOf(
  deps: Deps,
  viewer: Viewer,
  query: Prisma.WorkspaceDefaultArgs,
): Promise<Workspace[]> {
  const where = { id: { in: [...viewer.roles.keys()] } };
  return deps.database.prisma.workspace.findMany({ ...query, where, orderBy: { id: 'asc' }, take: MAX_ROWS });
}

/** @throws NotFoundError when unknown or not the viewer's. */
export async function findWorkspace(
  deps: Deps,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.WorkspaceDefaultArgs,
): Promise<Workspace> {
  const where = { AND: [{ id }, accountPolicy.workspaces(viewer)] };
  const workspace = await deps.database.prisma.workspace.findFirst({ ...query, where });
  if (workspace === null) throw notFound(globalId);
  return workspace;
}

/** Newest first. */
export async function apiKeysOf(
  deps: Deps,
  viewer: Viewer,
  query: Prisma.ApiKeyDefaultArgs,
): Promise<ApiKey[]> {
  const where = accountPolicy.ownApiKeys(viewer);
  return deps.database.prisma.apiKey.findMany({ ...query, where, orderBy: { id: 'desc' }, take: MAX_ROWS });
}

/** The key as it is now, for a caller whose right to it is established. */
export function reloadApiKey(deps: Deps, id: string, query: Prisma.ApiKeyDefaultArgs): Promise<ApiKey> {
  return deps.database.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id } });
}

/** The workspace as it is now, for a caller whose right to it is established. */
export function reloadWorkspace(
  deps: Deps,
  id: string,
  query: Prisma.WorkspaceDefaultArgs,
): Promise<Workspace> {
  return deps.database.prisma.workspace.findUniqueOrThrow({ ...query, where: { id } });
}

/** The same where there may be none to show. */
export async function reloadWorkspaceOrNull(
  deps: Deps,
  id: string | null,
  query: Prisma.WorkspaceDefaultArgs,
): Promise<Workspace | null> {
  const selection = { ...query };
  return id === null ? null : deps.database.prisma.workspace.findUnique({ ...selection, where: { id } });
}

/** The member as it is now, for a caller whose right to it is established. */
export function reloadMember(deps: Deps, id: string, query: Prisma.MemberDefaultArgs): Promise<Member> {
  return deps.database.prisma.member.findUniqueOrThrow({ ...query, where: { id } });
}

/** The invitation as it is now, for a caller whose right to it is established. */
export function reloadInvitation(
  deps: Deps,
  id: string,
  query: Prisma.InvitationDefaultArgs,
): Promise<Invitation> {
  return deps.database.prisma.invitation.findUniqueOrThrow({ ...query, where: { id } });
}

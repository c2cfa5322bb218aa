import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokConnection } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { assertListable, readableConnections } from './connection.policy.ts';

type Deps = Pick<Services, 'database'>;

/** @throws NotFoundError when unknown or not the viewer's. */
export async function findConnection(
  deps: Deps,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.TikTokConnectionDefaultArgs = {},
): Promise<TikTokConnection> {
  const connection = await deps.database.prisma.tikTokConnection.findFirst({
    ...query,
    where: { AND: [{ id }, readableConnections(viewer)] },
  });
  if (connection === null) throw notFound(globalId);
  return connection;
}

/**
 * Newest first; of one workspace, or of all that the viewer may read.
 *
 * @throws NotFoundError for a workspace that the viewer does not see.
 */
export async function listConnections(
  deps: Deps,
  viewer: Viewer,
  workspaceId: string | null,
  query: Prisma.TikTokConnectionFindManyArgs,
): Promise<TikTokConnection[]> {
  await assertListable(deps.database, viewer, { workspaceId });
  const where = whereOf(viewer, workspaceId);
  return deps.database.prisma.tikTokConnection.findMany({ ...query, where, orderBy: NEWEST_FIRST });
}

export function countConnections(deps: Deps, viewer: Viewer, workspaceId: string | null): Promise<number> {
  return deps.database.prisma.tikTokConnection.count({ where: whereOf(viewer, workspaceId) });
}

/** The order of every list of connections. */
export const NEWEST_FIRST: Prisma.TikTokConnectionOrderByWithRelationInput[] = [
  { createdAt: 'desc' },
  { id: 'desc' },
];

/** The connection as it is now, for a caller whose right to it is established. */
export function reloadConnection(
  deps: Deps,
  id: string,
  query: Prisma.TikTokConnectionDefaultArgs,
): Promise<TikTokConnection> {
  return deps.database.prisma.tikTokConnection.findUniqueOrThrow({ ...query, where: { id } });
}

/** The same where there may be none to reload. */
export function reloadConnectionOrNull(
  deps: Deps,
  id: string | null,
  query: Prisma.TikTokConnectionDefaultArgs,
): Promise<TikTokConnection | null> {
  const where = { id: { in: id === null ? [] : [id] } };
  return deps.database.prisma.tikTokConnection.findFirst({ ...query, where });
}

function whereOf(viewer: Viewer, workspaceId: string | null): Prisma.TikTokConnectionWhereInput {
  return { AND: [readableConnections(viewer), workspaceId === null ? {} : { workspaceId }] };
}

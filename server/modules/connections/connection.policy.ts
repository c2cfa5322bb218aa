import type { Database } from '../../data/database.ts';
import type { Prisma, TikTokConnection } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import { isId } from '../../lib/ids.ts';
import { authorize, workspacesWith } from '../accounts/viewer.ts';
import type { Permission, Viewer } from '../accounts/viewer.ts';

/** The connections a viewer may read: the `where` of every list and look-up of connections. */
export function readableConnections(viewer: Viewer): Prisma.TikTokConnectionWhereInput {
  return { workspaceId: { in: workspacesWith(viewer, 'read') }, ...NOT_ERASED };
}

/** One that is to be erased is gone for everybody but the erasure. */
export const NOT_ERASED = { erasingSince: null } satisfies Prisma.TikTokConnectionWhereInput;

/**
 * Refuses a list over a workspace or connections that the viewer does not see, rather than showing it as empty. Row
 * ids; null is no condition. One statement where connections are named, else none.
 *
 * @throws NotFoundError naming the first one.
 */
export async function assertListable(
  database: Database,
  viewer: Viewer,
  { workspaceId, connectionIds }: { workspaceId: string | null; connectionIds?: readonly string[] | null },
): Promise<void> {
  if (workspaceId !== null) {
    authorize(viewer, workspaceId, 'read', encodeGlobalId('Workspace', workspaceId));
  }
  if (connectionIds == null || connectionIds.length === 0) return;
  const readable = await database.prisma.tikTokConnection.findMany({
    where: { AND: [{ id: { in: [...connectionIds] } }, readableConnections(viewer)] },
    select: { id: true },
  });
  const known = new Set(readable.map(({ id }) => id));
  const missing = connectionIds.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw notFound(encodeGlobalId('TikTokConnection', missing));
  }
}

/**
 * The connection, once the viewer may do this to it.
 *
 * @throws NotFoundError where it does not exist or is another workspace's; ForbiddenError where rights are too low.
 */
export async function authorizeConnection(
  database: Database,
  viewer: Viewer,
  connectionId: string,
  permission: Permission,
): Promise<TikTokConnection> {
  const connection = isId(connectionId)
    ? await database.prisma.tikTokConnection.findUnique({ where: { id: connectionId } })
    : null;
  if (connection?.erasingSince !== null) throw notFound(connectionId);
  authorize(viewer, connection.workspaceId, permission, connectionId);
  return connection;
}

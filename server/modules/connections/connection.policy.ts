import type { Database } from '../../data/database.ts';
import type { Prisma, TikTokConnection } from '../../data/generated/prisma/client.ts';
import { NotFoundError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { authorize, workspacesWith } from '../accounts/viewer.ts';
import type { Permission, Viewer } from '../accounts/viewer.ts';

/** The connections a viewer may read: the `where` of every list and look-up of connections. */
export function readableConnections(viewer: Viewer): Prisma.TikTokConnectionWhereInput {
  return { workspaceId: { in: workspacesWith(viewer, 'read') } };
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
  if (connection === null) throw new NotFoundError('Nothing is known under this id.', connectionId);
  authorize(viewer, connection.workspaceId, permission, connectionId);
  return connection;
}

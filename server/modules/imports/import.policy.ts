import type { Prisma } from '../../data/generated/prisma/client.ts';
import { type Viewer, workspacesWith } from '../accounts/viewer.ts';
import { readableConnections } from '../connections/connection.policy.ts';

/** The imports a viewer may read: the `where` of every look-up of imports. */
export function readableImports(viewer: Viewer): Prisma.AnalyticsImportWhereInput {
  return {
    OR: [
      { connection: readableConnections(viewer) },
      { workspaceId: { in: workspacesWith(viewer, 'read') } },
    ],
  };
}

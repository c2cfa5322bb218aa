import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { Viewer } from './viewer.ts';
import { workspacesWith } from './viewer.ts';

/** Rows that the viewer may read, as Prisma conditions. */
export const accountPolicy = {
  users: (viewer: Viewer): Prisma.UserWhereInput => ({
    members: { some: { workspaceId: { in: workspacesWith(viewer, 'read') } } },
  }),
  workspaces: (viewer: Viewer): Prisma.WorkspaceWhereInput => ({
    id: { in: workspacesWith(viewer, 'read') },
  }),
  /** A key sees itself, a person the keys he made. */
  apiKeys: (viewer: Viewer): Prisma.ApiKeyWhereInput =>
    viewer.userId === null
      ? { id: { in: viewer.apiKeyId === null ? [] : [viewer.apiKeyId] } }
      : { createdById: viewer.userId },
};

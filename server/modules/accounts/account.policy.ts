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
  /** The keys that this person made, where he still belongs; a key knows itself alone. */
  ownApiKeys: (viewer: Viewer): Prisma.ApiKeyWhereInput =>
    viewer.userId === null
      ? { id: { in: viewer.apiKeyId === null ? [] : [viewer.apiKeyId] } }
      : { createdById: viewer.userId, workspaceId: { in: [...viewer.roles.keys()] } },
  /** Those, and all of the workspaces whose keys the viewer manages. */
  apiKeys: (viewer: Viewer): Prisma.ApiKeyWhereInput => ({
    OR: [accountPolicy.ownApiKeys(viewer), { workspaceId: { in: workspacesWith(viewer, 'apiKey.manage') } }],
  }),
  members: (viewer: Viewer): Prisma.MemberWhereInput => ({
    workspaceId: { in: workspacesWith(viewer, 'read') },
  }),
  invitations: (viewer: Viewer): Prisma.InvitationWhereInput => ({
    workspaceId: { in: workspacesWith(viewer, 'people.manage') },
  }),
  auditEntries: (viewer: Viewer): Prisma.AuditEntryWhereInput => ({
    workspaceId: { in: workspacesWith(viewer, 'auditLog.read') },
  }),
};

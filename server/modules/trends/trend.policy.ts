import type { Prisma } from '../../data/generated/prisma/client.ts';
import { type Viewer, workspacesWith } from '../accounts/viewer.ts';

/** The trends that a viewer may read: those that all share, and those of his workspaces. */
export function readableTrends(viewer: Viewer): Prisma.TikTokTrendWhereInput {
  return { OR: [{ workspaceId: null }, { workspaceId: { in: workspacesWith(viewer, 'read') } }] };
}

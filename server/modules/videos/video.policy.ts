import type { Prisma } from '../../data/generated/prisma/client.ts';
import { type Viewer, workspacesWith } from '../accounts/viewer.ts';

/** The videos that a viewer may read. */
export function readableVideos(viewer: Viewer): Prisma.TikTokVideoWhereInput {
  return { connection: { workspaceId: { in: workspacesWith(viewer, 'read') } } };
}

import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { readableConnections } from '../connections/connection.policy.ts';

/** The videos that a viewer may read. */
export function readableVideos(viewer: Viewer): Prisma.TikTokVideoWhereInput {
  return { connection: readableConnections(viewer) };
}

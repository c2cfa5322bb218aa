import type { Prisma } from '../../data/generated/prisma/client.ts';
import { workspacesWith } from '../accounts/viewer.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { NOT_ERASED } from '../connections/connection.policy.ts';

/** The runs a viewer may read: the `where` of every list and look-up of runs. */
export function readableRuns(viewer: Viewer): Prisma.RecommendationRunWhereInput {
  return { workspaceId: { in: workspacesWith(viewer, 'read') }, connection: NOT_ERASED };
}

/** The recommendations a viewer may read. */
export function readableRecommendations(viewer: Viewer): Prisma.TikTokRecommendationWhereInput {
  return { workspaceId: { in: workspacesWith(viewer, 'read') }, connection: NOT_ERASED };
}

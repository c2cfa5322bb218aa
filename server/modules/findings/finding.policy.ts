import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { readableConnections } from '../connections/connection.policy.ts';

/** The findings that a viewer may read. */
export function readableFindings(viewer: Viewer): Prisma.FindingWhereInput {
  return { connection: readableConnections(viewer) };
}

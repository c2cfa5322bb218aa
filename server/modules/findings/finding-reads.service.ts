import type { Services } from '../../app/services.ts';
import type { Finding, Prisma } from '../../data/generated/prisma/client.ts';

/** The order of every list of findings. */
export const NEWEST_FIRST: Prisma.FindingOrderByWithRelationInput[] = [
  { detectedAt: 'desc' },
  { id: 'desc' },
];

/** The finding that an event names, for a caller whose right to the connection is established; null when erased since. */
export function recallFinding(
  { database }: Pick<Services, 'database'>,
  id: string,
  query: Prisma.FindingDefaultArgs,
): Promise<Finding | null> {
  return database.prisma.finding.findUnique({ ...query, where: { id } });
}

/** What was raised of a connection since an instant, newest first, at most `first`. */
export function recentFindings(
  { database }: Pick<Services, 'database'>,
  connectionId: string,
  since: Date,
  first: number,
): Promise<Finding[]> {
  return database.prisma.finding.findMany({
    where: { connectionId, detectedAt: { gte: since } },
    orderBy: NEWEST_FIRST,
    take: first,
  });
}

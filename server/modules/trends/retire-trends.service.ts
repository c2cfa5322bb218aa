import type { Services } from '../../app/services.ts';

const DAY_MS = 86_400_000;
/** A trend that comes back within a year is the one that it was, with its past. */
const KEPT_DAYS = 365;

/** Deletes the trends that no source has named for a year and nobody watches. Returns how many. */
export async function retireTrends({
  database,
  clock,
}: Pick<Services, 'database' | 'clock'>): Promise<number> {
  const { count } = await database.prisma.tikTokTrend.deleteMany({
    where: {
      lastSeenAt: { lt: new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS) },
      watches: { none: {} },
    },
  });
  return count;
}

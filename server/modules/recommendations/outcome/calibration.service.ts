import type { Services } from '../../../app/services.ts';

/** Of fewer outcomes a share says little: at 30 its standard error is 7 %. */
const MIN_OUTCOMES = 30;

/**
 * The share of outcomes, of all accounts of this server, that lay in the interval that was expected; null below
 * `MIN_OUTCOMES`. One SQL statement.
 */
export async function shareOfExpectationsHeld({
  database,
}: Pick<Services, 'database'>): Promise<number | null> {
  const groups = await database.prisma.tikTokRecommendation.groupBy({
    by: ['outcomeHeld'],
    where: { outcomeHeld: { not: null } },
    _count: true,
  });
  const count = (held: boolean) => groups.find(({ outcomeHeld }) => outcomeHeld === held)?._count ?? 0;
  const outcomes = count(true) + count(false);
  return outcomes < MIN_OUTCOMES ? null : count(true) / outcomes;
}

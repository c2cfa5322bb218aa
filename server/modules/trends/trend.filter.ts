import type { Prisma } from '../../data/generated/prisma/client.ts';
import { isCountry } from '../../lib/countries.ts';
import { ValidationError } from '../../lib/errors.ts';
import { literally } from '../../lib/like-pattern.ts';
import type { TrendKind, TrendSource, TrendStage } from './trend-sighting.ts';

/** TrendFilter of the contract, as GraphQL hands it over, with a row id in `watchedIn`. */
export interface TrendFilterValue {
  kinds?: readonly TrendKind[] | null | undefined;
  regions?: readonly string[] | null | undefined;
  categories?: readonly string[] | null | undefined;
  stages?: readonly TrendStage[] | null | undefined;
  sources?: readonly TrendSource[] | null | undefined;
  search?: string | null | undefined;
  watchedIn?: string | null | undefined;
}

/**
 * The filter as a Prisma condition.
 *
 * @throws ValidationError for a region that is no country.
 */
export function trendWhere(filter: TrendFilterValue | null | undefined): Prisma.TikTokTrendWhereInput {
  if (filter == null) return {};
  const where: Prisma.TikTokTrendWhereInput[] = [];
  if (filter.kinds != null) where.push({ kind: { in: [...filter.kinds] } });
  if (filter.regions != null) where.push({ region: { in: filter.regions.map(regionOf) } });
  if (filter.categories != null) {
    where.push({
      OR: filter.categories.map((name) => ({ category: { equals: name, mode: 'insensitive' } })),
    });
  }
  if (filter.stages != null) where.push({ stage: { in: [...filter.stages] } });
  if (filter.sources != null) where.push({ observations: { some: { source: { in: [...filter.sources] } } } });
  for (const word of filter.search?.split(/\s+/).filter((part) => part !== '') ?? []) {
    where.push({ name: { contains: literally(word.replace(/^#/, '')), mode: 'insensitive' } });
  }
  if (filter.watchedIn != null) where.push({ watches: { some: { workspaceId: filter.watchedIn } } });
  return { AND: where };
}

function regionOf(code: string, index: number): string {
  const region = code.toUpperCase();
  if (isCountry(region)) return region;
  throw new ValidationError([
    {
      path: ['filter', 'regions', String(index)],
      message: 'must be a country code of ISO 3166-1 alpha-2, such as US or GB',
    },
  ]);
}

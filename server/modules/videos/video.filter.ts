import type { Prisma } from '../../data/generated/prisma/client.ts';
import { ValidationError } from '../../lib/errors.ts';
import { literally } from '../../lib/like-pattern.ts';
import { addDays, type DateRange, resolveRange, startOfDay } from '../analytics/calendar.ts';

/** VideoFilter of the contract, as GraphQL hands it over. */
export interface VideoFilterValue {
  posted?: DateRange | null | undefined;
  hashtags?: readonly string[] | null | undefined;
  search?: string | null | undefined;
  formats?: readonly ('VIDEO' | 'UNKNOWN')[] | null | undefined;
  orientations?: readonly ('PORTRAIT' | 'LANDSCAPE' | 'SQUARE' | 'UNKNOWN')[] | null | undefined;
  availability?: readonly ('PUBLIC' | 'UNAVAILABLE')[] | null | undefined;
  minViews?: number | null | undefined;
  minOutlierZ?: number | null | undefined;
  minDurationSeconds?: number | null | undefined;
  maxDurationSeconds?: number | null | undefined;
}

export interface VideoOrderValue {
  field: 'POSTED_AT' | 'VIEWS' | 'LIKES' | 'ENGAGEMENT_BY_VIEWS' | 'OUTLIER';
  direction: 'ASC' | 'DESC';
}

/**
 * The filter as a Prisma condition.
 *
 * @param timezone in which the days of `posted` are read.
 * @throws ValidationError for a range that is empty or too long.
 */
export function videoWhere(
  filter: VideoFilterValue | null | undefined,
  timezone: string,
  now: Date,
): Prisma.TikTokVideoWhereInput {
  if (filter == null) return {};
  const where: Prisma.TikTokVideoWhereInput[] = [];
  if (filter.posted != null) {
    const { from, to } = resolveRange(filter.posted, timezone, now, ['filter', 'posted']);
    where.push({
      postedAt: {
        gte: new Date(startOfDay(from, timezone)),
        lt: new Date(startOfDay(addDays(to, 1), timezone)),
      },
    });
  }
  if (filter.hashtags != null) {
    where.push({ hashtags: { hasSome: filter.hashtags.map((tag) => tag.replace(/^#/, '').toLowerCase()) } });
  }
  for (const word of filter.search?.split(/\s+/).filter((part) => part !== '') ?? []) {
    const contains = { contains: literally(word), mode: 'insensitive' } as const;
    where.push({ OR: [{ title: contains }, { description: contains }] });
  }
  if (filter.formats != null) where.push({ format: { in: [...filter.formats] } });
  if (filter.orientations != null) where.push({ orientation: { in: [...filter.orientations] } });
  if (filter.availability != null) where.push({ availability: { in: [...filter.availability] } });
  if (filter.minViews != null) where.push({ views: { gte: filter.minViews } });
  if (filter.minOutlierZ != null) where.push({ outlierZ: { gte: filter.minOutlierZ } });
  if (filter.minDurationSeconds != null) where.push({ durationSeconds: { gte: filter.minDurationSeconds } });
  if (filter.maxDurationSeconds != null) where.push({ durationSeconds: { lte: filter.maxDurationSeconds } });
  if (
    filter.minDurationSeconds != null &&
    filter.maxDurationSeconds != null &&
    filter.minDurationSeconds > filter.maxDurationSeconds
  ) {
    throw new ValidationError([
      {
        path: ['filter', 'minDurationSeconds'],
        message: 'is above maxDurationSeconds, so nothing can match',
      },
    ]);
  }
  return { AND: where };
}

/** The order as Prisma wants it: nulls last in both directions, ties broken by id. */
export function videoOrderBy(
  order: VideoOrderValue | null | undefined,
): Prisma.TikTokVideoOrderByWithRelationInput[] {
  const { field, direction } = order ?? { field: 'POSTED_AT', direction: 'DESC' };
  const sort = direction === 'ASC' ? 'asc' : 'desc';
  const nullable = { sort, nulls: 'last' } as const;
  switch (field) {
    case 'POSTED_AT':
      return [{ postedAt: sort }, { id: sort }];
    case 'VIEWS':
      return [{ views: nullable }, { id: sort }];
    case 'LIKES':
      return [{ likes: nullable }, { id: sort }];
    case 'ENGAGEMENT_BY_VIEWS':
      return [{ engagementByViews: nullable }, { id: sort }];
    case 'OUTLIER':
      return [{ outlierZ: nullable }, { id: sort }];
  }
}

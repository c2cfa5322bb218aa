import { z } from 'zod';
import type { Prisma, TikTokTrend } from '../../data/generated/prisma/client.ts';
import { cursorAt, foreignCursor, type Place, type PlacedQuery } from '../../lib/list-place.ts';

export interface TrendOrderValue {
  field: 'VELOCITY' | 'RANK' | 'VIEWS' | 'POSTS' | 'CAPTURED_AT';
  direction: 'ASC' | 'DESC';
}

export const FASTEST_FIRST: TrendOrderValue = { field: 'VELOCITY', direction: 'DESC' };

const COLUMNS = {
  VELOCITY: 'growthLower',
  RANK: 'rank',
  VIEWS: 'views',
  POSTS: 'posts',
  CAPTURED_AT: 'capturedAt',
} as const;

/** What trends are sorted by, as a page selects it. */
export const ORDER_COLUMNS = {
  growthLower: true,
  rank: true,
  views: true,
  posts: true,
  capturedAt: true,
} as const;

export type OrderedTrend = Pick<TikTokTrend, 'id' | keyof typeof ORDER_COLUMNS>;

const count = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)
  .nullable();
/** A column's value as a cursor holds it. */
const VALUES = {
  VELOCITY: z.number().nullable(),
  RANK: z.int32().nullable(),
  VIEWS: count,
  POSTS: count,
  CAPTURED_AT: z.iso.datetime().transform((text) => new Date(text)),
} as const;

/** The order as Prisma wants it: nulls last in both directions, ties broken by id. */
export function trendOrderBy({
  field,
  direction,
}: TrendOrderValue): Prisma.TikTokTrendOrderByWithRelationInput[] {
  const sort = direction === 'ASC' ? 'asc' : 'desc';
  if (field === 'CAPTURED_AT') return [{ capturedAt: sort }, { id: sort }];
  return [{ [COLUMNS[field]]: { sort, nulls: 'last' } }, { id: sort }];
}

/** The cursor of a trend in a list of that order. */
export function trendCursor({ field }: TrendOrderValue, trend: OrderedTrend): string {
  const value = trend[COLUMNS[field]];
  const held =
    value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? value.toString() : value;
  return cursorAt({ sortedBy: field, value: held, id: trend.id });
}

/**
 * The trends beyond the places that a page names.
 *
 * @throws ValidationError for a cursor of another list or order.
 */
export function trendsBeyond(
  order: TrendOrderValue,
  { after, before }: PlacedQuery,
): Prisma.TikTokTrendWhereInput {
  return {
    AND: [
      ...(after === null ? [] : [beyond(order, 'after', after)]),
      ...(before === null ? [] : [beyond(order, 'before', before)]),
    ],
  };
}

function beyond(
  { field, direction }: TrendOrderValue,
  side: 'after' | 'before',
  { sortedBy, value, id }: Place,
): Prisma.TikTokTrendWhereInput {
  const read = sortedBy === field ? VALUES[field].safeParse(value) : undefined;
  if (read?.success !== true) throw foreignCursor(side);
  const column = COLUMNS[field];
  const way = (direction === 'ASC') === (side === 'after') ? 'gt' : 'lt';
  const ties = { [column]: read.data, id: { [way]: id } };
  // Those without a value come last.
  if (read.data === null) return side === 'after' ? ties : { OR: [ties, { [column]: { not: null } }] };
  const rest = side === 'before' || field === 'CAPTURED_AT' ? [] : [{ [column]: null }];
  return { OR: [{ [column]: { [way]: read.data } }, ties, ...rest] };
}

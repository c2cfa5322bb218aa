import { placedPage } from '../../schema/placed-page.ts';
import type { OrderedTrend, TrendOrderValue } from './trend-order.ts';
import { ORDER_COLUMNS, trendCursor } from './trend-order.ts';

/** A page of trends in an order; each cursor holds the place in it. */
export function trendPage<Row extends OrderedTrend>({
  order,
  ...parts
}: Omit<Parameters<typeof placedPage<Row>>[0], 'typeName' | 'columns' | 'cursorOf'> & {
  order: TrendOrderValue;
}) {
  return placedPage<Row>({
    ...parts,
    typeName: 'TikTokTrend',
    columns: ORDER_COLUMNS,
    cursorOf: (trend) => trendCursor(order, trend),
  });
}

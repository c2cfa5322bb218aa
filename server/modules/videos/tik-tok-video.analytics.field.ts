import { builder } from '../../schema/builder.ts';
import { defineFieldLoader } from '../../schema/loader.ts';
import { rangeArguments } from '../analytics/analytics.input.ts';
import { videoAnalytics } from '../analytics/analytics.service.ts';
import type { DateRange, Interval } from '../analytics/calendar.ts';
import { type BucketRow, TikTokAnalytics, TikTokAnalyticsPage, toBucketRow } from './video-analytics.type.ts';
import { TikTokVideo } from './video.type.ts';

const seriesOf = defineFieldLoader<
  { id: string; timezone: string },
  { range: DateRange; interval: Interval },
  BucketRow[]
>(
  async ({ services }, videos, { range, interval }) => {
    const series = await videoAnalytics(services, videos, range, interval);
    return series.map((points) => points.map(toBucketRow));
  },
  ({ id }) => id,
);

builder.prismaObjectFields(TikTokVideo, (t) => ({
  analytics: t.field({
    type: [TikTokAnalytics],
    nullable: true,
    description: 'Buckets, oldest first, without the empty ones. Null only with an error.',
    args: rangeArguments(t.arg),
    select: { id: true, connection: { select: { timezone: true } } },
    resolve: ({ id, connection: { timezone } }, { range, interval }, context) =>
      seriesOf.load(context, { subject: { id, timezone }, question: { range, interval } }),
  }),
  snapshots: t.relatedConnection(
    'snapshots',
    {
      cursor: 'id',
      totalCount: true,
      description: 'As captured, newest first.',
      query: { orderBy: [{ capturedAt: 'desc' }, { id: 'desc' }] },
    },
    TikTokAnalyticsPage.connection,
    TikTokAnalyticsPage.edge,
  ),
}));

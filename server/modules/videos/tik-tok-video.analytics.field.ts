import { builder } from '../../schema/builder.ts';
import { defineLoader } from '../../schema/loader.ts';
import { rangeArguments } from '../analytics/analytics.input.ts';
import { videoAnalytics } from '../analytics/analytics.service.ts';
import type { DateRange, Interval } from '../analytics/calendar.ts';
import { type BucketRow, TikTokAnalytics, TikTokAnalyticsPage, toBucketRow } from './video-analytics.type.ts';
import { TikTokVideo } from './video.type.ts';

interface SeriesKey {
  id: string;
  timezone: string;
  range: DateRange;
  interval: Interval;
}

/** Which keys can be read together: those that ask for the same days in the same buckets. */
const questionOf = ({ range, interval }: SeriesKey) => JSON.stringify([range, interval]);

const seriesOf = defineLoader<SeriesKey, BucketRow[]>(
  async ({ services }, keys) => {
    const byQuestion = Map.groupBy(keys, questionOf);
    const answers = new Map<SeriesKey, BucketRow[]>();
    for (const group of byQuestion.values()) {
      const [{ range, interval }] = group as [SeriesKey];
      const series = await videoAnalytics(services, group, range, interval);
      for (const [index, key] of group.entries()) {
        answers.set(key, (series[index] ?? []).map(toBucketRow));
      }
    }
    return keys.map((key) => answers.get(key) ?? []);
  },
  (key) => `${key.id} ${questionOf(key)}`,
);

builder.prismaObjectFields(TikTokVideo, (t) => ({
  analytics: t.field({
    type: [TikTokAnalytics],
    nullable: true,
    description: 'Buckets, oldest first, without the empty ones. Null only with an error.',
    args: rangeArguments(t.arg),
    select: { id: true, connection: { select: { timezone: true } } },
    resolve: ({ id, connection }, { range, interval }, context) =>
      seriesOf.load(context, { id, timezone: connection.timezone, range, interval }),
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

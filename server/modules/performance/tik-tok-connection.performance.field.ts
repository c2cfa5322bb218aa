import { builder } from '../../schema/builder.ts';
import { DateRangeInput } from '../analytics/analytics.input.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { PerformanceAnalysis } from './performance-analysis.type.ts';
import { performanceOf } from './performance.service.ts';

builder.prismaObjectField(TikTokConnection, 'performance', (t) =>
  t.loadable({
    type: PerformanceAnalysis,
    nullable: true,
    description:
      'What works for this account. The last 7, 28, 90 and 365 days are kept computed by jobs, null before the first time; any other range is computed while you wait, for at most 5 accounts at a time, else BAD_USER_INPUT.',
    args: {
      range: t.arg({
        type: DateRangeInput,
        required: true,
        defaultValue: { lastDays: 90 },
        description: "Days in the connection's time zone; posts count by when they were posted.",
      }),
    },
    // One load for each place in the operation, since the arguments may differ from place to place.
    byPath: true,
    loaderOptions: { cacheKeyFn: ({ id }: { id: string }) => id },
    load: (connections: { id: string; timezone: string }[], { services }, { range }) =>
      performanceOf(services, connections, range),
    resolve: ({ id, timezone }) => ({ id, timezone }),
  }),
);

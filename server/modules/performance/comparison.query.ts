import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { Coverage } from '../analytics/account-analytics.type.ts';
import { DateRangeInput, rateArguments } from '../analytics/analytics.input.ts';
import { EngagementRate, Estimate } from '../analytics/estimate.type.ts';
import { reloadConnection } from '../connections/connection.service.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import {
  compareConnections,
  type ComparisonRow as ComparisonRowShape,
  type ConnectionComparison as ConnectionComparisonShape,
} from './comparison.service.ts';
import { rateOfPeriod } from './performance-analysis.type.ts';

const IndexedPoint = builder.objectRef<ComparisonRowShape['growth'][number]>('IndexedPoint').implement({
  description: 'A day of an index.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The day.' }),
    value: t.exposeFloat('value', { description: 'The first known day is 100.' }),
  }),
});

const ComparisonRow = builder.objectRef<ComparisonRowShape>('ComparisonRow').implement({
  description: 'One account of a comparison.',
  fields: (t) => ({
    connection: t.prismaField({
      type: TikTokConnection,
      description: 'The account.',
      resolve: (query, { connectionId }, _args, { services }) =>
        reloadConnection(services, connectionId, query),
    }),
    growth: t.expose('growth', {
      type: [IndexedPoint],
      description:
        'Followers at the end of each day of the range on which they are known, the first of them being 100. Empty where none is.',
    }),
    engagementRate: t.field({
      type: EngagementRate,
      nullable: true,
      description: 'Of the posts of the range, by their newest counters. Null without a usable post.',
      args: rateArguments(t.arg),
      resolve: (row, args, context) => rateOfPeriod(context, row, args),
    }),
    postsPerWeek: t.exposeFloat('postsPerWeek', {
      nullable: true,
      description: 'Over the days of the range that have begun. Null before the first sync.',
    }),
    outlierShare: t.expose('outlierShare', {
      type: Estimate,
      nullable: true,
      description: 'Share of posts with robustZ ≥ 2; null below 8 posts that have a score.',
    }),
    coverage: t.expose('coverage', { type: Coverage, description: 'How much was really observed.' }),
  }),
});

const ConnectionComparison = builder.objectRef<ConnectionComparisonShape>('ConnectionComparison').implement({
  description: 'Accounts side by side, over the same calendar days, each in its own time zone.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day.' }),
    rows: t.expose('rows', { type: [ComparisonRow], description: 'In the order of connectionIds.' }),
  }),
});

builder.queryField('comparison', (t) =>
  t.field({
    type: ConnectionComparison,
    nullable: true,
    authScopes: { may: 'read' },
    description:
      '2–20 accounts of one workspace side by side; at most 400 days. Null only with an error: NOT_FOUND where one of the ids is not yours.',
    args: {
      connectionIds: t.arg.idList({ required: true, description: 'Which accounts, each once.' }),
      range: t.arg({
        type: DateRangeInput,
        required: true,
        defaultValue: { lastDays: 90 },
        description: 'Days; `lastDays` counts from today in UTC.',
      }),
    },
    resolve: (_root, { connectionIds, range }, context) =>
      compareConnections(
        context.services,
        viewerOf(context),
        connectionIds.map((id, index) =>
          decodeIdOf('TikTokConnection', id, ['connectionIds', String(index)]),
        ),
        range,
      ),
  }),
);

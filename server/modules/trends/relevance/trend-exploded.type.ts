import { viewerOf } from '../../../schema/viewer-of.ts';
import { ConnectionEvent, connectionEvent } from '../../connections/connection-event.type.ts';
import { TikTokTrend } from '../trend.type.ts';
import { recallTrend } from '../trend.service.ts';

connectionEvent('TrendExploded').implement({
  description: 'A relevant trend began to explode.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    trend: t.prismaField({
      type: TikTokTrend,
      nullable: true,
      description:
        'Null when retired since, or when the connection was moved away from the workspace whose own it is.',
      resolve: (query, { payload }, _args, context) =>
        recallTrend(context.services, viewerOf(context), payload.trendId, query),
    }),
  }),
});

import { builder } from '../../schema/builder.ts';
import { Workspace } from '../accounts/account.type.ts';
import { countWatched, listWatched } from './trend.service.ts';
import { TikTokTrend, TrendPage } from './trend.type.ts';

builder.prismaObjectField(Workspace, 'watchedTrends', (t) =>
  t.prismaConnection(
    {
      type: TikTokTrend,
      cursor: 'id',
      // A key that may not read gets to a workspace by `viewer` too.
      authScopes: { may: 'read' },
      description: 'Trends on the watch list, fastest rising first.',
      totalCount: ({ id }, _args, { services }) => countWatched(services, id),
      resolve: (query, { id }, _args, { services }) => listWatched(services, id, query),
    },
    TrendPage.connection,
    TrendPage.edge,
  ),
);

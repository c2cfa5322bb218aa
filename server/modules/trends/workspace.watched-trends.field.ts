import { builder } from '../../schema/builder.ts';
import { placedPageCost } from '../../schema/placed-page.ts';
import { Workspace } from '../accounts/account.type.ts';
import { FASTEST_FIRST } from './trend-order.ts';
import { trendPage } from './trend-page.field.ts';
import { countWatched, listWatched } from './trend.service.ts';
import { TikTokTrend, TrendPage } from './trend.type.ts';

builder.prismaObjectField(Workspace, 'watchedTrends', (t) =>
  t.connection(
    {
      type: TikTokTrend,
      // A key that may not read gets to a workspace by `viewer` too.
      authScopes: { may: 'read' },
      complexity: placedPageCost,
      description: 'Trends on the watch list, fastest rising first.',
      select: { id: true },
      resolve: ({ id }, args, context, info) =>
        trendPage({
          args,
          context,
          info,
          order: FASTEST_FIRST,
          totalCount: () => countWatched(context.services, id),
          load: (selection, query) => listWatched(context.services, id, selection, query),
        }),
    },
    TrendPage.connection,
    TrendPage.edge,
  ),
);

import type { RequestContext } from '../../app/context.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { placedPageCost } from '../../schema/placed-page.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { FASTEST_FIRST, type TrendOrderValue } from './trend-order.ts';
import { trendPage } from './trend-page.field.ts';
import { TrendFilter, TrendOrder } from './trend.input.ts';
import { countTrends, findTrend, listTrends, type TrendListing } from './trend.service.ts';
import { TikTokTrend, TrendPage } from './trend.type.ts';

builder.queryFields((t) => ({
  trend: t.prismaField({
    type: TikTokTrend,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The trend's id." }) },
    resolve: (query, _root, { id }, context) =>
      findTrend(context.services, viewerOf(context), decodeIdOf('TikTokTrend', id, ['id']), id, query),
  }),
  trends: t.connection(
    {
      type: TikTokTrend,
      nullable: true,
      authScopes: { may: 'read' },
      complexity: placedPageCost,
      description:
        "Null only with an error. With workspaceId: that workspace's own trends (counted over its videos, or imported) too; without: the shared ones alone.",
      args: {
        workspaceId: t.arg.id({ description: 'Whose own trends are listed beside the shared ones.' }),
        filter: t.arg({ type: TrendFilter, description: 'Conditions on the trends.' }),
        orderBy: t.arg({ type: TrendOrder, description: 'Fastest rising first by default.' }),
      },
      resolve: (_root, args, context: RequestContext, info) => {
        const [viewer, listing] = [viewerOf(context), listingOf(args)];
        return trendPage({
          args,
          context,
          info,
          order: listing.orderBy,
          totalCount: () => countTrends(context.services, viewer, listing),
          load: (selection, query) => listTrends(context.services, viewer, listing, selection, query),
        });
      },
    },
    TrendPage.connection,
    TrendPage.edge,
  ),
}));

type TrendsArguments = Pick<TrendListing, 'filter'> & {
  workspaceId?: string | null | undefined;
  orderBy?: TrendOrderValue | null | undefined;
};

function listingOf({ workspaceId, filter, orderBy }: TrendsArguments): TrendListing {
  const watchedIn = filter?.watchedIn;
  return {
    workspaceId: workspaceId == null ? null : decodeIdOf('Workspace', workspaceId, ['workspaceId']),
    filter:
      watchedIn == null
        ? filter
        : { ...filter, watchedIn: decodeIdOf('Workspace', watchedIn, ['filter', 'watchedIn']) },
    orderBy: orderBy ?? FASTEST_FIRST,
  };
}

import type { RequestContext } from '../../app/context.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
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
  trends: t.prismaConnection(
    {
      type: TikTokTrend,
      cursor: 'id',
      nullable: true,
      authScopes: { may: 'read' },
      description:
        "Null only with an error. With workspaceId: that workspace's own trends (counted over its videos, or imported) too; without: the shared ones alone.",
      args: {
        workspaceId: t.arg.id({ description: 'Whose own trends are listed beside the shared ones.' }),
        filter: t.arg({ type: TrendFilter, description: 'Conditions on the trends.' }),
        orderBy: t.arg({ type: TrendOrder, description: 'Fastest rising first by default.' }),
      },
      totalCount: (_root, args, context) => countTrends(context.services, viewerOf(context), listingOf(args)),
      resolve: (query, _root, args, context: RequestContext) =>
        listTrends(context.services, viewerOf(context), listingOf(args), query),
    },
    TrendPage.connection,
    TrendPage.edge,
  ),
}));

type TrendsArguments = Pick<TrendListing, 'filter' | 'orderBy'> & { workspaceId?: string | null | undefined };

function listingOf({ workspaceId, filter, orderBy }: TrendsArguments): TrendListing {
  const watchedIn = filter?.watchedIn;
  return {
    workspaceId: workspaceId == null ? null : decodeIdOf('Workspace', workspaceId, ['workspaceId']),
    filter:
      watchedIn == null
        ? filter
        : { ...filter, watchedIn: decodeIdOf('Workspace', watchedIn, ['filter', 'watchedIn']) },
    orderBy,
  };
}

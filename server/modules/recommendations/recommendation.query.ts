import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { idListOf } from '../../schema/id-list.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { RecommendationFilter } from './recommendation.input.ts';
import {
  countRecommendations,
  findRecommendation,
  findRun,
  listRecommendations,
  type RecommendationFilterValue,
  type RecommendationListing,
} from './recommendation-reads.service.ts';
import { RecommendationPage, RecommendationRun, TikTokRecommendation } from './recommendation.type.ts';

builder.queryFields((t) => ({
  recommendationRun: t.prismaField({
    type: RecommendationRun,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The run's id." }) },
    resolve: (query, _root, { id }, context) =>
      findRun(context.services, viewerOf(context), decodeIdOf('RecommendationRun', id, ['id']), id, query),
  }),
  recommendation: t.prismaField({
    type: TikTokRecommendation,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The recommendation's id." }) },
    resolve: (query, _root, { id }, context) => {
      const rowId = decodeIdOf('TikTokRecommendation', id, ['id']);
      return findRecommendation(context.services, viewerOf(context), rowId, id, query);
    },
  }),
  recommendations: t.prismaConnection(
    {
      type: TikTokRecommendation,
      cursor: 'id',
      nullable: true,
      authScopes: { may: 'read' },
      description: 'Null only with an error: NOT_FOUND where one of the ids is not yours. Newest first.',
      args: {
        workspaceId: t.arg.id({ description: 'Of this workspace alone.' }),
        connectionIds: t.arg.idList({ description: 'Of these connections alone; at most 100.' }),
        filter: t.arg({ type: RecommendationFilter, description: 'Conditions on the recommendations.' }),
      },
      totalCount: (_root, args, context) =>
        countRecommendations(context.services, viewerOf(context), listingOf(args)),
      resolve: (query, _root, args, context) =>
        listRecommendations(context.services, viewerOf(context), listingOf(args), query),
    },
    RecommendationPage.connection,
    RecommendationPage.edge,
  ),
}));

function listingOf(args: {
  workspaceId?: string | null | undefined;
  connectionIds?: readonly string[] | null | undefined;
  filter?: RecommendationFilterValue | null | undefined;
}): RecommendationListing {
  return {
    workspaceId: args.workspaceId == null ? null : decodeIdOf('Workspace', args.workspaceId, ['workspaceId']),
    connectionIds: idListOf('TikTokConnection', args.connectionIds, 'connectionIds'),
    filter: args.filter,
  };
}

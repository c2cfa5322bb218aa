import { builder } from '../../schema/builder.ts';
import { Workspace } from '../accounts/account.type.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { RunStatus } from './recommendation.enums.ts';
import { RecommendationFilter } from './recommendation.input.ts';
import { NEWEST_FIRST, recommendationWhere } from './recommendation-reads.service.ts';
import { RecommendationPage, RecommendationRunPage } from './recommendation.type.ts';

builder.prismaObjectField(TikTokConnection, 'recommendations', (t) =>
  t.relatedConnection(
    'recommendations',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Newest first.',
      args: {
        filter: t.arg({ type: RecommendationFilter, description: 'Conditions on the recommendations.' }),
      },
      query: ({ filter }, { services }) => ({
        where: recommendationWhere(filter, services.clock.now()),
        orderBy: NEWEST_FIRST,
      }),
    },
    RecommendationPage.connection,
    RecommendationPage.edge,
  ),
);

builder.prismaObjectField(Workspace, 'recommendationRuns', (t) =>
  t.relatedConnection(
    'runs',
    {
      cursor: 'id',
      totalCount: true,
      authScopes: { may: 'read' },
      description: 'Newest first.',
      args: { status: t.arg({ type: [RunStatus], description: 'Any of these; all by default.' }) },
      query: ({ status }) => ({
        where: status == null ? {} : { status: { in: [...status] } },
        orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      }),
    },
    RecommendationRunPage.connection,
    RecommendationRunPage.edge,
  ),
);

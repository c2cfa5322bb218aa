import { builder } from '../../schema/builder.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { Audience } from './audience.type.ts';
import { audienceOf, NEWEST_FIRST } from './import-reads.service.ts';
import { AnalyticsImportPage } from './import.type.ts';

builder.prismaObjectField(TikTokConnection, 'imports', (t) =>
  t.relatedConnection(
    'imports',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Newest first.',
      query: { orderBy: NEWEST_FIRST },
    },
    AnalyticsImportPage.connection,
    AnalyticsImportPage.edge,
  ),
);

builder.prismaObjectField(TikTokConnection, 'audience', (t) =>
  t.loadable({
    type: Audience,
    nullable: true,
    description: 'Only imports know these; null until one brought them.',
    load: (ids: string[], { services }) => audienceOf(services, ids),
    resolve: ({ id }) => id,
  }),
);

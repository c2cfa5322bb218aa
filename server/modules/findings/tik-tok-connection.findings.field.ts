import { builder } from '../../schema/builder.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { NEWEST_FIRST } from './finding-reads.service.ts';
import { FindingPage } from './finding.type.ts';

builder.prismaObjectField(TikTokConnection, 'findings', (t) =>
  t.relatedConnection(
    'findings',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Sudden changes, newest first by `detectedAt`.',
      query: { orderBy: NEWEST_FIRST },
    },
    FindingPage.connection,
    FindingPage.edge,
  ),
);

import { builder } from '../../schema/builder.ts';
import { Workspace } from '../accounts/account.type.ts';
import { NEWEST_FIRST } from './connection.service.ts';
import { ConnectionPage } from './connection.type.ts';

builder.prismaObjectField(Workspace, 'connections', (t) =>
  t.relatedConnection(
    'connections',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its TikTok accounts, newest first.',
      query: { orderBy: NEWEST_FIRST },
    },
    ConnectionPage.connection,
    ConnectionPage.edge,
  ),
);

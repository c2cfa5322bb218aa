import { builder } from '../../schema/builder.ts';
import { Workspace } from '../accounts/account.type.ts';
import { NOT_ERASED } from './connection.policy.ts';
import { NEWEST_FIRST } from './connection.service.ts';
import { ConnectionPage } from './connection.type.ts';

builder.prismaObjectField(Workspace, 'connections', (t) =>
  t.relatedConnection(
    'connections',
    {
      cursor: 'id',
      totalCount: true,
      // A key that may not read gets to a workspace by `viewer` too.
      authScopes: { may: 'read' },
      description: 'Its TikTok accounts, newest first.',
      query: { where: NOT_ERASED, orderBy: NEWEST_FIRST },
    },
    ConnectionPage.connection,
    ConnectionPage.edge,
  ),
);

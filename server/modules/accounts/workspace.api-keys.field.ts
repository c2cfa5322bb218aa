import { builder } from '../../schema/builder.ts';
import { rightIn } from '../../schema/right-in.ts';
import { Workspace } from './account.type.ts';

const MAX_KEYS = 500;

builder.prismaObjectField(Workspace, 'apiKeys', (t) =>
  t.relation('apiKeys', {
    nullable: true,
    authScopes: rightIn('apiKey.manage'),
    description: 'Newest first, at most 500, those that have ended too. Null with FORBIDDEN below ADMIN.',
    query: { orderBy: { id: 'desc' }, take: MAX_KEYS },
  }),
);

import { builder } from '../../schema/builder.ts';
import { Viewer } from './account.type.ts';

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    authScopes: { public: true },
    description: 'Null when signed out.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);

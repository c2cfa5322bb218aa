import { builder } from '../../schema/builder.ts';
import { Workspace } from '../accounts/account.type.ts';
import { aiBudgetsOf } from './ai-budget.service.ts';
import { AiBudget } from './ai-budget.type.ts';

builder.prismaObjectField(Workspace, 'aiBudget', (t) =>
  t.loadable({
    type: AiBudget,
    nullable: true,
    // A key that may not read gets to a workspace by `viewer` too.
    authScopes: { may: 'read' },
    description: 'Null when no budget is set.',
    load: (ids: string[], { services }) => aiBudgetsOf(services, ids),
    resolve: ({ id }) => id,
  }),
);

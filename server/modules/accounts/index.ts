import { allowNode } from '../../schema/nodes.ts';
import { accountPolicy } from './account.policy.ts';
import './account.enums.ts';
import './account-error.type.ts';
import './account.type.ts';
import './audit-entry.type.ts';
import './workspace.api-keys.field.ts';
import './account.query.ts';
import './api-key.mutation.ts';
import './workspace.mutation.ts';

const select = { id: true };

allowNode('User', ({ database }, viewer, ids) =>
  database.prisma.user.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.users(viewer)] },
  }),
);
allowNode('Workspace', ({ database }, viewer, ids) =>
  database.prisma.workspace.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.workspaces(viewer)] },
  }),
);
allowNode('ApiKey', ({ database }, viewer, ids) =>
  database.prisma.apiKey.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.apiKeys(viewer)] },
  }),
);
allowNode('AuditEntry', ({ database }, viewer, ids) =>
  database.prisma.auditEntry.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.auditEntries(viewer)] },
  }),
);

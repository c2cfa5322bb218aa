import { allowNode } from '../../schema/nodes.ts';
import { accountPolicy } from './account.policy.ts';
import { openInvitations } from './invitation.service.ts';
import './account.enums.ts';
import './account-error.type.ts';
import './account.type.ts';
import './audit-entry.type.ts';
import './people.type.ts';
import './workspace.api-keys.field.ts';
import './account.query.ts';
import './api-key.mutation.ts';
import './workspace.mutation.ts';
import './people.mutation.ts';
import './invitation.query.ts';

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
allowNode('Member', ({ database }, viewer, ids) =>
  database.prisma.member.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.members(viewer)] },
  }),
);
allowNode('Invitation', ({ database, clock }, viewer, ids) =>
  database.prisma.invitation.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, openInvitations(clock.now()), accountPolicy.invitations(viewer)] },
  }),
);
allowNode('AuditEntry', ({ database }, viewer, ids) =>
  database.prisma.auditEntry.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, accountPolicy.auditEntries(viewer)] },
  }),
);

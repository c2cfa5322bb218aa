import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { rightIn } from '../../schema/right-in.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { Workspace } from './account.type.ts';
import { targetOf } from './audit.service.ts';
import { mayIn } from './viewer.ts';

const AuditEntry = builder.prismaNode('AuditEntry', {
  description: 'Who did what; append-only.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    action: t.exposeString('action', { description: 'Stable dotted name: connection.disconnect.' }),
    actorName: t.exposeString('actorName', {
      nullable: true,
      description:
        'Name of the person or key at the time; null for the system, for TikTok or an erased person.',
    }),
    targetId: t.id({
      nullable: true,
      description: 'Global id at the time; may no longer resolve; null once what it named was erased.',
      resolve: targetOf,
    }),
    ipAddress: t.string({
      nullable: true,
      description: 'Where the request came from. Null unless you are an OWNER, and where nobody knows.',
      resolve: ({ workspaceId, ipAddress }, _args, context) =>
        mayIn(viewerOf(context), workspaceId, 'auditLog.readAddresses') ? ipAddress : null,
    }),
  }),
});

const AuditEntryPage = pageOf(AuditEntry, { many: 'the audit log', one: 'An entry' });

builder.prismaObjectField(Workspace, 'auditLog', (t) =>
  t.relatedConnection(
    'auditLog',
    {
      cursor: 'id',
      nullable: true,
      totalCount: true,
      authScopes: rightIn('auditLog.read'),
      description: 'Newest first. Null with FORBIDDEN below ADMIN.',
      query: { orderBy: [{ at: 'desc' }, { id: 'desc' }] },
    },
    AuditEntryPage.connection,
    AuditEntryPage.edge,
  ),
);

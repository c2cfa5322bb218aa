import { builder } from '../../schema/builder.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { ApiKeyScope, WorkspaceRole } from './account.enums.ts';
import { apiKeyOf, apiKeysOf, userOf, workspacesOf } from './account.service.ts';
import { roleIn, type Viewer as ViewerShape, workspacesWith } from './viewer.ts';

export const User = builder.prismaNode('User', {
  description: 'A person.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the person wrote it.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', nullable: true, description: 'Null when none is set.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the person joined.' }),
    email: t.string({
      nullable: true,
      description: 'Your own, and of those in a workspace where you are ADMIN; null elsewhere.',
      select: (_args, context) => ({
        id: true,
        email: true,
        members: {
          where: { workspaceId: { in: workspacesWith(viewerOf(context), 'people.manage') } },
          select: { id: true },
          take: 1,
        },
      }),
      resolve: ({ id, email, members }, _args, { viewer }) =>
        viewer?.userId === id || members.length > 0 ? email : null,
    }),
  }),
});

export const Workspace = builder.prismaNode('Workspace', {
  description: 'Owner of data, and the wall between tenants.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As its owner wrote it.' }),
    slug: t.exposeString('slug', { description: 'Unique, a–z, 0–9 and hyphens.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    retentionDays: t.exposeInt('retentionDays', {
      nullable: true,
      description: 'Days that snapshots are kept; null is for ever.',
    }),
    role: t.field({
      type: WorkspaceRole,
      description: "The caller's role here.",
      select: { id: true },
      resolve: (workspace, _args, context) => roleIn(viewerOf(context), workspace.id),
    }),
  }),
});

export const ApiKey = builder.prismaNode('ApiKey', {
  description: 'A key. Its secret is stored hashed and shown once.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What its maker called it.' }),
    prefix: t.exposeString('prefix', { description: 'First characters, to recognise it.' }),
    workspace: t.relation('workspace', { description: 'The workspace it acts for.' }),
    role: t.expose('role', { type: WorkspaceRole, description: 'The ceiling of what the key may do.' }),
    scopes: t.expose('scopes', { type: [ApiKeyScope], description: 'What it may touch, within its role.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'Null: never.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute; null before the first use.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null while it works.',
    }),
  }),
});

export const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who is asking: a person or an API key.',
  fields: (t) => ({
    user: t.prismaField({
      type: User,
      nullable: true,
      description: 'Null for an API key: a key acts for its workspace, not for a person.',
      resolve: (query, viewer, _args, { services }) => userOf(services, viewer, query),
    }),
    apiKey: t.prismaField({
      type: ApiKey,
      nullable: true,
      description: 'The key in use; null for a person.',
      resolve: (query, viewer, _args, { services }) => apiKeyOf(services, viewer, query),
    }),
    workspaces: t.prismaField({
      type: [Workspace],
      description: 'At most 100, oldest first.',
      resolve: (query, viewer, _args, { services }) => workspacesOf(services, viewer, query),
    }),
    apiKeys: t.prismaField({
      type: [ApiKey],
      description: 'Keys that this person made, newest first, at most 100; for an API key, itself alone.',
      resolve: (query, viewer, _args, { services }) => apiKeysOf(services, viewer, query),
    }),
  }),
});

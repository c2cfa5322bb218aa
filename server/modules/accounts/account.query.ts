import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { findWorkspace } from './account.service.ts';
import { Viewer, Workspace } from './account.type.ts';

builder.queryFields((t) => ({
  viewer: t.field({
    type: Viewer,
    nullable: true,
    authScopes: { public: true },
    description: 'Null when signed out.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
  workspace: t.prismaField({
    type: Workspace,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The workspace's id." }) },
    resolve: (query, _root, { id }, context) =>
      findWorkspace(context.services, viewerOf(context), decodeIdOf('Workspace', id, ['id']), id, query),
  }),
}));

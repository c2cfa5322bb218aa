import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { countConnections, findConnection, listConnections } from './connection.service.ts';
import { ConnectionPage, TikTokConnection } from './connection.type.ts';

builder.queryFields((t) => ({
  connection: t.prismaField({
    type: TikTokConnection,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The connection's id." }) },
    resolve: (query, _root, { id }, context) =>
      findConnection(
        context.services,
        viewerOf(context),
        decodeIdOf('TikTokConnection', id, ['id']),
        id,
        query,
      ),
  }),
  connections: t.prismaConnection(
    {
      type: TikTokConnection,
      cursor: 'id',
      nullable: true,
      authScopes: { may: 'read' },
      description:
        'Null only with an error. Without workspaceId: of every workspace you can see. Newest first.',
      args: { workspaceId: t.arg.id({ description: 'Of this workspace alone.' }) },
      totalCount: (_root, { workspaceId }, context) =>
        countConnections(context.services, viewerOf(context), workspaceIdOf(workspaceId)),
      resolve: (query, _root, { workspaceId }, context) =>
        listConnections(context.services, viewerOf(context), workspaceIdOf(workspaceId), query),
    },
    ConnectionPage.connection,
    ConnectionPage.edge,
  ),
}));

function workspaceIdOf(globalId: string | null | undefined): string | null {
  return globalId == null ? null : decodeIdOf('Workspace', globalId, ['workspaceId']);
}

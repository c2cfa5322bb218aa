import { allowNode } from '../../schema/nodes.ts';
import { readableConnections } from './connection.policy.ts';
import './connection.enums.ts';
import './connection.type.ts';
import './connection-error.type.ts';
import './connection-event.type.ts';
import './workspace.connections.field.ts';
import './connection.query.ts';
import './connection.mutation.ts';
import './disconnect.mutation.ts';
import './move-connection.mutation.ts';
import './update-connection.mutation.ts';
import './connection.subscription.ts';

allowNode('TikTokConnection', ({ database }, viewer, ids) =>
  database.prisma.tikTokConnection.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, readableConnections(viewer)] },
  }),
);

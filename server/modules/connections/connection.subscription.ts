import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { mapped } from '../../lib/mapped.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { ConnectionEvent } from './connection-event.type.ts';
import { followConnection } from './connection-feed.service.ts';
import { findConnection } from './connection.service.ts';

builder.subscriptionField('connectionEvents', (t) =>
  t.field({
    type: ConnectionEvent,
    authScopes: { may: 'read' },
    description:
      'Without `after`: from now. With it: stored events first (kept 7 days; older is EXPIRED: refetch the connection).',
    args: {
      connectionId: t.arg.id({ required: true, description: 'Whose events.' }),
      after: t.arg.int({
        description: "Sequence of the last event you have; at first the connection's lastEventSequence.",
      }),
    },
    subscribe: async (_root, { connectionId: globalId, after }, context) => {
      const id = decodeIdOf('TikTokConnection', globalId, ['connectionId']);
      await findConnection(context.services, viewerOf(context), id, globalId);
      const events = await followConnection(context.services, id, after ?? null, context.signal);
      return mapped(events, (event) => ({ ...event, connectionId: id }));
    },
    resolve: (event) => event,
  }),
);

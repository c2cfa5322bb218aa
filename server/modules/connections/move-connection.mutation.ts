import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { reloadConnection } from './connection.service.ts';
import { TikTokConnection } from './connection.type.ts';
import { moveConnection } from './move-connection.service.ts';

const MoveConnectionInput = builder.inputType('MoveConnectionInput', {
  description: 'To another workspace of yours.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The connection to move.' }),
    workspaceId: t.id({ required: true, description: 'Where it goes.' }),
  }),
});

builder.mutationField('moveConnection', (t) =>
  t.prismaField({
    type: TikTokConnection,
    authScopes: { may: 'connection.move' },
    errors: {
      types: COMMON_ERRORS,
      union: {
        description:
          'The connection in its new workspace, or why not. CONFLICT: that workspace collects the account already.',
      },
    },
    description:
      'Takes history, imports, runs and recommendations along; what is under way goes on. ADMIN in both workspaces.',
    args: { input: t.arg({ type: MoveConnectionInput, required: true, description: 'Which, and where.' }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'moveConnection',
        input,
        async (viewer, remember) => {
          const connectionId = decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
          await moveConnection(context.services, viewer, { connectionId, workspaceId }, remember);
          return connectionId;
        },
        ({ connectionId }) => Promise.resolve(String(connectionId)),
      );
      return reloadConnection(context.services, id, query);
    },
  }),
);

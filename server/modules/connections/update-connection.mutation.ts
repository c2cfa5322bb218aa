import { z } from 'zod';
import { decodeIdOf } from '../../lib/global-id.ts';
import { toTimezone } from '../../lib/timezone.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { reloadConnection } from './connection.service.ts';
import { TikTokConnection } from './connection.type.ts';
import { updateConnection } from './update-connection.service.ts';

const UpdateConnectionInput = builder.inputType('UpdateConnectionInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The connection to change.' }),
    timezone: t.string({
      validate: z.string().refine((text) => toTimezone(text) !== null, {
        error: 'must be the name of a time zone, such as Europe/Paris',
      }),
      description: 'IANA name, such as Europe/Paris. Days of analytics are read in it, past ones too.',
    }),
  }),
});

builder.mutationField('updateConnection', (t) =>
  t.prismaField({
    type: TikTokConnection,
    authScopes: { may: 'connection.update' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'The connection as it is now, or why not.' },
    },
    description: 'Says what TikTok does not tell: the time zone that an account’s days are read in. ADMIN.',
    args: {
      input: t.arg({ type: UpdateConnectionInput, required: true, description: 'What to change.' }),
    },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'updateConnection',
        input,
        async (viewer, remember) => {
          const connectionId = decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          const timezone = input.timezone == null ? undefined : (toTimezone(input.timezone) ?? undefined);
          await updateConnection(context.services, viewer, connectionId, { timezone }, remember);
          return connectionId;
        },
        ({ connectionId }) => Promise.resolve(String(connectionId)),
      );
      return reloadConnection(context.services, id, query);
    },
  }),
);

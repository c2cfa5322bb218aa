import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { DataErasure } from '../privacy/data-erasure.type.ts';
import { type AskedErasure, recallErasure, reloadErasureOrNull } from '../privacy/erasure.service.ts';
import { reloadConnectionOrNull } from './connection.service.ts';
import { TikTokConnection } from './connection.type.ts';
import { disconnect, disconnectAndErase } from './disconnect.service.ts';

const HistoryDisposition = builder.enumType('HistoryDisposition', {
  description: 'KEEP can be erased later; ERASE cannot be undone.',
  values: {
    KEEP: { description: 'The history stays; connecting the account again goes on with it.' },
    ERASE: {
      description:
        'The connection goes with everything that was collected and made for it. An API key needs ADMINISTER for this, as for eraseData.',
    },
  },
});

const DisconnectTikTokInput = builder.inputType('DisconnectTikTokInput', {
  description: 'What becomes of the history.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The connection to end.' }),
    history: t.field({
      type: HistoryDisposition,
      required: true,
      defaultValue: 'KEEP',
      description: 'Whether what was collected stays.',
    }),
  }),
});

interface Disconnected {
  connectionId: string | null;
  erasure: AskedErasure | null;
}

const DisconnectTikTokPayload = builder.objectRef<Disconnected>('DisconnectTikTokPayload').implement({
  description: 'connection with KEEP, erasure with ERASE.',
  fields: (t) => ({
    connection: t.prismaField({
      type: TikTokConnection,
      nullable: true,
      description: 'REVOKED, with its history. Null with ERASE.',
      resolve: (query, { connectionId }, _args, { services }) =>
        reloadConnectionOrNull(services, connectionId, query),
    }),
    erasure: t.prismaField({
      type: DataErasure,
      nullable: true,
      description: 'Keep its receipt: it is told this once. Null with KEEP.',
      resolve: (query, { erasure }, _args, { services }) => reloadErasureOrNull(services, erasure, query),
    }),
  }),
});

builder.mutationField('disconnectTikTok', (t) =>
  t.field({
    type: DisconnectTikTokPayload,
    authScopes: { may: 'connection.disconnect' },
    errors: {
      types: COMMON_ERRORS,
      union: {
        description: 'Our side always ends; TikTok refusing the revocation is retried, not an error.',
      },
    },
    description: 'Revokes at TikTok; keeps or erases the history.',
    args: {
      input: t.arg({ type: DisconnectTikTokInput, required: true, description: 'Which, and how.' }),
    },
    resolve: (_root, { input }, context) => {
      const { services } = context;
      return runMutation<Disconnected>(
        context,
        'disconnectTikTok',
        input,
        async (viewer, remember) => {
          const id = decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          if (input.history === 'ERASE') {
            const erasure = await disconnectAndErase(services, viewer, id, remember);
            return { connectionId: null, erasure };
          }
          await disconnect(services, viewer, id, remember);
          return { connectionId: id, erasure: null };
        },
        async (remembered) =>
          'erasureId' in remembered
            ? { connectionId: null, erasure: await recallErasure(services, remembered) }
            : { connectionId: String(remembered['connectionId']), erasure: null },
      );
    },
  }),
);

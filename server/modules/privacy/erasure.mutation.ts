import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { DataErasure } from './data-erasure.type.ts';
import { eraseData } from './erase-data.service.ts';
import { type AskedErasure, recallErasure, reloadErasure } from './erasure.service.ts';
import { decodeSubject } from './subject-id.ts';

const EraseDataInput = builder.inputType('EraseDataInput', {
  description: 'What is to be erased, and its name as the person typed it.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    subjectId: t.id({ required: true, description: 'A connection, a workspace, or yourself (a user).' }),
    confirmation: t.string({
      required: true,
      description:
        "Typed by the person: the connection's username (without one its displayName), the workspace's slug, or your e-mail address.",
    }),
  }),
});

builder.mutationField('eraseData', (t) =>
  t.prismaField({
    type: DataErasure,
    authScopes: { may: 'connection.erase' },
    errors: {
      types: COMMON_ERRORS,
      union: {
        description:
          "The erasure, queued: keep its receipt, which is told this once. LAST_OWNER: you are some workspace's only owner; hand it on or erase it first.",
      },
    },
    description:
      'Cannot be undone. Erases a connection (ADMIN), a workspace with all its connections (OWNER), or yourself, and revokes at TikTok what nobody else uses. The proof is on the erasure, by its receipt.',
    args: {
      input: t.arg({ type: EraseDataInput, required: true, description: 'What, and its name.' }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const asked = await runMutation<AskedErasure>(
        context,
        'eraseData',
        input,
        (viewer, remember) =>
          eraseData(services, viewer, decodeSubject(input.subjectId), input.confirmation, remember),
        (remembered) => recallErasure(services, remembered),
      );
      return reloadErasure(services, asked, query);
    },
  }),
);

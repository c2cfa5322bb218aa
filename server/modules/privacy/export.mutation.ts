import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { DataExport } from './data-export.type.ts';
import { exportData, reloadExport } from './export.service.ts';
import { decodeSubject } from './subject-id.ts';

const ExportDataInput = builder.inputType('ExportDataInput', {
  description: 'What is to be exported.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    subjectId: t.id({ required: true, description: 'A connection, a workspace, or yourself (a user).' }),
  }),
});

builder.mutationField('exportData', (t) =>
  t.prismaField({
    type: DataExport,
    authScopes: { may: 'data.export' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'The export, queued. CONFLICT: another one of the same is being made.' },
    },
    description:
      'Has a ZIP made of all that is held of a connection, a workspace with its audit log (ADMIN), or yourself. Refetch it until its downloadUrl is there.',
    args: { input: t.arg({ type: ExportDataInput, required: true, description: 'What.' }) },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const id = await runMutation(
        context,
        'exportData',
        input,
        (viewer, remember) => exportData(services, viewer, decodeSubject(input.subjectId), remember),
        ({ exportId }) => Promise.resolve(String(exportId)),
      );
      return reloadExport(services, id, query);
    },
  }),
);

import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { idempotencyKeyField, runUploadMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { reloadImport } from './import-reads.service.ts';
import { ImportMode } from './import.enums.ts';
import { ImportUnreadableError } from './import.errors.ts';
import { AnalyticsImport } from './import.type.ts';
import { authorizeImport, requestImport } from './request-import.service.ts';

const ImportAnalyticsInput = builder.inputType('ImportAnalyticsInput', {
  description: 'A file, and whose history it is.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The account that exported it.' }),
    file: t.field({
      type: 'Upload',
      required: true,
      description:
        "A ZIP, CSV or XLSX file of TikTok Studio or Business Suite, or TikTok's own user_data_tiktok.json, also as the ZIP that TikTok sends. Under TikTok's own name it tells more.",
    }),
    mode: t.field({
      type: ImportMode,
      required: true,
      defaultValue: 'STORE',
      description: 'Whether to store it, or to say what would be stored.',
    }),
    downloadedOn: t.field({
      type: 'Date',
      description:
        "The day TikTok made the file, in UTC; its dates carry no year. Default: from the file's name, else from the ZIP, else today. A file that was imported before keeps the day it had then.",
    }),
  }),
});

builder.mutationField('importAnalytics', (t) =>
  t.prismaField({
    type: AnalyticsImport,
    authScopes: { may: 'connection.import' },
    errors: {
      types: [ImportUnreadableError, ...COMMON_ERRORS],
      union: {
        description:
          'The import, queued, or why not. PAYLOAD_TOO_LARGE: the file is above 200 MB. BAD_USER_INPUT: also where it is the file of another account. What fails later is on the import.',
      },
    },
    description:
      'Stores a file and reads it as a job: TikTok Studio, Business Suite, user_data_tiktok.json. Rights are checked before the file is received. Follow it with connectionEvents (ImportFinished).',
    args: {
      input: t.arg({ type: ImportAnalyticsInput, required: true, description: 'The file, and for whom.' }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const importId = await runUploadMutation(context, 'importAnalytics', input, {
        authorize: (viewer) =>
          authorizeImport(services, viewer, {
            ...input,
            connectionId: decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']),
          }),
        first: (viewer, connection, file, remember) => {
          const request = { ...input, connectionId: connection.id, fileName: input.file.fileName };
          return requestImport(services, viewer, connection, request, file, remember);
        },
        replay: (remembered) => Promise.resolve(String(remembered['importId'])),
      });
      return reloadImport(services, importId, query);
    },
  }),
);

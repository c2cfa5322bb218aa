import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runUploadMutation } from '../../schema/mutation.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { reloadImport } from '../imports/import-reads.service.ts';
import { ImportMode } from '../imports/import.enums.ts';
import { ImportUnreadableError } from '../imports/import.errors.ts';
import { AnalyticsImport } from '../imports/import.type.ts';
import { authorizeTrendImport, requestTrendImport } from './request-trend-import.service.ts';

const ImportTrendsInput = builder.inputType('ImportTrendsInput', {
  description: 'A file of trends, and whose they become.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'Whose trends they become, and nobody else sees.' }),
    file: t.field({
      type: 'Upload',
      required: true,
      description:
        'Saved answers of Creative Center as JSON (hashtags and sounds, of its pages until 2026 and of TikTok One), lists of the discover page as JSON, a table of hashtags or sounds as CSV with a header, or a ZIP of these; docs/TRENDS.md describes each. At most 20,000 rows a table below its header, and 200,000 of all files.',
    }),
    mode: t.field({
      type: ImportMode,
      required: true,
      defaultValue: 'STORE',
      description:
        'Whether to store it, or to say how many rows would be stored, of which days, and what is wrong with the others.',
    }),
    region: t.string({
      description:
        'ISO 3166-1 alpha-2: whose list it is where the file names no country. Default: the whole world.',
    }),
    capturedOn: t.field({
      type: 'Date',
      description:
        'The day, in UTC, of lists that do not say it themselves, by the dates of their rows or curves. Default: the day under which the same file was imported before, else today.',
    }),
  }),
});

builder.mutationField('importTrends', (t) =>
  t.prismaField({
    type: AnalyticsImport,
    authScopes: { may: 'trend.import' },
    errors: {
      types: [ImportUnreadableError, ...COMMON_ERRORS],
      union: {
        description:
          'The import, queued, or why not. PAYLOAD_TOO_LARGE: the file is above 200 MB. What fails later is on the import.',
      },
    },
    description:
      'Saved Creative Center answers or lists (JSON, CSV), stored and read as a job. Rights are checked before the file is received. Follow it with node.',
    args: {
      input: t.arg({ type: ImportTrendsInput, required: true, description: 'The file, and for whom.' }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
      const importId = await runUploadMutation(context, 'importTrends', input, {
        authorize: (viewer) => {
          authorizeTrendImport(services, viewer, { ...input, workspaceId });
          return Promise.resolve();
        },
        first: (viewer, _allowed, file, remember) => {
          const request = { ...input, workspaceId, fileName: input.file.fileName };
          return requestTrendImport(services, viewer, request, file, remember);
        },
        replay: (remembered) => Promise.resolve(String(remembered['importId'])),
      });
      return reloadImport(services, importId, query);
    },
  }),
);

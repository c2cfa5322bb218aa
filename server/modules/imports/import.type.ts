import { toDate } from '../../lib/time.ts';
import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { ErrorInterface } from '../../schema/error-types.ts';
import type { AccountPoint } from '../analytics/series/account-series.ts';
import { AccountAnalyticsPoint } from '../analytics/account-analytics.type.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { RunError } from '../recommendations/run/run-error.type.ts';
import type { StoredImportError } from './import-attempt.service.ts';
import type { StoredProblem } from './import-ledger.ts';
import { ImportMode, JobStatus } from './import.enums.ts';
import { ImportUnreadableError } from './import.errors.ts';

builder.objectType(ImportUnreadableError, {
  name: 'ImportUnreadableError',
  description:
    "Nothing was stored. Bad rows alone are no error; they are the import's `problems`. Code: IMPORT_UNREADABLE.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    entry: t.exposeString('entry', {
      nullable: true,
      description: 'Entry of the archive; null for the file itself.',
    }),
  }),
});

const ImportProblem = builder.objectRef<StoredProblem>('ImportProblem').implement({
  description: 'What was not stored, or what one should know of what was.',
  fields: (t) => ({
    fileName: t.exposeString('fileName', { description: 'Entry of the archive, or the file itself.' }),
    row: t.exposeInt('row', {
      nullable: true,
      description: 'From 1, header included; null for a whole file, a whole column and for JSON.',
    }),
    column: t.exposeString('column', {
      nullable: true,
      description: 'As the file calls it; null where no single column is to blame.',
    }),
    message: t.exposeString('message', { description: 'One English sentence for people.' }),
  }),
});

const count = { type: 'SafeInt' } as const;

export const AnalyticsImport = builder.prismaNode('AnalyticsImport', {
  description: 'A file read into the history. Reading the same one again changes nothing.',
  select: { id: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    fileName: t.exposeString('fileName', { description: "As it was called on the person's machine." }),
    mode: t.expose('mode', { type: ImportMode, description: 'Whether it was to be stored.' }),
    status: t.expose('status', { type: JobStatus, description: 'Where it stands.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the file was received.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null before.',
    }),
    connection: t.relation('connection', {
      type: TikTokConnection,
      nullable: true,
      description: 'Whose history it is; null for files that are of no account.',
    }),
    format: t.exposeString('format', {
      nullable: true,
      description:
        'studio-overview, business-suite-overview, data-export-c, …, several separated by a comma and a space; null until recognised.',
    }),
    from: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day that it tells of, in UTC; null until read.',
      select: { from: true },
      resolve: ({ from }) => (from === null ? null : toDate(from)),
    }),
    to: t.field({
      type: 'Date',
      nullable: true,
      description: 'Last day that it tells of, in UTC; null until read.',
      select: { to: true },
      resolve: ({ to }) => (to === null ? null : toDate(to)),
    }),
    rowsRead: t.expose('rowsRead', {
      ...count,
      description: 'So far: the sum of those stored, unchanged and refused.',
    }),
    rowsStored: t.expose('rowsStored', {
      ...count,
      description: 'So far: what was not known; with DRY_RUN what would be stored.',
    }),
    rowsUnchanged: t.expose('rowsUnchanged', { ...count, description: 'So far: what was known already.' }),
    rowsRefused: t.expose('rowsRefused', { ...count, description: 'So far: what could not be stored.' }),
    problems: t.field({
      type: [ImportProblem],
      description: 'The first 100: refused rows, columns and files, and what one should know of the others.',
      select: { problems: true },
      resolve: ({ problems }) => problems as unknown as StoredProblem[],
    }),
    preview: t.field({
      type: [AccountAnalyticsPoint],
      description:
        'DRY_RUN of an account’s analytics: the first 100 points that would be stored, oldest first. Days are in UTC. Empty otherwise; a DRY_RUN of trends, which have no such points, tells by `format`, `from`, `to`, the counts of rows and `problems`.',
      select: { preview: true },
      resolve: ({ preview }) => preview as unknown as AccountPoint[],
    }),
    error: t.field({
      type: RunError,
      nullable: true,
      description: 'Null unless FAILED.',
      select: { error: true },
      resolve: ({ error }) => error as unknown as StoredImportError | null,
    }),
  }),
});

export const AnalyticsImportPage = pageOf(AnalyticsImport, { many: 'imports', one: 'An import' });

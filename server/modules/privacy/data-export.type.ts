import { builder } from '../../schema/builder.ts';
import { JobStatus } from '../imports/import.enums.ts';
import { RunError } from '../recommendations/run/run-error.type.ts';
import { downloadUrlOf } from './export.service.ts';
import type { StoredErasureError } from './stored-erasure.ts';

export const DataExport = builder.prismaNode('DataExport', {
  description: 'A ZIP of everything: JSON Lines by type, CSV of series, a README of fields.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    status: t.expose('status', { type: JobStatus, description: 'How far it is.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    downloadUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'A secret: opens the file without a sign-in, for as long as who asked may have it. Null until ready, after one completed download, and after expiry.',
      select: { status: true, expiresAt: true, downloadedAt: true, sealedLink: true },
      resolve: (facts, _args, { services }) => downloadUrlOf(services, facts),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the link ends, a day after the file was ready; null before.',
    }),
    bytes: t.expose('bytes', {
      type: 'SafeInt',
      nullable: true,
      description: 'Of the file; null until ready.',
    }),
    error: t.field({
      type: RunError,
      nullable: true,
      description: 'Null unless FAILED.',
      select: { error: true },
      resolve: ({ error }) => error as unknown as StoredErasureError | null,
    }),
  }),
});

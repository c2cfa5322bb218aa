import { builder } from '../../schema/builder.ts';
import { JobStatus } from '../imports/import.enums.ts';
import { RunError } from '../recommendations/run/run-error.type.ts';
import { StoreKind } from './privacy.enums.ts';
import { erasureCountsOf, type StoredErasureCount, type StoredErasureError } from './stored-erasure.ts';

const ErasureCount = builder.objectRef<StoredErasureCount>('ErasureCount').implement({
  description: 'What one place held and holds.',
  fields: (t) => ({
    kind: t.expose('kind', { type: StoreKind, description: 'What sort of place it is.' }),
    name: t.exposeString('name', { description: 'Table, queue or key prefix.' }),
    deleted: t.expose('deleted', { type: 'SafeInt', description: 'What it held when the erasure began.' }),
    remaining: t.expose('remaining', { type: 'SafeInt', description: 'Counted afterwards; 0 is the proof.' }),
  }),
});

export const DataErasure = builder.prismaNode('DataErasure', {
  description: 'An erasure and, once COMPLETED, its proof; holds no personal data.',
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    receipt: t.string({
      nullable: true,
      // Told once, and an erasure that is a key's right must not leave it without the proof.
      extensions: { isToldToAsker: true },
      description:
        'Secret; opens `erasure` without a sign-in. Told to who asked, in the answer to his request; null elsewhere, since only its hash is stored.',
      resolve: (erasure) =>
        'receipt' in erasure && typeof erasure.receipt === 'string' ? erasure.receipt : null,
    }),
    status: t.expose('status', { type: JobStatus, description: 'How far it is.' }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When all places were found empty; null before.',
    }),
    proof: t.field({
      type: [ErasureCount],
      description: 'Empty until COMPLETED.',
      resolve: erasureCountsOf,
    }),
    error: t.field({
      type: RunError,
      nullable: true,
      description: 'Null unless FAILED; it is retried.',
      resolve: ({ error }) => error as unknown as StoredErasureError | null,
    }),
  }),
});

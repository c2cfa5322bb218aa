import { builder } from '../../../schema/builder.ts';
import { SlotBasis } from '../analytics.enums.ts';
import { Lift } from '../lift/lift.type.ts';
import type { PostingSlot as PostingSlotShape } from './posting-slots.ts';

export const PostingSlot = builder
  .objectRef<Omit<PostingSlotShape, 'at'> & { at: Date | string }>('PostingSlot')
  .implement({
    description: 'A time to post.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      basis: t.expose('basis', { type: SlotBasis, description: 'Why then.' }),
      lift: t.expose('lift', {
        type: Lift,
        nullable: true,
        description:
          'What it rests on: of its block, or of its hours or day where these have the evidence; `definition` says which. Null where the block has no posts. In recommendations as it was when they were written, and null of a moment that no analysis proposed.',
      }),
    }),
  });

import { builder } from '../../schema/builder.ts';
import type { FormatLift } from '../analytics/lift/format-lift.ts';
import { Lift } from '../analytics/lift/lift.type.ts';

const FormatDimension = builder.enumType('FormatDimension', {
  description: 'A property that posts differ in.',
  values: {
    DURATION: { description: 'How long the video lasts.' },
    ORIENTATION: { description: 'Portrait, landscape or square.' },
    FORMAT: { description: 'Video or photos.' },
    CAPTION_LENGTH: { description: 'Characters of the caption, without hashtags.' },
    POSTING_FREQUENCY: { description: 'Other posts of the account in the 7 days before.' },
  },
});

export const FormatPerformance = builder.objectRef<FormatLift>('FormatPerformance').implement({
  description: 'The lift of one class of one property.',
  fields: (t) => ({
    dimension: t.expose('dimension', { type: FormatDimension, description: 'Which property.' }),
    label: t.exposeString('label', { description: 'The class in words: 16–30 s, portrait, …' }),
    lift: t.expose('lift', {
      type: Lift,
      description: 'Views of posts of the class, against all posts whose class is known.',
    }),
  }),
});

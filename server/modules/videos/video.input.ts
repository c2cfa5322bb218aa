import { z } from 'zod';
import { builder } from '../../schema/builder.ts';
import { atMost } from '../../schema/texts.ts';
import { DateRangeInput } from '../analytics/analytics.input.ts';
import {
  OrderDirection,
  VideoAvailability,
  VideoFormat,
  VideoOrderField,
  VideoOrientation,
} from './video.enums.ts';

export const VideoFilter = builder.inputType('VideoFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    posted: t.field({ type: DateRangeInput, description: 'By postedAt.' }),
    hashtags: t.stringList({
      description: 'Any of these; without #. At most 100.',
      validate: z.array(atMost(200)).max(100, 'must have at most 100 hashtags'),
    }),
    search: t.string({
      description: 'Words in title or description, at most 100 characters.',
      validate: atMost(100),
    }),
    formats: t.field({ type: [VideoFormat], description: 'Any of these.' }),
    orientations: t.field({ type: [VideoOrientation], description: 'Any of these.' }),
    availability: t.field({ type: [VideoAvailability], description: 'Any of these.' }),
    minViews: t.field({ type: 'SafeInt', description: 'At least this many; unknown views are left out.' }),
    minOutlierZ: t.float({
      description: 'At least this robustZ of the outlier score; videos without a score are left out.',
    }),
    minDurationSeconds: t.int({ description: 'At least this long; unknown durations are left out.' }),
    maxDurationSeconds: t.int({ description: 'At most this long; unknown durations are left out.' }),
  }),
});

export const VideoOrder = builder.inputType('VideoOrder', {
  description: 'Ties are broken by id.',
  fields: (t) => ({
    field: t.field({
      type: VideoOrderField,
      required: true,
      defaultValue: 'POSTED_AT',
      description: 'What to sort by.',
    }),
    direction: t.field({
      type: OrderDirection,
      required: true,
      defaultValue: 'DESC',
      description: 'Which way.',
    }),
  }),
});

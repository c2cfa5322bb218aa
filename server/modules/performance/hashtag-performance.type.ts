import { builder } from '../../schema/builder.ts';
import type { HashtagLift } from '../analytics/lift/hashtag-lift.ts';
import { Lift } from '../analytics/lift/lift.type.ts';

export const HashtagPerformance = builder.objectRef<HashtagLift>('HashtagPerformance').implement({
  description:
    "A hashtag's lift, adjusted for the hashtags it comes with. Those that always come together have the same lift.",
  fields: (t) => ({
    hashtag: t.exposeString('hashtag', { description: 'Without #, lower case.' }),
    lift: t.expose('lift', {
      type: Lift,
      description:
        'Views of posts that have it, against posts with the same other hashtags but not this one. `unshrunken` is not adjusted.',
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      description: 'When the newest of the compared posts that have it was posted.',
      resolve: ({ lastUsedAt }) => new Date(lastUsedAt),
    }),
  }),
});

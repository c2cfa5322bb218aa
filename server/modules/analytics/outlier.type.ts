import { builder } from '../../schema/builder.ts';
import { Estimate } from './estimate.type.ts';
import type { OutlierScore as OutlierScoreShape } from './outlier.ts';

export const OutlierScore = builder.objectRef<OutlierScoreShape>('OutlierScore').implement({
  description: 'How unusual a video is for its account. Formulas: modelCard(OUTLIER).',
  fields: (t) => ({
    robustZ: t.exposeFloat('robustZ', {
      description:
        '(x − median) / (1.4826 · MAD), where x is log(1 + views) and both are of the comparable videos.',
    }),
    multipleOfMedian: t.exposeFloat('multipleOfMedian', {
      description: 'Views over the median views of the comparable videos: 1 is typical.',
    }),
    ageHours: t.exposeInt('ageHours', { description: 'Age at which all are compared.' }),
    sampleSize: t.exposeInt('sampleSize', {
      description: 'Comparable videos: others of the account whose views at that age are known, at most 50.',
    }),
    viewsPerHour: t.exposeFloat('viewsPerHour', {
      nullable: true,
      description: 'Between the two newest snapshots; null with fewer than two. Falls are negative.',
    }),
    onTrackFor: t.expose('onTrackFor', {
      type: Estimate,
      nullable: true,
      description:
        'Multiple of the median that it is heading for at 30 days; null once it is 30 days old, or with fewer than 8 videos known at both ages.',
    }),
    capturedAt: t.expose('capturedAt', {
      type: 'DateTime',
      description: 'Of the later of the two snapshots around that age.',
    }),
  }),
});

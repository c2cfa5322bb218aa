import { builder } from '../../../schema/builder.ts';
import { Estimate } from '../estimate.type.ts';
import type { OutlierBasis as Basis, OutlierScore as OutlierScoreShape } from './outlier.ts';

const OutlierBasis = builder.enumType('OutlierBasis', {
  description: 'What is the same of videos that are compared.',
  values: {
    EQUAL_AGE: { description: 'Their views at one age.' },
    GROWN_UP: {
      description:
        'Their newest views, all captured at 30 days or later; taken where no age is known of enough videos.',
    },
  } satisfies Record<Basis, object>,
});

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
    basis: t.expose('basis', { type: OutlierBasis, description: 'What is the same of them.' }),
    ageHours: t.exposeInt('ageHours', {
      description: 'Age at which all are compared; with GROWN_UP the least age, 720.',
    }),
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
      description: 'Of the later of the two snapshots around that age; with GROWN_UP of the newest.',
    }),
  }),
});

import { builder } from '../../../schema/builder.ts';
import { Estimate } from '../../analytics/estimate.type.ts';
import { ForecastMetric } from '../../performance/forecast.type.ts';
import { TikTokVideo } from '../../videos/video.type.ts';
import type { ExpectedOutcome as ExpectedOutcomeShape } from './expected-outcome.ts';

export const ExpectedOutcome = builder.objectRef<ExpectedOutcomeShape>('ExpectedOutcome').implement({
  description:
    'What to expect at an age; scored later. It is what the account’s next video would reach anyway: no effect of the recommendation is assumed. Method and limits: modelCard(EXPECTED_OUTCOME).',
  fields: (t) => ({
    metric: t.expose('metric', { type: ForecastMetric, description: 'Of the video made from it.' }),
    ageHours: t.exposeInt('ageHours', { description: 'Age of that video, in hours.' }),
    estimate: t.expose('estimate', {
      type: Estimate,
      description: 'Median and interval of one more video like the account’s newest ones.',
    }),
  }),
});

export const RecommendationOutcome = builder.prismaObject('TikTokRecommendation', {
  variant: 'RecommendationOutcome',
  description: 'Expectation against result.',
  select: {},
  fields: (t) => ({
    video: t.relation('usedVideo', {
      type: TikTokVideo,
      nullable: true,
      description: 'Null when the video is gone.',
    }),
    actual: t.field({
      type: 'SafeInt',
      description: 'The metric at the age that was expected.',
      select: { outcomeViews: true },
      resolve: ({ outcomeViews }) => outcomeViews!,
    }),
    isWithinInterval: t.boolean({
      description: 'Whether it lay in the expected interval.',
      select: { outcomeHeld: true },
      resolve: ({ outcomeHeld }) => outcomeHeld!,
    }),
    measuredAt: t.field({
      type: 'DateTime',
      description: 'When the capture was made that it is known by.',
      select: { outcomeAt: true },
      resolve: ({ outcomeAt }) => outcomeAt!,
    }),
  }),
});

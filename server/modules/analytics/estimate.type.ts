import { builder } from '../../schema/builder.ts';
import { EngagementRateDefinition, RateAggregation } from './analytics.enums.ts';
import type {
  EngagementRate as EngagementRateShape,
  EstimateInterval as IntervalShape,
} from './engagement-rate.ts';

export const EstimateInterval = builder.objectRef<IntervalShape>('EstimateInterval').implement({
  description: 'Where the true value lies with probability `level`.',
  fields: (t) => ({
    lower: t.exposeFloat('lower', { description: 'Lower bound, in the unit of the estimate.' }),
    upper: t.exposeFloat('upper', { description: 'Upper bound, in the unit of the estimate.' }),
    level: t.exposeFloat('level', { description: '0–1.' }),
    method: t.exposeString('method', {
      description: 'How it was reckoned, in words: jackknife over posts, empirical Bayes, exact Poisson, …',
    }),
  }),
});

export interface EstimateShape {
  value: number;
  interval: IntervalShape;
  sampleSize: number;
  definition: string;
}

export const Estimate = builder.objectRef<EstimateShape>('Estimate').implement({
  description: 'A figure that was estimated, with what it takes to trust it.',
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The best single figure.' }),
    interval: t.expose('interval', { type: EstimateInterval, description: 'How far off it may be.' }),
    sampleSize: t.exposeInt('sampleSize', {
      description: 'How many it rests on, posts unless the definition says otherwise.',
    }),
    definition: t.exposeString('definition', { description: 'What is estimated, in which unit.' }),
  }),
});

export const EngagementRate = builder.objectRef<EngagementRateShape>('EngagementRate').implement({
  description: '(likes + comments + shares) / denominator.',
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'A fraction: 0.041 is 4.1 %.' }),
    numerator: t.expose('numerator', {
      type: 'SafeInt',
      nullable: true,
      description: 'Likes, comments and shares; null for an aggregation that has none.',
    }),
    denominator: t.expose('denominator', {
      type: 'SafeInt',
      nullable: true,
      description: 'Views or followers; null for an aggregation that has none.',
    }),
    interval: t.expose('interval', {
      type: EstimateInterval,
      nullable: true,
      description: 'Null for one post.',
    }),
    definition: t.expose('definition', {
      type: EngagementRateDefinition,
      description: 'What it divides by.',
    }),
    aggregation: t.expose('aggregation', {
      type: RateAggregation,
      description: 'How several posts became one rate.',
    }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Posts.' }),
    capturedAt: t.expose('capturedAt', { type: 'DateTime', description: 'Oldest figure used.' }),
  }),
});

import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField } from '../../schema/mutation.ts';
import { DateRangeInput } from '../analytics/analytics.input.ts';
import {
  DismissReason,
  RecommendationEngine,
  RecommendationGoal,
  RecommendationKind,
  RecommendationStatus,
} from './recommendation.enums.ts';

export const RecommendationFilter = builder.inputType('RecommendationFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    status: t.field({ type: [RecommendationStatus], description: 'Any of these.' }),
    kinds: t.field({ type: [RecommendationKind], description: 'Any of these.' }),
    created: t.field({ type: DateRangeInput, description: 'By createdAt, in UTC.' }),
  }),
});

export const GenerateRecommendationsInput = builder.inputType('GenerateRecommendationsInput', {
  description: 'Only connectionId is required.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The account to recommend for.' }),
    kinds: t.field({
      type: [RecommendationKind],
      required: true,
      defaultValue: ['IDEA', 'SCRIPT'],
      description: 'What is wanted; taken in turn until count is reached.',
    }),
    count: t.int({ required: true, defaultValue: 3, description: '1–10.' }),
    goal: t.field({
      type: RecommendationGoal,
      required: true,
      defaultValue: 'REACH',
      description: 'What to aim at.',
    }),
    language: t.string({ description: "BCP 47; default the account's captions'." }),
    tone: t.string({ description: 'How it should sound, at most 100 characters.' }),
    topic: t.string({ description: 'What it should be about, at most 200 characters.' }),
    constraints: t.stringList({ description: 'What must hold: at most 10, of 200 characters each.' }),
    engine: t.field({ type: RecommendationEngine, description: "Default the server's." }),
  }),
});

export const CancelRecommendationRunInput = builder.inputType('CancelRecommendationRunInput', {
  description: 'The run to stop.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    runId: t.id({ required: true, description: 'Which run.' }),
  }),
});

export const UpdateRecommendationInput = builder.inputType('UpdateRecommendationInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    recommendationId: t.id({ required: true, description: 'Which recommendation.' }),
    status: t.field({ type: RecommendationStatus, description: 'NEW undoes and clears the feedback.' }),
    dismissReason: t.field({ type: DismissReason, description: 'With DISMISSED.' }),
    comment: t.string({ description: 'At most 1,000 characters.' }),
    usedVideoId: t.id({ description: 'The video made from it, with USED.' }),
  }),
});

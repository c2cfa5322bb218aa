import { z } from 'zod';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField } from '../../schema/mutation.ts';
import { atMost } from '../../schema/texts.ts';
import { OrderDirection } from '../videos/video.enums.ts';
import { TrendKind, TrendSource, TrendStage } from './trend.enums.ts';

export const TrendFilter = builder.inputType('TrendFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [TrendKind], description: 'Any of these.' }),
    regions: t.stringList({
      description: 'ISO 3166-1 alpha-2 codes, any of these; at most 100.',
      validate: z.array(z.string()).max(100, 'must have at most 100 regions'),
    }),
    categories: t.stringList({
      description: "TikTok's industry names, any of these; at most 100.",
      validate: z.array(atMost(100)).max(100, 'must have at most 100 categories'),
    }),
    stages: t.field({ type: [TrendStage], description: 'Any of these.' }),
    sources: t.field({ type: [TrendSource], description: 'Known to any of these.' }),
    search: t.string({
      description: 'Words in the name, at most 100 characters.',
      validate: atMost(100),
    }),
    watchedIn: t.id({ description: "On this workspace's watch list." }),
  }),
});

const TrendOrderField = builder.enumType('TrendOrderField', {
  description: 'What trends are sorted by; those without it come last.',
  values: {
    VELOCITY: {
      description: 'The lower bound of the daily growth, so that tiny denominators do not win.',
    },
    RANK: { description: 'Place in the list of the best source: ASC is the first place first.' },
    VIEWS: { description: 'Views, as the best source counts them.' },
    POSTS: { description: 'Posts, as the best source counts them.' },
    CAPTURED_AT: { description: 'When the best source last named it.' },
  },
});

export const TrendOrder = builder.inputType('TrendOrder', {
  description: 'Ties are broken by id.',
  fields: (t) => ({
    field: t.field({
      type: TrendOrderField,
      required: true,
      defaultValue: 'VELOCITY',
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

export const WatchTrendInput = builder.inputType('WatchTrendInput', {
  description: 'A trend and whose list.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'Whose watch list.' }),
    trendId: t.id({ required: true, description: "A shared trend, or the workspace's own." }),
  }),
});

import { builder } from '../../schema/builder.ts';
import { EngagementRateDefinition } from './analytics.enums.ts';
import { benchmarksFor, type EngagementBenchmark as BenchmarkShape } from './benchmarks.ts';

const EngagementBenchmark = builder.objectRef<BenchmarkShape>('EngagementBenchmark').implement({
  description: 'A published figure; not ours.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Who published it, and who tells of it.' }),
    url: t.expose('url', { type: 'URL', description: 'Where the figure was read.' }),
    publishedYear: t.exposeInt('publishedYear', { description: 'The year that the source names.' }),
    publishedOn: t.expose('publishedOn', {
      type: 'Date',
      nullable: true,
      description: 'When the page was published; null where it states no day.',
    }),
    readOn: t.expose('readOn', {
      type: 'Date',
      description: 'When it was last compared with a copy of the page.',
    }),
    definition: t.expose('definition', {
      type: EngagementRateDefinition,
      nullable: true,
      description: 'Null when it is neither of ours or not stated; see definitionText.',
    }),
    definitionText: t.exposeString('definitionText', { description: 'What the source says it measured.' }),
    industry: t.exposeString('industry', {
      nullable: true,
      description: 'As the source spells it; null is all.',
    }),
    minFollowers: t.expose('minFollowers', {
      type: 'SafeInt',
      nullable: true,
      description: 'Lower bound of the tier, included; null is open.',
    }),
    maxFollowers: t.expose('maxFollowers', {
      type: 'SafeInt',
      nullable: true,
      description: 'Upper bound of the tier, excluded; null is open.',
    }),
    value: t.exposeFloat('value', { description: 'A fraction: 0.041 is 4.1 %.' }),
    p25: t.exposeFloat('p25', {
      nullable: true,
      description: 'A quarter of the sample is below; null when not published.',
    }),
    p75: t.exposeFloat('p75', {
      nullable: true,
      description: 'A quarter of the sample is above; null when not published.',
    }),
    statistic: t.exposeString('statistic', {
      description: 'What `value` is: average, median of accounts, …',
    }),
    sampleSize: t.expose('sampleSize', {
      type: 'SafeInt',
      nullable: true,
      description: 'Of this very figure; null when the source does not tell.',
    }),
  }),
});

builder.queryField('benchmarks', (t) =>
  t.field({
    type: [EngagementBenchmark],
    nullable: true,
    authScopes: { public: true },
    description:
      'Published figures, dated and cited; nearest tier first, those without a tier last. Needs no sign-in. Null only with an error.',
    args: {
      followers: t.arg({ type: 'SafeInt', description: 'Audience size that picks the tier.' }),
      industry: t.arg.string({
        description:
          'Figures of this industry alone, as the source spells it. Empty when no source has one of it.',
      }),
    },
    resolve: (_root, { followers, industry }) => [...benchmarksFor(followers ?? null, industry ?? null)],
  }),
);

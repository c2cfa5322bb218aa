import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { defineFieldLoader, defineLoader } from '../../schema/loader.ts';
import { Workspace } from '../accounts/account.type.ts';
import { DateRangeInput } from '../analytics/analytics.input.ts';
import type { DateRange } from '../analytics/calendar.ts';
import { Estimate } from '../analytics/estimate.type.ts';
import { TikTokVideo } from '../videos/video.type.ts';
import {
  historiesOf,
  readingsOf,
  type TrendPoint as PointShape,
  type TrendReading as ReadingShape,
} from './trend-history.service.ts';
import type { TrendSource as SourceName } from './trend-sighting.ts';
import { TrendKind, TrendSource, TrendStage, TrendUnit } from './trend.enums.ts';
import type { TrendVelocity as VelocityShape } from './velocity/velocity.ts';

const TrendVelocity = builder.objectRef<VelocityShape>('TrendVelocity').implement({
  description: 'How fast it rises, counted by us from what sources told.',
  fields: (t) => ({
    windowDays: t.exposeInt('windowDays', { description: 'Days that it is reckoned over.' }),
    dailyGrowth: t.expose('dailyGrowth', {
      type: Estimate,
      description:
        'Growth a day: 0.1 is +10 %. `definition` says of what, and whether `sampleSize` counts days or observations.',
    }),
    acceleration: t.exposeFloat('acceleration', {
      nullable: true,
      description: 'Change of dailyGrowth a day; null when too short.',
    }),
    stage: t.expose('stage', { type: TrendStage, description: 'Where it is in its life.' }),
    ageDays: t.exposeInt('ageDays', { description: 'Days since it was first seen here.' }),
  }),
});

const TrendPoint = builder.objectRef<PointShape>('TrendPoint').implement({
  description: 'One observation.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was so; of a day its beginning in UTC.' }),
    value: t.exposeFloat('value', { description: 'In `unit`.' }),
    unit: t.expose('unit', { type: TrendUnit, description: 'What the value counts.' }),
    rank: t.exposeInt('rank', { nullable: true, description: 'From 1; null where the source told none.' }),
    source: t.expose('source', { type: TrendSource, description: 'Who says so.' }),
  }),
});

const TrendReading = builder.objectRef<ReadingShape>('TrendReading').implement({
  description: "One source's newest word.",
  fields: (t) => ({
    source: t.expose('source', { type: TrendSource, description: 'Who says so.' }),
    rank: t.exposeInt('rank', { nullable: true, description: 'From 1; null where the source told none.' }),
    views: t.expose('views', {
      type: 'SafeInt',
      nullable: true,
      description: 'Of all time or of its own window, as the source counts; null where it does not.',
    }),
    posts: t.expose('posts', {
      type: 'SafeInt',
      nullable: true,
      description: 'Of all time or of its own window, as the source counts; null where it does not.',
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'The end of its curve, in `unit`; null without a curve.',
    }),
    unit: t.expose('unit', { type: TrendUnit, description: 'What `value` counts.' }),
    capturedAt: t.expose('capturedAt', { type: 'DateTime', description: 'When it said so.' }),
  }),
});

const historyOf = defineFieldLoader<
  { id: string; source: SourceName },
  { range: DateRange; source: SourceName | null },
  PointShape[]
>(
  ({ services }, trends, question) => historiesOf(services, trends, question),
  ({ id }) => id,
);

const readings = defineLoader<string, ReadingShape[]>(({ services }, ids) =>
  readingsOf(services.database, ids),
);

export const TikTokTrend = builder.prismaNode('TikTokTrend', {
  description:
    'A hashtag, sound or format in one region. rank, views, posts, source and capturedAt are those of the best source; units never mix.',
  select: { id: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    workspace: t.relation('workspace', {
      type: Workspace,
      nullable: true,
      description:
        "Whose corpus it was counted over, or who imported it; null for a shared trend, which nobody's private videos or files touch.",
    }),
    kind: t.expose('kind', { type: TrendKind, description: 'What it is.' }),
    name: t.exposeString('name', {
      description: "A hashtag without #; a sound's title; a format in plain words.",
    }),
    tikTokId: t.exposeString('tikTokId', {
      nullable: true,
      description: "TikTok's id of the hashtag or sound; null for formats and where the source has none.",
    }),
    category: t.exposeString('category', {
      nullable: true,
      description: "TikTok's industry name; null when the source gives none.",
    }),
    region: t.exposeString('region', {
      nullable: true,
      description: 'ISO 3166-1 alpha-2; null is world-wide, or unknown.',
    }),
    rank: t.exposeInt('rank', { nullable: true, description: 'From 1; null where the source tells none.' }),
    views: t.expose('views', {
      type: 'SafeInt',
      nullable: true,
      description: 'As the source counts them, of all time or of its own window; null where it does not.',
    }),
    posts: t.expose('posts', {
      type: 'SafeInt',
      nullable: true,
      description: 'As the source counts them, of all time or of its own window; null where it does not.',
    }),
    source: t.expose('source', {
      type: TrendSource,
      description:
        'The best source: the most trusted of those that spoke within seven days of the newest, in the order of TrendSource, imports before the sample.',
    }),
    capturedAt: t.expose('capturedAt', { type: 'DateTime', description: 'When that source said so.' }),
    velocity: t.field({
      type: TrendVelocity,
      nullable: true,
      description: 'Null with fewer than three observations.',
      select: { velocity: true },
      resolve: ({ velocity }) => velocity as unknown as VelocityShape | null,
    }),
    isExploding: t.boolean({
      description: 'velocity.stage is EXPLODING.',
      select: { stage: true },
      resolve: ({ stage }) => stage === 'EXPLODING',
    }),
    history: t.field({
      type: [TrendPoint],
      nullable: true,
      description:
        'Oldest first, at most 400, all in one unit: of counts a day, all-time counts, a curve, and counts of windows, the first that has three points. Empty where the source told ranks alone. Null only with an error.',
      args: {
        range: t.arg({
          type: DateRangeInput,
          required: true,
          defaultValue: { lastDays: 90 },
          description: 'Days in UTC.',
        }),
        source: t.arg({ type: TrendSource, description: 'By whose word; the best source by default.' }),
      },
      select: { id: true, source: true },
      resolve: ({ id, source: best }, { range, source }, context) =>
        historyOf.load(context, {
          subject: { id, source: best },
          question: { range, source: source ?? null },
        }),
    }),
    readings: t.field({
      type: [TrendReading],
      description:
        "Newest observation of each source; on a workspace's own trend also of the shared one of that name and region.",
      select: { id: true },
      resolve: ({ id }, _args, context) => readings.load(context, id),
    }),
    exampleVideos: t.field({
      type: [TikTokVideo],
      description: "Up to 10 of the workspace's videos that show it, best first; of a shared trend none.",
      select: (_args, _context, nestedSelection) => ({
        examples: { orderBy: { position: 'asc' }, take: 10, select: { video: nestedSelection() } },
      }),
      resolve: ({ examples }) => examples.map(({ video }) => video),
    }),
  }),
});

export const TrendPage = pageOf(TikTokTrend, { many: 'trends', one: 'A trend' });

import { builder } from '../../schema/builder.ts';
import { MetricSource } from '../connections/connection.enums.ts';
import { PointQuality } from './analytics.enums.ts';
import type { AccountAnalytics as AccountAnalyticsShape } from './series/account-report.ts';
import { EngagementRate } from './estimate.type.ts';

type PointShape = AccountAnalyticsShape['points'][number];
type TotalsShape = AccountAnalyticsShape['totals'];
type PeriodChangeShape = NonNullable<AccountAnalyticsShape['change']>;
type ChangeShape = NonNullable<PeriodChangeShape['views']>;

const unknownIsNull = { type: 'SafeInt', nullable: true } as const;

export const AccountAnalyticsPoint = builder.objectRef<PointShape>('AccountAnalyticsPoint').implement({
  description: 'One bucket. Counters stand at its end; gains happened in it and may be negative.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'First day of the bucket.' }),
    followers: t.expose('followers', {
      ...unknownIsNull,
      description: 'At the end of the bucket; null is unknown.',
    }),
    followersGained: t.expose('followersGained', { ...unknownIsNull, description: 'Null is unknown.' }),
    viewsGained: t.expose('viewsGained', {
      ...unknownIsNull,
      description: 'Over all videos; null is unknown.',
    }),
    likesGained: t.expose('likesGained', {
      ...unknownIsNull,
      description: 'Over all videos; null is unknown.',
    }),
    commentsGained: t.expose('commentsGained', {
      ...unknownIsNull,
      description: 'Over all videos; null is unknown.',
    }),
    sharesGained: t.expose('sharesGained', {
      ...unknownIsNull,
      description: 'Over all videos; null is unknown.',
    }),
    videosPosted: t.exposeInt('videosPosted', {
      description: 'Posts of the bucket, as far as they were ever listed.',
    }),
    profileViews: t.expose('profileViews', {
      ...unknownIsNull,
      description: 'Only from imports, summed over the days that they tell; null is unknown.',
    }),
    viewers: t.expose('viewers', {
      ...unknownIsNull,
      description:
        'Only from imports. Null is unknown, as in every bucket wider than a day: who watched on two days would be counted twice.',
    }),
    sources: t.expose('sources', { type: [MetricSource], description: 'All that fed the bucket.' }),
    quality: t.expose('quality', { type: PointQuality, description: 'How the point came to be.' }),
  }),
});

const PeriodTotals = builder.objectRef<TotalsShape>('PeriodTotals').implement({
  description: 'Sums over a period, all videos of the account; null when no day of it is known.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day.' }),
    videosPosted: t.exposeInt('videosPosted', { description: 'Posts of the period.' }),
    views: t.expose('views', { ...unknownIsNull, description: 'Gained in the period.' }),
    likes: t.expose('likes', { ...unknownIsNull, description: 'Gained in the period.' }),
    comments: t.expose('comments', { ...unknownIsNull, description: 'Gained in the period.' }),
    shares: t.expose('shares', { ...unknownIsNull, description: 'Gained in the period.' }),
    followersGained: t.expose('followersGained', { ...unknownIsNull, description: 'Gained in the period.' }),
    engagementRate: t.expose('engagementRate', {
      type: EngagementRate,
      nullable: true,
      description:
        'Engagements gained over views gained, pooled; null without views. As soon as a day was read from an export, which does not tell posts apart, it has no interval, and its sampleSize counts the posts that captures tell of.',
    }),
  }),
});

const Change = builder.objectRef<ChangeShape>('Change').implement({
  description: 'A difference.',
  fields: (t) => ({
    absolute: t.expose('absolute', { type: 'SafeInt', description: 'This period minus the one before.' }),
    relative: t.exposeFloat('relative', {
      nullable: true,
      description: '0.1 is +10 %; null when the base is 0 or negative.',
    }),
  }),
});

const PeriodChange = builder.objectRef<PeriodChangeShape>('PeriodChange').implement({
  description: 'This period against the one before.',
  fields: (t) => ({
    views: t.expose('views', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
    likes: t.expose('likes', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
    comments: t.expose('comments', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
    shares: t.expose('shares', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
    followersGained: t.expose('followersGained', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
    videosPosted: t.expose('videosPosted', {
      type: Change,
      nullable: true,
      description: 'Null when either period is unknown.',
    }),
  }),
});

export const Coverage = builder.objectRef<AccountAnalyticsShape['coverage']>('Coverage').implement({
  description: 'How much of a period was really observed.',
  fields: (t) => ({
    observedShare: t.exposeFloat('observedShare', { description: '0–1.' }),
    expectedPoints: t.exposeInt('expectedPoints', {
      description: 'Buckets of the period that are not in the future.',
    }),
    observedPoints: t.exposeInt('observedPoints', {
      description:
        'Buckets with quality OBSERVED, or UTC_DAY: counted by TikTok, although in days of another zone.',
    }),
    interpolatedPoints: t.exposeInt('interpolatedPoints', {
      description: 'Buckets with quality INTERPOLATED.',
    }),
    firstCaptureAt: t.expose('firstCaptureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of the period; null without a capture.',
    }),
    lastCaptureAt: t.expose('lastCaptureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of the period; null without a capture.',
    }),
  }),
});

export const Freshness = builder.objectRef<AccountAnalyticsShape['freshness']>('Freshness').implement({
  description: 'How fresh a computation is.',
  fields: (t) => ({
    computedAt: t.expose('computedAt', { type: 'DateTime', description: 'When it was computed.' }),
    inputsThrough: t.expose('inputsThrough', {
      type: 'DateTime',
      nullable: true,
      description: 'Newest snapshot it saw; null without one.',
    }),
    isStale: t.exposeBoolean('isStale', { description: 'Newer snapshots exist; a job is due.' }),
  }),
});

export const AccountAnalytics = builder.objectRef<AccountAnalyticsShape>('AccountAnalytics').implement({
  description: 'Series of an account with totals and the period before.',
  fields: (t) => ({
    points: t.expose('points', {
      type: [AccountAnalyticsPoint],
      description: 'Buckets, oldest first, without those of which nothing is known.',
    }),
    totals: t.expose('totals', { type: PeriodTotals, description: 'Over the whole range.' }),
    previous: t.expose('previous', {
      type: PeriodTotals,
      nullable: true,
      description: 'Same length, just before; null without data.',
    }),
    change: t.expose('change', {
      type: PeriodChange,
      nullable: true,
      description: 'Null without `previous`.',
    }),
    coverage: t.expose('coverage', { type: Coverage, description: 'How much was really observed.' }),
    freshness: t.expose('freshness', { type: Freshness, description: 'How fresh it is.' }),
  }),
});

import type { TikTokAnalytics as SnapshotRow } from '../../data/generated/prisma/client.ts';
import { toBigInt } from '../../lib/counters.ts';
import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { defineLoader } from '../../schema/loader.ts';
import { PointQuality } from '../analytics/analytics.enums.ts';
import { snapshotDeltas, type SnapshotDeltas } from '../analytics/analytics.service.ts';
import type { VideoPoint } from '../analytics/series/video-series.ts';
import { MetricSource } from '../connections/connection.enums.ts';
import type { RequestContext } from '../../app/context.ts';

const counter = { type: 'SafeInt', nullable: true } as const;

/** A bucket of a video's series, in the place of a raw snapshot's row. */
export type BucketRow = SnapshotRow & Pick<VideoPoint, 'date' | 'quality' | keyof SnapshotDeltas>;

/** The columns that TikTokAnalytics reads; no other is there. */
export function toBucketRow({ at, ...point }: VideoPoint): BucketRow {
  return {
    ...point,
    capturedAt: at,
    views: toBigInt(point.views),
    likes: toBigInt(point.likes),
    comments: toBigInt(point.comments),
    shares: toBigInt(point.shares),
  } satisfies Partial<BucketRow> as BucketRow;
}

const deltasOfSnapshot = defineLoader((context, ids: readonly string[]) =>
  snapshotDeltas(context.services, ids),
);

function isBucket(point: object): point is BucketRow {
  return 'date' in point;
}

async function deltaOf(
  point: { id: string } | BucketRow,
  name: keyof SnapshotDeltas,
  context: RequestContext,
): Promise<number | null> {
  if (isBucket(point)) return point[name];
  const deltas = await deltasOfSnapshot.load(context, point.id);
  return deltas?.[name] ?? null;
}

export const TikTokAnalytics = builder.prismaObject('TikTokAnalytics', {
  description:
    "A video's counters at one time. Null is unknown: data exports know likes alone. Deltas are against the previous point, may be negative, null on the first; computed from the neighbours, never stored.",
  fields: (t) => ({
    at: t.expose('capturedAt', {
      type: 'DateTime',
      description: 'Capture time; in buckets, that of the last capture inside.',
    }),
    date: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day of the bucket; null on raw snapshots.',
      resolve: (point) => (isBucket(point) ? point.date : null),
    }),
    views: t.expose('views', { ...counter, description: 'Lifetime views at that time.' }),
    likes: t.expose('likes', { ...counter, description: 'Lifetime likes at that time.' }),
    comments: t.expose('comments', { ...counter, description: 'Lifetime comments at that time.' }),
    shares: t.expose('shares', { ...counter, description: 'Lifetime shares at that time.' }),
    deltaViews: t.field({
      ...counter,
      description: 'Change of views since the previous point.',
      resolve: (point, _args, context) => deltaOf(point, 'deltaViews', context),
    }),
    deltaLikes: t.field({
      ...counter,
      description: 'Change of likes since the previous point.',
      resolve: (point, _args, context) => deltaOf(point, 'deltaLikes', context),
    }),
    deltaComments: t.field({
      ...counter,
      description: 'Change of comments since the previous point.',
      resolve: (point, _args, context) => deltaOf(point, 'deltaComments', context),
    }),
    deltaShares: t.field({
      ...counter,
      description: 'Change of shares since the previous point.',
      resolve: (point, _args, context) => deltaOf(point, 'deltaShares', context),
    }),
    source: t.expose('source', { type: MetricSource, description: 'Where the counters come from.' }),
    quality: t.field({
      type: PointQuality,
      description: 'How the point came to be; raw snapshots are OBSERVED.',
      resolve: (point) => (isBucket(point) ? point.quality : 'OBSERVED'),
    }),
  }),
});

export const TikTokAnalyticsPage = pageOf(TikTokAnalytics, { many: 'raw snapshots', one: 'A snapshot' });

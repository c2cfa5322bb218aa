import { toNumber } from '../../lib/counters.ts';
import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { known } from '../../schema/known.ts';
import { EngagementRateDefinition } from '../analytics/analytics.enums.ts';
import { engagementRateOf } from '../analytics/engagement-rate.ts';
import { EngagementRate } from '../analytics/estimate.type.ts';
import { MetricSource } from '../connections/connection.enums.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { VideoAvailability, VideoFormat, VideoOrientation } from './video.enums.ts';

const counter = { type: 'SafeInt', nullable: true } as const;

export const VideoMetrics = builder.prismaObject('TikTokVideo', {
  variant: 'VideoMetrics',
  description: 'Lifetime counters at one time; each null when TikTok left it out.',
  fields: (t) => ({
    views: t.expose('views', { ...counter, description: 'Times it was watched.' }),
    likes: t.expose('likes', { ...counter, description: 'Times it was liked.' }),
    comments: t.expose('comments', { ...counter, description: 'Comments under it.' }),
    shares: t.expose('shares', { ...counter, description: 'Times it was shared.' }),
    capturedAt: t.expose(
      'metricsCapturedAt',
      known({ type: 'DateTime', description: 'When TikTok gave these counters.' }),
    ),
    nextCaptureAt: t.expose('nextCaptureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null when none is planned.',
    }),
    source: t.expose(
      'metricsSource',
      known({ type: MetricSource, description: 'Where the counters come from.' }),
    ),
  }),
});

export const TikTokVideo = builder.prismaNode('TikTokVideo', {
  description: 'A public post. Kept when it disappears at TikTok.',
  select: { id: true, metricsCapturedAt: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    connection: t.relation('connection', {
      type: TikTokConnection,
      description: 'The account that posted it.',
    }),
    tikTokId: t.exposeString('tikTokId', {
      description: 'About 19 digits: longer than a double, so a string.',
    }),
    title: t.exposeString('title', { nullable: true, description: 'Null when TikTok gave none.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'TikTok cuts it at 150 characters.',
    }),
    hashtags: t.exposeStringList('hashtags', {
      description: 'Lower case, without #, in order; late ones are lost when the caption is cut.',
    }),
    isCaptionCut: t.exposeBoolean('isCaptionCut', { description: 'The caption reached the 150 characters.' }),
    shareUrl: t.expose('shareUrl', { type: 'URL', nullable: true, description: 'The post at TikTok.' }),
    embedUrl: t.expose('embedUrl', { type: 'URL', nullable: true, description: "TikTok's player." }),
    durationSeconds: t.exposeInt('durationSeconds', {
      nullable: true,
      description: 'Null for photos or when not told.',
    }),
    width: t.exposeInt('width', { nullable: true, description: 'Pixels of the cover.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Pixels of the cover.' }),
    orientation: t.expose('orientation', { type: VideoOrientation, description: 'Shape of the cover.' }),
    format: t.expose('format', { type: VideoFormat, description: 'Kind of post.' }),
    isAiGenerated: t.exposeBoolean('isAiGenerated', {
      nullable: true,
      description: 'The AI label; null when TikTok does not say.',
    }),
    availability: t.expose('availability', {
      type: VideoAvailability,
      description: 'Whether TikTok still lists it.',
    }),
    unavailableSince: t.expose('unavailableSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Null while PUBLIC.',
    }),
    postedAt: t.expose('postedAt', { type: 'DateTime', description: 'When it was posted.' }),
    metrics: t.variant(VideoMetrics, {
      description: 'Newest snapshot; null before the first.',
      isNull: ({ metricsCapturedAt }) => metricsCapturedAt === null,
    }),
    engagementRate: t.field({
      type: EngagementRate,
      nullable: true,
      description: 'Null when views (or followers at capture) are unknown or 0.',
      args: {
        definition: t.arg({
          type: EngagementRateDefinition,
          required: true,
          defaultValue: 'BY_VIEWS',
          description: 'What to divide by.',
        }),
      },
      select: { views: true, likes: true, comments: true, shares: true, followersAtCapture: true },
      resolve: (video, { definition }) => rateOf(video, definition),
    }),
  }),
});

export const VideoPage = pageOf(TikTokVideo, { many: 'videos', one: 'A video' });

interface NewestCounters {
  views: bigint | null;
  likes: bigint | null;
  comments: bigint | null;
  shares: bigint | null;
  followersAtCapture: bigint | null;
  metricsCapturedAt: Date | null;
}

function rateOf(video: NewestCounters, definition: 'BY_VIEWS' | 'BY_FOLLOWERS') {
  if (video.metricsCapturedAt === null) return null;
  const post = {
    views: toNumber(video.views),
    likes: toNumber(video.likes),
    comments: toNumber(video.comments),
    shares: toNumber(video.shares),
    followers: toNumber(video.followersAtCapture),
    capturedAt: video.metricsCapturedAt,
  };
  return engagementRateOf(post, definition);
}

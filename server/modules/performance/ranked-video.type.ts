import { builder } from '../../schema/builder.ts';
import { videoOf } from '../videos/video.service.ts';
import { TikTokVideo } from '../videos/video.type.ts';
import type { RankedVideo as RankedVideoShape } from './best-videos.service.ts';

export const VideoRanking = builder.enumType('VideoRanking', {
  description: 'What to rank by.',
  values: {
    OUTLIER: { description: 'robustZ of its outlier score: how unusual it is for the account at its age.' },
    VIEWS: { description: 'Newest known views.' },
    ENGAGEMENT_RATE: { description: '(likes + comments + shares) / views, newest known.' },
    VELOCITY: { description: 'Views an hour between the two newest snapshots.' },
  },
});

export const RankedVideo = builder.objectRef<RankedVideoShape>('RankedVideo').implement({
  description: 'A video in a ranking.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'From 1.' }),
    score: t.exposeFloat('score', { description: 'In the unit of `by`.' }),
    by: t.expose('by', { type: VideoRanking, description: 'What it was ranked by.' }),
    video: t.prismaField({
      type: TikTokVideo,
      description: 'The video.',
      resolve: (query, { videoId }, _args, { services }) => videoOf(services, videoId, query),
    }),
  }),
});

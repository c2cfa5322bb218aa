import { builder } from '../../schema/builder.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { videoOrderBy, videoWhere } from './video.filter.ts';
import { VideoFilter, VideoOrder } from './video.input.ts';
import { VideoPage } from './video.type.ts';

builder.prismaObjectField(TikTokConnection, 'videos', (t) =>
  t.relatedConnection(
    'videos',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its posts. Days of the filter are read in UTC.',
      args: {
        filter: t.arg({ type: VideoFilter, description: 'Conditions on the videos.' }),
        orderBy: t.arg({ type: VideoOrder, description: 'Newest first by default.' }),
      },
      query: ({ filter, orderBy }, { services }) => ({
        where: videoWhere(filter, 'UTC', services.clock.now()),
        orderBy: videoOrderBy(orderBy),
      }),
    },
    VideoPage.connection,
    VideoPage.edge,
  ),
);

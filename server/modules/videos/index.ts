import { allowNode } from '../../schema/nodes.ts';
import { readableVideos } from './video.policy.ts';
import './video.enums.ts';
import './video.input.ts';
import './video.type.ts';
import './video-analytics.type.ts';
import './tik-tok-video.analytics.field.ts';
import './tik-tok-video.outlier.field.ts';
import './tik-tok-connection.videos.field.ts';
import './video.query.ts';

allowNode('TikTokVideo', ({ database }, viewer, ids) =>
  database.prisma.tikTokVideo.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, readableVideos(viewer)] },
  }),
);

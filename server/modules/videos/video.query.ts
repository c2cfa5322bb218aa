import type { RequestContext } from '../../app/context.ts';
import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { idListOf } from '../../schema/id-list.ts';
import { VideoFilter, VideoOrder } from './video.input.ts';
import { countVideos, findVideo, listVideos, type VideoListing } from './video.service.ts';
import { TikTokVideo, VideoPage } from './video.type.ts';

builder.queryFields((t) => ({
  video: t.prismaField({
    type: TikTokVideo,
    nullable: true,
    authScopes: { may: 'read' },
    description: 'Null with NOT_FOUND when unknown or not yours.',
    args: { id: t.arg.id({ required: true, description: "The video's id." }) },
    resolve: (query, _root, { id }, context) =>
      findVideo(context.services, viewerOf(context), decodeIdOf('TikTokVideo', id, ['id']), id, query),
  }),
  videos: t.prismaConnection(
    {
      type: TikTokVideo,
      cursor: 'id',
      nullable: true,
      authScopes: { may: 'read' },
      description:
        'Null only with an error: NOT_FOUND where one of the ids is not yours. Without connectionIds (at most 100): of every connection you can see. Days of the filter are read in UTC.',
      args: {
        workspaceId: t.arg.id({ description: 'Of this workspace alone.' }),
        connectionIds: t.arg.idList({ description: 'Of these connections alone; at most 100.' }),
        filter: t.arg({ type: VideoFilter, description: 'Conditions on the videos.' }),
        orderBy: t.arg({ type: VideoOrder, description: 'Newest first by default.' }),
      },
      totalCount: (_root, args, context) => countVideos(context.services, viewerOf(context), listingOf(args)),
      resolve: (query, _root, args, context: RequestContext) =>
        listVideos(context.services, viewerOf(context), listingOf(args), query),
    },
    VideoPage.connection,
    VideoPage.edge,
  ),
}));

type VideosArguments = Pick<VideoListing, 'filter' | 'orderBy'> & {
  workspaceId?: string | null | undefined;
  connectionIds?: readonly string[] | null | undefined;
};

function listingOf({ workspaceId, connectionIds, filter, orderBy }: VideosArguments): VideoListing {
  return {
    workspaceId: workspaceId == null ? null : decodeIdOf('Workspace', workspaceId, ['workspaceId']),
    connectionIds: idListOf('TikTokConnection', connectionIds, 'connectionIds'),
    filter,
    orderBy,
  };
}

import { builder } from '../../schema/builder.ts';
import { TikTokVideo } from '../videos/video.type.ts';
import { DEFAULT_IMAGE_WIDTH, imageUrl } from './image-keys.ts';

builder.prismaObjectFields(TikTokVideo, (t) => ({
  coverUrl: t.field({
    type: 'URL',
    nullable: true,
    description:
      'Our copy, which does not expire, nearest size in pixels (180, 320, 720); no authorization needed, the path cannot be guessed. Null until fetched.',
    args: {
      width: t.arg.int({
        required: true,
        defaultValue: DEFAULT_IMAGE_WIDTH,
        description: 'Wanted width in pixels; the nearest of 180, 320 and 720 is taken.',
      }),
    },
    select: { coverKey: true },
    resolve: ({ coverKey }, { width }, { services }) => imageUrl(services.config.publicUrl, coverKey, width),
  }),
}));

import { builder } from '../../schema/builder.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { DEFAULT_IMAGE_WIDTH, imageUrl } from './image-keys.ts';

builder.prismaObjectFields(TikTokConnection, (t) => ({
  avatarUrl: t.field({
    type: 'URL',
    nullable: true,
    description:
      'Our copy of its picture, 320 pixels wide (w=180 and w=720 in the address give the other sizes); does not expire, and changes with the picture. No authorization needed, the path cannot be guessed. Null until fetched.',
    select: { avatarKey: true },
    resolve: ({ avatarKey }, _args, { services }) =>
      imageUrl(services.config.publicUrl, avatarKey, DEFAULT_IMAGE_WIDTH),
  }),
}));

import { builder } from '../../schema/builder.ts';
import { toStoredScore } from '../analytics/outlier/outlier.service.ts';
import { OutlierScore } from '../analytics/outlier/outlier.type.ts';
import { TikTokVideo } from './video.type.ts';

builder.prismaObjectFields(TikTokVideo, (t) => ({
  outlier: t.field({
    type: OutlierScore,
    nullable: true,
    description:
      "Against the account's own videos at the same age, reckoned after each sync that captured it; null before that, and below 8 comparable ones.",
    select: { outlier: true, viewsPerHour: true },
    resolve: ({ outlier, viewsPerHour }) => toStoredScore(outlier, viewsPerHour),
  }),
}));

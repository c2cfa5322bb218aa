import { builder } from '../../schema/builder.ts';
import { defineLoader } from '../../schema/loader.ts';
import { outlierScores } from '../analytics/outlier.service.ts';
import type { OutlierScore as OutlierScoreShape } from '../analytics/outlier.ts';
import { OutlierScore } from '../analytics/outlier.type.ts';
import { TikTokVideo } from './video.type.ts';

const scoreOf = defineLoader<string, OutlierScoreShape | null>(({ services }, ids) =>
  outlierScores(services, ids),
);

builder.prismaObjectFields(TikTokVideo, (t) => ({
  outlier: t.field({
    type: OutlierScore,
    nullable: true,
    description: "Against the account's own videos at the same age; null below 8 comparable ones.",
    select: { id: true },
    resolve: ({ id }, _args, context) => scoreOf.load(context, id),
  }),
}));

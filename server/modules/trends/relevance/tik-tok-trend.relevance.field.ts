import { builder } from '../../../schema/builder.ts';
import { decodeIdOf } from '../../../lib/global-id.ts';
import { defineLoader } from '../../../schema/loader.ts';
import { viewerOf } from '../../../schema/viewer-of.ts';
import { TikTokTrend } from '../trend.type.ts';
import {
  type DatedRelevance,
  RATED_COLUMNS,
  rateTrends,
  type RelevanceQuestion,
} from './trend-relevance.service.ts';
import { TrendRelevance } from './trend-relevance.type.ts';

const relevance = defineLoader<RelevanceQuestion, DatedRelevance | null>(
  (context, questions) => rateTrends(context.services, viewerOf(context), questions),
  ({ trend, connectionId }) => `${trend.id} ${connectionId}`,
);

builder.prismaObjectFields(TikTokTrend, (t) => ({
  relevance: t.field({
    type: TrendRelevance,
    nullable: true,
    description:
      'To one of your connections; null before it was computed, where neither hashtagOverlap nor categoryFit nor a verdict of ownLift is known (freshness and hours alone say nothing of an account), or with an error: NOT_FOUND for one that is not yours.',
    args: { connectionId: t.arg.id({ required: true, description: 'The connection to hold it against.' }) },
    select: RATED_COLUMNS,
    resolve: (trend, { connectionId }, context) =>
      relevance.load(context, {
        trend,
        connectionId: decodeIdOf('TikTokConnection', connectionId, ['connectionId']),
      }),
  }),
}));

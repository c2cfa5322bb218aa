import { z } from 'zod';
import type { RequestContext } from '../../app/context.ts';
import { builder } from '../../schema/builder.ts';
import { defineFieldLoader, defineLoader } from '../../schema/loader.ts';
import { Freshness } from '../analytics/account-analytics.type.ts';
import { rateArguments } from '../analytics/analytics.input.ts';
import {
  engagementRateOfPosts,
  type EngagementRate as EngagementRateShape,
  type EngagementRateDefinition as Definition,
  type RateAggregation as Aggregation,
  type RatedPost,
} from '../analytics/engagement-rate.ts';
import { EngagementRate } from '../analytics/estimate.type.ts';
import {
  type RankedVideo as RankedVideoShape,
  bestVideos,
  type VideoRanking as Ranking,
} from './best-videos.service.ts';
import { FormatPerformance } from './format-performance.type.ts';
import { HashtagPerformance } from './hashtag-performance.type.ts';
import type { PerformanceAnalysis as PerformanceAnalysisShape, PostPeriod } from './performance.service.ts';
import { ratedPosts } from './post-rates.service.ts';
import { RankedVideo, VideoRanking } from './ranked-video.type.ts';

const MAX_BEST = 50;
const MAX_HASHTAGS = 100;

const periodKey = ({ connectionId, start, end }: PostPeriod) =>
  `${connectionId} ${String(start)} ${String(end)}`;

const postsOf = defineLoader<PostPeriod, RatedPost[]>(
  ({ services }, periods) => ratedPosts(services, periods),
  periodKey,
);

/** The rate of an account's posts of a period; null without a usable post. */
export async function rateOfPeriod(
  context: RequestContext,
  period: PostPeriod,
  { definition, aggregation }: { definition: Definition; aggregation: Aggregation },
): Promise<EngagementRateShape | null> {
  return engagementRateOfPosts(await postsOf.load(context, period), definition, aggregation);
}

const bestOf = defineFieldLoader<PostPeriod, { by: Ranking; first: number }, RankedVideoShape[]>(
  ({ services }, periods, { by, first }) => bestVideos(services, periods, by, first),
  periodKey,
);

export const PerformanceAnalysis = builder
  .objectRef<PerformanceAnalysisShape>('PerformanceAnalysis')
  .implement({
    description: 'What works for an account. Each part is null with an error of its own.',
    fields: (t) => ({
      engagementRate: t.field({
        type: EngagementRate,
        nullable: true,
        description: 'Of the posts of the range, by their newest counters. Null without a usable post.',
        args: rateArguments(t.arg),
        resolve: (period, args, context) => rateOfPeriod(context, period, args),
      }),
      bestVideos: t.field({
        type: [RankedVideo],
        nullable: true,
        description:
          'Posts of the range, best first, without those whose score is unknown. Null only with an error.',
        args: {
          by: t.arg({
            type: VideoRanking,
            required: true,
            defaultValue: 'OUTLIER',
            description: 'What to rank by.',
          }),
          first: t.arg.int({
            required: true,
            defaultValue: 5,
            description: 'How many: 1–50.',
            validate: z
              .int()
              .min(1)
              .max(MAX_BEST, `must be at most ${String(MAX_BEST)}`),
          }),
        },
        resolve: (subject, { by, first }, context) =>
          bestOf.load(context, { subject, question: { by, first } }),
      }),
      hashtags: t.field({
        type: [HashtagPerformance],
        nullable: true,
        description:
          'Hashtags of the range that can be compared, strongest evidence first: on at least 3 posts, and missing from at least 3. Null only with an error.',
        args: {
          first: t.arg.int({
            required: true,
            defaultValue: 20,
            description: 'How many: 1–100.',
            validate: z
              .int()
              .min(1)
              .max(MAX_HASHTAGS, `must be at most ${String(MAX_HASHTAGS)}`),
          }),
        },
        resolve: ({ result }, { first }) => result.hashtags.slice(0, first),
      }),
      formats: t.field({
        type: [FormatPerformance],
        nullable: true,
        description:
          'Classes of posts that can be compared, property by property: at least 3 posts in the class and 3 outside. Null only with an error.',
        resolve: ({ result }) => result.formats,
      }),
      freshness: t.expose('freshness', {
        type: Freshness,
        description:
          'How fresh the stored parts are; a range that is not kept computed is computed anew at every request.',
      }),
    }),
  });

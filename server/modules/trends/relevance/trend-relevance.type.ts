import { builder } from '../../../schema/builder.ts';
import { Lift } from '../../analytics/lift/lift.type.ts';
import type { DatedRelevance } from './trend-relevance.service.ts';

const part = { nullable: true } as const;

export const TrendRelevance = builder.objectRef<DatedRelevance>('TrendRelevance').implement({
  description:
    'Whether a trend matters to an account, in parts, each 0–1 and null when unknown. A stated rule and no estimate: STATISTICS.md.',
  fields: (t) => ({
    score: t.exposeFloat('score', {
      description:
        'How far the trend is the account’s business, 0–1: by hashtagOverlap and categoryFit, and ownLift where it has a verdict; less up to half where freshness and audienceTime are low. 0 where it has nothing to do with what the account posts.',
    }),
    hashtagOverlap: t.exposeFloat('hashtagOverlap', {
      ...part,
      description:
        "How much the hashtag is the account's own, by its posts of 180 days; of a format the share of these that show it. Null of sounds, which TikTok does not tell, and for an account without hashtags, or without posts.",
    }),
    categoryFit: t.exposeFloat('categoryFit', {
      ...part,
      description:
        "Share of the trend's category among the account's hashtags of known category. Null where the trend or all of these have none.",
    }),
    audienceTime: t.exposeFloat('audienceTime', {
      ...part,
      description:
        "Share of the followers' activity, or where no export tells it of the posts, that falls between 8:00 and 23:00 in the trend's region. Null of world-wide trends, and where hours are unknown.",
    }),
    freshness: t.exposeFloat('freshness', {
      ...part,
      description:
        '1 is unsaturated: by its stage, growth, age and volume. Null where neither stage nor volume is known.',
    }),
    ownLift: t.expose('ownLift', {
      type: Lift,
      nullable: true,
      description:
        'Of own past posts with the hashtag, over 365 days; null where too few can be compared, of sounds and of formats.',
    }),
    computedAt: t.expose('computedAt', {
      type: 'DateTime',
      description: "When the account's side was computed; the trend's is as it is now.",
    }),
  }),
});

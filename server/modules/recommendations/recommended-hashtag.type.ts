import type { RunEvidence } from '../../data/generated/prisma/client.ts';
import { builder } from '../../schema/builder.ts';
import { selectionOf } from '../../schema/union-member.ts';
import { Lift } from '../analytics/lift/lift.type.ts';
import type { Lift as LiftShape } from '../analytics/lift/lift.ts';
import { recallById } from '../trends/trend.service.ts';
import { TikTokTrend } from '../trends/trend.type.ts';
import type { RecommendationDraft, StatisticItem, TrendItem } from './engine.ts';
import { evidenceOf } from './evidence/evidence.type.ts';
import { HashtagBasis } from './recommendation.enums.ts';

/** A hashtag with the run whose evidence tells of it. */
type Shape = RecommendationDraft['hashtags'][number] & { runId: string };

export const RecommendedHashtag = builder.objectRef<Shape>('RecommendedHashtag').implement({
  description: 'A hashtag and why.',
  fields: (t) => ({
    hashtag: t.exposeString('hashtag', { description: 'Without #.' }),
    basis: t.expose('basis', { type: HashtagBasis, description: 'Why it is there.' }),
    lift: t.field({
      type: Lift,
      nullable: true,
      description:
        "As the run's evidence has it. Null where that has none: the account never used the hashtag, or too seldom to compare.",
      resolve: async ({ runId, hashtag }, _args, context) =>
        liftOf(hashtag, await evidenceOf.load(context, runId)),
    }),
    trend: t.field({
      type: TikTokTrend,
      nullable: true,
      description:
        'The rising trend of that name in the run’s evidence. Null without one, and as `TrendEvidence.trend` is.',
      resolve: async ({ runId, hashtag }, _args, context, info) => {
        const id = trendIdOf(hashtag, await evidenceOf.load(context, runId));
        if (id === null) return null;
        return recallById(context.services, id, selectionOf(context, info, 'TikTokTrend'));
      },
    }),
  }),
});

type RowsByKey = ReadonlyMap<string, RunEvidence>;

function liftOf(hashtag: string, rows: RowsByKey): LiftShape | null {
  for (const { kind, facts } of rows.values()) {
    if (kind !== 'STATISTIC') continue;
    const item = facts as unknown as StatisticItem;
    if (item.topic !== 'HASHTAG' || !isSame(item.subject, hashtag)) continue;
    return { ...item.estimate, unshrunken: item.unshrunken, verdict: item.verdict };
  }
  return null;
}

function trendIdOf(hashtag: string, rows: RowsByKey): string | null {
  for (const { kind, facts, trendId } of rows.values()) {
    if (kind !== 'TREND') continue;
    const { trendKind, name } = facts as unknown as TrendItem;
    if (trendKind === 'HASHTAG' && isSame(name, hashtag)) return trendId;
  }
  return null;
}

function isSame(name: string | null, hashtag: string): boolean {
  return name?.toLowerCase() === hashtag.toLowerCase();
}

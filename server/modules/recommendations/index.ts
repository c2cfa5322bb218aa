import { allowNode } from '../../schema/nodes.ts';
import { readableRecommendations, readableRuns } from './recommendation.policy.ts';
import './recommendation.enums.ts';
import './evidence/evidence.type.ts';
import './run/run-error.type.ts';
import './outcome/model-card.coverage.field.ts';
import './recommendation.type.ts';
import './run/run-event.type.ts';
import './recommendation.input.ts';
import './recommendation.field.ts';
import './recommendation.query.ts';
import './recommendation.mutation.ts';
import './run/run.subscription.ts';

const select = { id: true };

allowNode('RecommendationRun', ({ database }, viewer, ids) =>
  database.prisma.recommendationRun.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, readableRuns(viewer)] },
  }),
);
allowNode('TikTokRecommendation', ({ database }, viewer, ids) =>
  database.prisma.tikTokRecommendation.findMany({
    select,
    where: { AND: [{ id: { in: ids } }, readableRecommendations(viewer)] },
  }),
);
for (const [typename, kind] of [
  ['VideoEvidence', 'VIDEO'],
  ['StatisticEvidence', 'STATISTIC'],
  ['TrendEvidence', 'TREND'],
  ['FindingEvidence', 'FINDING'],
  ['PastRecommendationEvidence', 'PAST_RECOMMENDATION'],
] as const) {
  allowNode(typename, ({ database }, viewer, ids) =>
    database.prisma.runEvidence.findMany({
      select,
      where: { id: { in: ids }, kind, run: readableRuns(viewer) },
    }),
  );
}

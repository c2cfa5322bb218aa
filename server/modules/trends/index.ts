import { allowNode } from '../../schema/nodes.ts';
import './trend.enums.ts';
import './trend.type.ts';
import './trend.query.ts';
import './trend.mutation.ts';
import './import-trends.mutation.ts';
import './server-info.trend-sources.field.ts';
import './workspace.watched-trends.field.ts';
import './relevance/tik-tok-trend.relevance.field.ts';
import './relevance/trend-exploded.type.ts';
import { readableTrends } from './trend.policy.ts';

allowNode('TikTokTrend', ({ database }, viewer, ids) =>
  database.prisma.tikTokTrend.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, readableTrends(viewer)] },
  }),
);

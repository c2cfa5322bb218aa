import { toNumber } from '../../../lib/counters.ts';
import type { RelevantTrend } from '../../trends/relevance/relevant-trends.service.ts';
import { isRelevant } from '../../trends/relevance/trend-relevance.ts';
import type { TrendVelocity } from '../../trends/velocity/velocity.ts';
import type { Unkeyed } from './unkeyed.ts';
import { percent, show, signedPercent } from './words.ts';

/** Of each kind. A recommendation has many hashtags, and one sound and format. */
const MOST = { HASHTAG: 3, SOUND: 1, FORMAT: 1 } as const;
const KINDS = { HASHTAG: 'hashtag', SOUND: 'sound', FORMAT: 'format' } as const;

/** @param trends that rise, most relevant first. */
export function trendItems(trends: readonly RelevantTrend[]): Unkeyed<'TREND'>[] {
  const byKind = Map.groupBy(trends, ({ trend }) => trend.kind);
  return (['HASHTAG', 'SOUND', 'FORMAT'] as const).flatMap((kind) =>
    (byKind.get(kind) ?? []).slice(0, MOST[kind]).map(toItem),
  );
}

function toItem({ trend, relevance }: RelevantTrend): Unkeyed<'TREND'> {
  const { name, kind, region, stage, rank } = trend;
  // Written by the measurement alone.
  const velocity = trend.velocity as unknown as TrendVelocity | null;
  const { dailyGrowth = null, windowDays = null } = velocity ?? {};
  const what = `${kind === 'HASHTAG' ? `#${name}` : `“${name}”`} (${KINDS[kind]}, ${region ?? 'no region'})`;
  const growth =
    dailyGrowth === null
      ? ''
      : `, growing by ${signedPercent(dailyGrowth.value)} a day (${percent(dailyGrowth.interval.level)} interval ${signedPercent(dailyGrowth.interval.lower)} to ${signedPercent(dailyGrowth.interval.upper)}, ${String(dailyGrowth.sampleSize)} observations over ${String(windowDays)} days)`;
  const fit =
    relevance !== null && isRelevant(relevance)
      ? `its relevance to this account is ${show(relevance.score)} of 1`
      : 'it is on the watch list';
  return {
    kind: 'TREND',
    summary: `${what} is ${stage === 'EXPLODING' ? 'exploding' : 'emerging'}${growth}; ${fit}.`,
    capturedAt: trend.capturedAt.toISOString(),
    trendId: trend.id,
    trendKind: kind,
    name,
    region,
    category: trend.category,
    stage,
    dailyGrowth,
    windowDays,
    rank,
    views: toNumber(trend.views),
    posts: toNumber(trend.posts),
    relevance: relevance && { ...relevance, computedAt: relevance.computedAt.toISOString() },
  };
}

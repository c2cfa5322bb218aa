import type { Finding } from '../../../data/generated/prisma/client.ts';
import type { AccountForecast } from '../../performance/forecast.service.ts';
import type { PerformanceAnalysis } from '../../performance/performance.service.ts';
import type { RelevantTrend } from '../../trends/relevance/relevant-trends.service.ts';
import type { EvidenceItem } from '../engine.ts';
import { cadenceItem, engagementItems, forecastItem } from './account-items.ts';
import { formatItems, hashtagItems } from './lift-items.ts';
import { findingItem, pastItem, type PastRecommendation } from './past-items.ts';
import { postingItems } from './posting-items.ts';
import { trendItems } from './trend-items.ts';
import { videoItems, type EvidenceVideo } from './video-items.ts';

/** What an engine reads, and a prompt costs, must not grow with the account. */
const MAX_ITEMS = 40;

/** What the server knows about an account at `now`. */
export interface KnownFacts {
  /** Newest first. */
  videos: readonly EvidenceVideo[];
  performance: Pick<PerformanceAnalysis, 'connectionId' | 'timezone' | 'result' | 'freshness'>;
  forecasts: readonly AccountForecast[];
  /** Those that rise, most relevant first. */
  trends: readonly RelevantTrend[];
  /** Newest first, as is what was recommended before. */
  findings: readonly Finding[];
  past: readonly PastRecommendation[];
  now: Date;
}

/**
 * All of it as items that can be cited, with keys E1, E2, …, at most `MAX_ITEMS`: of what there is too much, the oldest
 * recommendations are left out first. Empty without a video.
 */
export function packItems(facts: KnownFacts): EvidenceItem[] {
  const { videos, performance, now } = facts;
  if (videos.length === 0) return [];
  const { result, freshness, connectionId: id, timezone } = performance;
  const capturedAt = (freshness.inputsThrough ?? freshness.computedAt).toISOString();
  const items = [
    ...videoItems(videos),
    ...engagementItems(videos, now),
    ...hashtagItems(result.hashtags, capturedAt),
    ...formatItems(result.formats, capturedAt),
    ...postingItems(result.postingTimes, { id, timezone }, now, capturedAt),
    cadenceItem(videos, result.posts, now),
    ...facts.forecasts.map(forecastItem),
    ...trendItems(facts.trends),
    ...facts.findings.map(findingItem),
    ...facts.past.map(pastItem),
  ];
  return items.slice(0, MAX_ITEMS).map((item, index) => ({ key: `E${String(index + 1)}`, ...item }));
}

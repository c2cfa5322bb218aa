import type { Database } from '../data/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import { createDiscoverySource } from '../modules/trends/source/discovery.source.ts';
import { OTHER_SOURCES } from '../modules/trends/source/other-sources.ts';
import { createResearchSource, RESEARCH_CALLS_PER_DAY } from '../modules/trends/source/research.source.ts';
import { dailyCallsOf } from '../modules/trends/source/source-state.service.ts';
import type { TrendSourceClient } from '../modules/trends/source/trend-source.ts';
import { SOURCES_BY_TRUST } from '../modules/trends/trend-sighting.ts';
import { createTikTokBusiness } from '../vendors/tiktok-business/tiktok-business.ts';
import { createTikTokResearch } from '../vendors/tiktok-research/tiktok-research.ts';

/** How patient the clients of TikTok's APIs are. */
export interface TrendPatience {
  timeoutMs?: number;
  retries?: number;
  retryBaseMs?: number;
  paceMs?: number;
}

/** All sources of trends, from the most trusted to the least, those that are off included. */
export function createTrendSources(
  { tiktokBusiness, tiktokResearch }: Config,
  { database, clock, log, metrics }: { database: Database; clock: Clock; log: Log; metrics: Metrics },
  { paceMs, ...patience }: TrendPatience = {},
): TrendSourceClient[] {
  const business = createTikTokBusiness(tiktokBusiness, log, {
    metrics,
    ...patience,
    ...(paceMs !== undefined && { paceMs }),
  });
  const research =
    tiktokResearch === null
      ? null
      : createTikTokResearch(tiktokResearch, log, {
          calls: dailyCallsOf({ database, clock }, 'RESEARCH_API', RESEARCH_CALLS_PER_DAY),
          clock,
          metrics,
          ...patience,
        });
  const sources = [
    createDiscoverySource(business),
    createResearchSource(research, { database, log }),
    ...OTHER_SOURCES,
  ];
  const trustOf = ({ source }: TrendSourceClient): number => SOURCES_BY_TRUST.indexOf(source);
  return sources.sort((a, b) => trustOf(a) - trustOf(b));
}

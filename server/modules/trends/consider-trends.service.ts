import type { Services } from '../../app/services.ts';
import { announceExplosions } from './relevance/announce-explosions.service.ts';
import { remeasureOutdated, remeasureTrends } from './remeasure-trends.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub'>;

/**
 * What follows once sources told something of trends: how fast they rise is reckoned anew, and accounts are told of those that
 * began to explode. May be killed anywhere; `considerOutdated` goes on where it was.
 */
export async function considerTrends(deps: Deps, trendIds: readonly string[]): Promise<void> {
  const exploding = await remeasureTrends(deps, trendIds);
  if (exploding.length > 0) await announceExplosions(deps, exploding);
}

/** The same of all that was left undone or is out of date. */
export async function considerOutdated(deps: Deps): Promise<void> {
  await remeasureOutdated(deps);
  await announceExplosions(deps);
}

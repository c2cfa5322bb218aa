import { createMetrics } from '../app/metrics.ts';
import { createClock } from '../lib/clock.ts';
import type { TikTokConfig } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { TikTok } from '../vendors/tiktok/port.ts';
import { createTikTok, type TikTokOptions } from '../vendors/tiktok/tiktok.ts';
import { UNLIMITED_CALLS } from './call-quotas.ts';
import { SILENT_LOG } from './log.ts';

/** A TikTok client; but for what is said otherwise it calls without limit and says nothing. */
export function createTestTikTokClient(
  config: TikTokConfig,
  { log = SILENT_LOG, ...options }: Partial<TikTokOptions> & { log?: Log } = {},
): TikTok {
  return createTikTok(config, log, {
    quota: UNLIMITED_CALLS,
    clock: createClock(),
    metrics: createMetrics(log),
    ...options,
  });
}

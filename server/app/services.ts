import type { Database } from '../data/database.ts';
import type { FileStore } from '../data/file-store.ts';
import type { Idempotency } from '../data/idempotency.ts';
import type { Spool } from '../data/spool.ts';
import type { Queue } from '../jobs/queue.ts';
import type { CallQuota } from '../lib/call-quota.ts';
import type { Clock } from '../lib/clock.ts';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { TokenCipher } from '../lib/token-cipher.ts';
import type { AttemptLimit } from '../modules/identity/attempt-limit.ts';
import type { Identity } from '../modules/identity/identity.ts';
import type { CallerLimits } from '../modules/rate-limit/caller-limits.ts';
import type { RecommendationEngines } from '../modules/recommendations/engine.ts';
import type { TrendSourceClient } from '../modules/trends/source/trend-source.ts';
import type { PubSub } from '../realtime/pubsub.ts';
import type { StreamHub } from '../realtime/stream-hub.ts';
import type { ImageSource } from '../vendors/images/port.ts';
import type { Mailer } from '../vendors/smtp/port.ts';
import type { TikTok } from '../vendors/tiktok/port.ts';

/**
 * Everything a service may use, built once by `createRuntime`. Services declare what they need of it:
 * `Pick<Services, 'database' | 'clock'>`.
 */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly files: FileStore;
  readonly spool: Spool;
  readonly idempotency: Idempotency;
  readonly queue: Queue;
  readonly pubsub: PubSub;
  readonly hub: StreamHub;
  readonly cipher: TokenCipher;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly identity: Identity;
  readonly attemptLimit: AttemptLimit;
  readonly tiktok: TikTok;
  /** TikTok's, of TIKTOK_ENDPOINTS. */
  readonly quota: CallQuota;
  /** What callers may ask of us. */
  readonly callerLimits: CallerLimits;
  readonly imageSource: ImageSource;
  readonly engines: RecommendationEngines;
  /** From the most trusted to the least, those that are off included. */
  readonly trendSources: readonly TrendSourceClient[];
}

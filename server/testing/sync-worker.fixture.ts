import { createMetrics } from '../app/metrics.ts';
import { JOBS } from '../app/modules.ts';
import { openDatabase } from '../data/open-database.ts';
import { createQueue } from '../jobs/queue.ts';
import { createClock } from '../lib/clock.ts';
import { createTokenCipher } from '../lib/token-cipher.ts';
import { runSync } from '../modules/collector/sync.service.ts';
import { createMemoryPubSub } from '../realtime/pubsub.ts';
import { createStreamHub } from '../realtime/stream-hub.ts';
import { createImageSource } from '../vendors/images/images.ts';
import { createTestFiles } from './files.ts';
import { SILENT_LOG } from './log.ts';
import type { SyncWorkerOrder, SyncWorkerReport } from './sync-worker.ts';
import { createTestTikTokClient } from './tiktok-client.ts';

/** A worker that runs one planned sync and says, as JSON, how it ended and what it took. */
const order = JSON.parse(process.argv[2] ?? '') as SyncWorkerOrder;
const database = await openDatabase({ url: order.databaseUrl }, SILENT_LOG);
const clock = createClock();
const queue = createQueue(database, SILENT_LOG, { jobs: JOBS });
await queue.start();
const files = await createTestFiles();
const deps = {
  database,
  clock,
  log: SILENT_LOG,
  tiktok: createTestTikTokClient(order.tiktok),
  cipher: createTokenCipher(order.encryptionKeys),
  hub: createStreamHub({ database, pubsub: createMemoryPubSub(), log: SILENT_LOG }),
  queue,
  files: files.store,
  imageSource: createImageSource({
    trustedOrigin: order.tiktok.apiUrl,
    httpsOnly: false,
    log: SILENT_LOG,
    metrics: createMetrics(SILENT_LOG),
  }),
};
const before = process.memoryUsage().rss;
const { outcome } = await runSync(deps, order.sync);
// In kilobytes.
const peak = process.resourceUsage().maxRSS * 1_024;
const report: SyncWorkerReport = { outcome, peakBytes: peak, baseBytes: before };
process.stdout.write(`${JSON.stringify(report)}\n`);
await deps.hub.close();
await queue.stop({ graceMs: 0 });
await database.close();
await files.drop();

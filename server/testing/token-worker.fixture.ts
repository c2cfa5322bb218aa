import { once } from 'node:events';
import { openDatabase } from '../data/open-database.ts';
import { createClock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import { createTokenCipher } from '../lib/token-cipher.ts';
import { withAccessToken } from '../modules/connections/credential.service.ts';
import { createMemoryPubSub } from '../realtime/pubsub.ts';
import { createStreamHub } from '../realtime/stream-hub.ts';
import { SILENT_LOG } from './log.ts';
import { createTestTikTokClient } from './tiktok-client.ts';
import type { TokenWorkerOrder, TokenWorkerReport } from './token-worker.ts';

/**
 * A node of a deployment, as a process of its own: says `ready`, waits for a line, then needs an access token for each
 * of its connections at once. With `hangsAfterAnswer` it says `answered` when TikTok has answered the refresh and gets no
 * further, for a test to kill it there; else it says what came of it as JSON.
 */
const order = JSON.parse(process.argv[2] ?? '') as TokenWorkerOrder;
const database = await openDatabase({ url: order.databaseUrl }, SILENT_LOG);
const clock = createClock();
clock.standAt(new Date(order.now));
const pubsub = createMemoryPubSub();
const real = createTestTikTokClient(order.tiktok);
const tiktok: typeof real = order.hangsAfterAnswer
  ? {
      ...real,
      async refresh(token) {
        await real.refresh(token);
        process.stdout.write('answered\n');
        return new Promise(() => undefined);
      },
    }
  : real;
const deps = {
  database,
  clock,
  log: SILENT_LOG,
  tiktok,
  cipher: createTokenCipher(order.encryptionKeys),
  hub: createStreamHub({ database, pubsub, log: SILENT_LOG }),
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const report: TokenWorkerReport = { served: 0, failures: [] };
await Promise.all(
  order.connectionIds.map(async (connectionId) => {
    try {
      await withAccessToken(deps, connectionId, () => Promise.resolve());
      report.served += 1;
    } catch (error) {
      report.failures.push(messageOf(error));
    }
  }),
);
process.stdout.write(`${JSON.stringify(report)}\n`);
await deps.hub.close();
await database.close();
process.stdin.destroy();

import { setTimeout } from 'node:timers/promises';
import { createCallRecord } from '../data/call-record.ts';
import { openDatabase } from '../data/open-database.ts';
import { createSqlCallQuota } from '../data/sql-call-quota.ts';
import type { CallQuota, Urgency } from '../lib/call-quota.ts';
import { createClock } from '../lib/clock.ts';
import { createRedisCallQuota } from '../realtime/redis-call-quota.ts';
import { SILENT_LOG } from './log.ts';

/**
 * A process for a test that calls a receiver as often as the quota lets it, from several places at once, with calls and
 * answers that take their time. It ends when it is killed.
 */
export interface CallerOrder {
  /** Calls are counted in Redis, else in the database, which also remembers for Redis. */
  redis?: string;
  sql?: string;
  owner: string;
  limit: number;
  windowMs: number;
  /** Is asked for `/` and the urgency. */
  receiver: string;
  /** How many calls are under way at once. */
  lanes: number;
  /** The longest that a call is on its way to the receiver. */
  travelMs: number;
}

const order = JSON.parse(process.argv[2] ?? '') as CallerOrder;
const clock = createClock();
const shared = {
  clock,
  owner: order.owner,
  limits: { calls: { limit: order.limit, windowMs: order.windowMs } },
};

async function open(): Promise<CallQuota> {
  const database = order.sql === undefined ? null : await openDatabase({ url: order.sql }, SILENT_LOG);
  if (order.redis === undefined) return createSqlCallQuota({ ...shared, database: database! });
  // Without a database there is nobody to remember, and no call was granted before.
  const record =
    database === null
      ? { claim: () => Promise.resolve('NONE' as const) }
      : createCallRecord(database, 'redis');
  return createRedisCallQuota(order.redis, { ...shared, record, log: SILENT_LOG });
}

const quota = await open();

async function callForEver(urgency: Urgency): Promise<void> {
  for (;;) {
    const { slot, retryAt } = await quota.take('calls', urgency);
    if (slot === null) {
      await setTimeout(Math.max(retryAt.getTime() - Date.now(), 1));
      continue;
    }
    await setTimeout(Math.random() * order.travelMs);
    try {
      await (await fetch(`${order.receiver}/${urgency}`)).text();
    } catch {
      // No answer came, so the place stays held.
      continue;
    }
    await slot.release();
  }
}

process.stdout.write('calling\n');
await Promise.all(
  Array.from({ length: order.lanes }, (_, lane) => callForEver(lane === 0 ? 'USER' : 'BACKGROUND')),
);

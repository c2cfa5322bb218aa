import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Services } from '../../app/services.ts';
import { inBatches } from '../../lib/in-batches.ts';
import { messageOf } from '../../lib/errors.ts';
import { TikTokError } from '../../vendors/tiktok/port.ts';
import type { TikTokWebhook } from '../../vendors/tiktok/port.ts';
import { handleWebhooksJob } from './handle-webhooks.job.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'queue' | 'metrics'>;

const WAKE_EVERY_MS = 250;

/** What became of a request. UNREADABLE: it is TikTok's, and none of its events. */
export type Reception = 'STORED' | 'REFUSED' | 'UNREADABLE';

export interface WebhookReceiver {
  /** Stores an event, once however often it comes; it is handled afterwards, by a job. */
  receive(request: { body: Uint8Array; signature: string | undefined }): Promise<Reception>;
}

export function createWebhookReceiver(deps: Deps): WebhookReceiver {
  const { database, clock, log, tiktok, queue, metrics } = deps;
  const count = metrics.counter({
    name: 'tiktok_webhooks_total',
    help: 'Requests to the webhook by what became of them; duplicates count as stored.',
    labels: ['reception'],
  });
  let isAwake = false;
  let isMoreToWakeFor = false;

  /** One job for all that came in the meantime; what it misses, the periodic one finds. */
  async function wake(): Promise<void> {
    isMoreToWakeFor = true;
    if (isAwake) return;
    isAwake = true;
    try {
      while (isMoreToWakeFor) {
        isMoreToWakeFor = false;
        await queue.send(handleWebhooksJob, {}, { singletonKey: 'all' });
        // In a storm the answers go before the handling.
        await delay(WAKE_EVERY_MS, undefined, { ref: false });
      }
    } catch (error) {
      log.warn(
        { reason: messageOf(error) },
        'The job that handles webhooks could not be sent; it comes by itself',
      );
    } finally {
      isAwake = false;
    }
  }

  /** One statement for all that came while the one before ran: a storm is answered as fast as it comes. */
  const store = inBatches(async (webhooks: readonly TikTokWebhook[]) => {
    const receivedAt = clock.now();
    const { count: added } = await database.prisma.tikTokWebhookEvent.createMany({
      data: webhooks.map((webhook) => ({ id: keyOf(webhook), ...webhook, receivedAt })),
      skipDuplicates: true,
    });
    if (added > 0) void wake();
  });

  function read(request: { body: Uint8Array; signature: string | undefined }): TikTokWebhook | Reception {
    try {
      return tiktok.readWebhook(request) ?? 'REFUSED';
    } catch (error) {
      if (!(error instanceof TikTokError)) throw error;
      log.warn({ reason: error.message }, 'A webhook that TikTok signed is none of its events');
      return 'UNREADABLE';
    }
  }

  return {
    async receive(request) {
      const webhook = read(request);
      const reception = typeof webhook === 'string' ? webhook : 'STORED';
      if (typeof webhook !== 'string') await store(webhook);
      count({ reception: reception.toLowerCase() });
      return reception;
    },
  };
}

/** The same for every delivery of one event. */
function keyOf({ clientKey, event, openId, occurredAt, content }: TikTokWebhook): string {
  const parts = [clientKey, event, openId, occurredAt?.getTime() ?? null, content];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

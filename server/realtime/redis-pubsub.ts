import { messageOf } from '../lib/errors.ts';
import { Listeners } from '../lib/listeners.ts';
import type { Log } from '../lib/log.ts';
import type { PubSub } from './pubsub.ts';
import { REDIS_PREFIX, redisConnection } from './redis-connection.ts';

export interface RedisPubSubOptions {
  /** Put before topics. @default 'creatorgraph:' */
  prefix?: string;
}

/**
 * Over Redis, with two connections: one that subscribes can do nothing else. Both reconnect for ever.
 * @throws when Redis does not answer at first.
 */
export async function createRedisPubSub(
  url: string,
  log: Log,
  { prefix = REDIS_PREFIX }: RedisPubSubOptions = {},
): Promise<PubSub> {
  const listeners = new Listeners();
  const publisher = redisConnection(url, log);
  const subscriber = redisConnection(url, log);
  try {
    await Promise.all([publisher.connect(), subscriber.connect()]);
  } catch (error) {
    publisher.disconnect();
    subscriber.disconnect();
    throw error;
  }

  subscriber.on('message', (channel: string, message: string) => {
    listeners.deliver(channel.slice(prefix.length), message);
  });
  // By hand rather than by ioredis, which does not tell when it is done: a gap reported before Redis has the
  // subscriptions would be looked into too soon.
  subscriber.on('ready', () => {
    resubscribe().catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'Redis went away again while topics were subscribed to');
    });
  });
  async function resubscribe(): Promise<void> {
    const channels = listeners.channels().map((topic) => prefix + topic);
    if (channels.length > 0) await subscriber.subscribe(...channels);
    listeners.gap();
  }

  return {
    kind: 'redis',
    async publish(topic, message) {
      await publisher.publish(prefix + topic, message);
    },
    async subscribe(topic, onMessage, onGap) {
      const remove = listeners.add(topic, onMessage, onGap);
      // Also when the topic is subscribed to already: it may be on its way, and Redis takes it twice.
      // While Redis is away nothing is sent; its return subscribes to all topics and reports the gap.
      if (subscriber.status === 'ready') await ignoreLoss(subscriber.subscribe(prefix + topic));
      return async () => {
        if (remove() && subscriber.status === 'ready' && !listeners.has(topic)) {
          await ignoreLoss(subscriber.unsubscribe(prefix + topic));
        }
      };
    },
    close() {
      publisher.disconnect();
      subscriber.disconnect();
      return Promise.resolve();
    },
  };
}

/** The connection broke off under the command: what it was to do is done when it returns. */
async function ignoreLoss(command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch {
    // Reported by the connection's own error event.
  }
}

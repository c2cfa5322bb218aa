import { Listeners } from '../lib/listeners.ts';

/**
 * Carries short messages to whoever listens at this moment, in this process and, but for `memory`, in others.
 * Nothing is kept: who was away hears of it by `onGap` and looks at what is stored.
 */
export interface PubSub {
  readonly kind: 'memory' | 'postgresql' | 'redis';

  /**
   * Hands the message over; does not wait for listeners. At most 7,000 bytes with its topic.
   * @throws when the carrier is away.
   */
  publish(topic: string, message: string): Promise<void>;

  /**
   * Resolves once messages published from then on arrive, or while the carrier is away, once its return will be
   * noticed. `onGap` is called when messages may have been lost. Neither callback may throw.
   * @returns ends the subscription; calling it again does nothing.
   */
  subscribe(
    topic: string,
    onMessage: (message: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;

  close(): Promise<void>;
}

/** Within this process alone: for the embedded database, which has one process. */
export function createMemoryPubSub(): PubSub {
  const listeners = new Listeners();
  return {
    kind: 'memory',
    publish(topic, message) {
      // Later, as with a carrier: a publisher never runs its listeners' code.
      setImmediate(() => {
        listeners.deliver(topic, message);
      });
      return Promise.resolve();
    },
    subscribe(topic, onMessage, onGap) {
      const remove = listeners.add(topic, onMessage, onGap);
      return Promise.resolve(() => {
        remove();
        return Promise.resolve();
      });
    },
    close: () => Promise.resolve(),
  };
}

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

interface Listener {
  readonly onMessage: (message: string) => void;
  readonly onGap: (() => void) | undefined;
}

/** Who listens to which topic in this process; what every adapter delivers to. */
export class Listeners {
  readonly #byTopic = new Map<string, Set<Listener>>();

  topics(): string[] {
    return [...this.#byTopic.keys()];
  }

  has(topic: string): boolean {
    return this.#byTopic.has(topic);
  }

  /** Returns what takes the listener off again and tells whether it was the topic's last. */
  add(topic: string, onMessage: (message: string) => void, onGap?: () => void): () => boolean {
    const listener = { onMessage, onGap };
    const listeners = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, listeners.add(listener));
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return false;
      this.#byTopic.delete(topic);
      return true;
    };
  }

  deliver(topic: string, message: string): void {
    for (const { onMessage } of [...(this.#byTopic.get(topic) ?? [])]) onMessage(message);
  }

  gap(): void {
    for (const listeners of [...this.#byTopic.values()]) for (const { onGap } of [...listeners]) onGap?.();
  }
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

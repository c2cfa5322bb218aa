/** Whoever listens to one channel. */
export interface Subscriber {
  readonly onMessage: (payload: string) => void;
  /** Called when messages may have been lost. */
  readonly onReconnect: () => void;
}

/** Subscribers by channel, over one connection that listens to each channel once. */
export class Channels {
  readonly #subscribers = new Map<string, Set<Subscriber>>();

  names(): string[] {
    return [...this.#subscribers.keys()];
  }

  /** Returns whether the channel is new, so that the connection must begin to listen to it. */
  add(channel: string, subscriber: Subscriber): boolean {
    const subscribers = this.#subscribers.get(channel);
    if (subscribers !== undefined) {
      subscribers.add(subscriber);
      return false;
    }
    this.#subscribers.set(channel, new Set([subscriber]));
    return true;
  }

  /** Returns whether nobody listens to the channel any more. */
  remove(channel: string, subscriber: Subscriber): boolean {
    const subscribers = this.#subscribers.get(channel);
    if (subscribers?.delete(subscriber) !== true || subscribers.size > 0) return false;
    this.#subscribers.delete(channel);
    return true;
  }

  deliver(channel: string, payload: string): void {
    for (const { onMessage } of [...(this.#subscribers.get(channel) ?? [])]) onMessage(payload);
  }

  reconnected(): void {
    for (const subscribers of [...this.#subscribers.values()]) {
      for (const { onReconnect } of [...subscribers]) onReconnect();
    }
  }
}

/** `name` as an SQL identifier, its case kept. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

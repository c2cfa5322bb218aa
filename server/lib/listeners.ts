interface Listener {
  readonly onMessage: (message: string) => void;
  /** Called when messages may have been lost. */
  readonly onGap: (() => void) | undefined;
}

/** Who listens to which channel in this process, over a connection that listens to each channel once. */
export class Listeners {
  readonly #byChannel = new Map<string, Set<Listener>>();

  channels(): string[] {
    return [...this.#byChannel.keys()];
  }

  has(channel: string): boolean {
    return this.#byChannel.has(channel);
  }

  /**
   * Returns what takes the listener off again and tells whether it was the channel's last, so that the connection
   * may stop listening to it.
   */
  add(channel: string, onMessage: Listener['onMessage'], onGap?: () => void): () => boolean {
    const listener = { onMessage, onGap };
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners.add(listener));
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return false;
      this.#byChannel.delete(channel);
      return true;
    };
  }

  deliver(channel: string, message: string): void {
    for (const { onMessage } of [...(this.#byChannel.get(channel) ?? [])]) onMessage(message);
  }

  gap(): void {
    for (const listeners of [...this.#byChannel.values()]) for (const { onGap } of [...listeners]) onGap?.();
  }
}

import type { Log } from '../lib/log.ts';
import type { StoredEvent, StreamEventBody } from './event-log.ts';
import type { PubSub } from './pubsub.ts';
import { subscribe } from './topics.ts';
import type { Topic } from './topics.ts';

/** Events that a follower may have waiting; one that has more reads from the store when it gets there. */
const BUFFER_LIMIT = 1_000;

type AnyEvent = StoredEvent<StreamEventBody>;

/** One reader of a stream, as its tail sees it. */
export class Follower {
  /** Whether it reads the store by itself; the tail hands it nothing meanwhile. */
  isBehind = true;
  #buffer: AnyEvent[] = [];
  #wake: (() => void) | null = null;

  readonly wake = (): void => {
    this.#wake?.();
    this.#wake = null;
  };

  push(event: AnyEvent): void {
    if (this.isBehind) return;
    if (this.#buffer.length < BUFFER_LIMIT) this.#buffer.push(event);
    else this.fallBehind();
    this.wake();
  }

  shift(): AnyEvent | undefined {
    return this.#buffer.shift();
  }

  fallBehind(): void {
    this.#buffer = [];
    this.isBehind = true;
  }

  /** Resolves on the next `wake`. */
  waiting(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

export interface StreamTailOptions {
  readonly topic: Topic<{ lastSequence: number }>;
  readonly pubsub: PubSub;
  readonly log: Log;
  /** A page of events after a sequence, in order. */
  readonly read: (after: number) => Promise<AnyEvent[]>;
  /** Called when the last follower left. */
  readonly onUnused: () => void;
}

/** The end of one stream: hears of new events, reads them once and hands them to all followers. */
export class StreamTail {
  /** Resolves once notifications arrive; also where the carrier failed, since the hub polls besides. */
  readonly subscribed: Promise<void>;
  readonly #options: StreamTailOptions;
  readonly #followers = new Set<Follower>();
  /** Every event up to here was handed out, or was read by the followers themselves; null until one caught up. */
  #position: number | null = null;
  /** The newest sequence that was announced. */
  #announced = 0;
  #isReading = false;
  #unsubscribe: () => Promise<void> = () => Promise.resolve();

  constructor(options: StreamTailOptions) {
    this.#options = options;
    this.subscribed = this.#subscribe();
  }

  join(): Follower {
    const follower = new Follower();
    this.#followers.add(follower);
    return follower;
  }

  /**
   * Hands events to the follower from now on, if it has read all that the others were handed; else it has to
   * read on.
   */
  catchUp(follower: Follower, position: number): void {
    this.#position ??= position;
    if (position < this.#position) return;
    follower.isBehind = false;
    void this.#readOn();
  }

  async leave(follower: Follower): Promise<void> {
    if (!this.#followers.delete(follower) || this.#followers.size > 0) return;
    this.#options.onUnused();
    await this.close();
  }

  /** There are events up to `sequence`. */
  advanceTo(sequence: number): void {
    this.#announced = Math.max(this.#announced, sequence);
    void this.#readOn();
  }

  async close(): Promise<void> {
    await this.subscribed;
    const unsubscribe = this.#unsubscribe;
    this.#unsubscribe = () => Promise.resolve();
    try {
      await unsubscribe();
    } catch (error) {
      this.#options.log.warn({ err: error, topic: this.#options.topic.name }, 'A topic could not be left');
    }
  }

  async #subscribe(): Promise<void> {
    const { pubsub, topic, log } = this.#options;
    try {
      this.#unsubscribe = await subscribe(
        pubsub,
        topic,
        ({ lastSequence }) => {
          this.advanceTo(lastSequence);
        },
        () => {
          this.#look();
        },
      );
    } catch (error) {
      log.warn({ err: error, topic: topic.name }, 'A topic could not be subscribed to; its stream is polled');
    }
  }

  /** Notifications may have been lost: reads without one. */
  #look(): void {
    if (this.#position !== null) this.advanceTo(this.#position + 1);
  }

  async #readOn(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#position !== null && this.#announced > this.#position) {
        const announced = this.#announced;
        const events = await this.#options.read(this.#position);
        for (const event of events) {
          this.#position = event.sequence;
          for (const follower of this.#followers) follower.push(event);
        }
        // Announced, yet not there: a gap that held nothing, or events that are no longer kept.
        if (events.length === 0 && announced === this.#announced) this.#announced = this.#position;
      }
    } catch (error) {
      this.#options.log.warn(
        { err: error, topic: this.#options.topic.name },
        'A stream could not be read; later again',
      );
    } finally {
      this.#isReading = false;
    }
  }
}

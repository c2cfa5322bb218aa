import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../data/database.ts';
import { ConflictError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { read, streamKey } from './event-log.ts';
import type { StoredEvent, Stream, StreamEventBody } from './event-log.ts';
import { leavable } from './leavable.ts';
import type { PubSub } from './pubsub.ts';
import { StreamTail } from './stream-tail.ts';
import type { Follower } from './stream-tail.ts';
import { publish, topics } from './topics.ts';

/** Events per read. */
const PAGE_SIZE = 200;
/** How long an event can stay unseen when its notification was lost. */
const POLL_INTERVAL_MS = 5_000;

export interface FollowOptions {
  /** Sequence of the last event that is known already; 0 for all. */
  after: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
}

export interface StreamHub {
  /**
   * The stored events after `after`, then those that come, each once and in order, until the reader leaves the
   * loop or `signal` aborts. A slow reader is waited for: it reads from the store what it could not take at once.
   * Whether an event is the stream's last is for the reader to see. Not inside a transaction.
   *
   * @throws ConflictError with code EXPIRED when the event that follows is no longer kept, which is never so where
   * logs are folded.
   */
  follow<Event extends StreamEventBody>(
    stream: Stream<Event>,
    ownerId: string,
    options: FollowOptions,
  ): AsyncIterableIterator<StoredEvent<Event>, undefined>;

  /**
   * Announces, after the commit, that events up to `lastSequence` were appended. Never throws: whoever follows
   * looks by himself every 5 s at the latest.
   */
  notify<Event extends StreamEventBody>(
    stream: Stream<Event>,
    ownerId: string,
    lastSequence: number,
  ): Promise<void>;

  /** Ends every `follow`. */
  close(): Promise<void>;
}

/**
 * Lets any number of readers follow streams of the event log. A stream has one tail in this process: it reads
 * the log once per notification and hands the events to all readers that keep up.
 */
export function createStreamHub({
  database,
  pubsub,
  log,
}: {
  database: Database;
  pubsub: PubSub;
  log: Log;
}): StreamHub {
  const tails = new Map<string, StreamTail>();
  const closing = new AbortController();
  // A tail outlives the request that needed it first, and may be woken out of a transaction that it is no part of.
  const detached = AsyncLocalStorage.snapshot();
  let isPolling = false;
  const poll = setInterval(() => {
    void pollAll();
  }, POLL_INTERVAL_MS);
  // Whoever only publishes must not be kept alive by it.
  poll.unref();

  async function pollAll(): Promise<void> {
    if (isPolling || tails.size === 0) return;
    isPolling = true;
    try {
      const newest = await database.query<{ stream: string; sequence: number }>(
        `SELECT stream, sequence FROM unnest($1::text[]) AS wanted(name) CROSS JOIN LATERAL (
           SELECT stream, sequence FROM "StreamEvent" WHERE stream = wanted.name ORDER BY sequence DESC LIMIT 1) AS newest`,
        [[...tails.keys()]],
      );
      for (const { stream, sequence } of newest) tails.get(stream)?.advanceTo(sequence);
    } catch (error) {
      log.warn({ err: error }, 'The followed streams could not be looked at');
    } finally {
      isPolling = false;
    }
  }

  function tailOf<Event extends StreamEventBody>(stream: Stream<Event>, ownerId: string): StreamTail {
    const key = streamKey(stream, ownerId);
    let tail = tails.get(key);
    if (tail === undefined) {
      tail = new StreamTail({
        topic: topics.stream(key),
        pubsub,
        log,
        read: (after) => detached(() => read(database, stream, ownerId, { after, limit: PAGE_SIZE })),
        onUnused: () => {
          tails.delete(key);
        },
      });
      tails.set(key, tail);
    }
    return tail;
  }

  async function* events<Event extends StreamEventBody>(
    stream: Stream<Event>,
    ownerId: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<StoredEvent<Event>, undefined> {
    // Asked by a function: the compiler would take the first answer for the last.
    const isAborted = (): boolean => signal.aborted;
    if (isAborted()) return;
    const tail = tailOf(stream, ownerId);
    const follower: Follower = tail.join();
    signal.addEventListener('abort', follower.wake, { once: true });
    try {
      // Subscribed before the first read: what is appended in between is then announced.
      await tail.subscribed;
      let position = after;
      while (!isAborted()) {
        if (follower.isBehind) {
          const page = await read(database, stream, ownerId, { after: position, limit: PAGE_SIZE });
          for (const event of page) {
            if (event.sequence !== position + 1 && stream.isFolded !== true) {
              throw new ConflictError(
                'The events asked for are no longer kept; read the current state instead.',
                'EXPIRED',
              );
            }
            position = event.sequence;
            yield event;
            if (isAborted()) return;
          }
          if (page.length < PAGE_SIZE) tail.catchUp(follower, position);
          continue;
        }
        const event = follower.shift() as StoredEvent<Event> | undefined;
        if (event === undefined) {
          await follower.waiting();
        } else if (event.sequence === position + 1) {
          position = event.sequence;
          yield event;
        } else if (event.sequence > position) {
          follower.fallBehind();
        }
      }
    } finally {
      signal.removeEventListener('abort', follower.wake);
      await tail.leave(follower);
    }
  }

  return {
    follow(stream, ownerId, { after, signal }) {
      const signals = signal === undefined ? [closing.signal] : [closing.signal, signal];
      return leavable(signals, (ending) => events(stream, ownerId, after, ending));
    },

    async notify(stream, ownerId, lastSequence) {
      const key = streamKey(stream, ownerId);
      // Readers here need not wait for the carrier; its echo finds nothing new to read.
      tails.get(key)?.advanceTo(lastSequence);
      await publish(pubsub, log, topics.stream(key), { lastSequence });
    },

    async close() {
      clearInterval(poll);
      closing.abort();
      await Promise.all([...tails.values()].map((tail) => tail.close()));
    },
  };
}

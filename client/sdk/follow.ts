import { backoffDelay, wait } from './backoff.ts';
import type { BackoffOptions } from './backoff.ts';
import { CreatorgraphError, UnauthenticatedError } from './errors.ts';

/** Where a followed stream stands: being opened, live, or waiting to reconnect after a cut. */
export type FollowState = 'connecting' | 'live' | 'reconnecting';

/** How to follow a stream of numbered events. */
export interface FollowOptions {
  /** Sequence of the last event already seen. */
  readonly after?: number | undefined;
  /** Ends the loop, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called on each change, and before the first event. */
  readonly onState?: ((state: FollowState) => void) | undefined;
  readonly backoff?: BackoffOptions | undefined;
}

/** What `resumeEvents` needs to know about one kind of stream. */
export interface ResumableStream<Event> {
  /** Opens the stream after a sequence; undefined where none is known. */
  readonly open: (
    after: number | undefined,
    context: {
      readonly signal: AbortSignal;
      readonly refresh: boolean;
      readonly onOpen: () => void;
    },
  ) => AsyncIterable<Event>;
  /** Whether no event can follow this one. */
  readonly isLast: (event: Event) => boolean;
  /** Asked when the server completed without a last event: true ends, false opens again. */
  readonly isOver: (after: number | undefined, signal: AbortSignal) => Promise<boolean>;
  /** Whether a refused credential may be replaced by a fresh one. */
  readonly canRefresh: boolean;
}

/** A credential refused within this time of being fetched is wrong, not spent; milliseconds. */
const FRESH_MS = 10_000;

/**
 * Events in order, each sequence once, across any number of cut connections. It tries for ever: pass a signal.
 * @throws the typed error of a refusal (not found, expired, credentials refused twice); the signal's reason
 */
export async function* resumeEvents<Event extends { readonly sequence: number }>(
  stream: ResumableStream<Event>,
  { after, signal = new AbortController().signal, onState, backoff }: FollowOptions,
): AsyncGenerator<Event> {
  let last = after;
  /** Opens in a row that brought nothing. */
  let failures = 0;
  let refresh = false;
  for (;;) {
    const openedAt = Date.now();
    onState?.(failures === 0 ? 'connecting' : 'reconnecting');
    let retryAfterSeconds: number | null = null;
    try {
      const onOpen = (): void => onState?.('live');
      for await (const event of stream.open(last, { signal, refresh, onOpen })) {
        failures = 0;
        refresh = false;
        if (last !== undefined && event.sequence <= last) continue;
        last = event.sequence;
        yield event;
        if (stream.isLast(event)) return;
      }
      if (await stream.isOver(last, signal)) return;
    } catch (error) {
      signal.throwIfAborted();
      const isFreshCredential = refresh && Date.now() - openedAt < FRESH_MS;
      if (error instanceof UnauthenticatedError && stream.canRefresh && !isFreshCredential) refresh = true;
      else if (!(error instanceof CreatorgraphError && error.retryable)) throw error;
      else retryAfterSeconds = error.retryAfterSeconds;
    }
    failures += 1;
    onState?.('reconnecting');
    await wait(Math.max(backoffDelay(failures, backoff), (retryAfterSeconds ?? 0) * 1000), signal);
  }
}

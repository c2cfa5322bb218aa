import type { IncomingMessage } from 'node:http';
import type { ExecutionResult, GraphQLError, ExecutionArgs } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { RequestContext } from '../../app/context.ts';
import { UnauthenticatedError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { AccessWatch } from '../../modules/accounts/access-watch.service.ts';
import type { Viewer } from '../../modules/accounts/viewer.ts';
import { toPublicError } from '../error-mapping.ts';

/** What the transport hands over. */
export interface TransportContext {
  /** The request of node:http. */
  req?: IncomingMessage;
  /** From the WebSocket, instead of a request: it has authenticated already. */
  socket?: Pick<LiveContext, 'viewer' | 'ipAddress' | 'signal' | 'access'>;
}

/** What an operation over HTTP or a socket runs with. */
export interface LiveContext extends RequestContext {
  /** Of HTTP. */
  readonly request?: Request;
  readonly req?: IncomingMessage;
  /** Where it was asked from; null where nobody knows. */
  readonly ipAddress: string | null;
  /** Null when signed out. On a socket all operations have the same one. */
  readonly access: AccessWatch | null;
  /** Whether the transport itself turns a caller away who is nobody any more: a socket closes with 4403. */
  readonly isOnSocket: boolean;
}

/**
 * Ends a subscription when the right to it is withdrawn. Whether it is, is asked of the code that granted it: the
 * subscription is begun once more with the caller as he is now, and its events are never read. Where that is refused, the
 * refusal is the last result.
 */
export function useLiveAccess(log: Log): Plugin<LiveContext> {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const context = args.contextValue as LiveContext;
        const { access, isOnSocket } = context;
        if (access === null) return subscribeFn(args) as unknown;
        const live = new Endable<ExecutionResult>();
        // Before it begins: what changes meanwhile is then asked about afterwards.
        live.onEnd = access.onChange((viewer) => {
          if (viewer === null) {
            if (!isOnSocket) live.end({ errors: [toPublicError(gone(), log)] });
            return;
          }
          // What is resolved from now on is resolved for the caller as he is now.
          Object.assign(context, { viewer });
          void refusalOf(viewer).then((errors) => {
            if (errors !== null) live.end({ errors });
          });
        });

        /** Null where the subscription is still allowed, and where nobody can tell for now. */
        async function refusalOf(viewer: Viewer): Promise<readonly GraphQLError[] | null> {
          const leaving = new AbortController();
          const contextValue = { ...context, viewer, signal: leaving.signal };
          try {
            const result = (await subscribeFn({ ...args, contextValue })) as Subscribed;
            if (isAsyncIterable(result)) return null;
            const errors = (result.errors ?? []).map((error) => toPublicError(error, log));
            return errors.some(({ extensions }) => NO_REFUSAL.has(extensions['code'])) ? null : errors;
          } catch (error) {
            // It is logged by this.
            toPublicError(error, log);
            return null;
          } finally {
            leaving.abort();
          }
        }

        try {
          const result = (await subscribeFn(args)) as Subscribed;
          if (isAsyncIterable(result)) return live.over(result);
          live.onEnd();
          return result;
        } catch (error) {
          live.onEnd();
          throw error;
        }
      });
    },
  };
}

type Subscribed = ExecutionResult | AsyncIterable<ExecutionResult>;

/** An outage, ours or of what is behind us, withdraws nothing. */
const NO_REFUSAL: ReadonlySet<unknown> = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

function gone(): Error {
  return new UnauthenticatedError('The key or session that this was asked with has ended.');
}

/** Lets an iteration be ended from outside, with one last item, also while its reader waits. */
class Endable<T> {
  onEnd: () => void = () => undefined;
  #last: { item: T } | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;
  #source: AsyncIterator<T> | undefined;

  end(last: T): void {
    if (this.#isOver) return;
    this.#last = { item: last };
    void this.#close();
    this.#wake();
  }

  over(iterable: AsyncIterable<T>): AsyncIterableIterator<T> {
    const source = iterable[Symbol.asyncIterator]();
    this.#source = source;
    if (this.#isOver) void source.return?.();
    return {
      next: () => {
        if (this.#isOver) return Promise.resolve(this.#takeLast());
        return new Promise((resolve, reject) => {
          this.#wake = () => {
            resolve(this.#takeLast());
          };
          this.#read(source).then((result) => {
            // What comes after the end is not his to see.
            if (this.#last === undefined) resolve(result);
          }, reject);
        });
      },
      return: async () => {
        this.#last = undefined;
        await this.#close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async #read(source: AsyncIterator<T>): Promise<IteratorResult<T>> {
    try {
      const result = await source.next();
      if (result.done === true) void this.#close();
      return result;
    } catch (error) {
      void this.#close();
      throw error;
    }
  }

  async #close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onEnd();
    await this.#source?.return?.();
  }

  #takeLast(): IteratorResult<T> {
    const last = this.#last;
    this.#last = undefined;
    return last === undefined ? { done: true, value: undefined } : { done: false, value: last.item };
  }
}

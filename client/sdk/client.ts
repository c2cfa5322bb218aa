import { backoffDelay, wait } from './backoff.ts';
import type { BackoffOptions } from './backoff.ts';
import { CreatorgraphError, ServiceUnavailableError, UnauthenticatedError } from './errors.ts';
import { resumeEvents } from './follow.ts';
import type { FollowOptions } from './follow.ts';
import {
  ConnectionEventsDocument,
  RecommendationRunEventsDocument,
  RunEventsDocument,
} from './gql/graphql.ts';
import type { ConnectionEventsSubscription, RecommendationRunEventsSubscription } from './gql/graphql.ts';
import { completeData, hasIdempotencyKey, toPartialResult, toRequest } from './operation.ts';
import type { OperationDocument, PartialResult, VariablesAnd } from './operation.ts';
import { paginate } from './paginate.ts';
import type { Page } from './paginate.ts';
import { ACCEPT_JSON, hasFiles, post, readAnswer, toNetworkError } from './transport/http.ts';
import type { DeprecationNotice, HttpOptions } from './transport/http.ts';
import { createSseTransport } from './transport/sse.ts';
import type { Credential, SubscribeContext, SubscriptionTransport } from './transport/transport.ts';
import { createWebSocketTransport } from './transport/websocket.ts';

/** What happens in a run, in order. */
export type RunEvent = RecommendationRunEventsSubscription['recommendationRunEvents'];
/** What happens to a connection, in order. */
export type ConnectionEvent = ConnectionEventsSubscription['connectionEvents'];

export interface ClientOptions {
  /** The GraphQL endpoint; in a browser a path will do. */
  readonly url: string;
  /** The endpoint for sockets. @default `url` with ws: or wss: */
  readonly wsUrl?: string | undefined;
  /** A key that does not change. Not together with `getToken`. */
  readonly apiKey?: string | undefined;
  /**
   * Gives the token for each request and each new socket; null when signed out. `refresh` is true when the last one
   * was refused: fetch a new one then. What it throws, the call throws.
   */
  readonly getToken?: ((options: { readonly refresh: boolean }) => Promise<string | null>) | undefined;
  /** What carries subscriptions. `websocket` needs the package `graphql-ws` and, before Node 22, `webSocket`. @default 'websocket' */
  readonly transport?: 'websocket' | 'sse' | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** For runtimes that have none of their own, such as Node before 22: the one of the package `ws` will do. */
  readonly webSocket?: typeof WebSocket | undefined;
  /** Called when an answer carries a `Deprecation` header. */
  readonly onDeprecation?: ((notice: DeprecationNotice) => void) | undefined;
  /** Longest wait for one answer, milliseconds. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** The same for a request with a file, which first has to get there. @default 1_800_000, as long as the server waits */
  readonly uploadTimeoutMs?: number | undefined;
  /** Retries of queries, and of mutations with an idempotency key, after a cut or a 503. @default 3 */
  readonly retries?: number | undefined;
  readonly backoff?: BackoffOptions | undefined;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A server's `Retry-After` beyond this is the caller's decision, not ours; seconds. */
const MAX_RETRY_AFTER_SECONDS = 30;

export interface CreatorgraphClient {
  /** @throws CreatorgraphError of the first error, even when other fields were answered: see `request` */
  query<Result, Variables>(
    document: OperationDocument<Result, Variables>,
    ...rest: VariablesAnd<Variables, RequestOptions>
  ): Promise<Result>;
  /** Expected failures are members of the result: `unwrap` them. @throws CreatorgraphError for all others */
  mutate<Result, Variables>(
    document: OperationDocument<Result, Variables>,
    ...rest: VariablesAnd<Variables, RequestOptions>
  ): Promise<Result>;
  /** A query whose fields may fail one by one. @throws CreatorgraphError when no answer came at all */
  request<Result, Variables>(
    document: OperationDocument<Result, Variables>,
    ...rest: VariablesAnd<Variables, RequestOptions>
  ): Promise<PartialResult<Result>>;
  /** A subscription without resume. @throws CreatorgraphError on an error and on a cut connection */
  subscribe<Result, Variables>(
    document: OperationDocument<Result, Variables>,
    ...rest: VariablesAnd<Variables, RequestOptions>
  ): AsyncIterable<Result>;
  /** Nodes of all pages of the list that `select` finds in the result; `after` is set for you. */
  paginate<Result, Variables, Node>(
    document: OperationDocument<Result, Variables>,
    variables: Variables,
    select: (result: Result) => Page<Node> | null | undefined,
    options?: RequestOptions & { readonly limit?: number | undefined },
  ): AsyncGenerator<Node>;
  /**
   * All events of a run after `after` (default 0, the beginning), each once, over any number of cut connections;
   * ends after the terminal one.
   * @throws NotFoundError, UnauthenticatedError …; the signal's reason
   */
  followRun(runId: string, options?: FollowOptions): AsyncGenerator<RunEvent>;
  /**
   * Events of a connection after `after`, until the signal aborts. Without `after` from now on: then what happens
   * before the first event and during a cut is missed, so pass `lastEventSequence` of a query.
   * @throws ExpiredError when `after` is older than the server keeps; the signal's reason
   */
  followConnection(connectionId: string, options?: FollowOptions): AsyncGenerator<ConnectionEvent>;
  /** Closes the socket. Loops that follow will open a new one unless they were aborted. */
  close(): Promise<void>;
}

/** A client for one endpoint and one caller. Opens nothing until it is used. */
export function createClient(options: ClientOptions): CreatorgraphClient {
  const {
    apiKey,
    getToken,
    backoff,
    timeoutMs = 30_000,
    uploadTimeoutMs = 30 * 60_000,
    retries = 3,
  } = options;
  const canRefresh = getToken !== undefined;
  const credential: Credential = getToken ?? (() => Promise.resolve(apiKey ?? null));
  const http: HttpOptions = {
    url: options.url,
    credential,
    // A bare global loses its `this` in browsers when it is called as a member.
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    onDeprecation: options.onDeprecation,
  };
  const transport: SubscriptionTransport =
    options.transport === 'sse'
      ? createSseTransport(http)
      : createWebSocketTransport({
          url: options.wsUrl ?? toSocketUrl(options.url),
          credential,
          webSocket: options.webSocket,
        });

  async function attempt<Result>(
    document: { toString(): string },
    variables: unknown,
    callerSignal: AbortSignal | undefined,
    refresh: boolean,
  ): Promise<PartialResult<Result>> {
    const timeout = AbortSignal.timeout(hasFiles(variables) ? uploadTimeoutMs : timeoutMs);
    const signal = callerSignal === undefined ? timeout : AbortSignal.any([callerSignal, timeout]);
    try {
      const answer = await post(http, toRequest(document, variables), {
        accept: ACCEPT_JSON,
        signal,
        refresh,
      });
      const { response, status, retryAfterSeconds } = await readAnswer(answer, { url: http.url, signal });
      const result = toPartialResult<Result>(response, status, retryAfterSeconds);
      // These speak of the whole request, and are worth another try.
      for (const error of result.errors)
        if (error instanceof UnauthenticatedError || (result.data === null && error.retryable)) throw error;
      return result;
    } catch (error) {
      // A time-out is ours, and worth another try; an abort is the caller's.
      if (timeout.aborted && callerSignal?.aborted !== true)
        throw toNetworkError(error, http.url, new AbortController().signal);
      throw error;
    }
  }

  async function send<Result>(
    document: { toString(): string },
    variables: unknown,
    { signal }: RequestOptions,
    isRepeatable: boolean,
  ): Promise<PartialResult<Result>> {
    let refresh = false;
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt<Result>(document, variables, signal, refresh);
      } catch (error) {
        if (!(error instanceof CreatorgraphError) || failures > retries) throw error;
        // A refused credential was refused before anything happened: repeating is safe.
        if (error instanceof UnauthenticatedError && canRefresh && !refresh) {
          refresh = true;
          continue;
        }
        const retryAfter = error.retryAfterSeconds ?? 0;
        if (!isRepeatable || !isTransient(error) || retryAfter > MAX_RETRY_AFTER_SECONDS) throw error;
        const delay = Math.max(backoffDelay(failures, backoff), retryAfter * 1000);
        await wait(delay, signal ?? new AbortController().signal);
      }
    }
  }

  async function* stream<Result>(
    document: { toString(): string },
    variables: unknown,
    context: SubscribeContext,
  ): AsyncGenerator<Result> {
    for await (const response of transport.subscribe(toRequest(document, variables), context))
      yield completeData(toPartialResult<Result>(response));
  }

  const client: CreatorgraphClient = {
    async query(document, ...[variables, requestOptions = {}]) {
      return completeData(await send(document, variables, requestOptions, true));
    },
    async mutate(document, ...[variables, requestOptions = {}]) {
      return completeData(await send(document, variables, requestOptions, hasIdempotencyKey(variables)));
    },
    request(document, ...[variables, requestOptions = {}]) {
      return send(document, variables, requestOptions, true);
    },
    subscribe(document, ...[variables, { signal } = {}]) {
      const context = {
        signal: signal ?? new AbortController().signal,
        refresh: false,
        onOpen: () => undefined,
      };
      return stream(document, variables, context);
    },
    paginate(document, variables, select, { signal, limit } = {}) {
      return paginate(
        async (after) => {
          const page = { ...variables, ...(after === undefined ? {} : { after }) };
          return select(completeData(await send(document, page, { signal }, true))) ?? null;
        },
        { limit },
      );
    },
    followRun(runId, followOptions = {}) {
      return resumeEvents<RunEvent>(
        {
          canRefresh,
          async *open(after, context) {
            const variables = { runId, after: after ?? 0 };
            for await (const data of stream<RecommendationRunEventsSubscription>(
              RecommendationRunEventsDocument,
              variables,
              context,
            ))
              yield data.recommendationRunEvents;
          },
          isLast: (event) => TERMINAL_EVENTS.has(event.__typename),
          async isOver(after = 0, signal) {
            const variables = { id: runId, after, first: 1 };
            const { recommendationRun: run } = await client.query(RunEventsDocument, variables, { signal });
            return run === null || (TERMINAL_STATUSES.has(run.status) && run.lastSequence <= after);
          },
        },
        { backoff, ...followOptions },
      );
    },
    followConnection(connectionId, followOptions = {}) {
      return resumeEvents<ConnectionEvent>(
        {
          canRefresh,
          async *open(after, context) {
            const variables = { connectionId, ...(after === undefined ? {} : { after }) };
            for await (const data of stream<ConnectionEventsSubscription>(
              ConnectionEventsDocument,
              variables,
              context,
            ))
              yield data.connectionEvents;
          },
          isLast: () => false,
          isOver: () => Promise.resolve(false),
        },
        { backoff, ...followOptions },
      );
    },
    close: () => transport.close(),
  };
  return client;
}

const TERMINAL_EVENTS: ReadonlySet<string> = new Set(['RunCompleted', 'RunFailed', 'RunCancelled']);
const TERMINAL_STATUSES: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** No answer, or the server's word that it is down: nothing was decided yet. */
function isTransient(error: CreatorgraphError): boolean {
  return error.code === 'NETWORK_ERROR' || error instanceof ServiceUnavailableError;
}

function toSocketUrl(url: string): string {
  const page = typeof location === 'undefined' ? undefined : location.href;
  const socketUrl = new URL(url, page);
  socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  return socketUrl.href;
}

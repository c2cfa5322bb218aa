import type { GraphQLResponseError } from '../errors.ts';

/** What goes to the server, the same over every transport. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Under `persistedQuery` the hash of the query. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What comes back, once for a query and any number of times for a subscription. */
export interface GraphQLResponse {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLResponseError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Gives the API key or token; `refresh` when the last one was refused. Null: signed out. */
export type Credential = (options: { readonly refresh: boolean }) => Promise<string | null>;

/** How one subscription is watched and ended. */
export interface SubscribeContext {
  readonly signal: AbortSignal;
  /** Ask for a new token first, since the last one was refused. */
  readonly refresh: boolean;
  /** Called once the server listens. */
  readonly onOpen: () => void;
}

/** Carries subscriptions. */
export interface SubscriptionTransport {
  /**
   * Responses until the server completes. Never reconnects.
   * @throws NetworkError when the connection is cut before that; UnauthenticatedError when the credential is refused
   */
  subscribe(request: GraphQLRequest, context: SubscribeContext): AsyncIterable<GraphQLResponse>;
  /** Drops the connection, if there is one. */
  close(): Promise<void>;
}

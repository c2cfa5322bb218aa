import type { RateDecision } from '../lib/rate-limit.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';
import type { Services } from './services.ts';

/** What a GraphQL operation runs with. Made anew for each request and each subscription. */
export interface RequestContext {
  readonly services: Services;
  /** Null when signed out. Renewed where the operation itself changes what its caller may do. */
  viewer: Viewer | null;
  /** Aborts when the client is gone: the request was cut, the socket closed, the subscription ended. */
  readonly signal: AbortSignal;
  /** What the caller has left after this operation; null while it is not known. */
  readonly rateLimit?: RateDecision | null;
  /** What the operation was reckoned to cost before it ran. Absent where that could not be: then no field is resolved. */
  readonly requestedCost?: number;
}

/** Who waits for a call: a person who just asked for something, or the collector's own plan. */
export type Urgency = 'USER' | 'BACKGROUND';

/** A call that may be made now. Its place in the window is held until a window after the answer. */
export interface CallSlot {
  /**
   * Call it when the answer is there, whatever it says. Where none came nobody knows when the vendor counts the call:
   * then do not, and the place is held for CALL_LEASE_MS and a window. Calling it again does nothing.
   */
  release(): Promise<void>;
}

export type SlotDecision =
  | { readonly slot: CallSlot; readonly retryAt: null }
  /** No place now; when it is worth asking again, on the caller's clock. */
  | { readonly slot: null; readonly retryAt: Date };

/** How full the window of one resource is. */
export interface QuotaUsage {
  /** The endpoint, such as `video/list`. */
  readonly resource: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /** 0 – `limit`: what is left for calls that people wait for. */
  readonly remaining: number;
  /** How many of them calls of the plan leave alone. */
  readonly reserve: number;
  /** When a slot comes free; null while some are. */
  readonly nextFreeAt: Date | null;
}

/**
 * A vendor's quota of calls, shared by every process: so many calls of a resource in a sliding window. Exact at the
 * vendor's end: a slot counts from its grant until a window after its answer, since the vendor may have counted the
 * call at any moment between. Time is that of the server that counts, so that clocks of nodes may differ; where the
 * Clock stands at an instant, it is that instant.
 */
export interface CallQuota {
  /**
   * Takes a slot or says when to ask again; never waits. What people wait for goes before what the plan wants: a small
   * part of the window is theirs alone, and one of them who found none has a place kept for its next try.
   *
   * Begin the call at once: it must be over within CALL_LEASE_MS of asking for the slot.
   */
  take(resource: string, urgency: Urgency): Promise<SlotDecision>;

  /** The vendor says that the window is full, whatever we counted: no call is granted for a window. */
  exhausted(resource: string): Promise<void>;

  /** In the order of `resources`. @throws when the counters cannot be read. */
  usage(resources: readonly string[]): Promise<QuotaUsage[]>;
}

/** So many calls in any window of that length. */
export interface CallLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** By resource. */
export type CallLimits = Readonly<Record<string, CallLimit>>;

/** The longest that a call may take from asking for its slot to its end: well above the time-out of any client. */
export const CALL_LEASE_MS = 30_000;

/** For how long, once a place comes free, it is kept for a person's call that had found none. */
const PATIENCE_MS = 10_000;
/** Of the window, which calls of the plan leave free. */
const RESERVED_SHARE = 0.05;

/** What a window of calls is kept by, in whole numbers. */
export interface WindowRules extends CallLimit {
  readonly leaseMs: number;
  /** Places that BACKGROUND leaves free: fewer than `limit`. */
  readonly reserve: number;
  readonly patienceMs: number;
}

/** @throws when nobody has set a limit for the resource: a bug. */
export function rulesOf(limits: CallLimits, resource: string): WindowRules {
  const found = limits[resource];
  if (found === undefined) throw new Error(`There is no limit for calls of ${resource}.`);
  const { limit, windowMs } = found;
  return {
    limit,
    windowMs,
    leaseMs: CALL_LEASE_MS,
    reserve: limit > 1 ? Math.ceil(limit * RESERVED_SHARE) : 0,
    patienceMs: Math.min(PATIENCE_MS, windowMs),
  };
}

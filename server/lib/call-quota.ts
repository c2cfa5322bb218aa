/** Who waits for a call: a person who just asked for something, or the collector's own plan. */
export type Urgency = 'USER' | 'BACKGROUND';

/** A call that may be made now. Its place in the window is held until `window` after the answer. */
export interface CallSlot {
  /** Call it when the answer, or the failure, is there. A slot that is never released is held for its lease. */
  release(): Promise<void>;
}

export type SlotDecision =
  | { readonly slot: CallSlot; readonly retryAt: null }
  /** No place now; when it is worth asking again. */
  | { readonly slot: null; readonly retryAt: Date };

/** How full the window of one resource is. */
export interface QuotaUsage {
  /** The endpoint, such as `video/list`. */
  readonly resource: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /** 0 – `limit`. */
  readonly remaining: number;
  /** When a slot comes free; null while some are. */
  readonly nextFreeAt: Date | null;
}

/**
 * A vendor's quota of calls, shared by every process: so many calls of a resource in a sliding window. Exact at the
 * vendor's end: a slot counts from its grant until a window after its answer, since the vendor may have counted the
 * call at any moment between.
 */
export interface CallQuota {
  /** Takes a slot or says when to ask again; never waits. What people wait for goes before what the plan wants. */
  take(resource: string, urgency: Urgency): Promise<SlotDecision>;

  /** The vendor says that the window is full, whatever we counted: no call is granted for a window. */
  exhausted(resource: string): Promise<void>;

  /** In the order of `resources`. */
  usage(resources: readonly string[]): Promise<QuotaUsage[]>;
}

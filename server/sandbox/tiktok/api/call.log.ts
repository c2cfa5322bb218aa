import type { Endpoint } from '../endpoints.ts';
import type { FaultKind } from '../faults/fault.kinds.ts';

/** One call as the sandbox saw it, in the order in which it was handled. */
export interface CallEntry {
  /** 1 for the first since the start; goes on when the log is cleared. */
  sequence: number;
  /** The sandbox's clock, Unix milliseconds: the instant at which the limit counted the call. */
  at: number;
  /** The real instant, Unix milliseconds. */
  realAt: number;
  endpoint: Endpoint;
  /** The app that the token or the form names; null where it names none that is known. */
  clientKey: string | null;
  /** Whose token, code or grant it was, expired ones included. */
  creator: string | null;
  /** HTTP status; null where no answer arrives. */
  status: number | null;
  /** `ok`, or TikTok's error code; null where no answer of TikTok's arrives. Of an image: ok, expired, not_found. */
  code: string | null;
  fault: FaultKind | null;
  /** Whether it took a place in the limit's window. */
  counted: boolean;
  /** Of `oauth/token`. */
  grantType: string | null;
  /** How many ids a `video/query` asked for. */
  videoIds: number | null;
  /** Of a `video/list`, milliseconds; null for the newest page. */
  cursor: number | null;
  /** The beginning of the SHA-256 (base64url) of the token or code it came with. */
  tokenHash: string | null;
  /** The video whose cover, or the creator whose avatar was asked for. */
  item: string | null;
  /** As in `x-tt-logid`. */
  logId: string | null;
}

/** What an endpoint does not say of a call is null in its entry. */
export type NewCall = Pick<CallEntry, 'at' | 'realAt' | 'endpoint' | 'status' | 'code'> &
  Partial<Omit<CallEntry, 'sequence'>>;

const NOTHING = {
  clientKey: null,
  creator: null,
  fault: null,
  counted: false,
  grantType: null,
  videoIds: null,
  cursor: null,
  tokenHash: null,
  item: null,
  logId: null,
};

export interface CallLog {
  add(call: NewCall): void;
  /** Entries after `after`, oldest first, at most `limit`. */
  read(query: { after: number; endpoint?: Endpoint | undefined; limit: number }): CallEntry[];
  /** Sequence of the newest entry ever added, and how many were pushed out since the log was cleared. */
  readonly last: number;
  readonly dropped: number;
  clear(): void;
  /** Calls of an endpoint since the start or the last reset; whether they are still in the log does not matter. */
  count(endpoint: Endpoint): number;
  resetCounts(): void;
}

const CAPACITY = 200_000;

/** A ring: the oldest entries make way. */
export function createCallLog(capacity = CAPACITY): CallLog {
  let ring: CallEntry[] = [];
  let last = 0;
  /** `last` when the log was cleared. */
  let cleared = 0;
  const counts = new Map<Endpoint, number>();
  const placeOf = (sequence: number): number => (sequence - cleared - 1) % capacity;
  return {
    add(call) {
      counts.set(call.endpoint, (counts.get(call.endpoint) ?? 0) + 1);
      last += 1;
      ring[placeOf(last)] = { sequence: last, ...NOTHING, ...call };
    },
    read({ after, endpoint, limit }) {
      const found: CallEntry[] = [];
      let next = Math.max(after, cleared, last - capacity) + 1;
      for (; next <= last && found.length < limit; next += 1) {
        const entry = ring[placeOf(next)];
        if (entry === undefined) continue;
        if (endpoint === undefined || entry.endpoint === endpoint) found.push(entry);
      }
      return found;
    },
    get last() {
      return last;
    },
    get dropped() {
      return Math.max(0, last - cleared - capacity);
    },
    clear() {
      ring = [];
      cleared = last;
    },
    count: (endpoint) => counts.get(endpoint) ?? 0,
    resetCounts() {
      counts.clear();
    },
  };
}

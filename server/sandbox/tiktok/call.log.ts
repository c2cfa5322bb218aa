import type { Endpoint } from './endpoints.ts';
import type { FaultKind } from './faults.ts';

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
  /** HTTP status; null where no answer was sent. */
  status: number | null;
  /** `ok`, or TikTok's error code; null where no answer was sent. */
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
  /** As in `x-tt-logid`. */
  logId: string;
}

export interface CallLog {
  add(entry: Omit<CallEntry, 'sequence'>): void;
  /** Entries after `after`, oldest first, at most `limit`. */
  read(query: { after: number; endpoint?: Endpoint | undefined; limit: number }): CallEntry[];
  /** Sequence of the newest entry ever added, and how many were pushed out since the log was cleared. */
  readonly last: number;
  readonly dropped: number;
  clear(): void;
}

const CAPACITY = 200_000;

/** A ring: the oldest entries make way. */
export function createCallLog(capacity = CAPACITY): CallLog {
  let ring: CallEntry[] = [];
  let last = 0;
  /** `last` when the log was cleared. */
  let cleared = 0;
  const placeOf = (sequence: number): number => (sequence - cleared - 1) % capacity;
  return {
    add(entry) {
      last += 1;
      ring[placeOf(last)] = { sequence: last, ...entry };
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
  };
}

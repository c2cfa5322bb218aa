/** A vendor's quota of calls in a UTC day, shared by every process. */
export interface DailyCalls {
  /** Counts a call that is about to be made; false where none is left today. */
  take(): Promise<boolean>;
}

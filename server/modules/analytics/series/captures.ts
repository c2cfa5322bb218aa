/** Where a figure comes from. */
export type MetricSource = 'DISPLAY_API' | 'STUDIO_EXPORT' | 'DATA_EXPORT';

export const COUNTERS = ['views', 'likes', 'comments', 'shares'] as const;
export type Counter = (typeof COUNTERS)[number];

/** Lifetime counters; null is unknown, never 0. They can fall. */
export type Counters = Record<Counter, number | null>;

/** A video's counters at one time. */
export interface VideoCapture extends Counters {
  /** Milliseconds since 1970 (UTC). */
  at: number;
  source: MetricSource;
}

/** An account's followers at one time. */
export interface AccountCapture {
  /** Milliseconds since 1970 (UTC). */
  at: number;
  followers: number | null;
  source: MetricSource;
}

/**
 * Two neighbouring captures further apart than this leave days without one, however the day's captures lie:
 * what is said of a day between them is an interpolation. Daily captures may drift by half a day.
 */
export const GAP_MS = 36 * 3_600_000;

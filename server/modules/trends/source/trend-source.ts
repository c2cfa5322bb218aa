import type { TrendSighting, TrendSource } from '../trend-sighting.ts';

/** A source of trends, as the collector and the health of the server see it. */
export interface TrendSourceClient {
  readonly source: TrendSource;
  /** Whether anything can come from it on this server. */
  readonly isEnabled: boolean;
  /** What it can and cannot know, in a few sentences. */
  readonly description: string;
  /** Calls a UTC day; null: without limit. */
  readonly callsPerDay: number | null;
  /**
   * What it says now, in parts, each of which is stored at once. Throws a DomainError where the source fails, after
   * yielding what it has said by then. Null where nothing is asked from outside.
   */
  readonly collect: ((request: TrendCollection) => AsyncIterable<TrendSighting[]>) | null;
}

export interface TrendCollection {
  /** ISO 3166-1 alpha-2. */
  regions: readonly string[];
  /** The instant of the collection: `capturedAt` of all that is seen. */
  at: Date;
  signal: AbortSignal | undefined;
}

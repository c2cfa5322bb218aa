/** A trend's past as its best source tells it: what velocity is reckoned from. */
export interface TrendSeries {
  /**
   * What a value is. LIFETIME: all there ever were, at irregular captures, rounded by some sources; it rises but for
   * corrections. WINDOW: how many in the source's window before the capture. DAILY: how many on the day that begins at `at`.
   * CURVE: popularity on a scale of the curve's own, 0–1 or 0–100, so that only ratios within it mean anything.
   */
  measure: 'LIFETIME' | 'WINDOW' | 'DAILY' | 'CURVE';
  /** What is counted; null for a curve. The volume floor depends on it. */
  counted: 'VIEWS' | 'POSTS' | null;
  /** Oldest first, no two at one time. */
  points: readonly { at: number; value: number }[];
  /** What the source counted last beside it, of all time or in its own window; null where it does not. */
  told: { views: number | null; posts: number | null };
  /** How many of a workspace's own accounts posted it, as last counted; null where the source does not count accounts. */
  accounts: number | null;
  /** When any source first named the trend, epoch milliseconds. */
  firstSeenAt: number;
}

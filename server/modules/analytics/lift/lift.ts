import type { EstimateInterval } from '../engagement-rate.ts';

export type Verdict = 'HIGHER' | 'LOWER' | 'NO_EVIDENCE_YET';

/** Views associated with a property of posts, against the account's usual; never a cause. */
export interface Lift {
  /** exp(posterior mean of the effect on log views) − 1: 0.25 is +25 %. Shrunken. */
  value: number;
  /** In the same unit. */
  interval: EstimateInterval;
  /** Posts with the property. */
  sampleSize: number;
  /** The same from the plain mean; null where there is none. */
  unshrunken: number | null;
  /** HIGHER and LOWER only where the analysis' own control of false claims allows it. */
  verdict: Verdict;
  definition: string;
}

import type { Figures } from '../figures.ts';

/** What one model is measured to do. */
export interface StatisticsPart {
  /** As `--only` names it. */
  name: string;
  title: string;
  /**
   * Adds a figure for each promise and gives the tables that docs/STATISTICS.md quotes. These must be the same at every
   * run: from seeded generators, without times. A table that cannot be measured here is left out, and said so.
   */
  measure(figures: Figures): Promise<QuotedTable[]> | QuotedTable[];
}

/** A table that stands in docs/STATISTICS.md between `<!-- figures: NAME -->` and `<!-- end of figures -->`. */
export interface QuotedTable {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** 0.0523 is `5.2 %`. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** The standard error of a share that was counted `n` times, each time apart from the others. */
export function errorOfShare(share: number, n: number): number {
  return Math.sqrt((share * (1 - share)) / n);
}

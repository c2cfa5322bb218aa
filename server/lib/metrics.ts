/** What is counted or measured. Names are Prometheus': snake_case, with a unit, counters ending in `_total`. */
export interface Metric<Label extends string> {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  /** Each with few values, known beforehand: never an id, and nothing that a caller chooses. */
  readonly labels: readonly Label[];
}

export type Labels<Label extends string> = Readonly<Record<Label, string>>;

export interface Reading<Label extends string> {
  readonly labels: Labels<Label>;
  readonly value: number;
}

/** The figures by which operators watch a process. A name that is asked for again is the same metric. */
export interface Metrics {
  /** @returns adds one. */
  counter<Label extends string>(metric: Metric<Label>): (labels: Labels<Label>) => void;

  /** @param buckets upper bounds, ascending. @returns records a value. */
  histogram<Label extends string>(
    metric: Metric<Label>,
    buckets: readonly number[],
  ): (labels: Labels<Label>, value: number) => void;

  /** Read whenever somebody looks; where reading fails it is left out, and the failure logged. */
  gauge<Label extends string>(metric: Metric<Label>, read: () => Promise<readonly Reading<Label>[]>): void;

  /** All of them in Prometheus' text format. */
  print(): Promise<{ contentType: string; text: string }>;
}

import { Counter, Gauge, Histogram, type Metric as Registered, Registry } from 'prom-client';
import type { Log } from '../lib/log.ts';
import type { Labels, Metric, Metrics } from '../lib/metrics.ts';

/** Metrics in a registry of their own: prom-client's global one would be shared by all that run in a process. */
export function createMetrics(log: Log): Metrics {
  const registry = new Registry();

  function registered<Kind extends Registered>(name: string, make: () => Kind): Kind {
    return (registry.getSingleMetric(name) as Kind | undefined) ?? make();
  }

  return {
    counter<Label extends string>({ name, help, labels }: Metric<Label>) {
      const registers = [registry];
      const counter = registered(name, () => new Counter({ name, help, labelNames: labels, registers }));
      return (values: Labels<Label>) => {
        counter.inc(values);
      };
    },

    histogram<Label extends string>({ name, help, labels }: Metric<Label>, buckets: readonly number[]) {
      const histogram = registered(
        name,
        () => new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [registry] }),
      );
      return (values: Labels<Label>, value: number) => {
        histogram.observe(values, value);
      };
    },

    gauge({ name, help, labels }, read) {
      registered(
        name,
        () =>
          new Gauge({
            name,
            help,
            labelNames: labels,
            registers: [registry],
            async collect() {
              // An old figure is worse than none.
              this.reset();
              try {
                for (const reading of await read()) this.set(reading.labels, reading.value);
              } catch (error) {
                log.warn({ metric: name, err: error }, 'A metric could not be read');
              }
            },
          }),
      );
    },

    print: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

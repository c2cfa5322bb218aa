import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from '../lib/metrics.ts';

/** How often the event loop is asked whether it is late, milliseconds. */
const RESOLUTION_MS = 10;

/** What tells an operator that a process has too much to do. Returns what ends it. */
export function observeProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  metrics.gauge(
    {
      name: 'process_event_loop_delay_max_seconds',
      help: 'The longest that the event loop was late since this was last read.',
      labels: [],
    },
    () => {
      const value = Math.max(0, delay.max / 1e9 - RESOLUTION_MS / 1_000);
      delay.reset();
      return Promise.resolve([{ labels: {}, value }]);
    },
  );
  metrics.gauge(
    { name: 'process_resident_memory_bytes', help: 'Memory that the process has.', labels: [] },
    () => Promise.resolve([{ labels: {}, value: process.memoryUsage.rss() }]),
  );
  return () => {
    delay.disable();
  };
}

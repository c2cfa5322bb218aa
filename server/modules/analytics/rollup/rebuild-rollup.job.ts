import { defineJob } from '../../../jobs/job.ts';

/** Rolls all snapshots of a connection up anew, where that is due. */
export const rebuildRollupJob = defineJob<{ connectionId: string }>('analytics.rebuild-rollup', {
  retryLimit: 4,
  singleton: 'queued',
});

/** Queues the rebuilds that are due; scheduled every `REBUILD_DUE_EVERY_SECONDS`. */
export const rebuildDueJob = defineJob<Record<string, never>>('analytics.rebuild-due', { retryLimit: 0 });

/** How long a new connection's analytics are read from snapshots at most, and a failed rebuild waits. */
export const REBUILD_DUE_EVERY_SECONDS = 60;

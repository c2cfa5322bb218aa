import { defineJob } from '../../../jobs/job.ts';

/** Counts trends over a workspace's own videos. Sent with the workspace's id as singleton key. */
export const countCorpusJob = defineJob<{ workspaceId: string }>('trends.corpus', {
  retryDelaySeconds: 60,
  // What people wait for goes first.
  priority: -1,
});

/** Sends one for every workspace whose corpus is due. */
export const corpusDueJob = defineJob<Record<string, never>>('trends.corpus-due', { retryLimit: 0 });

/** How long a new workspace waits once its accounts are rolled up; a look is one statement. */
export const CORPUS_DUE_EVERY_SECONDS = 60;

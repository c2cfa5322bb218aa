import { defineWorker } from '../../../jobs/job.ts';
import type { WorkerBinding } from '../../../jobs/job.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { executeRun } from './run-executor.ts';
import type { ExecuteRunDeps } from './run-executor.ts';
import { giveUpRun } from './run.service.ts';

/** Runs at a time in one process: they mostly wait for a vendor. */
const CONCURRENCY = 8;

export function createGenerateRecommendationsWorker(deps: ExecuteRunDeps): WorkerBinding {
  return defineWorker(generateRecommendationsJob, ({ runId }, context) => executeRun(deps, runId, context), {
    concurrency: CONCURRENCY,
    onExhausted: ({ runId }) => giveUpRun(deps, runId),
  });
}

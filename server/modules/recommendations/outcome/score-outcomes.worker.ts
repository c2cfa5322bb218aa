import type { Services } from '../../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../../jobs/job.ts';
import { scoreOutcomesJob } from './score-outcomes.job.ts';
import { scoreOutcomes } from './score-outcomes.service.ts';

export function createScoreOutcomesWorker(deps: Pick<Services, 'database' | 'clock' | 'log'>): WorkerBinding {
  return defineWorker(scoreOutcomesJob, async () => {
    const scored = await scoreOutcomes(deps);
    if (scored > 0) deps.log.info({ scored }, 'Outcomes of recommendations are known');
  });
}

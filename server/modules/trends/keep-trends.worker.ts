import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { keepTrendsJob } from './keep-trends.job.ts';
import { remeasureOutdated } from './remeasure-trends.service.ts';
import { retireTrends } from './retire-trends.service.ts';

export function createKeepTrendsWorker(deps: Pick<Services, 'database' | 'clock'>): WorkerBinding {
  return defineWorker(keepTrendsJob, async () => {
    await retireTrends(deps);
    await remeasureOutdated(deps);
  });
}

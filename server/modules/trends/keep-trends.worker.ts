import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { considerOutdated } from './consider-trends.service.ts';
import { keepTrendsJob } from './keep-trends.job.ts';
import { retireTrends } from './retire-trends.service.ts';

export function createKeepTrendsWorker(deps: Pick<Services, 'database' | 'clock' | 'hub'>): WorkerBinding {
  return defineWorker(keepTrendsJob, async () => {
    await retireTrends(deps);
    await considerOutdated(deps);
  });
}

import type { Services } from '../../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../../jobs/job.ts';
import { considerTrends } from '../consider-trends.service.ts';
import { collectTrendsJob } from './collect-trends.job.ts';
import { collectTrends } from './collect-trends.service.ts';

export function createCollectTrendsWorker(
  deps: Pick<Services, 'config' | 'database' | 'clock' | 'log' | 'hub' | 'trendSources'>,
): WorkerBinding {
  return defineWorker(collectTrendsJob, async (_payload, { signal }) => {
    for (const { source, error, trendIds, stored } of await collectTrends(deps, { signal })) {
      await considerTrends(deps, trendIds);
      const facts = { source, trends: trendIds.length, stored };
      if (error === null) deps.log.info(facts, 'Trends were collected');
      else
        deps.log.warn(
          { ...facts, code: error.code, tikTokCode: error.tikTokCode },
          'A source of trends failed',
        );
    }
  });
}

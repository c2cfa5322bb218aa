import type { Services } from '../../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../../jobs/job.ts';
import { corpusDueJob, countCorpusJob } from './count-corpus.job.ts';
import { corporaDue, countCorpus } from './count-corpus.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub' | 'queue'>;

export function createCountCorpusWorker(deps: Deps): WorkerBinding {
  return defineWorker(countCorpusJob, ({ workspaceId }, { signal }) =>
    countCorpus(deps, workspaceId, signal),
  );
}

export function createCorpusDueWorker(deps: Deps): WorkerBinding {
  return defineWorker(corpusDueJob, async () => {
    for (const workspaceId of await corporaDue(deps))
      await deps.queue.send(countCorpusJob, { workspaceId }, { singletonKey: workspaceId });
  });
}

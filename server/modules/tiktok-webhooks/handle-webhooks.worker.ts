import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { handleWebhooksJob } from './handle-webhooks.job.ts';
import { handleWebhooks } from './handle-webhooks.service.ts';

export function createHandleWebhooksWorker(
  deps: Pick<Services, 'config' | 'database' | 'clock' | 'log' | 'hub' | 'queue'>,
): WorkerBinding {
  return defineWorker(handleWebhooksJob, async (_payload, { signal }) => {
    const handled = await handleWebhooks(deps, signal);
    if (handled > 0) deps.log.debug({ handled }, 'Handled webhooks of TikTok');
  });
}

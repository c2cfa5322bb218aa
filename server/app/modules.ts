import type { Job, WorkerBinding } from '../jobs/job.ts';
import { SYNC_DUE_EVERY_SECONDS, syncDueJob } from '../modules/collector/sync-due.job.ts';
import { syncConnectionJob } from '../modules/collector/sync-connection.job.ts';
import { createSyncConnectionWorker } from '../modules/collector/sync-connection.worker.ts';
import { createSyncDueWorker } from '../modules/collector/sync-due.worker.ts';
import {
  REENCRYPT_CREDENTIALS_EVERY_SECONDS,
  reencryptCredentialsJob,
} from '../modules/connections/reencrypt-credentials.job.ts';
import { createReencryptCredentialsWorker } from '../modules/connections/reencrypt-credentials.worker.ts';
import {
  REFRESH_CREDENTIALS_EVERY_SECONDS,
  refreshCredentialsJob,
} from '../modules/connections/refresh-credentials.job.ts';
import { createRefreshCredentialsWorker } from '../modules/connections/refresh-credentials.worker.ts';
import { COPY_DUE_EVERY_SECONDS, copyDueJob } from '../modules/covers/copy-due.job.ts';
import { createCopyDueWorker } from '../modules/covers/copy-due.worker.ts';
import { copyImagesJob } from '../modules/covers/copy-images.job.ts';
import { createCopyImagesWorker } from '../modules/covers/copy-images.worker.ts';
import { HOUSEKEEPING_EVERY_SECONDS, housekeepingJob } from '../modules/housekeeping/housekeeping.job.ts';
import { createHousekeepingWorker } from '../modules/housekeeping/housekeeping.worker.ts';
import { generateRecommendationsJob } from '../modules/recommendations/generate-recommendations.job.ts';
import { createGenerateRecommendationsWorker } from '../modules/recommendations/generate-recommendations.worker.ts';
import type { Services } from './services.ts';

/** Every job that is sent or worked on anywhere. */
export const JOBS: readonly Job<object>[] = [
  syncConnectionJob,
  syncDueJob,
  refreshCredentialsJob,
  reencryptCredentialsJob,
  copyImagesJob,
  copyDueJob,
  generateRecommendationsJob,
  housekeepingJob,
];

/** What a process that works binds to them. */
export function createWorkers(services: Services): WorkerBinding[] {
  return [
    createSyncConnectionWorker(services),
    createSyncDueWorker(services),
    createRefreshCredentialsWorker(services),
    createReencryptCredentialsWorker(services),
    createCopyImagesWorker(services),
    createCopyDueWorker(services),
    createGenerateRecommendationsWorker(services),
    createHousekeepingWorker(services),
  ];
}

/** What happens by itself, in seconds. */
export const SCHEDULES: readonly { job: Job<object>; everySeconds: number }[] = [
  { job: syncDueJob, everySeconds: SYNC_DUE_EVERY_SECONDS },
  { job: refreshCredentialsJob, everySeconds: REFRESH_CREDENTIALS_EVERY_SECONDS },
  { job: reencryptCredentialsJob, everySeconds: REENCRYPT_CREDENTIALS_EVERY_SECONDS },
  { job: copyDueJob, everySeconds: COPY_DUE_EVERY_SECONDS },
  { job: housekeepingJob, everySeconds: HOUSEKEEPING_EVERY_SECONDS },
];

import type { Job, WorkerBinding } from '../jobs/job.ts';
import { personErasure, workspaceErasure } from '../modules/accounts/accounts.erasure.ts';
import { aiBudgetErasure } from '../modules/ai-budget/ai-budget.erasure.ts';
import { analyticsErasure } from '../modules/analytics/analytics.erasure.ts';
import {
  REBUILD_DUE_EVERY_SECONDS,
  rebuildDueJob,
  rebuildRollupJob,
} from '../modules/analytics/rollup/rebuild-rollup.job.ts';
import {
  createRebuildDueWorker,
  createRebuildRollupWorker,
} from '../modules/analytics/rollup/rebuild-rollup.worker.ts';
import { SYNC_DUE_EVERY_SECONDS, syncDueJob } from '../modules/collector/sync-due.job.ts';
import { syncConnectionJob } from '../modules/collector/sync-connection.job.ts';
import { createSyncConnectionWorker } from '../modules/collector/sync-connection.worker.ts';
import { createSyncDueWorker } from '../modules/collector/sync-due.worker.ts';
import { collectorErasure, turnsErasure } from '../modules/collector/collector.erasure.ts';
import {
  connectionsErasure,
  personLoginsErasure,
  workspaceLoginsErasure,
} from '../modules/connections/connections.erasure.ts';
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
import { revokeCredentialJob } from '../modules/connections/revoke-credential.job.ts';
import { createRevokeCredentialWorker } from '../modules/connections/revoke-credential.worker.ts';
import { coversErasure } from '../modules/covers/covers.erasure.ts';
import { HOUSEKEEPING_EVERY_SECONDS, housekeepingJob } from '../modules/housekeeping/housekeeping.job.ts';
import { createHousekeepingWorker } from '../modules/housekeeping/housekeeping.worker.ts';
import { identityErasure } from '../modules/identity/identity.erasure.ts';
import { importsErasure, workspaceImportsErasure } from '../modules/imports/imports.erasure.ts';
import { mailErasure } from '../modules/mail/mail.erasure.ts';
import { sendMailJob } from '../modules/mail/send-mail.job.ts';
import { createSendMailWorker } from '../modules/mail/send-mail.worker.ts';
import { eraseSubjectJob } from '../modules/privacy/erase-subject.job.ts';
import { createEraseSubjectWorker } from '../modules/privacy/erase-subject.worker.ts';
import { exportDataJob } from '../modules/privacy/export-data.job.ts';
import { createExportDataWorker } from '../modules/privacy/export-data.worker.ts';
import { exportsErasure, personExportsErasure } from '../modules/privacy/exports.erasure.ts';
import type { ErasureContribution } from '../modules/privacy/erasure-place.ts';
import { discardUploadJob, readImportJob } from '../modules/imports/read-import.job.ts';
import { createDiscardUploadWorker, createReadImportWorker } from '../modules/imports/read-import.worker.ts';
import { FOLD_LOGS_EVERY_SECONDS, foldLogsJob } from '../modules/recommendations/run/fold-logs.job.ts';
import { createFoldLogsWorker } from '../modules/recommendations/run/fold-logs.worker.ts';
import { generateRecommendationsJob } from '../modules/recommendations/run/generate-recommendations.job.ts';
import { createGenerateRecommendationsWorker } from '../modules/recommendations/run/generate-recommendations.worker.ts';
import {
  recommendationsErasure,
  runRequestersErasure,
} from '../modules/recommendations/recommendations.erasure.ts';
import {
  SCORE_OUTCOMES_EVERY_SECONDS,
  scoreOutcomesJob,
} from '../modules/recommendations/outcome/score-outcomes.job.ts';
import { createScoreOutcomesWorker } from '../modules/recommendations/outcome/score-outcomes.worker.ts';
import {
  HANDLE_WEBHOOKS_EVERY_SECONDS,
  handleWebhooksJob,
} from '../modules/tiktok-webhooks/handle-webhooks.job.ts';
import { createHandleWebhooksWorker } from '../modules/tiktok-webhooks/handle-webhooks.worker.ts';
import { webhooksErasure } from '../modules/tiktok-webhooks/webhooks.erasure.ts';
import { findingsErasure } from '../modules/findings/findings.erasure.ts';
import { performanceErasure } from '../modules/performance/performance.erasure.ts';
import {
  REFRESH_DUE_EVERY_SECONDS,
  refreshAnalysesJob,
  refreshDueJob,
} from '../modules/performance/refresh-analyses.job.ts';
import {
  createRefreshAnalysesWorker,
  createRefreshDueWorker,
} from '../modules/performance/refresh-analyses.worker.ts';
import {
  CORPUS_DUE_EVERY_SECONDS,
  corpusDueJob,
  countCorpusJob,
} from '../modules/trends/corpus/count-corpus.job.ts';
import {
  createCorpusDueWorker,
  createCountCorpusWorker,
} from '../modules/trends/corpus/count-corpus.worker.ts';
import { readTrendFileJob } from '../modules/trends/read-trend-file.job.ts';
import { createReadTrendFileWorker } from '../modules/trends/read-trend-file.worker.ts';
import { corpusErasure, trendsErasure, workspaceTrendsErasure } from '../modules/trends/trends.erasure.ts';
import {
  COLLECT_TRENDS_EVERY_SECONDS,
  collectTrendsJob,
} from '../modules/trends/source/collect-trends.job.ts';
import { createCollectTrendsWorker } from '../modules/trends/source/collect-trends.worker.ts';
import { KEEP_TRENDS_EVERY_SECONDS, keepTrendsJob } from '../modules/trends/keep-trends.job.ts';
import { createKeepTrendsWorker } from '../modules/trends/keep-trends.worker.ts';
import { videosErasure } from '../modules/videos/videos.erasure.ts';
import type { Services } from './services.ts';

/** Every job that is sent or worked on anywhere. */
export const JOBS: readonly Job<object>[] = [
  syncConnectionJob,
  syncDueJob,
  refreshCredentialsJob,
  reencryptCredentialsJob,
  copyImagesJob,
  copyDueJob,
  revokeCredentialJob,
  eraseSubjectJob,
  exportDataJob,
  handleWebhooksJob,
  generateRecommendationsJob,
  foldLogsJob,
  scoreOutcomesJob,
  readImportJob,
  discardUploadJob,
  readTrendFileJob,
  sendMailJob,
  refreshAnalysesJob,
  refreshDueJob,
  rebuildRollupJob,
  rebuildDueJob,
  countCorpusJob,
  corpusDueJob,
  collectTrendsJob,
  keepTrendsJob,
  housekeepingJob,
];

/** What the modules erase: what hangs on something before that, connection, workspace and person last. */
export const ERASURES: readonly ErasureContribution[] = [
  exportsErasure,
  recommendationsErasure,
  importsErasure,
  performanceErasure,
  findingsErasure,
  trendsErasure,
  corpusErasure,
  coversErasure,
  analyticsErasure,
  videosErasure,
  collectorErasure,
  connectionsErasure,
  // Last, since revoking the grant brings one more.
  webhooksErasure,
  turnsErasure,
  workspaceLoginsErasure,
  workspaceImportsErasure,
  workspaceTrendsErasure,
  aiBudgetErasure,
  workspaceErasure,
  personExportsErasure,
  personLoginsErasure,
  runRequestersErasure,
  mailErasure,
  identityErasure,
  personErasure,
];

/** What a process that works binds to them. */
export function createWorkers(services: Services, idleJobs: readonly Job<object>[]): WorkerBinding[] {
  return [
    createSyncConnectionWorker(services, { withPictures: !idleJobs.includes(copyImagesJob) }),
    createSyncDueWorker(services),
    createRefreshCredentialsWorker(services),
    createReencryptCredentialsWorker(services),
    createCopyImagesWorker(services),
    createCopyDueWorker(services),
    createRevokeCredentialWorker(services),
    createEraseSubjectWorker(services, ERASURES),
    createExportDataWorker(services),
    createHandleWebhooksWorker(services),
    createGenerateRecommendationsWorker(services),
    createFoldLogsWorker(services),
    createScoreOutcomesWorker(services),
    createReadImportWorker(services),
    createDiscardUploadWorker(services),
    createReadTrendFileWorker(services),
    createSendMailWorker(services),
    createRefreshAnalysesWorker(services),
    createRefreshDueWorker(services),
    createRebuildRollupWorker(services),
    createRebuildDueWorker(services),
    createCountCorpusWorker(services),
    createCorpusDueWorker(services),
    createCollectTrendsWorker(services),
    createKeepTrendsWorker(services),
    createHousekeepingWorker(services),
  ].filter(({ job }) => !idleJobs.includes(job));
}

/** What happens by itself, in seconds. */
export const SCHEDULES: readonly { job: Job<object>; everySeconds: number }[] = [
  { job: syncDueJob, everySeconds: SYNC_DUE_EVERY_SECONDS },
  { job: refreshCredentialsJob, everySeconds: REFRESH_CREDENTIALS_EVERY_SECONDS },
  { job: reencryptCredentialsJob, everySeconds: REENCRYPT_CREDENTIALS_EVERY_SECONDS },
  { job: copyDueJob, everySeconds: COPY_DUE_EVERY_SECONDS },
  { job: refreshDueJob, everySeconds: REFRESH_DUE_EVERY_SECONDS },
  { job: handleWebhooksJob, everySeconds: HANDLE_WEBHOOKS_EVERY_SECONDS },
  { job: rebuildDueJob, everySeconds: REBUILD_DUE_EVERY_SECONDS },
  { job: corpusDueJob, everySeconds: CORPUS_DUE_EVERY_SECONDS },
  { job: collectTrendsJob, everySeconds: COLLECT_TRENDS_EVERY_SECONDS },
  { job: scoreOutcomesJob, everySeconds: SCORE_OUTCOMES_EVERY_SECONDS },
  { job: keepTrendsJob, everySeconds: KEEP_TRENDS_EVERY_SECONDS },
  { job: foldLogsJob, everySeconds: FOLD_LOGS_EVERY_SECONDS },
  { job: housekeepingJob, everySeconds: HOUSEKEEPING_EVERY_SECONDS },
];

import { defineJob } from '../../jobs/job.ts';
import type { ImportKey } from '../imports/read-import.job.ts';

/** Reads the file of an import of trends and removes it. Does nothing more once the import has ended. */
export const readTrendFileJob = defineJob<ImportKey>('trends.read', { expireSeconds: 1_800, retryLimit: 4 });

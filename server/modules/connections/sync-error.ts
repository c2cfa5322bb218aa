import type { ErrorCode } from '../../lib/errors.ts';
import type { StoredSyncError } from './connection.events.ts';

/** How a failed sync is kept on its state, in columns. */
interface SyncErrorColumns {
  errorCode: string | null;
  errorMessage: string | null;
  errorRetryable: boolean | null;
  errorAt: Date | null;
  errorTikTokCode: string | null;
}

/** The stored failure; null after a success. */
export function storedSyncError(row: SyncErrorColumns): StoredSyncError | null {
  if (row.errorCode === null || row.errorAt === null) return null;
  return {
    code: row.errorCode as ErrorCode,
    message: row.errorMessage ?? '',
    retryable: row.errorRetryable ?? false,
    at: row.errorAt.toISOString(),
    tikTokCode: row.errorTikTokCode,
  };
}

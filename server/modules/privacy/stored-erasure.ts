import type { ErrorCode } from '../../lib/errors.ts';
import type { ErasurePlace } from './erasure-place.ts';

/** What one place held and holds, as stored. */
export interface StoredErasureCount {
  kind: ErasurePlace['kind'];
  name: string;
  deleted: number;
  remaining: number;
}

/** Why an erasure failed, as stored. */
export interface StoredErasureError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  vendorCode: string | null;
}

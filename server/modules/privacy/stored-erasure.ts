import type { DataErasure } from '../../data/generated/prisma/client.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import type { ErasurePlace } from './erasure-place.ts';

/** What one place held and holds, as stored. */
export interface StoredErasureCount {
  kind: ErasurePlace['kind'];
  name: string;
  deleted: number;
  remaining: number;
}

/** What the places held and hold, of an erasure's row. */
export function erasureCountsOf({ proof }: Pick<DataErasure, 'proof'>): StoredErasureCount[] {
  return proof as unknown as StoredErasureCount[];
}

/** Why an erasure failed, as stored. */
export interface StoredErasureError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  vendorCode: string | null;
}

import { defineJob } from '../../jobs/job.ts';

/** An import, and whose it is: its file is found by both, also once its row is gone. */
export interface ImportKey {
  /** Row id of a connection or, for trends, of a workspace. */
  ownerId: string;
  importId: string;
}

/**
 * Reads an import's file and removes it. Does nothing more once the import has ended. The largest file takes a minute, and
 * each attempt begins anew.
 */
export const readImportJob = defineJob<ImportKey>('imports.read', { expireSeconds: 1_800, retryLimit: 4 });

/**
 * Removes the file of an import that never began: sent before the file is stored, since the server may die between that
 * and the import's row.
 */
export const discardUploadJob = defineJob<ImportKey>('imports.discard');

/** Longer than a request takes. */
export const DISCARD_AFTER_SECONDS = 3_600;

/** Where the file store has the file of an import until it is read. */
export function fileKeyOf({ ownerId, importId }: ImportKey): string {
  return `${uploadsPrefix(ownerId)}${importId}`;
}

/** Where it has all of a connection or workspace. */
export function uploadsPrefix(ownerId: string): string {
  return `imports/${ownerId}/`;
}

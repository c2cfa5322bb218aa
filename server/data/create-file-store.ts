import type { FilesConfig } from '../lib/config.ts';
import { orExplain } from '../lib/start-error.ts';
import type { OpenFileStore } from './file-store.ts';
import { openFolder } from './folder-file-store.ts';

/**
 * The configured store, tried once.
 *
 * @throws StartError when nothing can be stored there.
 */
export async function createFileStore(config: FilesConfig): Promise<OpenFileStore> {
  if (config.kind === 'folder') {
    return orExplain(
      'CREATORGRAPH_DATA_DIR',
      `${config.folder} must be a folder that can be written to.`,
      openFolder(config.folder),
    );
  }
  // Whoever keeps files in a folder does without the megabytes of the AWS SDK.
  const { openBucket } = await import('./s3-file-store.ts');
  const place = config.endpoint ?? `Amazon S3 (${config.region})`;
  return orExplain(
    'S3_BUCKET',
    `The bucket ${config.bucket} must exist at ${place}, and the key must be allowed to list, read, write and delete in it.`,
    openBucket(config),
  );
}

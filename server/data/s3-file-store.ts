import {
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { S3Driver } from 'flydrive/drivers/s3';
import type { FilesConfig } from '../lib/config.ts';
import { messageOf } from '../lib/errors.ts';
import { createDriveFileStore } from './drive-file-store.ts';
import type { OpenFileStore } from './file-store.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Without a byte. */
const IDLE_TIMEOUT_MS = 30_000;

/**
 * Files in a bucket of Amazon S3 or of a service that speaks its protocol.
 *
 * @throws with the reason when the bucket cannot be reached.
 */
export async function openBucket(config: Extract<FilesConfig, { kind: 's3' }>): Promise<OpenFileStore> {
  const { bucket } = config;
  const client = new S3Client({
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    // Checksums that are not asked for turn a body into chunks with trailers, which many services refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
    ...(config.endpoint !== null && { endpoint: config.endpoint }),
    ...(config.credentials !== null && { credentials: config.credentials }),
  });
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    client.destroy();
    throw new Error(reasonOf(error), { cause: error });
  }

  // Access lists are off in new buckets, and unknown to most other services.
  const driver = new S3Driver({ client, bucket, visibility: 'private', supportsACL: false });
  const store = createDriveFileStore(driver, {
    kind: 's3',
    isMissing: (error) =>
      error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound'),
    async removeAll(prefix) {
      let files = 0;
      // From the start each time, since what was listed is gone then; at most 1,000 a page, as one call deletes.
      for (;;) {
        const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
        const objects = (Contents ?? []).map(({ Key }) => ({ Key }));
        if (objects.length === 0) return files;
        const { Errors: failures } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
        );
        if (failures !== undefined && failures.length > 0) {
          const [first] = failures;
          throw new Error(
            `${failures.length} of ${objects.length} files could not be deleted, the first because of ${first?.Code ?? 'an unknown error'}`,
          );
        }
        files += objects.length;
      }
    },
  });
  return {
    ...store,
    close() {
      client.destroy();
      return Promise.resolve();
    },
  };
}

/** The answer to HEAD has no body, so the SDK knows a number and no reason. */
function reasonOf(error: unknown): string {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 404) return 'There is no such bucket';
  if (status === 403) return 'Access to the bucket is denied';
  if (status === 301 || status === 400) return 'The bucket is in another region, or the key is not valid';
  const message = messageOf(error);
  return `The bucket cannot be reached (${message === '' ? (error as NodeJS.ErrnoException).code : message})`;
}

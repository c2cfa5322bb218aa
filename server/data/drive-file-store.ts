import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { DriverContract } from 'flydrive/types';
import { FileNotFoundError, type FileStore, isFileKey } from './file-store.ts';

/** What the drivers of flydrive do not do alike. */
export interface DriveDifferences {
  kind: FileStore['kind'];
  /** Whether a failure says that nothing is under the key. */
  isMissing: (error: unknown) => boolean;
  /** Told a prefix that ends with `/`. Returns how many files there were. */
  removeAll: (prefix: string) => Promise<number>;
}

/**
 * A store on a driver of flydrive. The driver is used without flydrive's Disk, which takes the slash off the end of a
 * prefix: in a bucket, removing `a/1/` would then remove `a/10/` too.
 */
export function createDriveFileStore(driver: DriverContract, differences: DriveDifferences): FileStore {
  const { kind, isMissing, removeAll } = differences;

  async function whereThere<T>(key: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isMissing(error)) throw new FileNotFoundError(`No file ${key}`, { cause: error });
      throw error;
    }
  }

  return {
    kind,
    async put(key, contents, { contentType }) {
      await driver.put(checked(key), contents, { contentType, contentLength: contents.byteLength });
    },
    async putFile(key, path, { contentType }) {
      checked(key);
      const { size } = await stat(path);
      // A length of 0 counts as none with the S3 driver, and a bucket refuses a stream without one.
      if (size === 0) {
        await driver.put(key, new Uint8Array(), { contentType });
        return;
      }
      const contents = createReadStream(path);
      try {
        await driver.putStream(key, contents, { contentType, contentLength: size });
      } finally {
        contents.destroy();
      }
    },
    read: async (key) => whereThere(key, driver.getStream(checked(key))),
    async size(key) {
      const { contentLength } = await whereThere(key, driver.getMetaData(checked(key)));
      return contentLength;
    },
    async remove(key) {
      await driver.delete(checked(key));
    },
    removeAll: async (prefix) => removeAll(checkedPrefix(prefix)),
    async count(prefix) {
      checkedPrefix(prefix);
      let files = 0;
      let paginationToken: string | undefined;
      do {
        const page = await driver.listAll(prefix, {
          recursive: true,
          ...(paginationToken !== undefined && { paginationToken }),
        });
        files += [...page.objects].length;
        ({ paginationToken } = page);
      } while (paginationToken !== undefined);
      return files;
    },
  };
}

function checked(key: string): string {
  if (!isFileKey(key)) throw new Error(`Not a key of a file: ${JSON.stringify(key)}`);
  return key;
}

function checkedPrefix(prefix: string): string {
  if (!prefix.endsWith('/') || !isFileKey(prefix.slice(0, -1))) {
    throw new Error(`Not a prefix of files: ${JSON.stringify(prefix)}`);
  }
  return prefix;
}

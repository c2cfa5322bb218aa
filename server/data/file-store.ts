import type { Readable } from 'node:stream';

/** Nothing is stored under this key. */
export class FileNotFoundError extends Error {
  override readonly name = 'FileNotFoundError';
}

/**
 * Files that the server keeps: covers, uploads, exports. In a folder or an S3-compatible store. Keys are relative
 * paths of letters, digits, `.`, `_`, `-` and `/`, chosen by us, never by strangers.
 */
export interface FileStore {
  readonly kind: 'folder' | 's3';

  /** Stores under `key`, in place of what was there; readers see the old file or the whole new one. */
  put(key: string, contents: Uint8Array, options: { contentType: string }): Promise<void>;

  /** The same from a file of this machine, without reading it into memory. */
  putFile(key: string, path: string, options: { contentType: string }): Promise<void>;

  /** @throws FileNotFoundError */
  read(key: string): Promise<Readable>;

  /** @throws FileNotFoundError */
  size(key: string): Promise<number>;

  /** Deleting what is not there is no error. */
  remove(key: string): Promise<void>;

  /** Deletes everything under a prefix that ends with `/`. Returns how many files there were. */
  removeAll(prefix: string): Promise<number>;

  /** How many files are under a prefix that ends with `/`. */
  count(prefix: string): Promise<number>;
}

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

  /**
   * To be read to its end or destroyed: until then it holds a file or a connection open.
   *
   * @throws FileNotFoundError
   */
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

/** One that holds connections. */
export interface OpenFileStore extends FileStore {
  close(): Promise<void>;
}

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html says 1,024 bytes, for all parts. */
const MAX_KEY = 900;

/** Whether it can be a key: no part of it begins with a dot, so none leads out of the store. */
export function isFileKey(key: string): boolean {
  return key.length <= MAX_KEY && KEY.test(key);
}

import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromBufferPromise,
  getFileNameLowLevel,
  openPromise,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import { ImportUnreadableError } from '../import.errors.ts';
import { READ_LIMITS } from './limits.ts';

/** A ZIP whose directory was read and found harmless; nothing is inflated yet. */
export interface Zip {
  /** Files in the order of the directory; folders left out. */
  entries: ZipEntry[];
  /** Ends what is open. */
  close: () => void;
}

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  /** By the clock of who packed it, where no zone is told. */
  time: Date;
  /**
   * Its content, inflated, in pieces. What is inflated is taken from `budget`.
   *
   * @throws ImportUnreadableError at the first piece above a cap, and when size or checksum turn out wrong.
   */
  read: (budget: Budget, signal?: AbortSignal) => AsyncGenerator<Buffer>;
}

/** Bytes that may still be inflated; shared by all entries of an upload. */
export interface Budget {
  bytes: number;
}

/**
 * Opens a ZIP in a file or in memory.
 *
 * @throws ImportUnreadableError when it is damaged, encrypted, has too many entries or one that leads out of it.
 */
export async function openZip(source: string | Buffer): Promise<Zip> {
  const options = { autoClose: false, decodeStrings: false };
  const zip = await unreadableWhenDamaged(null, () =>
    typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(source, options),
  );
  try {
    return { entries: await listEntries(zip), close: zip.close.bind(zip) };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile): Promise<ZipEntry[]> {
  if (zip.entryCount > READ_LIMITS.zipEntries) {
    throw new ImportUnreadableError(
      `The ZIP has ${zip.entryCount} entries; at most ${READ_LIMITS.zipEntries} are read.`,
    );
  }
  return unreadableWhenDamaged(null, async () => {
    const entries: ZipEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (!name.endsWith('/')) entries.push(toEntry(zip, entry, name));
    }
    return entries;
  });
}

/** Names are decoded here, so that each reason to refuse one has its own words. */
function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (validateFileName(name) !== null || name.includes('\0')) {
    throw new ImportUnreadableError('The ZIP has an entry whose name leads out of it.', name);
  }
  if (entry.isEncrypted()) throw new ImportUnreadableError('The ZIP is encrypted.', name);
  if (!entry.canDecodeFileData()) {
    throw new ImportUnreadableError('The entry is packed by a method that is not read.', name);
  }
  return name;
}

function toEntry(zip: ZipFile, entry: Entry, name: string): ZipEntry {
  return {
    name,
    time: entry.getLastModDate({ timezone: 'UTC' }),
    async *read(budget, signal) {
      assertWithin(entry.uncompressedSize, entry, name, budget);
      const stream = await unreadableWhenDamaged(name, () => zip.openReadStreamPromise(entry));
      const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      let bytes = 0;
      let checksum = 0;
      try {
        for (;;) {
          signal?.throwIfAborted();
          const next = await unreadableWhenDamaged(name, () => pieces.next());
          if (next.done === true) break;
          bytes += next.value.length;
          assertWithin(bytes, entry, name, budget);
          checksum = crc32(next.value, checksum);
          yield next.value;
        }
      } finally {
        budget.bytes -= bytes;
        stream.destroy();
      }
      if (checksum !== entry.crc32) {
        throw new ImportUnreadableError('The entry is damaged: its checksum is another one.', name);
      }
    },
  };
}

/** Asked of the size that the directory tells, and again of what is really inflated. */
function assertWithin(bytes: number, entry: Entry, name: string, budget: Budget): void {
  if (bytes > budget.bytes) {
    throw new ImportUnreadableError('The ZIP unpacks to more than is read.', name);
  }
  if (bytes > READ_LIMITS.zipRatioFrom && bytes > entry.compressedSize * READ_LIMITS.zipRatio) {
    throw new ImportUnreadableError(
      `The entry unpacks to more than ${READ_LIMITS.zipRatio} times its size.`,
      name,
    );
  }
}

/** yauzl and zlib throw errors of no class of their own; only those of the file system are not about the content. */
async function unreadableWhenDamaged<T>(entry: string | null, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ImportUnreadableError || 'syscall' in (error as object)) throw error;
    throw new ImportUnreadableError('The ZIP is damaged or cut off.', entry, { cause: error });
  }
}

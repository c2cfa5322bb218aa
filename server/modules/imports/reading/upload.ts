import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { ImportUnreadableError } from '../import.errors.ts';
import { READ_LIMITS } from './limits.ts';
import { FileProblem } from './problems.ts';
import { isWorkbook } from './xlsx-table.ts';
import { type Budget, openZip, type ZipEntry } from './zip.ts';

/** A file in an upload that was looked at once: its size is true and its checksum right. */
export interface UploadedFile {
  /** Entry of the ZIP; null where the upload itself is the file. */
  entry: string | null;
  /** The entry, or the name of the upload. */
  name: string;
  bytes: number;
  /** SHA-256, hexadecimal. */
  contentHash: string;
  /** Its first bytes. */
  head: Buffer;
  /** When it was packed; null for what is in no ZIP. */
  time: Date | null;
  read: (signal?: AbortSignal) => AsyncIterable<Buffer>;
}

export interface Upload {
  /** What is worth reading. */
  files: UploadedFile[];
  close: () => void;
}

const HEAD_BYTES = 4096;
const ZIP_MAGIC = Buffer.from('PK\u0003\u0004', 'latin1');
/** A ZIP without entries. */
const EMPTY_ZIP_MAGIC = Buffer.from('PK\u0005\u0006', 'latin1');
/** TikTok's other kind of data export; named only to be refused in its own words. */
const TEXT = /\.txt$/i;
const TABLE = /\.(?:csv|xlsx)$/i;
const DATA_EXPORT = /(?:^|\/)user_data(?:_tiktok)?\.json$/i;
/** What operating systems put into ZIPs. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * Opens an upload and goes through all of it once: every entry of a ZIP is inflated, counted and checked, so that a bomb or
 * damage in the last one is found before anything of the first is given out.
 *
 * @throws ImportUnreadableError
 */
export async function openUpload(
  file: { path: string; name: string },
  signal?: AbortSignal,
): Promise<Upload> {
  if (!isZip(await readStart(file.path))) return plainUpload(file, signal);
  const zip = await openZip(file.path);
  try {
    if (isWorkbook(zip)) {
      zip.close();
      return await plainUpload(file, signal);
    }
    const budget: Budget = { bytes: READ_LIMITS.unzippedBytes };
    const files: UploadedFile[] = [];
    for (const entry of worthReading(zip.entries)) files.push(await survey(entry, budget, signal));
    if (files.length === 0) throw new ImportUnreadableError('The ZIP is empty.');
    return { files, close: zip.close };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** All of a file in memory. */
export async function readWhole(file: UploadedFile, signal?: AbortSignal): Promise<Buffer> {
  if (file.bytes > READ_LIMITS.tableBytes) {
    const megabytes = READ_LIMITS.tableBytes / 1024 / 1024;
    throw new FileProblem(`The file is a table of more than ${megabytes} MB.`);
  }
  const pieces: Buffer[] = [];
  for await (const piece of file.read(signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function isZip(head: Buffer): boolean {
  return [ZIP_MAGIC, EMPTY_ZIP_MAGIC].some((magic) => head.subarray(0, magic.length).equals(magic));
}

async function plainUpload(
  { path, name }: { path: string; name: string },
  signal?: AbortSignal,
): Promise<Upload> {
  const read = (): AsyncIterable<Buffer> => createReadStream(path, { signal });
  const file = { entry: null, name, time: null, ...(await digest(read())), read };
  return { files: [file], close: () => undefined };
}

async function survey(entry: ZipEntry, budget: Budget, signal?: AbortSignal): Promise<UploadedFile> {
  const found = await digest(entry.read(budget, signal));
  return {
    entry: entry.name,
    name: entry.name,
    time: entry.time,
    ...found,
    // What was inflated once without harm may be again.
    read: (again) => entry.read({ bytes: found.bytes }, again),
  };
}

async function digest(
  content: AsyncIterable<Buffer>,
): Promise<Pick<UploadedFile, 'bytes' | 'contentHash' | 'head'>> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const piece of content) {
    hash.update(piece);
    bytes += piece.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece]).subarray(0, HEAD_BYTES);
  }
  return { bytes, contentHash: hash.digest('hex'), head };
}

/** Where there is a data export, it alone: TikTok packs media and texts beside it. */
function worthReading(entries: ZipEntry[]): ZipEntry[] {
  const dataExports = entries.filter(({ name }) => DATA_EXPORT.test(name));
  if (dataExports.length > 0) return dataExports;
  const files = entries.filter(({ name }) => !CLUTTER.test(name));
  if (files.some(({ name }) => TEXT.test(name)) && !files.some(({ name }) => TABLE.test(name))) {
    throw new ImportUnreadableError(
      'The ZIP is a data export as text; only JSON is read. Ask TikTok for your data as JSON.',
    );
  }
  return files;
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(ZIP_MAGIC.length), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

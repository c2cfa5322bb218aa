import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { FSDriver } from 'flydrive/drivers/fs';
import { createDriveFileStore } from './drive-file-store.ts';
import type { OpenFileStore } from './file-store.ts';

/** No key can begin with a dot. */
const UNFINISHED = '.unfinished';
/** Nobody writes a file for so long: what is older was left behind by a process that was killed. */
const LEFT_BEHIND_MS = 24 * 3_600_000;
/** ENOTDIR: the file above it is no folder. */
const MISSING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** Files in a folder for the eyes of its owner alone, made where there is none. */
export async function openFolder(folder: string): Promise<OpenFileStore> {
  const unfinished = join(folder, UNFINISHED);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await removeLeftBehind(unfinished);
  const driver = new WholeFilesDriver(folder);
  // Of this node alone: others may open the folder at the same time.
  const trial = `${UNFINISHED}/${randomUUID()}`;
  await driver.put(trial, new Uint8Array());
  await driver.delete(trial);

  const store = createDriveFileStore(driver, {
    kind: 'folder',
    isMissing: (error) => MISSING.has((error as NodeJS.ErrnoException).code),
    async removeAll(prefix) {
      const files = await store.count(prefix);
      await driver.deleteAll(prefix);
      return files;
    },
  });
  return { ...store, close: () => Promise.resolve() };
}

/**
 * The driver of flydrive writes in place, so that a reader would see half a file, and a killed process leave one.
 * Here a file is written beside, and moved to its place when it is on the disk.
 */
class WholeFilesDriver extends FSDriver {
  readonly #folder: string;

  constructor(folder: string) {
    super({ location: folder, visibility: 'private' });
    this.#folder = folder;
  }

  override put(key: string, contents: string | Uint8Array): Promise<void> {
    return this.#write(key, contents);
  }

  override putStream(key: string, contents: Readable): Promise<void> {
    return this.#write(key, contents);
  }

  /** Opened at once: the driver's own would fail only when it is read, after the answer has begun. */
  override async getStream(key: string): Promise<Readable> {
    const file = await open(join(this.#folder, key), 'r');
    const isFolder = (await file.stat()).isDirectory();
    if (!isFolder) return file.createReadStream();
    await file.close();
    throw Object.assign(new Error(`${key} is a folder`), { code: 'EISDIR' });
  }

  async #write(key: string, contents: string | Uint8Array | Readable): Promise<void> {
    const unfinished = join(this.#folder, UNFINISHED, randomUUID());
    const place = join(this.#folder, key);
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(contents);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await rename(unfinished, place);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}

async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const mtimeMs = await lastWritten(path);
    if (mtimeMs !== null && Date.now() - mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}

/** In Unix milliseconds; null where another node has finished or removed it since. */
async function lastWritten(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (MISSING.has((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}

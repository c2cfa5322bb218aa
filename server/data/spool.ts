import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** A file of this machine, for as long as it is worked on. */
export interface SpooledFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  /** Repeatable. */
  remove(): Promise<void>;
}

/** Where files lie that are too large for memory: those that come in, and those of the store that are to be read at will. */
export interface Spool {
  /**
   * Writes `contents` to a file under a name that is new here. Where they break off, nothing is left.
   *
   * @throws what `contents` throws.
   */
  write(name: string, contents: AsyncIterable<Uint8Array>): Promise<SpooledFile>;
}

export interface OpenSpool extends Spool {
  /** Removes what is there. */
  close(): Promise<void>;
}

/** Nobody works on a file for so long, whichever machine he is on. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

/** Those of this process. */
const ours = new Set<string>();

/**
 * A spool of this process in a folder that several may share, for the eyes of its owner alone. What processes that
 * ended have left there is removed.
 */
export async function openSpool(folder: string): Promise<OpenSpool> {
  const name = `${hostname()}.${String(process.pid)}.${randomUUID()}`;
  const own = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftBehind(folder);
  await mkdir(own, { mode: 0o700 });
  ours.add(name);

  return {
    async write(fileName, contents) {
      const path = join(own, fileName);
      const remove = (): Promise<void> => rm(path, { force: true });
      const hash = createHash('sha256');
      let bytes = 0;
      const file = await open(path, 'wx', 0o600);
      try {
        for await (const chunk of contents) {
          hash.update(chunk);
          bytes += chunk.byteLength;
          await file.writeFile(chunk);
        }
      } catch (error) {
        await remove();
        throw error;
      } finally {
        await file.close();
      }
      return { path, bytes, sha256: hash.digest('hex'), remove };
    },
    async close() {
      await rm(own, { recursive: true, force: true });
      ours.delete(name);
    },
  };
}

async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!(await isLeftBehind(name, path))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

async function isLeftBehind(name: string, path: string): Promise<boolean> {
  const [, host, pid] = /^(.+)\.(\d+)\.[0-9a-f-]+$/.exec(name) ?? [];
  if (host === hostname()) return !ours.has(name) && (Number(pid) === process.pid || !isAlive(Number(pid)));
  // Of another machine that shares the folder, or of this one under a name that it had.
  const { mtimeMs } = await stat(path);
  return Date.now() - mtimeMs > LEFT_BEHIND_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

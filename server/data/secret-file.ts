import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret of one line that is kept in `folder/name`, for its owner's eyes alone (0600); made by `make` where
 * there is none. Processes that come at once read the same one, and one killed on the way leaves no half of it.
 */
export async function readOrMakeSecret(folder: string, name: string, make: () => string): Promise<string> {
  const path = join(folder, name);
  const known = await readIfThere(path);
  if (known !== null) return known;
  const unfinished = `${path}.${randomUUID()}`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(`${make()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link comes into being whole, and not where another process was first.
    await link(unfinished, path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

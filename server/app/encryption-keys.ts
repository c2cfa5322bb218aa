import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE_NAME = 'encryption-keys';

/**
 * The keys of a server that was given none: made once and kept in its data folder, beside what they encrypt.
 * That protects a copy of the database alone; whoever wants more sets CREATORGRAPH_ENCRYPTION_KEYS.
 */
export async function keysOfDataFolder(dataDir: string): Promise<string> {
  const path = join(dataDir, FILE_NAME);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`k1:${randomBytes(32).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}

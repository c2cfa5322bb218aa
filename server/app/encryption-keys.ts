import { randomBytes } from 'node:crypto';
import { readOrMakeSecret } from '../data/secret-file.ts';

/**
 * The keys of a server that was given none: made once and kept in its data folder, beside what they encrypt.
 * That protects a copy of the database alone; whoever wants more sets CREATORGRAPH_ENCRYPTION_KEYS.
 */
export function keysOfDataFolder(dataDir: string): Promise<string> {
  return readOrMakeSecret(dataDir, 'encryption-keys', () => `k1:${randomBytes(32).toString('base64url')}`);
}

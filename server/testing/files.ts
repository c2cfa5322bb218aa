import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../data/create-file-store.ts';
import type { FileStore } from '../data/file-store.ts';
import { openSpool, type Spool } from '../data/spool.ts';

/** A file store in a folder of a test's own. */
export interface TestFiles {
  readonly store: FileStore;
  readonly spool: Spool;
  readonly folder: string;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

export async function createTestFiles(): Promise<TestFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-files-'));
  const store = await createFileStore({ kind: 'folder', folder });
  const spool = await openSpool(join(folder, '.spool'));
  return {
    store,
    spool,
    folder,
    async drop() {
      await spool.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

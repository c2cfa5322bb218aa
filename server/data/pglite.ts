import { AsyncLocalStorage } from 'node:async_hooks';
import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Listeners } from '../lib/listeners.ts';
import type { Log } from '../lib/log.ts';
import type { OpenDatabase, QueueStore } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { PGliteAdapter, runStatements } from './pglite-adapter.ts';
import { createPrisma, TRANSACTION_LIMITS } from './prisma-client.ts';
import { quoteIdentifier } from './sql.ts';
import { TransactionScope } from './transaction-scope.ts';

const PARSERS = {
  [types.INT8]: (text: string) => BigInt(text),
  [types.DATE]: (text: string) => text,
};

/**
 * Opens the embedded database in `folder/database`, made when absent (about 3 s; 0.4 s to open again). `folder`
 * becomes private to its owner (0700) and is locked for this process.
 *
 * @throws DatabaseInUseError when another process has the folder.
 */
export async function openPGliteFolder(folder: string, log: Log): Promise<OpenDatabase> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  const release = await lockFolder(path);
  try {
    const cluster = join(path, 'database');
    if (!(await exists(cluster))) {
      log.info({ folder: cluster }, 'making the embedded database');
      await makeCluster(cluster);
    }
    const database = wrapPGlite(await PGlite.create(cluster));
    return {
      ...database,
      close: async () => {
        await database.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Made under another name first: a process killed in the middle would leave half a cluster behind. */
async function makeCluster(cluster: string): Promise<void> {
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const pglite = await PGlite.create(unfinished);
  await pglite.close();
  await rename(unfinished, cluster);
}

/** The database over a PGlite that is ready; closing it closes `pglite`. */
export function wrapPGlite(pglite: PGlite): OpenDatabase {
  const scope = new TransactionScope();
  const adapter = new PGliteAdapter(pglite);
  const unguarded = createPrisma(adapter);
  const prisma = scope.guard(unguarded);
  const listeners = new Listeners();
  const locks = new Map<string, Promise<unknown>>();
  // PGlite delivers in the context of whatever statement came by, which is no business of the subscribers.
  const detached = AsyncLocalStorage.snapshot();
  pglite.onNotification((channel, payload) => {
    detached(() => {
      listeners.deliver(channel, payload);
    });
  });

  async function listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnect: () => void = () => undefined,
  ): Promise<() => Promise<void>> {
    scope.assertOutside();
    const remove = listeners.add(channel, onMessage, onReconnect);
    // Also when it listens already: repeating it is harmless, and an UNLISTEN may be on its way.
    await pglite.exec(`LISTEN ${quoteIdentifier(channel)}`);
    return async () => {
      if (remove() && !pglite.closed) {
        await pglite.exec(`UNLISTEN ${quoteIdentifier(channel)}`);
      }
    };
  }

  const queueStore: QueueStore = {
    async executeSql(text, values) {
      scope.assertOutside();
      if (values !== undefined && values.length > 0) return pglite.query(text, values);
      const results = await runStatements(pglite, text);
      return { rows: results.flatMap((result) => result.rows) };
    },
    async listen(channel, onMessage, onReconnect) {
      const close = await listen(channel, onMessage, onReconnect);
      onReconnect();
      return { close };
    },
  };

  return {
    kind: 'pglite',
    prisma,
    adapter,
    queueStore,
    listen,
    transaction: (work) => {
      scope.assertOutside();
      return unguarded.$transaction((tx) => scope.run(() => work(tx)), TRANSACTION_LIMITS);
    },
    async query<Row extends object>(sql: string, parameters: readonly unknown[] = []) {
      scope.assertOutside();
      const { rows } = await pglite.query<Row>(sql, [...parameters], { parsers: PARSERS });
      return rows;
    },
    async execute(sql) {
      scope.assertOutside();
      await runStatements(pglite, sql);
      // PGlite writes arrays only of types it knows, and those made just now it does not.
      await pglite.refreshArrayTypes();
    },
    async notify(channel, payload) {
      scope.assertOutside();
      await pglite.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    async withLock(name, work) {
      // The folder belongs to this process, so a lock among its own callers is a lock among all.
      const before = locks.get(name) ?? Promise.resolve();
      const running = before.then(work, work);
      locks.set(name, running);
      try {
        return await running;
      } finally {
        if (locks.get(name) === running) locks.delete(name);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pglite.close();
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

import type { Prisma, PrismaClient } from './generated/prisma/client.ts';

/** What services query with inside a transaction. Nothing else may be queried while one is open. */
export type Transaction = Prisma.TransactionClient;

/** The database as the rooms above see it: the same on PGlite and on PostgreSQL. */
export interface Database {
  readonly kind: 'pglite' | 'postgresql';
  readonly prisma: PrismaClient;

  /**
   * Runs `work` in one transaction, read committed: all of it is stored or nothing is.
   * PGlite has a single session, so inside `work` every query must go through `tx` (also `queue.send`, by its
   * `tx` option): a query by `prisma` would wait for the transaction that waits for it. No vendor call inside.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;

  /** Runs SQL statements without values, for set-up and the queue. */
  execute(sql: string): Promise<void>;

  /**
   * Hears `NOTIFY channel`, also from other processes on PostgreSQL. Reconnects by itself; what was sent while
   * it was away is lost, so `onReconnect` lets the listener look for itself.
   */
  listen(channel: string, onMessage: (payload: string) => void, onReconnect?: () => void): Promise<() => Promise<void>>;

  /** Sends `NOTIFY channel` now, outside any transaction. `payload` is at most 7,900 bytes. */
  notify(channel: string, payload: string): Promise<void>;

  /**
   * Holds the named lock, shared by all processes on this database, while `work` runs; waits for it.
   * It is freed when the process dies.
   */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;

  close(): Promise<void>;
}

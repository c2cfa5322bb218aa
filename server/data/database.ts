import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
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
   * `tx` option): a query past it would wait for the transaction that waits for it, and is refused with a
   * `QueryOutsideTransactionError`, on PostgreSQL too. No vendor call inside: it may take 15 s at most.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;

  /**
   * Runs one statement without Prisma's cost, for SQL written by hand. Parameters are `$1`, `$2`, …; stringify
   * JSON yourself. `bigint` comes as BigInt, `numeric` and `date` as text, `timestamptz` as Date, `json` parsed.
   */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /** Runs SQL statements without values, for set-up. */
  execute(sql: string): Promise<void>;

  /**
   * Hears `NOTIFY channel`, also from other processes on PostgreSQL. Reconnects by itself; what was sent while
   * it was away is lost, so `onReconnect` lets the listener look for itself. Rejects when the first connection
   * fails. The returned function ends it.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>>;

  /** Sends `NOTIFY channel` now, outside any transaction. `payload` is at most 7,900 bytes. */
  notify(channel: string, payload: string): Promise<void>;

  /**
   * Holds the named lock, shared by all processes on this database, while `work` runs; waits for it.
   * It is freed when the process dies. Not reentrant. On PostgreSQL it occupies a connection of its own.
   *
   * @throws what `work` throws, and LockLostError once that connection is lost: others may then hold the lock, and
   * what `work` still does is nobody's.
   */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;

  /** Waits for what is under way, then lets go of the database. */
  close(): Promise<void>;
}

/**
 * What a queue that lives in this database runs on: the shape of pg-boss's `db` option, with pool semantics on
 * PGlite too. Statements go over the same pool or session as everything else.
 */
export interface QueueStore {
  // The rows are the queue's own business.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
  /** Calls `onReconnect` after each successful subscription, the first one included. */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<{ close(): Promise<void> }>;
}

/** A database as its opener holds it: with what the queue and the migrations need besides. */
export interface OpenDatabase extends Database {
  readonly queueStore: QueueStore;
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
}

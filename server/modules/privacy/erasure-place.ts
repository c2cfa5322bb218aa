import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { identifier, type Sql, sql } from '../../data/sql.ts';

/** Rows that one statement deletes, so that none holds its locks for long. */
const BATCH = 5_000;

/** What of the server an erasure may touch. */
export type ErasureServices = Pick<
  Services,
  'database' | 'clock' | 'log' | 'files' | 'tiktok' | 'cipher' | 'hub'
>;

/** A connection as an erasure knows it, also once its row is gone. */
export interface ConnectionSubject {
  connectionId: string;
  /** TikTok's name of the account. */
  openId: string;
  /** Row ids of what goes with it and others may name: of runs, recommendations, imports. */
  relatedIds: string[];
}

/** Somewhere that may hold what is to be erased. */
export interface ErasurePlace {
  readonly kind: 'TABLE' | 'QUEUE' | 'CACHE' | 'FILES' | 'LOG' | 'VENDOR';
  /** Table, queue or key prefix; no personal data, since it is part of the proof. */
  readonly name: string;
  /** How much of the subject it holds now. */
  count(services: ErasureServices, subject: ConnectionSubject): Promise<number>;
  /**
   * Removes it, batch by batch. It may be killed at any point and called again, also where nothing is left, and beside
   * work for the subject that has not noticed its end yet.
   *
   * @throws RetryLater where something outside has to happen first.
   */
  erase(services: ErasureServices, subject: ConnectionSubject, signal: AbortSignal): Promise<void>;
}

/** What a module adds to the erasure of a connection. */
export interface ErasureContribution {
  /** Ids for `ConnectionSubject.relatedIds`, read before anything is erased. */
  relatedIds?(database: Database, connectionId: string): Promise<string[]>;
  /** In the order of erasing: what hangs on something before that. */
  readonly places: readonly ErasurePlace[];
}

/** The rows of a table that fulfil a condition. */
export function tablePlace(table: string, condition: (subject: ConnectionSubject) => Sql): ErasurePlace {
  const name = identifier(table);
  return {
    kind: 'TABLE',
    name: table,
    async count({ database }, subject) {
      const [row] = await database.prisma.$queryRaw<{ rows: number }[]>(
        sql`SELECT count(*)::int AS "rows" FROM ${name} WHERE ${condition(subject)}`,
      );
      return row?.rows ?? 0;
    },
    async erase({ database }, subject, signal) {
      let deleted: number;
      do {
        signal.throwIfAborted();
        deleted = await database.prisma.$executeRaw(
          sql`DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM ${name} WHERE ${condition(subject)} LIMIT ${BATCH}))`,
        );
      } while (deleted === BATCH);
    },
  };
}

/** The rows of a table that name the connection. */
export function connectionRows(table: string): ErasurePlace {
  return tablePlace(table, ({ connectionId }) => sql`"connectionId" = ${connectionId}::uuid`);
}

import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { identifier, type Sql, sql } from '../../data/sql.ts';

/** Rows that one statement changes, so that none holds its locks for long. */
const BATCH = 5_000;

/** What of the server an erasure may touch. */
export type ErasureServices = Pick<
  Services,
  'database' | 'clock' | 'log' | 'files' | 'tiktok' | 'cipher' | 'hub' | 'queue'
>;

/** What is erased, as its erasure knows it, also once its rows are gone. */
export interface ErasureSubject {
  readonly kind: 'CONNECTION' | 'WORKSPACE' | 'USER';
  /** Of its row. */
  readonly id: string;
  /** Whose it is, or itself; null for a user, who belongs to any number. */
  readonly workspaceId: string | null;
  /** The connections that go: itself, all of the workspace, none of a user. */
  readonly connections: readonly SubjectConnection[];
  /** By which mails and invitations name a user; null for others. */
  readonly email: string | null;
  /** `Viewer.callerKey` of those who go with it: the user, the keys of a workspace. */
  readonly callerKeys: readonly string[];
  /** Row ids of what goes with it and others may name: of runs, recommendations, imports, sessions, … */
  readonly relatedIds: readonly string[];
}

export interface SubjectConnection {
  readonly id: string;
  /** TikTok's name of the account. */
  readonly openId: string;
}

/** Somewhere that may hold what is to be erased. */
export interface ErasurePlace {
  readonly kind: 'TABLE' | 'QUEUE' | 'CACHE' | 'FILES' | 'LOG' | 'VENDOR';
  /** Table, column, queue or key prefix; no personal data, since it is part of the proof. */
  readonly name: string;
  /** How much of the subject it holds now. */
  count(services: ErasureServices, subject: ErasureSubject): Promise<number>;
  /**
   * Removes it, batch by batch. It may be killed at any point and called again, also where nothing is left, and beside
   * work for the subject that has not noticed its end yet.
   *
   * @throws RetryLater where something outside has to happen first.
   */
  erase(services: ErasureServices, subject: ErasureSubject, signal: AbortSignal): Promise<void>;
}

/** What a module adds to erasures. */
export interface ErasureContribution {
  /** With what it goes. What hangs on connections goes with their workspace as well. */
  readonly of: ErasureSubject['kind'];
  /** Ends what goes on for the subject, before anything is counted. Bears being killed and called again. */
  end?(services: ErasureServices, subject: ErasureSubject, signal: AbortSignal): Promise<void>;
  /** Ids for `ErasureSubject.relatedIds`, read before anything is erased. */
  relatedIds?(database: Database, subject: ErasureSubject): Promise<string[]>;
  /** In the order of erasing: what hangs on something before that. */
  readonly places: readonly ErasurePlace[];
}

/** The rows of a table that fulfil a condition. */
export function tablePlace(table: string, condition: (subject: ErasureSubject) => Sql): ErasurePlace {
  const name = identifier(table);
  return rowsPlace(table, table, condition, (rows) => sql`DELETE FROM ${name} WHERE ${rows}`);
}

/** A column that names the subject in rows that stay: there it becomes null, and further columns with it. */
export function columnPlace(
  table: string,
  column: string,
  condition: (subject: ErasureSubject) => Sql,
  further: readonly string[] = [],
): ErasurePlace {
  const nulled = [column, ...further].map((name) => sql`${identifier(name)} = NULL`);
  const set = nulled.reduce((left, right) => sql`${left}, ${right}`);
  return rowsPlace(
    `${table}.${column}`,
    table,
    condition,
    (rows) => sql`UPDATE ${identifier(table)} SET ${set} WHERE ${rows}`,
  );
}

/** The rows of a table that name a connection. */
export function connectionRows(table: string): ErasurePlace {
  return tablePlace(table, (subject) => sql`"connectionId" = ANY(${connectionIds(subject)}::uuid[])`);
}

/** The rows of a table that are the workspace's. */
export function workspaceRows(table: string): ErasurePlace {
  return tablePlace(table, ({ id }) => sql`"workspaceId" = ${id}::uuid`);
}

/** The rows of a table that are the user's. */
export function userRows(table: string): ErasurePlace {
  return tablePlace(table, ({ id }) => sql`"userId" = ${id}::uuid`);
}

/** The files under a prefix of each connection. */
export function connectionFiles(name: string, prefixOf: (connectionId: string) => string): ErasurePlace {
  return filesPlace(name, (subject) => connectionIds(subject).map(prefixOf));
}

/** The files under a prefix of the workspace. */
export function workspaceFiles(name: string, prefixOf: (workspaceId: string) => string): ErasurePlace {
  return filesPlace(name, ({ id }) => [prefixOf(id)]);
}

export function connectionIds({ connections }: ErasureSubject): string[] {
  return connections.map(({ id }) => id);
}

function filesPlace(name: string, prefixesOf: (subject: ErasureSubject) => string[]): ErasurePlace {
  return {
    kind: 'FILES',
    name,
    async count({ files }, subject) {
      let found = 0;
      for (const prefix of prefixesOf(subject)) found += await files.count(prefix);
      return found;
    },
    async erase({ files }, subject, signal) {
      for (const prefix of prefixesOf(subject)) {
        signal.throwIfAborted();
        await files.removeAll(prefix);
      }
    },
  };
}

function rowsPlace(
  name: string,
  table: string,
  condition: (subject: ErasureSubject) => Sql,
  change: (rows: Sql) => Sql,
): ErasurePlace {
  const from = identifier(table);
  return {
    kind: 'TABLE',
    name,
    async count({ database }, subject) {
      const [row] = await database.prisma.$queryRaw<{ rows: number }[]>(
        sql`SELECT count(*)::int AS "rows" FROM ${from} WHERE ${condition(subject)}`,
      );
      return row?.rows ?? 0;
    },
    async erase({ database }, subject, signal) {
      let changed: number;
      do {
        signal.throwIfAborted();
        changed = await database.prisma.$executeRaw(
          change(sql`ctid = ANY(ARRAY(SELECT ctid FROM ${from} WHERE ${condition(subject)} LIMIT ${BATCH}))`),
        );
      } while (changed === BATCH);
    },
  };
}

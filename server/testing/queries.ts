import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** What a server does for every request, whatever is asked of it. */
const ALWAYS = [
  // Who is asking.
  /"secretHash" = /,
  /"lastUsedAt" = /,
  // What he asks for is counted.
  /"RateBucket"/,
  // The pool may open one more session.
  /^SET TIME ZONE /,
  // Jobs are handed over.
  /\bpgboss\./,
];

const listeners = new Set<(sql: string) => void>();

/** Entered for what is measured: planners, queues and housekeeping go on beside it, and are not asked for. */
const asked = new AsyncLocalStorage<true>();

/**
 * The SQL statements that this process sends while `work` runs, in order: Prisma's as well as those written by
 * hand, on PGlite and on PostgreSQL. They are those of `work` itself and of requests over HTTP, without those of the
 * queue, of authentication, of the limit of requests and of a session that begins.
 */
export async function captureQueries<T>(
  work: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const listener = (sql: string) => {
    if (asked.getStore() !== true || ALWAYS.some((pattern) => pattern.test(sql))) return;
    statements.push(sql.replace(/\s+/g, ' ').trim());
  };
  listeners.add(listener);
  try {
    return { result: await asked.run(true, work), statements };
  } finally {
    listeners.delete(listener);
  }
}

interface Queries {
  query: (...parameters: unknown[]) => unknown;
}

/** Everything below our own code meets in this method of what drives the database. */
function watch(driver: object): void {
  const queries = driver as Queries;
  const { query } = queries;
  queries.query = function watched(this: unknown, ...parameters: unknown[]) {
    const [first] = parameters;
    const sql = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
    if (sql !== undefined) for (const listener of listeners) listener(sql);
    return query.apply(this, parameters);
  };
}

/** PGlite queries inside a transaction by an object of its own. */
function watchTransactions(driver: object): void {
  const prototype = driver as { transaction: (work: (tx: Queries) => unknown) => unknown };
  const { transaction } = prototype;
  prototype.transaction = function watched(this: unknown, work) {
    return transaction.call(this, (tx) => {
      watch(tx);
      return work(tx);
    });
  };
}

/** A request begins in the context of its connection, not of whoever sent it. */
function markRequests(server: object): void {
  const prototype = server as { emit: (event: string | symbol, ...parameters: unknown[]) => boolean };
  const { emit } = prototype;
  prototype.emit = function marked(this: unknown, event, ...parameters) {
    const go = () => emit.call(this, event, ...parameters);
    return event === 'request' ? asked.run(true, go) : go();
  };
}

watch(PGlite.prototype);
watchTransactions(PGlite.prototype);
watch(pg.Client.prototype);
markRequests(Server.prototype);

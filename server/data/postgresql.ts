import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { messageOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { OpenDatabase, QueueStore } from './database.ts';
import { PostgreSQLListener } from './postgresql-listener.ts';
import { createPrisma, TRANSACTION_LIMITS } from './prisma-client.ts';
import { TransactionScope } from './transaction-scope.ts';

/** Connections of one process in the pool; listening takes one more, and so does each lock that is held or awaited. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;

const PARSERS: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === pg.types.builtins.INT8) return (text: string) => BigInt(text);
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  },
};

/**
 * Opens a PostgreSQL database over one pool that Prisma, the queue and hand-written SQL share.
 *
 * @throws when the server cannot be reached or refuses the login.
 */
export async function openPostgreSQL(url: string, log: Log): Promise<OpenDatabase> {
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: 'creatorgraph',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...connection,
    max: POOL_SIZE,
    // Prisma's adapter writes times without an offset, so a session in another zone would shift them. Compiling a
    // statement takes PostgreSQL longer than any of ours runs, and it does so where it overrates one.
    // The pool waits for it, though its type says void.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: async (client) => {
      await client.query("SET TIME ZONE 'UTC'; SET jit = off");
    },
  });
  pool.on('error', (error) => {
    log.warn({ reason: messageOf(error) }, 'an idle database connection was lost');
  });
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw error;
  }

  const scope = new TransactionScope();
  const adapter = new PrismaPg(pool);
  const unguarded = createPrisma(adapter);
  const prisma = scope.guard(unguarded);
  const listener = new PostgreSQLListener(connection, log);

  const queueStore: QueueStore = {
    async executeSql(text, values) {
      scope.assertOutside();
      // Several statements give several results, which pg declares as one.
      const result = (await pool.query(text, values)) as pg.QueryResult | pg.QueryResult[];
      return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows as unknown[]) : result.rows };
    },
    async listen(channel, onMessage, onReconnect) {
      const close = await listener.listen(channel, onMessage, onReconnect);
      onReconnect();
      return { close };
    },
  };

  return {
    kind: 'postgresql',
    prisma,
    adapter,
    queueStore,
    listen: (channel, onMessage, onReconnect = () => undefined) =>
      listener.listen(channel, onMessage, onReconnect),
    transaction: (work) => {
      scope.assertOutside();
      return unguarded.$transaction((tx) => scope.run(() => work(tx)), TRANSACTION_LIMITS);
    },
    async query<Row extends object>(sql: string, parameters: readonly unknown[] = []) {
      scope.assertOutside();
      const { rows } = await pool.query<Row>({ text: sql, values: [...parameters], types: PARSERS });
      return rows;
    },
    async execute(sql) {
      scope.assertOutside();
      await pool.query(sql);
    },
    async notify(channel, payload) {
      scope.assertOutside();
      await pool.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    withLock: (name, work) => withAdvisoryLock(connection, log, name, work),
    async close() {
      await listener.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Another process may hold the lock by now. */
class LockLostError extends Error {
  override readonly name = 'LockLostError';
}

/** A session lock on a connection of its own: the server frees it when the process dies. */
async function withAdvisoryLock<T>(
  connection: pg.ClientConfig,
  log: Log,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  const { promise: lost, reject } = Promise.withResolvers<never>();
  // Lost before the work begins, it is the query's error.
  lost.catch(() => undefined);
  client.on('error', (error) => {
    log.error({ lock: name, reason: messageOf(error) }, 'the connection that holds a lock was lost');
    reject(new LockLostError(`The lock ${name} was lost with its connection.`, { cause: error }));
  });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`creatorgraph:${name}`]);
    return await Promise.race([work(), lost]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

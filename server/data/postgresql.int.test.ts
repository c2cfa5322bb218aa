import { describe, expect, test } from '@jest/globals';
import { createEmptyDatabase, createTestDatabase, TEST_DATABASE_URL } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { applyMigrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';

const onPostgreSQL = TEST_DATABASE_URL === undefined ? describe.skip : describe;

onPostgreSQL('on PostgreSQL (TEST_DATABASE_URL)', () => {
  test('nodes that start at once on an empty database apply the migrations once', async () => {
    const { url, drop } = await createEmptyDatabase(TEST_DATABASE_URL ?? '');
    const nodes = await Promise.all([1, 2, 3].map(() => openDatabase({ url }, SILENT_LOG)));
    const applied = await Promise.all(nodes.map((node) => applyMigrations(node, SILENT_LOG)));
    const migrations = applied.flat();
    expect(migrations.length).toBeGreaterThan(0);
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    const [records] = await Promise.all(
      nodes.map((node) => node.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1')),
    );
    expect(records).toEqual(migrations.map((name) => ({ name })));
    await Promise.all(nodes.map((node) => node.close()));
    await drop();
  });

  test('a listener whose connection is cut comes back and says so', async () => {
    const { database, drop } = await createTestDatabase();
    const heard: string[] = [];
    const first = Promise.withResolvers<undefined>();
    const cut = Promise.withResolvers<undefined>();
    const last = Promise.withResolvers<undefined>();
    await database.listen(
      'runs',
      (payload) => {
        heard.push(payload);
        if (payload === 'before') first.resolve(undefined);
        if (payload === 'after') last.resolve(undefined);
      },
      () => {
        heard.push('reconnected');
        cut.resolve(undefined);
      },
    );
    await database.notify('runs', 'before');
    await first.promise;
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    );
    await cut.promise;
    await database.notify('runs', 'after');
    await last.promise;
    expect(heard).toEqual(['before', 'reconnected', 'after']);
    await drop();
  });

  test('a lock holds among processes and is freed with its connection, at which its work fails', async () => {
    const { database, url = '', drop } = await createTestDatabase();
    const other = await openDatabase({ url }, SILENT_LOG);
    const order: string[] = [];
    const held = Promise.withResolvers<undefined>();
    const never = Promise.withResolvers<undefined>();
    const first = database.withLock('collector', async () => {
      order.push('first');
      held.resolve(undefined);
      await never.promise;
    });
    await held.promise;
    const waiting = other.withLock('collector', () => {
      order.push('second');
      return Promise.resolve();
    });
    const waiters = `SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%pg_advisory_lock(%' AND pid <> pg_backend_pid()`;
    const holder = `SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    while ((await other.query(waiters)).length < 2);
    expect(order).toEqual(['first']);
    const [failure] = await Promise.all([
      first.catch((error: unknown) => error),
      waiting,
      other.query(holder),
    ]);
    expect(order).toEqual(['first', 'second']);
    // Its work goes on, but nobody may take it for done under the lock.
    expect(failure).toMatchObject({ name: 'LockLostError' });
    never.resolve(undefined);
    await other.close();
    await drop();
  });

  test('times are right whatever zone the server is set to', async () => {
    const { database, url = '', drop } = await createTestDatabase();
    await database.execute(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database()); END $$`,
    );
    const node = await openDatabase({ url }, SILENT_LOG);
    const createdAt = new Date('2026-07-01T23:30:00Z');
    await node.prisma.workspace.create({ data: { name: 'n', slug: 's', createdAt } });
    expect(await database.query('SELECT "createdAt" FROM "Workspace"')).toEqual([{ createdAt }]);
    await node.close();
    await drop();
  });

  test('a server that cannot be reached is an error, not a wait', async () => {
    const url = 'postgresql://127.0.0.1:1/none';
    await expect(openDatabase({ url }, SILENT_LOG)).rejects.toThrow('ECONNREFUSED');
  });
});

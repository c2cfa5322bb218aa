import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../lib/ids.ts';
import { createTestDatabase } from '../testing/database.ts';
import type { TestDatabase } from '../testing/database.ts';
import type { OpenDatabase } from './database.ts';
import { isForeignKeyViolation } from './errors.ts';
import { QueryOutsideTransactionError } from './transaction-scope.ts';

let kit: TestDatabase;
let database: OpenDatabase;

beforeAll(async () => {
  kit = await createTestDatabase();
  database = kit.database;
});
afterAll(() => kit.drop());
beforeEach(() => database.execute('TRUNCATE "Workspace" CASCADE'));

const failureOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
const workspace = (slug: string) => ({ id: newId(), name: slug, slug });

describe('a transaction', () => {
  test('stores all of its work when it returns', async () => {
    const result = await database.transaction(async (tx) => {
      await tx.workspace.create({ data: workspace('one') });
      await tx.workspace.create({ data: workspace('two') });
      return 'done';
    });
    expect(result).toBe('done');
    expect(await database.prisma.workspace.count()).toBe(2);
  });

  test('stores nothing when its work throws, and passes the error on', async () => {
    const failure = new Error('no');
    const attempt = database.transaction(async (tx) => {
      await tx.workspace.create({ data: workspace('one') });
      throw failure;
    });
    expect(await failureOf(attempt)).toBe(failure);
    expect(await database.prisma.workspace.count()).toBe(0);
  });

  test('stores nothing when a statement failed, and leaves the database usable', async () => {
    const attempt = database.transaction(async (tx) => {
      await tx.workspace.create({ data: workspace('one') });
      await tx.workspace.create({ data: workspace('one') });
    });
    await expect(attempt).rejects.toMatchObject({ code: 'P2002' });
    expect(await database.prisma.workspace.count()).toBe(0);
  });

  test('loses no update among many that change the same row at once', async () => {
    const row = await database.prisma.workspace.create({ data: { ...workspace('one'), metadata: '0' } });
    await Promise.all(
      Array.from({ length: 40 }, () =>
        database.transaction(async (tx) => {
          await tx.$queryRaw`SELECT id FROM "Workspace" WHERE id = ${row.id}::uuid FOR UPDATE`;
          const { metadata } = await tx.workspace.findUniqueOrThrow({ where: { id: row.id } });
          await tx.workspace.update({
            where: { id: row.id },
            data: { metadata: String(Number(metadata) + 1) },
          });
        }),
      ),
    );
    expect(await database.prisma.workspace.findUnique({ where: { id: row.id } })).toMatchObject({
      metadata: '40',
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['prisma', () => database.prisma.workspace.count()],
    ['another transaction', () => database.transaction((tx) => tx.workspace.count())],
    ['hand-written SQL', () => database.query('SELECT 1')],
    ['the queue', () => database.queueStore.executeSql('SELECT 1')],
    ['a notification', () => database.notify('somewhere', '')],
  ])('refuses %s past it, instead of waiting for itself', async (_name, query) => {
    await expect(database.transaction(query)).rejects.toThrow(QueryOutsideTransactionError);
    expect(await database.prisma.workspace.count()).toBe(0);
  });

  test('does not bind what others ask for in the same tick, which Prisma sends together with its queries', async () => {
    const begun = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    const inside = database.transaction(async (tx) => {
      begun.resolve(undefined);
      await go.promise;
      return tx.workspace.count();
    });
    await begun.promise;
    const { prisma } = database;
    const outside = go.promise.then(() => prisma.workspace.findUnique({ where: { id: newId() } }));
    go.resolve(undefined);
    expect(await Promise.all([inside, outside])).toEqual([0, null]);
  });

  test('does not bind what it left behind once it has ended', async () => {
    const later = await database.transaction((_tx) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const counted = promise.then(() => database.prisma.workspace.count());
      return Promise.resolve({ resolve, counted });
    });
    later.resolve(undefined);
    expect(await later.counted).toBe(0);
  });
});

describe('SQL by hand', () => {
  test('gives the same values on every database', async () => {
    const rows = await database.query(
      `SELECT 9007199254740993::bigint AS big, 1.50::numeric AS exact, DATE '2026-03-01' AS day,
              TIMESTAMPTZ '2026-03-01T12:00:00+02:00' AS instant, '{"a":[1]}'::jsonb AS json, $1::text[] AS list,
              current_setting('TimeZone') AS zone`,
      [['a', 'b,"c']],
    );
    expect(rows).toEqual([
      {
        big: 9007199254740993n,
        exact: '1.50',
        day: '2026-03-01',
        instant: new Date('2026-03-01T10:00:00Z'),
        json: { a: [1] },
        list: ['a', 'b,"c'],
        zone: 'UTC',
      },
    ]);
  });

  test('reads the instant that Prisma wrote', async () => {
    const createdAt = new Date('2026-07-01T00:00:00.123Z');
    await database.prisma.workspace.create({ data: { ...workspace('one'), createdAt } });
    expect(await database.query('SELECT "createdAt" FROM "Workspace"')).toEqual([{ createdAt }]);
  });
});

describe('the queue’s store', () => {
  test('is usable after a block failed inside a transaction of its own', async () => {
    const block = 'BEGIN; SELECT 1; INSERT INTO nowhere VALUES (1); COMMIT';
    const results = await Promise.allSettled([
      database.queueStore.executeSql(block),
      database.queueStore.executeSql('SELECT $1::int AS one', [1]),
      database.queueStore.executeSql('SELECT 2 AS two'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  test('gives the rows of a statement in the middle of a block', async () => {
    const { rows } = await database.queueStore.executeSql('BEGIN; SELECT 7 AS seven; COMMIT');
    expect(rows).toEqual([{ seven: 7 }]);
  });
});

describe('notifications', () => {
  test('reach every listener of the channel, in order, until it ends', async () => {
    const heard: string[] = [];
    const last = Promise.withResolvers<undefined>();
    const channel = 'Run:0198-abc "quoted"';
    const stopFirst = await database.listen(channel, (payload) => heard.push(`first ${payload}`));
    const stopSecond = await database.listen(channel, (payload) => {
      heard.push(`second ${payload}`);
      if (payload === '2') last.resolve(undefined);
    });
    await database.notify(channel, '1');
    await database.notify('another', 'x');
    await stopFirst();
    await database.notify(channel, '2');
    await last.promise;
    await stopSecond();
    expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
  });

  test('of a transaction come with its commit', async () => {
    const heard: string[] = [];
    const last = Promise.withResolvers<undefined>();
    const stop = await database.listen('runs', (payload) => {
      heard.push(payload);
      if (payload === 'last') last.resolve(undefined);
    });
    await database
      .transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_notify('runs', 'undone')`;
        throw new Error('undo');
      })
      .catch(() => undefined);
    await database.transaction((tx) => tx.$executeRaw`SELECT pg_notify('runs', 'kept')`);
    await database.notify('runs', 'last');
    await last.promise;
    await stop();
    expect(heard).toEqual(['kept', 'last']);
  });
});

describe('a lock', () => {
  test('is held by one at a time, also after a holder failed', async () => {
    let holders = 0;
    let most = 0;
    const hold = async (fails: boolean) => {
      holders += 1;
      most = Math.max(most, holders);
      await database.query('SELECT 1');
      holders -= 1;
      if (fails) throw new Error('failed while holding');
    };
    const results = await Promise.allSettled(
      [false, true, false, false].map((fails) => database.withLock('test', () => hold(fails))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(most).toBe(1);
  });

  test('does not wait for a lock of another name', async () => {
    const result = await database.withLock('a', () => database.withLock('b', () => Promise.resolve('both')));
    expect(result).toBe('both');
  });
});

describe('errors', () => {
  test('tell that a parent is missing', async () => {
    const orphan = { name: 'n', prefix: 'p', secretHash: 'h', role: 'OWNER', workspaceId: newId() } as const;
    expect(isForeignKeyViolation(await failureOf(database.prisma.apiKey.create({ data: orphan })))).toBe(
      true,
    );
  });
});

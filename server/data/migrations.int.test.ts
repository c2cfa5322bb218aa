import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listMigrations } from '../../prisma/migrate.ts';
import { withSchemaEngine } from '../../prisma/schema-engine.ts';
import { createTestDatabase } from '../testing/database.ts';
import type { TestDatabase } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { applyMigrations, MIGRATIONS_FOLDER, readMigrations } from './migrations.ts';

let folder: string;
let kit: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatorgraph-migrations-'));
  kit = await createTestDatabase();
  // The template's own history is that of the models; these tests write another.
  await kit.database.execute('DROP TABLE _prisma_migrations');
});
afterEach(async () => {
  await kit.drop();
  await rm(folder, { recursive: true });
});

async function write(name: string, script: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), script);
}

const migrate = () => applyMigrations(kit.database, SILENT_LOG, folder);
const records = () =>
  kit.database.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY migration_name');

test('migrations are applied in order, once', async () => {
  await write('2_two', 'INSERT INTO one VALUES (2)');
  await write('1_one', 'CREATE TABLE one (value int); -- without a last semicolon or line end');
  expect(await migrate()).toEqual(['1_one', '2_two']);
  expect(await migrate()).toEqual([]);
  await write('3_three', 'INSERT INTO one VALUES (3);\n');
  expect(await migrate()).toEqual(['3_three']);
  expect(await kit.database.query('SELECT value FROM one')).toEqual([{ value: 2 }, { value: 3 }]);
});

test('a failing migration leaves nothing of itself behind, says where it fails, and runs once it is mended', async () => {
  await write('1_one', 'CREATE TABLE one (value int);');
  await write('2_two', 'INSERT INTO one VALUES (2);\n\nINSERT INTO nowhere VALUES (2);\n');
  const failure = { reason: 'failed', message: expect.stringContaining('2_two fails in line 3') as unknown };
  await expect(migrate()).rejects.toMatchObject(failure);
  await expect(migrate()).rejects.toMatchObject(failure);
  expect(await records()).toEqual([{ name: '1_one' }]);
  expect(await kit.database.query('SELECT value FROM one')).toEqual([]);

  await write('2_two', 'INSERT INTO one VALUES (2);');
  expect(await migrate()).toEqual(['2_two']);
});

test('a database that is newer than the code is refused by the names that the code does not know', async () => {
  await write('1_one', 'SELECT 1;');
  await write('2_later', 'SELECT 1;');
  await migrate();
  await rm(join(folder, '2_later'), { recursive: true });
  await expect(migrate()).rejects.toMatchObject({
    reason: 'newer',
    message: expect.stringMatching(/newer than this version of creatorgraph: it holds 2_later\./) as unknown,
  });
});

test('a migration that was edited after it was applied is refused', async () => {
  await write('1_one', 'SELECT 1;');
  await migrate();
  await write('1_one', 'SELECT 2;');
  await expect(migrate()).rejects.toMatchObject({ reason: 'changed' });
});

test('a migration that prisma migrate left half done is explained at every start', async () => {
  await write('1_one', 'SELECT 1;');
  await migrate();
  await kit.database.execute(
    `UPDATE _prisma_migrations SET finished_at = NULL, logs = E'syntax error\nat line 2\n  stack'`,
  );
  await expect(migrate()).rejects.toMatchObject({
    reason: 'failed',
    message: expect.stringContaining(
      '1_one was begun by "prisma migrate" and did not finish: syntax error at line 2',
    ) as unknown,
  });
  await kit.database.execute('UPDATE _prisma_migrations SET rolled_back_at = now()');
  expect(await migrate()).toEqual(['1_one']);
});

const DATASOURCE = [{ path: 'schema.prisma', content: 'datasource db { provider = "postgresql" }' }];

test('prisma migrate finds every migration applied, and nothing wrong with the records', async () => {
  await write('1_one', 'CREATE TABLE one (value int);');
  await write('2_two', 'INSERT INTO one VALUES (2);');
  await migrate();
  const migrationsList = await listMigrations(folder);
  const filters = { externalTables: [], externalEnums: [] };
  const [diagnosis, { appliedMigrationNames }] = await withSchemaEngine(
    kit.database.adapter,
    DATASOURCE,
    async (engine) => [
      await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
      await engine.applyMigrations({ migrationsList, filters }),
    ],
  );
  expect(diagnosis).toMatchObject({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  });
  expect(appliedMigrationNames).toEqual([]);
});

test('what prisma migrate applied is not applied again, and what failed under it is not taken for applied', async () => {
  await write('1_one', 'CREATE TABLE one (value int);');
  const filters = { externalTables: [], externalEnums: [] };
  const deploy = async () => {
    const migrationsList = await listMigrations(folder);
    return withSchemaEngine(kit.database.adapter, DATASOURCE, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
  };
  await kit.database.execute('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await deploy();
  expect(await migrate()).toEqual([]);

  await write('2_two', 'INSERT INTO nowhere VALUES (2);');
  await expect(deploy()).rejects.toThrow('nowhere');
  await expect(migrate()).rejects.toMatchObject({ reason: 'failed' });
});

test('the migrations of the product are a plain history for a server of PostgreSQL 15', async () => {
  const migrations = await readMigrations(MIGRATIONS_FOLDER);
  expect(migrations.length).toBeGreaterThan(0);
  for (const { name, script } of migrations) {
    expect(name).toMatch(/^\d{14}_[a-z0-9_]+$/);
    // They run in a transaction of ours; their own COMMIT would end it in the middle.
    expect(script).not.toMatch(/^\s*(?:BEGIN|COMMIT|ROLLBACK)\s*;/im);
    expect(script).not.toMatch(/uuidv7\(|JSON_TABLE/i);
  }
});

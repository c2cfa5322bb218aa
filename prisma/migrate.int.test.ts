import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readMigrations } from '../server/data/migrations.ts';
import { createMigration, diffMigrations } from './migrate.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatorgraph-migrations-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the migrations make what the models say', async () => {
  expect(await diffMigrations()).toBeNull();
});

test('a new migration holds exactly what is missing', async () => {
  const first = await createMigration('init', new Date('2026-01-02T03:04:05Z'), folder);
  expect(first).toBe(join(folder, '20260102030405_init', 'migration.sql'));
  expect(await readFile(join(folder, 'migration_lock.toml'), 'utf8')).toContain('provider = "postgresql"');

  // As if the models had gained an index since.
  const script = await readFile(first ?? '', 'utf8');
  const index = '-- CreateIndex\nCREATE INDEX "TikTokLogin_expiresAt_idx" ON "TikTokLogin"("expiresAt");\n';
  expect(script).toContain(index);
  await writeFile(first ?? '', script.replace(index, ''));
  await createMigration('add_index', new Date('2026-01-03T00:00:00Z'), folder);
  expect(await readdir(folder)).toEqual([
    '20260102030405_init',
    '20260103000000_add_index',
    'migration_lock.toml',
  ]);
  const [, second] = await readMigrations(folder);
  expect(second?.script).toBe(index);
});

test('a name that is no file name is refused', async () => {
  await expect(createMigration('../../etc', new Date(), folder)).rejects.toThrow('words in lower case');
});

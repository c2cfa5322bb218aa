import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestFolder } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { DatabaseInUseError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { openDatabase } from './open-database.ts';

let root: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'creatorgraph-test-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

/** Another process that opens `folder`, writes a workspace and stays; resolves once that is committed. */
async function holdInAnotherProcess(folder: string): Promise<ChildProcess> {
  const module = new URL('open-database.ts', import.meta.url).href;
  const script = `
    const { openDatabase } = await import(${JSON.stringify(module)});
    const ignore = () => {};
    const database = await openDatabase({ folder: ${JSON.stringify(folder)} }, { info: ignore, warn: ignore });
    await database.prisma.workspace.create({ data: { name: 'kept', slug: 'kept' } });
    process.stdout.write('open');
    setInterval(ignore, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

test('a folder in use is refused with its owner’s pid, and is free as soon as the owner was killed', async () => {
  const { folder, drop } = await createTestFolder();
  const owner = await holdInAnotherProcess(folder);

  const refusal: unknown = await openDatabase({ folder }, SILENT_LOG).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DatabaseInUseError);
  expect(refusal).toMatchObject({ folder, pid: owner.pid });
  expect(String(refusal)).toContain(`The data folder ${folder} is in use by process ${String(owner.pid)}.`);

  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const database = await openDatabase({ folder }, SILENT_LOG);
  expect(await database.prisma.workspace.findMany({ select: { slug: true } })).toEqual([{ slug: 'kept' }]);
  await database.close();
  await drop();
});

test('a new folder is made private, and reopens with what was stored', async () => {
  // Longer than a Unix socket's path may be.
  const folder = join(root, 'nested', 'x'.repeat(120));
  // A process was killed while it made the cluster.
  await mkdir(join(folder, 'database.new'), { recursive: true });
  await writeFile(join(folder, 'database.new', 'PG_VERSION'), '18\n');

  const first = await openDatabase({ folder }, SILENT_LOG);
  await first.execute('CREATE TABLE kept (value int); INSERT INTO kept VALUES (1)');
  await first.close();
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(['database']);

  const second = await openDatabase({ folder }, SILENT_LOG);
  expect(await second.query('SELECT value FROM kept')).toEqual([{ value: 1 }]);
  await second.close();
});

test('a type made since the database was opened is taken as an array too', async () => {
  const database = await openDatabase({ folder: join(root, 'types') }, SILENT_LOG);
  await database.execute(`CREATE TYPE "Colour" AS ENUM ('RED', 'BLUE')`);
  const [read] = await database.prisma.$queryRaw<{ count: number }[]>`
    SELECT cardinality(${['RED', 'BLUE']}::"Colour"[]) AS "count"`;
  expect(read).toEqual({ count: 2 });
  await database.close();
});

test('of many that open a folder at once, never two get it', async () => {
  const folder = join(root, 'contested');
  await mkdir(folder);
  let owners = 0;
  for (let round = 0; round < 10; round += 1) {
    const claims = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
    const won = claims.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value] : []));
    expect(won.length).toBeLessThanOrEqual(1);
    owners += won.length;
    await Promise.all(won.map((release) => release()));
  }
  expect(owners).toBeGreaterThan(0);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that was let go can be taken again, and not before', async () => {
  const folder = join(root, 'again');
  await mkdir(folder);
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ pid: process.pid });
  await release();
  const again = await lockFolder(folder);
  await again();
});

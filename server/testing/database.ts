import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { OpenDatabase } from '../data/database.ts';
import { applyMigrations, readMigrations } from '../data/migrations.ts';
import { openDatabase } from '../data/open-database.ts';
import type { DatabaseLocation } from '../data/open-database.ts';
import { wrapPGlite } from '../data/pglite.ts';
import { createQueue } from '../jobs/queue.ts';
import { SILENT_LOG } from './log.ts';

/** A migrated, empty database of a test's own, with the queue's tables. */
export interface TestDatabase {
  database: OpenDatabase;
  /** Its address on the server; undefined on PGlite. */
  url?: string;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

/** Where a server under test finds a migrated, empty database that nobody has opened. */
export interface TestLocation {
  location: DatabaseLocation;
  /** Removes it; the server must have closed it. */
  drop(): Promise<void>;
}

/** A PostgreSQL server that tests may make databases on; without it they run on PGlite. */
export const TEST_DATABASE_URL: string | undefined = process.env['TEST_DATABASE_URL'];

const TEMPLATES_FOLDER = fileURLToPath(new URL('../../node_modules/.cache/creatorgraph', import.meta.url));

/** Makes a database: on PGlite in memory (about 0.4 s), on PostgreSQL when TEST_DATABASE_URL is set. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (TEST_DATABASE_URL !== undefined) {
    const { url, drop } = await cloneOnServer(TEST_DATABASE_URL);
    const database = await openDatabase({ url }, SILENT_LOG);
    return {
      database,
      url,
      drop: async () => {
        await database.close();
        await drop();
      },
    };
  }
  const database = wrapPGlite(await PGlite.create({ loadDataDir: await readTemplate() }));
  return { database, drop: () => database.close() };
}

/** Like `createTestDatabase`, for a server that opens the database itself: a data folder or a URL. */
export async function createTestLocation(): Promise<TestLocation> {
  if (TEST_DATABASE_URL !== undefined) {
    const { url, drop } = await cloneOnServer(TEST_DATABASE_URL);
    return { location: { url }, drop };
  }
  const { folder, drop } = await createTestFolder();
  return { location: { folder }, drop };
}

/** A data folder with a migrated, empty embedded database (about 0.7 s). */
export async function createTestFolder(): Promise<{ folder: string; drop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-test-'));
  const dataDir = join(folder, 'database');
  const pglite = await PGlite.create({ dataDir, loadDataDir: await readTemplate() });
  await pglite.close();
  return { folder, drop: () => rm(folder, { recursive: true, force: true }) };
}

/** An empty database on the server, not migrated. */
export async function createEmptyDatabase(
  serverUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `creatorgraph_test_${randomUUID().slice(0, 8)}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  return toClone(serverUrl, name);
}

/** The dump of a migrated PGlite, made once for all test files and runs until the migrations change. */
async function readTemplate(): Promise<Blob> {
  const path = join(TEMPLATES_FOLDER, `database-${await templateHash()}.tar`);
  const isMade = await access(path).then(
    () => true,
    () => false,
  );
  if (!isMade) {
    const pglite = await PGlite.create();
    const database = wrapPGlite(pglite);
    await prepare(database);
    const dump = await pglite.dumpDataDir('none');
    await database.close();
    await mkdir(TEMPLATES_FOLDER, { recursive: true });
    // Under its final name only when it is whole: another worker may look for it, or be making it, now.
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, new Uint8Array(await dump.arrayBuffer()));
    await rename(unfinished, path);
    for (const file of await readdir(TEMPLATES_FOLDER)) {
      const former = join(TEMPLATES_FOLDER, file);
      if (file.endsWith('.tar') && former !== path) await rm(former, { force: true });
    }
  }
  return new Blob([await readFile(path)]);
}

async function cloneOnServer(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const template = `creatorgraph_template_${await templateHash()}`;
  const name = `creatorgraph_test_${randomUUID().slice(0, 8)}`;
  await onServer(serverUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtextextended('creatorgraph:test-template', 0))");
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const unfinished = `${template}_new`;
      await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${unfinished}`);
      const database = await openDatabase({ url: urlOf(serverUrl, unfinished) }, SILENT_LOG);
      await prepare(database).finally(() => database.close());
      await whileInUse(() => client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`));
    }
    await whileInUse(() => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  });
  return toClone(serverUrl, name);
}

/** A connection that was closed stays visible to the server for some milliseconds. */
async function whileInUse(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

async function prepare(database: OpenDatabase): Promise<void> {
  await applyMigrations(database, SILENT_LOG);
  const queue = createQueue(database, SILENT_LOG, { jobs: [] });
  await queue.start();
  await queue.stop({ graceMs: 0 });
}

function toClone(serverUrl: string, name: string): { url: string; drop(): Promise<void> } {
  return {
    url: urlOf(serverUrl, name),
    drop: () =>
      onServer(serverUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** What a template depends on: the migrations, and the packages that lay out the cluster and the queue. */
async function templateHash(): Promise<string> {
  const hash = createHash('sha256').update(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  for (const { name, checksum } of await readMigrations()) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex').slice(0, 16);
}

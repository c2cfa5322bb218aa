/**
 * The database's command line, without Prisma's downloads:
 *
 *     apply       applies what is pending to DATABASE_URL, or else to the data folder
 *     new NAME    writes the migration from what the migrations make to what the models say
 *     drift       fails when the two differ
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { DiffTarget, MigrationList, SchemaContainer } from '@prisma/schema-engine-wasm';
import { PGlite } from '@electric-sql/pglite';
import { applyMigrations, MIGRATIONS_FOLDER, readMigrations } from '../server/data/migrations.ts';
import { openDatabase } from '../server/data/open-database.ts';
import { PGliteAdapter } from '../server/data/pglite-adapter.ts';
import { messageOf } from '../server/lib/errors.ts';
import type { Log } from '../server/lib/log.ts';
import { withSchemaEngine } from './schema-engine.ts';

const MODELS_FOLDER = join(import.meta.dirname, 'schema');
const NO_FILTERS = { externalTables: [], externalEnums: [] };
/** Tells `prisma migrate` which database the scripts are for. */
const LOCK_FILE = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };

/** An empty database as its own shadow, where the engine replays migrations to learn what they make. */
class ShadowAdapter extends PGliteAdapter {
  override connectToShadowDb(): Promise<SqlDriverAdapter> {
    return this.connect();
  }
}

/**
 * The SQL that leads from what the migrations of `folder` make to what the models say; null when they agree.
 * The migrations are replayed in an empty database in memory (about 2 s).
 */
export async function diffMigrations(folder: string = MIGRATIONS_FOLDER): Promise<string | null> {
  const models = await readModels();
  const migrations: DiffTarget = { tag: 'migrations', ...(await listMigrations(folder)) };
  const pglite = await PGlite.create();
  try {
    const { stdout, exitCode } = await withSchemaEngine(new ShadowAdapter(pglite), models, (engine) =>
      engine.diff({
        from: migrations,
        to: { tag: 'schemaDatamodel', files: models },
        script: true,
        exitCode: true,
        filters: NO_FILTERS,
      }),
    );
    return exitCode === 0 ? null : stdout;
  } finally {
    await pglite.close();
  }
}

/**
 * Writes the migration that is missing. Read it before committing: the engine cannot know that a renamed column
 * is not a new one.
 *
 * @returns its file; null when nothing is missing.
 */
export async function createMigration(
  name: string,
  now: Date,
  folder: string = MIGRATIONS_FOLDER,
): Promise<string | null> {
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)) {
    throw new Error(`A migration's name is words in lower case joined by underscores, not "${name}".`);
  }
  const script = await diffMigrations(folder);
  if (script === null) return null;
  const timestamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const path = join(folder, `${timestamp}_${name}`);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'migration.sql'), script);
  await writeFile(join(folder, LOCK_FILE.path), LOCK_FILE.content);
  return join(path, 'migration.sql');
}

/** The migrations of `folder` as the schema engine wants them. */
export async function listMigrations(folder: string): Promise<MigrationList> {
  const migrations = await readMigrations(folder);
  return {
    baseDir: folder,
    lockfile: LOCK_FILE,
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}

/** The files of `prisma/schema`. */
export async function readModels(): Promise<SchemaContainer[]> {
  const names = (await readdir(MODELS_FOLDER)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: name,
      content: await readFile(join(MODELS_FOLDER, name), 'utf8'),
    })),
  );
}

async function run([command, ...parameters]: string[]): Promise<void> {
  switch (command) {
    case 'apply': {
      const url = process.env['DATABASE_URL'];
      const folder = process.env['CREATORGRAPH_DATA_DIR'] ?? '.data';
      const database = await openDatabase(url === undefined || url === '' ? { folder } : { url }, SILENT);
      try {
        const applied = await applyMigrations(database, SILENT);
        print(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`);
      } finally {
        await database.close();
      }
      return;
    }
    case 'new': {
      const [name] = parameters;
      if (name === undefined) throw new Error('Name the migration: npm run db:new add_video_language');
      const file = await createMigration(name, new Date());
      print(file === null ? 'The migrations already make what the models say.' : `Wrote ${file}. Read it.`);
      return;
    }
    case 'drift': {
      const script = await diffMigrations();
      if (script === null) return;
      print(script);
      throw new Error('The migrations do not make what the models say: run npm run db:new NAME.');
    }
    default:
      throw new Error('Usage: node prisma/migrate.ts apply | new NAME | drift');
  }
}

const ignore = (): void => undefined;
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => SILENT };

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.main) {
  await run(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  });
}

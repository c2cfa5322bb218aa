import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '../lib/ids.ts';
import { messageOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { StartError } from '../lib/start-error.ts';
import type { Database } from './database.ts';

/** One folder of `prisma/migrations`. */
export interface Migration {
  /** `<timestamp>_<name>`: sorts by age. */
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script in hex, as `prisma migrate deploy` computes it. */
  readonly checksum: string;
}

/** A row of `_prisma_migrations`: one attempt to apply a migration. */
interface Attempt {
  name: string;
  checksum: string;
  isFinished: boolean;
  logs: string | null;
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * The database cannot be brought to the state this code needs; start is refused and nothing was changed.
 * - `newer`: it holds migrations that this code does not know.
 * - `changed`: a migration was edited after it was applied.
 * - `failed`: a migration fails, or failed under `prisma migrate` and was not resolved.
 */
class MigrationError extends StartError {
  override readonly name = 'MigrationError';
  readonly reason: 'newer' | 'changed' | 'failed';

  constructor(reason: MigrationError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/**
 * Brings the database up to the migrations in `folder`, each with its record in one transaction, so that a
 * crash leaves none half done. The records are those of `prisma migrate deploy`, which may be used as well.
 * Nodes that start at once wait for each other. Costs one query when nothing is pending.
 *
 * @returns the names of the migrations applied now, oldest first.
 * @throws MigrationError
 */
export async function applyMigrations(
  database: Database,
  log: Log,
  folder: string = MIGRATIONS_FOLDER,
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  if (findPending(migrations, await readAttempts(database)).length === 0) return [];
  return database.withLock('migrations', async () => {
    // Another node may have applied them while this one waited.
    const pending = findPending(migrations, await readAttempts(database));
    for (const migration of pending) {
      await apply(database, migration);
      log.info({ migration: migration.name }, 'migration applied');
    }
    return pending.map(({ name }) => name);
  });
}

/** Every migration in `folder`, oldest first; none when the folder is absent. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

async function readAttempts(database: Database): Promise<Attempt[]> {
  const [table] = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`,
  );
  if (table?.exists !== true) return [];
  return database.query<Attempt>(
    `SELECT migration_name AS "name", checksum, finished_at IS NOT NULL AS "isFinished", logs
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
}

function findPending(migrations: readonly Migration[], attempts: readonly Attempt[]): Migration[] {
  const failed = attempts.find((attempt) => !attempt.isFinished);
  if (failed !== undefined) {
    throw new MigrationError(
      'failed',
      `Migration ${failed.name} was begun by "prisma migrate" and did not finish: ${firstLines(failed.logs)}. ` +
        'Repair the database, then tell so by "npx prisma migrate resolve".',
    );
  }
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const unknown = attempts.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new MigrationError(
      'newer',
      `The database is newer than this version of creatorgraph: it holds ${unknown.join(', ')}. ` +
        'Start the version that made it, or a later one.',
    );
  }
  const changed = attempts.find(({ name, checksum }) => known.get(name)?.checksum !== checksum);
  if (changed !== undefined) {
    throw new MigrationError(
      'changed',
      `Migration ${changed.name} was edited after this database was made with it. ` +
        'Restore the file, or begin with a new database (for the embedded one: another data folder).',
    );
  }
  const applied = new Set(attempts.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(database: Database, { name, script, checksum }: Migration): Promise<void> {
  const head = `BEGIN;\n`;
  const tail = `
;
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
);
INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
VALUES ('${newId()}', '${checksum}', now(), '${name.replaceAll("'", "''")}', 1);
COMMIT;`;
  try {
    await database.execute(head + script + tail);
  } catch (error) {
    throw new MigrationError(
      'failed',
      `Migration ${name} fails${lineOf(error, head, script)}: ${messageOf(error)}. Nothing of it was applied.`,
      { cause: error },
    );
  }
}

/** ` in line 12`, where the database tells the position (in characters from 1). */
function lineOf(error: unknown, head: string, script: string): string {
  const position = Number((error as { position?: unknown }).position) - head.length;
  if (!(position > 0 && position <= script.length)) return '';
  return ` in line ${String(script.slice(0, position).split('\n').length)}`;
}

function firstLines(logs: string | null): string {
  return logs === null ? 'its process ended' : logs.split('\n').slice(0, 2).join(' ').trim();
}

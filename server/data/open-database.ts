import type { Log } from '../lib/log.ts';
import type { OpenDatabase } from './database.ts';
import { openPGliteFolder } from './pglite.ts';
import { openPostgreSQL } from './postgresql.ts';

/** Where the database is: a PostgreSQL server (15 or newer), or the data folder of the embedded one. */
export type DatabaseLocation = { url: string } | { folder: string };

/**
 * Opens the database without looking at its tables; `applyMigrations` comes next.
 *
 * @throws DatabaseInUseError when another process has the folder.
 */
export function openDatabase(location: DatabaseLocation, log: Log): Promise<OpenDatabase> {
  return 'url' in location ? openPostgreSQL(location.url, log) : openPGliteFolder(location.folder, log);
}

import type { PGlite, Results } from '@electric-sql/pglite';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const OWN_TRANSACTION = /\b(?:BEGIN|START\s+TRANSACTION)\b/i;

/**
 * Runs statements without values. A block that begins a transaction of its own runs inside PGlite's, since
 * there is one session: where it fails in the middle, the statement queued behind it would otherwise find the
 * transaction still open and aborted (25P02).
 */
export function runStatements(pglite: PGlite, sql: string): Promise<Results[]> {
  return OWN_TRANSACTION.test(sql) ? pglite.transaction((tx) => tx.exec(sql)) : pglite.exec(sql);
}

/**
 * Prisma's adapter for PGlite. The one it extends (0.7.2) does not wait for `executeScript`, so that a failing
 * migration was recorded as applied.
 */
export class PGliteAdapter extends PrismaPGlite {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    super(pglite);
    this.#pglite = pglite;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await runStatements(this.#pglite, script);
      } catch (error) {
        // Not declared, but there: the mapping of database errors that its other methods use.
        const mapper = adapter as SqlDriverAdapter & { onError?: (error: unknown) => never };
        if (mapper.onError !== undefined) mapper.onError(error);
        throw error;
      }
    };
    return adapter;
  }

  /** Nothing may replay migrations beside a database that is in use. */
  override connectToShadowDb(): Promise<SqlDriverAdapter> {
    return Promise.reject(new Error('The embedded database has no shadow database.'));
  }
}

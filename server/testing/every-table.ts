import { randomUUID } from 'node:crypto';
import type { Database } from '../data/database.ts';
import { quoteIdentifier } from '../data/sql.ts';

// Looks at the database itself rather than at a list, so that a table that is added tomorrow is looked at too.

interface ForeignKey {
  child: string;
  columns: string[];
  parent: string;
  parentColumns: string[];
}

interface Column {
  name: string;
  type: string;
  isArray: boolean;
  isNeeded: boolean;
  /** First value, where it is an enumeration. */
  label: string | null;
}

/** The tables whose rows go with a row of `root`, by foreign keys over any number of tables; parents first. */
export async function tablesThatHangOn(database: Database, root: string): Promise<string[]> {
  const keys = await foreignKeys(database);
  const hanging: string[] = [];
  let grew = true;
  while (grew) {
    grew = false;
    for (const { child, parent } of keys) {
      if (child === root || hanging.includes(child) || (parent !== root && !hanging.includes(parent)))
        continue;
      hanging.push(child);
      grew = true;
    }
  }
  // Each after all of its parents, which a plain walk does not promise.
  const sorted: string[] = [];
  while (sorted.length < hanging.length) {
    const next = hanging.find(
      (table) =>
        !sorted.includes(table) &&
        keys.every(
          ({ child, parent }) =>
            child !== table || parent === table || !hanging.includes(parent) || sorted.includes(parent),
        ),
    );
    if (next === undefined) throw new Error('The tables hang on each other in a circle');
    sorted.push(next);
  }
  return sorted;
}

/**
 * Adds one row to every table that hangs on `root`, each hanging on the row of the table before it, with values that
 * mean nothing. Returns the rows that were made up, by table.
 */
export async function hangRowsOn(
  database: Database,
  root: string,
  rootRow: Record<string, unknown>,
): Promise<Map<string, Record<string, unknown>>> {
  const keys = await foreignKeys(database);
  const rows = new Map<string, Record<string, unknown>>([[root, rootRow]]);
  for (const table of await tablesThatHangOn(database, root)) {
    rows.set(table, await addRow(database, keys, table, rows));
  }
  rows.delete(root);
  return rows;
}

/** Adds a row that hangs on `rows`. Where it needs a row of another table, any will do, and one is made where there is none. */
async function addRow(
  database: Database,
  keys: readonly ForeignKey[],
  table: string,
  rows: ReadonlyMap<string, Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const columns = await columnsOf(database, table);
  const needed = columns.filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  const row: Record<string, unknown> = {};
  for (const key of keys.filter(({ child }) => child === table)) {
    let parentRow = rows.get(key.parent);
    if (parentRow === undefined && key.columns.some((name) => needed.includes(name)))
      parentRow =
        (await anyRow(database, key.parent)) ?? (await addRow(database, keys, key.parent, new Map()));
    for (const [index, column] of key.columns.entries())
      row[column] = parentRow?.[key.parentColumns[index] ?? ''] ?? row[column];
  }
  for (const column of columns) {
    if (column.name in row) continue;
    if (column.name === 'connectionId') row[column.name] = ownerOf(rows, 'TikTokConnection', 'connectionId');
    else if (column.name === 'workspaceId') row[column.name] = ownerOf(rows, 'Workspace', 'workspaceId');
    else if (column.isNeeded) row[column.name] = meaningless(column);
  }
  const names = Object.keys(row).map(quoteIdentifier);
  const places = names.map((_name, index) => `$${String(index + 1)}`);
  const [stored] = await database.query<Record<string, unknown>>(
    `INSERT INTO ${quoteIdentifier(table)} (${names.join(', ')}) VALUES (${places.join(', ')})
     ON CONFLICT DO NOTHING RETURNING *`,
    Object.values(row),
  );
  return stored ?? row;
}

/** The row of a table by what the rows before say of it, for columns that no foreign key binds. */
function ownerOf(rows: ReadonlyMap<string, Record<string, unknown>>, table: string, column: string): unknown {
  return rows.get(table)?.['id'] ?? [...rows.values()].find((row) => column in row)?.[column];
}

/** The columns that lead to a table's rows, as `Table.column`. */
export async function columnsThatLeadTo(database: Database, table: string): Promise<string[]> {
  const keys = await foreignKeys(database);
  return keys
    .filter(({ parent }) => parent === table)
    .map(({ child, columns }) => `${child}.${columns.join()}`);
}

/** The tables, also the queue's, with a row that has one of these texts anywhere, and how many. */
export async function tablesThatName(
  database: Database,
  texts: readonly string[],
): Promise<Record<string, number>> {
  const tables = await database.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('public', 'pgboss')`,
  );
  const found: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const table = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
    const [row] = await database.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM ${table} t
       WHERE EXISTS (SELECT FROM unnest($1::text[]) wanted WHERE position(wanted IN to_jsonb(t)::text) > 0)`,
      [texts],
    );
    if (row !== undefined && row.rows > 0) found[name] = row.rows;
  }
  return found;
}

function foreignKeys(database: Database): Promise<ForeignKey[]> {
  const names = (columns: string, table: string): string =>
    `(SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(${columns}) WITH ORDINALITY AS k (number, place)
      JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`;
  return database.query<ForeignKey>(
    `SELECT child.relname AS child, ${names('f.conkey', 'f.conrelid')} AS columns,
       parent.relname AS parent, ${names('f.confkey', 'f.confrelid')} AS "parentColumns"
     FROM pg_constraint f JOIN pg_class child ON child.oid = f.conrelid JOIN pg_class parent ON parent.oid = f.confrelid
     WHERE f.contype = 'f' AND child.relnamespace = 'public'::regnamespace ORDER BY f.conname`,
  );
}

function columnsOf(database: Database, table: string): Promise<Column[]> {
  return database.query<Column>(
    `SELECT a.attname AS name, coalesce(element.typname, t.typname) AS type, t.typcategory = 'A' AS "isArray",
       a.attnotnull AND NOT a.atthasdef AS "isNeeded",
       (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS label
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type element ON element.oid = t.typelem AND t.typcategory = 'A'
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [quoteIdentifier(table)],
  );
}

async function anyRow(database: Database, table: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.query<Record<string, unknown>>(
    `SELECT * FROM ${quoteIdentifier(table)} LIMIT 1`,
  );
  return row;
}

function meaningless({ type, isArray, label }: Column): unknown {
  if (isArray) return '{}';
  if (label !== null) return label;
  switch (type) {
    case 'uuid':
      return randomUUID();
    case 'text':
    case 'varchar':
      return `made-up-${randomUUID()}`;
    case 'bool':
      return false;
    case 'json':
    case 'jsonb':
      return '{}';
    case 'date':
    case 'timestamptz':
      return '2026-01-01';
    default:
      return 1;
  }
}

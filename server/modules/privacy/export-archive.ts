import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Database } from '../../data/database.ts';
import type { MappedColumn, MappedModel } from '../../data/data-map.ts';
import { identifier, type Sql, sql } from '../../data/sql.ts';
import { type ExportedTable, type ExportSubject, exportedTables } from './exported-tables.ts';

/** Rows that are read at a time. */
const PAGE = 1_000;

/** Tables that are series as well, for spreadsheets. */
const SERIES: readonly { file: string; table: string; columns: readonly string[] }[] = [
  {
    file: 'series/account-snapshots.csv',
    table: 'TikTokAccountAnalytics',
    columns: ['connectionId', 'capturedAt', 'followers', 'following', 'likes', 'videos', 'source'],
  },
  {
    file: 'series/video-snapshots.csv',
    table: 'TikTokAnalytics',
    columns: [
      'connectionId',
      'videoId',
      'capturedAt',
      'views',
      'likes',
      'comments',
      'shares',
      'followers',
      'source',
    ],
  },
  {
    file: 'series/imported-days.csv',
    table: 'ImportedDay',
    columns: [
      'connectionId',
      'date',
      'views',
      'likes',
      'comments',
      'shares',
      'followersGained',
      'followers',
      'viewers',
    ],
  },
];

/**
 * The ZIP as it is written: JSON Lines by type, CSV of series, and a README of every field. Rows are read page by page as
 * the reader takes them, so memory stays bounded whatever their number; what changes meanwhile may or may not be in it.
 * Secrets are not.
 */
export async function* exportArchive(
  database: Database,
  dataMap: readonly MappedModel[],
  subject: ExportSubject,
  at: Date,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const zip = new ZipFile();
  const output = zip.outputStream;
  if (!(output instanceof Readable)) throw new TypeError('yazl writes to a stream of another kind.');
  // An entry that fails ends the whole: half a ZIP must not look like one. yazl does not look after that itself.
  const fail = (error: Error): void => void output.destroy(error);
  const tables = exportedTables(subject).map((table) => ({ table, model: modelOf(dataMap, table) }));
  const add = (name: string, texts: () => AsyncIterable<string>): void => {
    zip.addReadStreamLazy(name, { mtime: at }, (callback) => {
      const entry = Readable.from(bytesOf(texts()), { objectMode: false });
      entry.once('error', fail);
      callback(null, entry);
    });
  };
  zip.addBuffer(
    Buffer.from(
      readmeOf(
        tables.map(({ model }) => model),
        at,
      ),
    ),
    'README.md',
    { mtime: at },
  );
  for (const { table, model } of tables) {
    const columns = shown(model).map(({ name }) => name);
    add(`${model.name}.jsonl`, async function* () {
      for await (const rows of pages(database, table, subject, jsonOf(columns), signal)) {
        yield rows.map((row) => `${row}\n`).join('');
      }
    });
  }
  for (const { file, table: name, columns } of SERIES) {
    const table = tables.find((candidate) => candidate.table.table === name)?.table;
    if (table === undefined) continue;
    add(file, async function* () {
      yield `${columns.join(',')}\n`;
      for await (const rows of pages(database, table, subject, csvOf(columns), signal)) {
        yield rows.map((row) => `${row}\n`).join('');
      }
    });
  }
  zip.once('error', fail);
  zip.end();
  yield* output as AsyncIterable<Uint8Array>;
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

/** Pages of a table's rows, each as the text that `row` makes of it, in the order of their key. */
async function* pages(
  { prisma }: Database,
  { table, key, rows }: ExportedTable,
  subject: ExportSubject,
  row: Sql,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const from = identifier(table);
  const columns = list(key.map((name) => identifier(name)));
  const keyOf = jsonOf(key);
  let after: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    const behind: Sql =
      after === null
        ? sql`TRUE`
        : sql`(${columns}) > (SELECT ${columns} FROM jsonb_populate_record(NULL::${from}, ${after}::jsonb))`;
    const page: { text: string; key: string }[] = await prisma.$queryRaw(
      sql`SELECT ${row} AS "text", ${keyOf} AS "key" FROM ${from}
        WHERE (${rows(subject)}) AND ${behind} ORDER BY ${columns} LIMIT ${PAGE}`,
    );
    if (page.length > 0) yield page.map(({ text }) => text);
    if (page.length < PAGE) return;
    after = page.at(-1)?.key ?? null;
  }
}

/** A row's columns as JSON text, made by the database: its large integers would lose digits here. */
function jsonOf(columns: readonly string[]): Sql {
  return sql`(SELECT to_jsonb(shown) FROM (SELECT ${list(columns.map((name) => identifier(name)))}) shown)::text`;
}

/** The same as a line of CSV. Ids, instants, numbers and our own words: nothing that would need quotes. */
function csvOf(columns: readonly string[]): Sql {
  return sql`concat_ws(',', ${list(columns.map((name) => sql`coalesce(${identifier(name)}::text, '')`))})`;
}

function list(parts: readonly Sql[]): Sql {
  return parts.reduce((left, right) => sql`${left}, ${right}`);
}

function shown({ columns }: MappedModel): readonly MappedColumn[] {
  return columns.filter((column) => column.class !== 'secret');
}

function modelOf(dataMap: readonly MappedModel[], { table }: ExportedTable): MappedModel {
  const model = dataMap.find(({ name }) => name === table);
  if (model === undefined) throw new Error(`The data map has no ${table}.`);
  return model;
}

function readmeOf(models: readonly MappedModel[], at: Date): string {
  const head = `# Your data at creatorgraph

Made at ${at.toISOString()}. Each \`.jsonl\` file has one JSON object a line, one file a type; \`series/\` has the same figures
as CSV for spreadsheets. Null is unknown, and never 0. Instants are in UTC. Passwords, tokens and other secrets are left out.
`;
  return head + models.map(fieldsOf).join('');
}

function fieldsOf(model: MappedModel): string {
  const fields = shown(model).map(
    ({ name, type, purpose, description }) =>
      `- \`${name}\` (${type}): ${description === '' ? '' : `${description} `}Held ${purpose}.\n`,
  );
  return `\n## ${model.name}.jsonl\n\n${model.description} Kept ${model.kept}.\n\n${fields.join('')}`;
}

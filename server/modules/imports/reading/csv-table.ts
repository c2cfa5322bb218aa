import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse as parseStream } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { READ_LIMITS } from './limits.ts';
import { FileProblem } from './problems.ts';
import type { Table } from './table.ts';

/** Spreadsheets of half of Europe save with semicolons; TikTok writes commas. */
const DELIMITERS = [',', ';', '\t'];
const CHUNK_BYTES = 64 * 1024;

/**
 * Takes a CSV file apart. Quotes within a field need not be escaped. Rows of another length than the header become
 * problems; where a quote is opened and never closed, reading stops and says so.
 *
 * @throws FileProblem when it is no text in UTF-8 or too long.
 */
export async function readCsv(content: Buffer, signal?: AbortSignal): Promise<Table> {
  assertIsText(content);
  const table: Table = { rows: [], problems: [] };
  let number = 0;
  const parser = parseStream({
    bom: true,
    delimiter: delimiterOf(content),
    max_record_size: READ_LIMITS.rowBytes,
    // Taken here and not from the stream, which forgets what it has not given out yet when it meets an error.
    on_record: (cells: string[], { records, empty_lines }) => {
      number = records + empty_lines;
      if (rowsOf(table) <= READ_LIMITS.tableRows) addRow(table, number, cells);
      return null;
    },
    relax_column_count: true,
    // Titles were seen with quotes that nobody escaped. Without `trim`, which would turn them into errors.
    relax_quotes: true,
    skip_empty_lines: true,
  });
  try {
    await pipeline(Readable.from(chunksOf(content, signal), { objectMode: false }), parser.resume());
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message =
      error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
        ? 'From here on nothing could be read: a quotation mark is opened and not closed.'
        : 'From here on nothing could be read.';
    table.problems.push({ row: number + 1, message });
  }
  if (rowsOf(table) > READ_LIMITS.tableRows) {
    throw new FileProblem(`The file has more than ${READ_LIMITS.tableRows} rows below its header.`);
  }
  return table;
}

/** Without the header. */
function rowsOf({ rows, problems }: Table): number {
  return Math.max(0, rows.length - 1) + problems.length;
}

function addRow(table: Table, number: number, cells: string[]): void {
  if (cells.every((cell) => cell.trim() === '')) return;
  const width = table.rows[0]?.cells.length ?? cells.length;
  if (cells.length === width) {
    table.rows.push({ number, cells });
  } else {
    const message = `The row has ${cells.length} cells where the header has ${width}.`;
    table.problems.push({ row: number, message });
  }
}

function assertIsText(content: Buffer): void {
  const mark = content.readUInt16BE.bind(content);
  if (content.length >= 2 && (mark(0) === 0xfffe || mark(0) === 0xfeff)) {
    throw new FileProblem('The file is a text in UTF-16; save it in UTF-8.');
  }
  if (content.includes(0)) throw new FileProblem('The file is neither a table nor a data export.');
}

/** The delimiter that takes the first line into the most cells. */
function delimiterOf(content: Buffer): string {
  const start = content.subarray(0, CHUNK_BYTES).toString('utf8');
  const line = /[^\r\n]+/.exec(start)?.[0] ?? '';
  const widths = DELIMITERS.map((delimiter) => cellsOf(line, delimiter).length);
  return DELIMITERS[widths.indexOf(Math.max(...widths))]!;
}

function cellsOf(line: string, delimiter: string): string[] {
  try {
    return parse(line, { bom: true, delimiter, relax_quotes: true })[0] ?? [];
  } catch (error) {
    // A quote that the line does not close; the rows will tell.
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/** Pieces, so that a long table does not hold up everybody else. */
function* chunksOf(content: Buffer, signal?: AbortSignal): Generator<Buffer> {
  for (let start = 0; start < content.length; start += CHUNK_BYTES) {
    signal?.throwIfAborted();
    yield content.subarray(start, start + CHUNK_BYTES);
  }
}

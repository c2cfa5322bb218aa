import { isDeepStrictEqual } from 'node:util';
import type { ImportRecord, ProblemRecord, RowPlace } from '../import-record.ts';
import { quote } from './cell.ts';
import { READ_LIMITS } from './limits.ts';
import { readPrintedDay } from './printed-day.ts';
import { FileProblem, RowProblem } from './problems.ts';
import { dateRows, type Window } from './row-dates.ts';
import { isAdsManager, type Recognised, recogniseHeader } from './table-formats.ts';
import { type KeyedRecord, readRow, textOf } from './table-records.ts';
import type { Table, TableRow } from './table.ts';
import { readVideoLink } from './video-link.ts';

/** A table whose header is known; its rows are not read yet. */
export interface KnownTable {
  recognised: Recognised;
  table: Table;
}

/**
 * Recognises a table by its header.
 *
 * @throws FileProblem when it is none that is read.
 */
export function recogniseTable(table: Table): KnownTable {
  const header = table.rows[0];
  if (header === undefined) throw new FileProblem('The file is empty.');
  if (header.cells.length > READ_LIMITS.tableColumns) {
    throw new FileProblem(`The file has more than ${READ_LIMITS.tableColumns} columns.`);
  }
  if (isAdsManager(header.cells)) {
    throw new FileProblem(
      'The file is an export of TikTok Ads Manager; figures of paid campaigns are not read.',
    );
  }
  const recognised = recogniseHeader(header.cells);
  if (recognised === null) {
    throw new FileProblem(
      isTextExport(table)
        ? 'The file is a data export as text; only JSON is read. Ask TikTok for your data as JSON.'
        : 'The file is neither a data export nor a table with a header of TikTok Studio or Business Suite.',
    );
  }
  if ('twice' in recognised) throw new FileProblem(`The column ${quote(recognised.twice)} occurs twice.`);
  return { recognised, table };
}

/** `Date: 2026-09-13 18:19:10`, in any language, is how TikTok's data exports begin their entries in texts. */
function isTextExport({ rows }: Table): boolean {
  const lines = rows.slice(0, 10).map(({ cells }) => cells.join(' '));
  return lines.some((line) => /^\p{L}[^:]{0,30}: \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/u.test(line));
}

/** Whose videos the links of a content table name; null where they name nobody or several. */
export function handleOfLinks({ recognised, table }: KnownTable): string | null {
  const handles = table.rows.slice(1).map(({ cells }) => {
    const link = textOf('link', cells, recognised);
    return link === null ? null : (readVideoLink(link)?.handle ?? null);
  });
  const named = new Set(handles.filter((handle) => handle !== null));
  return named.size === 1 ? [...named][0]! : null;
}

/**
 * The records of a table in the order of its rows, problems where they are. Of rows that say the same of one day or
 * video the first is given; where they contradict each other none is.
 *
 * @throws FileProblem when its days cannot be dated.
 */
export function readRows(
  { recognised, table }: KnownTable,
  fileName: string,
  window: Window,
): ImportRecord[] {
  const rows = table.rows.slice(1);
  const dates = datesOf(rows, recognised, window);
  const read = rows.map((row, index): KeyedRecord | ProblemRecord => {
    const place = { fileName, row: row.number };
    try {
      return readRow({ place, cells: row.cells, date: dates[index] ?? null }, recognised, window.lastDay);
    } catch (error) {
      if (error instanceof RowProblem) return toProblem(place, error.column, error.message);
      throw error;
    }
  });
  const broken = table.problems.map(({ row, message }) => toProblem({ fileName, row }, null, message));
  return [
    ...unknownColumns(recognised, { fileName, row: 1 }),
    ...[...withoutRepetition(read), ...broken].sort((a, b) => a.place.row! - b.place.row!),
  ];
}

function datesOf(rows: TableRow[], recognised: Recognised, window: Window): ReturnType<typeof dateRows> {
  if (recognised.columns.date === undefined) return [];
  return dateRows(
    rows.map(({ cells }) => readPrintedDay(textOf('date', cells, recognised)!)),
    window,
  );
}

function unknownColumns({ unknown }: Recognised, place: RowPlace): ProblemRecord[] {
  return unknown.map((column) => ({
    kind: 'PROBLEM',
    scope: 'COLUMN',
    place,
    column,
    message: 'This column is not known and was left out.',
  }));
}

type PlacedRecord = KeyedRecord['record'] | ProblemRecord;

/** The first of the rows that are about the same, and the first that says something else than it. */
interface SameKey {
  first: KeyedRecord;
  contradicting: KeyedRecord | null;
}

function withoutRepetition(read: (KeyedRecord | ProblemRecord)[]): PlacedRecord[] {
  const byKey = new Map<string, SameKey>();
  for (const row of read) {
    if (!('key' in row)) continue;
    const same = byKey.get(row.key);
    if (same === undefined) byKey.set(row.key, { first: row, contradicting: null });
    else if (!saysTheSame(row, same.first)) same.contradicting ??= row;
  }
  return read.map((row) => ('key' in row ? unlessRepeated(row, byKey.get(row.key)!) : row));
}

function unlessRepeated(row: KeyedRecord, { first, contradicting }: SameKey): PlacedRecord {
  const place = row.record.place;
  if (contradicting !== null) {
    const other = saysTheSame(row, first) ? contradicting : first;
    const message = `Row ${other.record.place.row!} says something else about the same ${thing(row)}; neither is read.`;
    return toProblem(place, null, message);
  }
  return row === first
    ? row.record
    : toProblem(place, null, `The row repeats row ${first.record.place.row!}.`);
}

/** All besides where it stands. */
function saysTheSame(a: KeyedRecord, b: KeyedRecord): boolean {
  return isDeepStrictEqual({ ...a.record, place: null }, { ...b.record, place: null });
}

function thing({ record }: KeyedRecord): string {
  const things: Record<KeyedRecord['record']['kind'], string> = {
    DAY: 'day',
    VIDEO: 'video',
    AUDIENCE_HOUR: 'hour',
    AUDIENCE_SHARE: 'part of the audience',
  };
  return things[record.kind];
}

function toProblem(place: RowPlace, column: string | null, message: string): ProblemRecord {
  return { kind: 'PROBLEM', scope: 'ROW', place, column, message };
}

import { crc32 } from 'node:zlib';
import { ImportUnreadableError } from '../import.errors.ts';
import { READ_LIMITS } from './limits.ts';
import { FileProblem } from './problems.ts';
import type { Table } from './table.ts';
import { isWellFormed } from './xml-check.ts';
import { type Budget, openZip, type Zip } from './zip.ts';

export interface Sheet {
  name: string;
  table: Table;
}

/** A string, boolean, Date or null; the package's types take the class of dates for a date. */
type CellValue = unknown;

/** What of a workbook holds text: sheets, their strings and styles, and the lists of them. */
const PART = /\.(?:xml|rels)$/i;
/** Where a row or a cell stands; everything before it is filled up with nothing. */
const PLACE = /(?:^|\s)(?:[^\s=]+:)?r\s*=\s*["']([^"']*)["']/g;
/** A1 … ZZ99999. */
const NEAR_PLACE = /^[A-Z]{0,2}[1-9]\d{0,4}$/;

/** Whether a ZIP is a workbook. */
export function isWorkbook(zip: Zip): boolean {
  return zip.entries.some(({ name }) => name === '[Content_Types].xml');
}

/**
 * Takes a workbook (.xlsx) apart: its sheets that have any cell, cells as the text they hold. A cell that is a date becomes
 * `YYYY-MM-DD`, with `hh:mm:ss` behind it unless it is midnight. It is unpacked by our own caps and packed again before the
 * reader of workbooks sees it, since that one holds everything in memory and trusts what an archive says of itself.
 *
 * @throws FileProblem when it is damaged, too large, or a cell stands far away from all others.
 */
export async function readSheets(content: Buffer, signal?: AbortSignal): Promise<Sheet[]> {
  const parts = await unpack(content, signal);
  parts.forEach(assertIsSound);
  const sheets = await parse(pack(parts));
  return sheets
    .map(({ sheet, data }) => ({ name: sheet, table: toTable(data) }))
    .filter(({ table }) => table.rows.length > 0);
}

interface Part {
  name: string;
  content: Buffer;
}

async function unpack(content: Buffer, signal?: AbortSignal): Promise<Part[]> {
  try {
    const zip = await openZip(content);
    if (!isWorkbook(zip)) throw new FileProblem('The file is a ZIP within the ZIP; upload it by itself.');
    const budget: Budget = { bytes: READ_LIMITS.tableBytes };
    const parts: Part[] = [];
    for (const entry of zip.entries.filter(({ name }) => PART.test(name))) {
      const pieces: Buffer[] = [];
      for await (const piece of entry.read(budget, signal)) pieces.push(piece);
      parts.push({ name: entry.name, content: Buffer.concat(pieces) });
    }
    return parts;
  } catch (error) {
    if (!(error instanceof ImportUnreadableError)) throw error;
    const part = error.entry === null ? '' : ` (in ${error.entry})`;
    throw new FileProblem(`The workbook cannot be unpacked${part}: ${error.message}`, { cause: error });
  }
}

/** Checks what the reader of workbooks does not, or only when it has read everything. */
function assertIsSound({ content }: Part): void {
  let rows = 0;
  const isSound = isWellFormed(content.toString('utf8'), ({ name, attributes }) => {
    if (name === 'row') rows += 1;
    if (rows > READ_LIMITS.tableRows + 1) {
      throw new FileProblem(
        `The workbook has a sheet of more than ${READ_LIMITS.tableRows} rows below its header.`,
      );
    }
    // A cell in row 1,000,000 takes a few bytes and would become a million rows.
    if (name !== 'row' && name !== 'c') return;
    if ([...attributes.matchAll(PLACE)].some(([, place]) => !NEAR_PLACE.test(place!))) {
      throw new FileProblem('The workbook has a cell too far away from all others.');
    }
  });
  if (!isSound) throw new FileProblem('The workbook is damaged.');
}

async function parse(workbook: Buffer): ReturnType<typeof readCells> {
  try {
    return await readCells(workbook);
  } catch (error) {
    // All it has is in memory, so whatever it throws, TypeErrors included, is about the content.
    throw new FileProblem('The workbook is damaged.', { cause: error });
  }
}

async function readCells(workbook: Buffer): Promise<{ sheet: string; data: CellValue[][] }[]> {
  // Loaded by whoever reads a workbook alone.
  const { default: readWorkbook } = await import('read-excel-file/node');
  // Numbers as they are written, since a double may hold another one.
  return readWorkbook<string>(workbook, { parseNumber: (text) => text });
}

function toTable(data: CellValue[][]): Table {
  const texts = data.map((row) => row.map(textOf));
  const headerIndex = texts.findIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  const table: Table = { rows: [], problems: [] };
  if (headerIndex === -1) return table;
  const width = texts[headerIndex]!.findLastIndex((cell) => cell.trim() !== '') + 1;
  for (const [index, cells] of texts.entries()) {
    const number = index + 1;
    if (cells.every((cell) => cell.trim() === '')) continue;
    // TikTok leaves no cell empty: a row that ends early may be one whose cells moved.
    const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (filled === width) {
      table.rows.push({ number, cells: cells.slice(0, width) });
    } else {
      const message = `The row has ${filled} cells where the header has ${width}.`;
      table.problems.push({ row: number, message });
    }
  }
  return table;
}

function textOf(value: CellValue): string {
  if (value instanceof Date) return textOfDate(value);
  if (typeof value !== 'string' && typeof value !== 'boolean') return '';
  // Workbooks can write the character 0, which no database takes.
  return String(value).replaceAll('\0', '');
}

/** Nothing that can be read where the workbook counts days beyond those a Date has. */
function textOfDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  return date.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '');
}

/** A ZIP of stored entries, as plain as one can be (PKWARE APPNOTE 6.3.10, §4.3). */
function pack(parts: Part[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const rawName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Names are in UTF-8.
    common.writeUInt16LE(0x800, 2);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(rawName.length, 22);
    const entry = [Buffer.from('PK\u0003\u0004', 'latin1'), common, rawName, content];
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, place, rawName);
    pieces.push(...entry);
    offset += entry.reduce((bytes, piece) => bytes + piece.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(
    directory.reduce((bytes, piece) => bytes + piece.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, ...directory, end]);
}

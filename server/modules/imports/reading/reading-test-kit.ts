import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { DayRecord, FileRecord, ImportRecord, ProblemRecord, VideoRecord } from '../import-record.ts';
import { readImport, type ReadImportContext } from './read-import.ts';

/** A day long after every file of the tests. */
const TODAY = '2026-11-22';

export interface ReadResult {
  records: ImportRecord[];
  files: FileRecord[];
  days: DayRecord[];
  videos: VideoRecord[];
  problems: ProblemRecord[];
}

/** Reads bytes as if they had been uploaded under `name`. */
export async function readBytes(
  name: string,
  content: string | Uint8Array,
  context: Partial<ReadImportContext> = {},
): Promise<ReadResult> {
  return asUpload(content, (path) => readPath(path, name, context));
}

/** Has bytes read from a file that is there only meanwhile, as an upload is. */
export async function asUpload<T>(
  content: string | Uint8Array,
  read: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    return await read(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a file that exists. */
export async function readPath(
  path: string,
  name: string,
  context: Partial<ReadImportContext> = {},
): Promise<ReadResult> {
  const records: ImportRecord[] = [];
  for await (const record of readImport({ path, name }, { downloadedOn: null, today: TODAY, ...context })) {
    records.push(record);
  }
  return {
    records,
    files: records.filter((record) => record.kind === 'FILE'),
    days: records.filter((record) => record.kind === 'DAY'),
    videos: records.filter((record) => record.kind === 'VIDEO'),
    problems: records.filter((record) => record.kind === 'PROBLEM'),
  };
}

/** A CSV file as TikTok Studio writes it: byte order mark, every field in quotes, no newline at its end. */
export function studioCsv(header: string[], rows: (string | number)[][]): string {
  return '\uFEFF' + [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
}

/** A ZIP of texts or bytes by name, packed at a time or without any. */
export function zipOf(
  entries: Record<string, string | Uint8Array>,
  options: { packedAt?: string; level?: 0 | 6 | 9 } = {},
): Uint8Array {
  const { packedAt = '1980-01-01T00:00:00Z', level = 6 } = options;
  const files: Zippable = {};
  for (const [name, content] of Object.entries(entries)) {
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  // fflate writes the local time of its date.
  const time = new Date(packedAt);
  const local = new Date(time.getTime() + time.getTimezoneOffset() * 60_000);
  return zipSync(files, { level, mtime: local });
}

export type SheetCells = (string | number | null)[][];

/**
 * A workbook as TikTok writes it: every string a formula's result (`t="str"`), the sheet packed before the workbook that
 * names it. Numbers become cells of numbers, which TikTok does not write and spreadsheets do.
 */
export function workbookOf(sheets: Record<string, SheetCells>, level: 0 | 6 = 6): Uint8Array {
  const names = Object.keys(sheets);
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  };
  for (const [index, name] of names.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheets[name]!);
  }
  parts['xl/workbook.xml'] =
    `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relationships}"><sheets>` +
    names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('') +
    '</sheets></workbook>';
  parts['xl/_rels/workbook.xml.rels'] =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    names
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${relationships}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join('') +
    '</Relationships>';
  return zipOf(parts, { level });
}

function sheetXml(rows: SheetCells): string {
  const cell = (value: string | number | null, place: string): string => {
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    const text = value.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    return `<c r="${place}" t="str"><v>${text}</v></c>`;
  };
  const lines = rows.map((row, i) => {
    const cells = row.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${i + 1}`));
    return `<row r="${i + 1}">${cells.join('')}</row>`;
  });
  return (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' +
    `${lines.join('')}</sheetData></worksheet>`
  );
}

export const OVERVIEW_HEADER = ['Date', 'Video Views', 'Profile Views', 'Likes', 'Comments', 'Shares'];

import { createHash } from 'node:crypto';
import { ImportUnreadableError } from '../import.errors.ts';
import type { FileRecord, ImportRecord, ProblemRecord } from '../import-record.ts';
import { readCsv } from './csv-table.ts';
import { readDataExport } from './data-export.ts';
import { FileProblem } from './problems.ts';
import { handleOfLinks, readRows, recogniseTable } from './read-table.ts';
import type { Table } from './table.ts';
import { isZip, openUpload, readWhole, type UploadedFile } from './upload.ts';
import { plausibleDay, readUploadName, type UploadName } from './upload-name.ts';
import { readSheets, type Sheet } from './xlsx-table.ts';

export interface ImportFile {
  /** Where it lies on this machine. */
  path: string;
  /** As the person's machine calls it: TikTok's names tell the handle and days. */
  name: string;
}

export interface ReadImportContext {
  /** The day TikTok made the file, YYYY-MM-DD, as the person says; null to find it. */
  downloadedOn: string | null;
  /** The current day in UTC, YYYY-MM-DD. */
  today: string;
  /**
   * The day under which a file with this content was read before, null where it was not: read again, it says the same
   * again, whatever it is called by now and whatever day the person says. Asked once for each file of the upload; of a
   * workbook as a whole.
   */
  earlierDownloadDay?: (contentHash: string) => Promise<string | null>;
  signal?: AbortSignal | undefined;
}

/**
 * Reads an upload of any known format: a `FILE` for each file, entry or sheet that is recognised, followed by its records in the
 * order of its rows. What a file is follows from its content; its name counts for nothing but handle and days. A row that
 * cannot be read becomes a `PROBLEM` and reading goes on; so does an entry of a ZIP where another one can be read. No number
 * is guessed: a cell is what TikTok writes, or its row is a problem.
 *
 * **The day of the download** is, first of these that there is: the day under which the same content was read before;
 * `downloadedOn`; the seconds in the name of TikTok's ZIP; the time of the entry in the ZIP; today.
 *
 * **The year of days without one** (`row-dates.ts`): rows ascend, a year ends where December is followed by January, and the
 * last row lies on or before the day of the download, in the latest year that has every 29 February of the file. Where the
 * ZIP's name tells the first day of the window, and the content was not read before, that decides the year; a file that
 * contradicts it is refused.
 *
 * Memory is bounded whatever the size (`READ_LIMITS`). Stopping early (`return`, or `signal`) closes all files.
 *
 * @throws ImportUnreadableError before the first record, never after one: nothing need be taken back.
 */
export async function* readImport(
  file: ImportFile,
  context: ReadImportContext,
): AsyncGenerator<ImportRecord, void, undefined> {
  const upload = await openUpload(file, context.signal);
  try {
    const name = readUploadName(file.name, context.today);
    /** Told when it is known that the upload as a whole can be read. */
    const unreadable: ProblemRecord[] = [];
    let isRecognised = false;
    for (const uploaded of upload.files) {
      context.signal?.throwIfAborted();
      const records = await readFile(uploaded, name, context);
      if (Array.isArray(records)) {
        if (!isRecognised) yield* unreadable;
        isRecognised = true;
        yield* records;
      } else if (isRecognised) {
        yield records;
      } else {
        unreadable.push(records);
      }
    }
    if (!isRecognised) throw new ImportUnreadableError(unreadable[0]!.message, upload.files[0]!.entry);
  } finally {
    upload.close();
  }
}

async function readFile(
  file: UploadedFile,
  name: UploadName,
  context: ReadImportContext,
): Promise<ImportRecord[] | ProblemRecord> {
  try {
    const download = await findDownload(file, name, context);
    return isJson(file.head)
      ? await readJson(file, name, download, context.signal)
      : await readTables(file, name, download, context.signal);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return toProblem(file.name, error.message);
  }
}

async function readJson(
  file: UploadedFile,
  name: UploadName,
  download: Download,
  signal: AbortSignal | undefined,
): Promise<ImportRecord[]> {
  const lastDay = download.downloadedOn;
  const read = await readDataExport(file.read(signal), { fileName: file.name, lastDay, signal });
  return [
    {
      kind: 'FILE',
      format: read.format,
      fileName: file.name,
      contentHash: file.contentHash,
      rows: read.posts,
      ...download,
      ...ownerOf(['PROFILE', read.handle], ['FILE_NAME', name.handle]),
    },
    ...read.records,
  ];
}

/** A CSV file is a table; a workbook has one in each sheet. */
async function readTables(
  file: UploadedFile,
  name: UploadName,
  download: Download,
  signal: AbortSignal | undefined,
): Promise<ImportRecord[]> {
  const content = await readWhole(file, signal);
  if (!isZip(file.head)) return readTable(file, await readCsv(content, signal), name, download);
  const sheets = await readSheets(content, signal);
  if (sheets.length === 0) throw new FileProblem('The workbook is empty.');
  if (sheets.length === 1) return readTable(file, sheets[0]!.table, name, download);
  const read = sheets.map((sheet) => readSheet(file, sheet, name, download));
  const recognised = read.filter(Array.isArray);
  if (recognised.length === 0)
    throw new FileProblem('No sheet of the workbook is one of TikTok Studio or Business Suite.');
  return read.flat();
}

function readSheet(
  file: UploadedFile,
  { name: sheetName, table }: Sheet,
  name: UploadName,
  download: Download,
): ImportRecord[] | ProblemRecord {
  const fileName = `${file.name}: ${sheetName}`;
  const contentHash = createHash('sha256').update(`${file.contentHash}/${sheetName}`).digest('hex');
  try {
    return readTable({ name: fileName, contentHash }, table, name, download);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return toProblem(fileName, error.message);
  }
}

function readTable(
  file: Pick<UploadedFile, 'name' | 'contentHash'>,
  table: Table,
  name: UploadName,
  download: Download,
): ImportRecord[] {
  const known = recogniseTable(table);
  const record: FileRecord = {
    kind: 'FILE',
    format: known.recognised.format,
    fileName: file.name,
    contentHash: file.contentHash,
    rows: table.rows.length - 1 + table.problems.length,
    ...download,
    ...ownerOf(['VIDEO_LINKS', handleOfLinks(known)], ['FILE_NAME', name.handle]),
  };
  const isReadBefore = download.downloadDaySource === 'EARLIER_IMPORT';
  const window = { lastDay: download.downloadedOn, firstDay: isReadBefore ? null : name.firstDay };
  return [record, ...readRows(known, file.name, window)];
}

/** The first that says anything: what stands in a file is harder to get wrong than what it is called. */
function ownerOf(
  ...witnesses: [NonNullable<FileRecord['handleSource']>, string | null][]
): Pick<FileRecord, 'handle' | 'handleSource'> {
  const [handleSource, handle] = witnesses.find((witness) => witness[1] !== null) ?? [null, null];
  return { handle, handleSource };
}

type Download = Pick<FileRecord, 'downloadedOn' | 'downloadDaySource'>;

async function findDownload(
  file: UploadedFile,
  name: UploadName,
  { downloadedOn, today, earlierDownloadDay }: ReadImportContext,
): Promise<Download> {
  const earlier = await earlierDownloadDay?.(file.contentHash);
  if (earlier != null) return { downloadedOn: earlier, downloadDaySource: 'EARLIER_IMPORT' };
  if (downloadedOn !== null) return { downloadedOn, downloadDaySource: 'INPUT' };
  if (name.downloadedOn !== null) return { downloadedOn: name.downloadedOn, downloadDaySource: 'FILE_NAME' };
  // By a clock in any zone, which no window of whole UTC days can outrun.
  const packed = file.time === null ? null : plausibleDay(file.time, today);
  if (packed !== null) return { downloadedOn: packed, downloadDaySource: 'ENTRY_TIME' };
  return { downloadedOn: today, downloadDaySource: 'TODAY' };
}

/** `{` behind what may stand before it. */
function isJson(head: Buffer): boolean {
  return /^\uFEFF?\s*\{/.test(head.toString('utf8'));
}

function toProblem(fileName: string, message: string): ProblemRecord {
  return { kind: 'PROBLEM', scope: 'FILE', place: { fileName, row: null }, column: null, message };
}

import { ImportUnreadableError } from '../import.errors.ts';
import type { DownloadDaySource, FileRecord, ImportRecord, ProblemRecord } from '../import-record.ts';
import { readCsv } from './csv-table.ts';
import { FileProblem } from './problems.ts';
import { handleOfLinks, readTable, recogniseTable } from './read-table.ts';
import type { Table } from './table.ts';
import { openUpload, readWhole, type UploadedFile } from './upload.ts';
import { plausibleDay, readUploadName, type UploadName } from './upload-name.ts';

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
   * again. Asked once for each file, and not where `downloadedOn` is given.
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
 * **The day of the download** is, first of these that there is: `downloadedOn`; the day under which the same content was read
 * before; the seconds in the name of TikTok's ZIP; the time of the entry in the ZIP; today.
 *
 * **The year of days without one** (`row-dates.ts`): rows ascend, a year ends where December is followed by January, and the
 * last row lies on or before the day of the download, in the latest year that has every 29 February of the file. Where the
 * ZIP's name tells the first day of the window, that decides the year.
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
    const unreadable: ProblemRecord[] = [];
    let isRecognised = false;
    for (const uploaded of upload.files) {
      context.signal?.throwIfAborted();
      const records = await readFile(uploaded, name, context);
      if (Array.isArray(records)) {
        // Told when it is known that the upload as a whole can be read.
        if (!isRecognised) yield* unreadable;
        isRecognised = true;
        yield* records;
      } else if (isRecognised) {
        yield records;
      } else {
        unreadable.push(records);
      }
    }
    if (!isRecognised) throw toError(unreadable, upload.files);
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
    return await readTableFile(
      file,
      await readCsv(await readWhole(file, context.signal), context.signal),
      name,
      context,
    );
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const place = { fileName: file.name, row: null };
    return { kind: 'PROBLEM', scope: 'FILE', place, column: null, message: error.message };
  }
}

async function readTableFile(
  file: UploadedFile,
  table: Table,
  name: UploadName,
  context: ReadImportContext,
): Promise<ImportRecord[]> {
  const known = recogniseTable(table);
  const download = await findDownloadDay(file, name, context);
  const linked = name.handle === null ? handleOfLinks(known) : null;
  const record: FileRecord = {
    kind: 'FILE',
    format: known.recognised.format,
    fileName: file.name,
    contentHash: file.contentHash,
    rows: table.rows.length - 1 + table.problems.length,
    ...download,
    handle: name.handle ?? linked,
    handleSource: name.handle !== null ? 'FILE_NAME' : linked !== null ? 'VIDEO_LINKS' : null,
  };
  const window = { downloadedOn: download.downloadedOn, firstDay: name.firstDay };
  return [record, ...readTable(known, file.name, window)];
}

async function findDownloadDay(
  file: UploadedFile,
  name: UploadName,
  { downloadedOn, today, earlierDownloadDay }: ReadImportContext,
): Promise<{ downloadedOn: string; downloadDaySource: DownloadDaySource }> {
  if (downloadedOn !== null) return { downloadedOn, downloadDaySource: 'INPUT' };
  const earlier = await earlierDownloadDay?.(file.contentHash);
  if (earlier != null) return { downloadedOn: earlier, downloadDaySource: 'EARLIER_IMPORT' };
  if (name.downloadedOn !== null) return { downloadedOn: name.downloadedOn, downloadDaySource: 'FILE_NAME' };
  const packed = file.time === null ? null : plausibleDay(file.time, today);
  if (packed !== null) return { downloadedOn: packed, downloadDaySource: 'ENTRY_TIME' };
  return { downloadedOn: today, downloadDaySource: 'TODAY' };
}

function toError(problems: ProblemRecord[], files: UploadedFile[]): ImportUnreadableError {
  const [first] = problems;
  const entry = files[0]?.entry ?? null;
  return new ImportUnreadableError(first!.message, entry);
}

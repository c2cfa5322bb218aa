import { ImportUnreadableError } from '../../imports/import.errors.ts';
import type { ProblemRecord } from '../../imports/import-record.ts';
import { readCsv } from '../../imports/reading/csv-table.ts';
import type { ImportFile } from '../../imports/reading/read-import.ts';
import { FileProblem } from '../../imports/reading/problems.ts';
import { isZip, openUpload, readWhole, type UploadedFile } from '../../imports/reading/upload.ts';
import { type ListContext, readAnswers, readTable } from './read-lists.ts';
import type { TrendRecord } from './trend-record.ts';

export interface ReadTrendFileContext {
  /** ISO 3166-1 alpha-2: whose country's list it is where the file names none. Null: all countries'. */
  region: string | null;
  /** The day that lists are of which do not say, YYYY-MM-DD, as the person says. */
  capturedOn: string | null;
  /** The day, in UTC, of the import: that of lists of which nobody says anything. */
  today: string;
  /** Nothing is later. */
  now: Date;
  /** The day that lists of a file with this content were taken to be of before; null where it is new. */
  earlierDay?: (contentHash: string) => Promise<string | null>;
  signal?: AbortSignal | undefined;
}

/** Sightings of an upload: a year of days of 100 places each is a fifth of it. */
const MAX_ROWS = 200_000;

/**
 * Reads saved answers of Creative Center, lists of the discover page and tables of them, also several in a ZIP: a `LIST` for
 * each list that is recognised, followed by its sightings in their order. What a file is follows from its content. A row that
 * cannot be read becomes a `PROBLEM` and reading goes on; so does a file of a ZIP where another one can be read.
 *
 * **When** a list was so is, first of these that there is: the date in its row; the newest time of all curves of its answer,
 * since its counts are of a window that ends there; `capturedOn`; the day under which the same content was read before; the
 * day of the import. A day stands for its beginning in UTC, so that a list of today is not in the future and the same file
 * says the same again.
 *
 * **Where** it was so is what the row says, else `region`.
 *
 * Memory is that of the largest answer or table (`READ_LIMITS`). Each file is read twice: once to see that it can be.
 *
 * @throws ImportUnreadableError before the first record, never after one.
 */
export async function* readTrendFile(
  file: ImportFile,
  context: ReadTrendFileContext,
): AsyncGenerator<TrendRecord, void, undefined> {
  const upload = await openUpload(file, context.signal);
  try {
    const readable: UploadedFile[] = [];
    const unreadable: ProblemRecord[] = [];
    let rows = 0;
    for (const each of upload.files) {
      try {
        for await (const { kind } of readOne(each, context)) {
          if (kind === 'SIGHTING') rows += 1;
          if (rows > MAX_ROWS) {
            throw new ImportUnreadableError(`There are more than ${String(MAX_ROWS)} rows.`, each.entry);
          }
        }
        readable.push(each);
      } catch (error) {
        if (!(error instanceof FileProblem)) throw error;
        unreadable.push(toProblem(each.name, error.message));
      }
    }
    if (readable.length === 0) {
      throw new ImportUnreadableError(unreadable[0]!.message, upload.files[0]!.entry);
    }
    yield* unreadable;
    for (const each of readable) yield* readOne(each, context);
  } finally {
    upload.close();
  }
}

async function* readOne(
  file: UploadedFile,
  context: ReadTrendFileContext,
): AsyncGenerator<TrendRecord, void, undefined> {
  const { region, now, signal } = context;
  const list: ListContext = {
    fileName: file.name,
    contentHash: file.contentHash,
    region,
    now,
    capturedOn: context.capturedOn,
    day: context.capturedOn ?? (await context.earlierDay?.(file.contentHash)) ?? context.today,
    signal,
  };
  const start = file.head.toString('utf8').trimStart();
  if (isZip(file.head)) throw new FileProblem('The file is a workbook or a ZIP; save the table as CSV.');
  if (/^\uFEFF?\s*</.test(start)) {
    throw new FileProblem('The file is a page; only the answers that it was sent are read, as JSON.');
  }
  if (/^\uFEFF?\s*[[{]/.test(start)) yield* readAnswers(file.read(signal), list);
  else yield* readTable(await readCsv(await readWhole(file, signal), signal), list);
}

function toProblem(fileName: string, message: string): ProblemRecord {
  return { kind: 'PROBLEM', scope: 'FILE', place: { fileName, row: null }, column: null, message };
}

import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import { DomainError, ValidationError } from '../../lib/errors.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import { record } from '../connections/connection.events.ts';
import { surveyImport } from './import-survey.ts';
import type { ImportSurvey } from './import-survey.ts';
import { createImportWriter, Superseded } from './import-writer.ts';
import type { StoredProblem } from './import-ledger.ts';
import { readingContext, toDate } from './imported-files.ts';
import { matchPosts } from './post-matching.ts';
import { fileKeyOf } from './read-import.job.ts';
import type { ImportKey } from './read-import.job.ts';
import { readImport } from './reading/read-import.ts';

export type ImportRunDeps = Pick<Services, 'database' | 'clock' | 'hub' | 'files' | 'spool'>;

/** Why an import failed, as stored. */
export interface StoredImportError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  vendorCode: null;
}

interface ImportRun extends ImportKey {
  attempt: number;
  fileName: string;
  isDryRun: boolean;
  /** As the person says, YYYY-MM-DD. */
  downloadedOn: string | null;
  username: string | null;
}

/**
 * Reads an import's file into the history and removes it. May be killed at any point and run again: what is stored is not
 * stored twice, and the counts come out as if nothing had happened. An expected failure ends the import; the database or a
 * bug failing throws and leaves it to be run again.
 *
 * @throws the signal's reason when it aborts.
 */
export async function runImport(deps: ImportRunDeps, key: ImportKey, signal: AbortSignal): Promise<void> {
  const run = await claim(deps, key);
  if (run !== null) {
    try {
      await readAndStore(deps, run, signal);
    } catch (error) {
      // The file is for the attempt that has the import by now.
      if (error instanceof Superseded) return;
      if (signal.aborted || !(error instanceof DomainError)) throw error;
      await endInFailure(deps, run, toStoredError(error));
    }
  }
  await deps.files.remove(fileKeyOf(key));
}

/** Ends an import whose job has no retries left; one that has ended is left alone. */
export async function giveUpImport(deps: ImportRunDeps, key: ImportKey): Promise<void> {
  const run = await claim(deps, key);
  if (run !== null) {
    await endInFailure(deps, run, {
      code: 'RETRIES_EXHAUSTED',
      message: 'The file was tried several times and never read to its end. What was stored of it stays.',
      retryable: true,
      vendorCode: null,
    });
  }
  await deps.files.remove(fileKeyOf(key));
}

/** Removes the file of an upload that never became an import. */
export async function discardUpload(
  { database, files }: Pick<ImportRunDeps, 'database' | 'files'>,
  key: ImportKey,
): Promise<void> {
  const begun = await database.prisma.analyticsImport.findUnique({ where: { id: key.importId } });
  if (begun === null) await files.remove(fileKeyOf(key));
}

/** Takes an import that has not ended, from whichever attempt had it. Null where there is nothing to do. */
async function claim({ database }: ImportRunDeps, { importId }: ImportKey): Promise<ImportRun | null> {
  return database.transaction(async (tx) => {
    const { count } = await tx.analyticsImport.updateMany({
      where: { id: importId, status: { in: ['QUEUED', 'RUNNING'] } },
      data: { status: 'RUNNING', attempt: { increment: 1 } },
    });
    if (count === 0) return null;
    const { connection, ...row } = await tx.analyticsImport.findUniqueOrThrow({
      where: { id: importId },
      include: { connection: { select: { id: true, username: true } } },
    });
    return {
      importId,
      attempt: row.attempt,
      fileName: row.fileName,
      isDryRun: row.mode === 'DRY_RUN',
      downloadedOn: row.downloadedOn === null ? null : toDate(row.downloadedOn),
      connectionId: connection.id,
      username: connection.username,
    };
  });
}

async function readAndStore(deps: ImportRunDeps, run: ImportRun, signal: AbortSignal): Promise<void> {
  const { clock, files, spool } = deps;
  const { importId, connectionId, attempt, isDryRun } = run;
  const now = clock.now();
  const file = await spool.write(`${importId}-${String(attempt)}`, await files.read(fileKeyOf(run)));
  try {
    // A workbook is asked for as a whole and told of sheet by sheet, so the one is remembered with the other.
    let asked = '';
    const context = readingContext(deps, connectionId, run.downloadedOn, {
      signal,
      onAsked: (contentHash) => {
        asked = contentHash;
      },
    });
    const read = () => readImport({ path: file.path, name: run.fileName }, context);
    // All of it, before anything is stored: whose it is, and which of its posts come near each other.
    const survey = await surveyImport(read(), run.username);
    const writer = createImportWriter(deps, {
      importId,
      connectionId,
      attempt,
      isDryRun,
      now,
      containerOf: () => asked,
      matches: await findMatches(deps, connectionId, survey.posts),
      notes: notesOf(survey, run),
    });
    for await (const each of read()) {
      signal.throwIfAborted();
      await writer.add(each);
    }
    const announce = await writer.finish({ status: 'COMPLETED', finishedAt: clock.now() }, (tx) =>
      recordEnd(tx, deps, run),
    );
    await announce();
  } finally {
    await file.remove();
  }
}

/** Ends an import that this attempt still has. */
async function endInFailure(deps: ImportRunDeps, run: ImportRun, error: StoredImportError): Promise<void> {
  const { importId, attempt } = run;
  const announce = await deps.database.transaction(async (tx) => {
    const { count } = await tx.analyticsImport.updateMany({
      where: { id: importId, status: 'RUNNING', attempt },
      data: {
        status: 'FAILED',
        finishedAt: deps.clock.now(),
        error: error satisfies StoredImportError as unknown as Prisma.InputJsonObject,
      },
    });
    return count === 0 ? null : recordEnd(tx, deps, run);
  });
  await announce?.();
}

function recordEnd(
  tx: Transaction,
  deps: ImportRunDeps,
  { connectionId, importId }: ImportRun,
): Promise<() => Promise<void>> {
  return record(tx, deps, connectionId, { type: 'ImportFinished', payload: { importId } });
}

function toStoredError(error: DomainError): StoredImportError {
  const message =
    error instanceof ValidationError ? (error.issues[0]?.message ?? error.message) : error.message;
  return { code: error.code, message, retryable: false, vendorCode: null };
}

async function findMatches(
  { database }: ImportRunDeps,
  connectionId: string,
  posts: readonly number[],
): Promise<Map<number, string>> {
  if (posts.length === 0) return new Map();
  const videos = await database.prisma.tikTokVideo.findMany({
    where: { connectionId },
    select: { id: true, postedAt: true },
  });
  return matchPosts(
    posts,
    videos.map(({ id, postedAt }) => ({ id, postedAt: postedAt.getTime() })),
  );
}

/** What a person should know although nothing is refused for it. */
function notesOf({ files }: ImportSurvey, { username, downloadedOn }: ImportRun): StoredProblem[] {
  return files.flatMap(({ fileName, handle, downloadDaySource, downloadedOn: day }) => {
    const messages: string[] = [];
    if (handle !== null && username === null) {
      messages.push(
        `It is of @${handle}. TikTok has not told the name of this connection, so it was believed.`,
      );
    }
    if (downloadDaySource === 'EARLIER_IMPORT' && downloadedOn !== null && downloadedOn !== day) {
      messages.push(`It was imported before, as of ${day}; that day stays.`);
    }
    return messages.map((message) => ({ fileName, row: null, column: null, message }));
  });
}

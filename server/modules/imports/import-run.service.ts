import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { DomainError } from '../../lib/errors.ts';
import { toDate } from '../../lib/time.ts';
import { record } from '../connections/connection.events.ts';
import {
  claimAttempt,
  failAttempt,
  GIVEN_UP,
  type StoredImportError,
  Superseded,
  toStoredError,
} from './import-attempt.service.ts';
import { surveyImport } from './import-survey.ts';
import type { ImportSurvey } from './import-survey.ts';
import { createImportWriter } from './import-writer.ts';
import type { StoredProblem } from './import-ledger.ts';
import { readingContext } from './imported-files.ts';
import { matchPosts } from './post-matching.ts';
import { fileKeyOf } from './read-import.job.ts';
import type { ImportKey } from './read-import.job.ts';
import { readImport } from './reading/read-import.ts';

export type ImportRunDeps = Pick<Services, 'database' | 'clock' | 'hub' | 'files' | 'spool'>;

interface ImportRun {
  importId: string;
  connectionId: string;
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
  if (run !== null) await endInFailure(deps, run, GIVEN_UP);
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

async function claim(deps: ImportRunDeps, { ownerId, importId }: ImportKey): Promise<ImportRun | null> {
  const row = await claimAttempt(deps, importId);
  if (row === null) return null;
  const connection = await deps.database.prisma.tikTokConnection.findUniqueOrThrow({
    where: { id: ownerId },
    select: { username: true },
  });
  return {
    importId,
    connectionId: ownerId,
    attempt: row.attempt,
    fileName: row.fileName,
    isDryRun: row.mode === 'DRY_RUN',
    downloadedOn: row.downloadedOn === null ? null : toDate(row.downloadedOn),
    username: connection.username,
  };
}

async function readAndStore(deps: ImportRunDeps, run: ImportRun, signal: AbortSignal): Promise<void> {
  const { clock, files, spool } = deps;
  const { importId, connectionId, attempt, isDryRun } = run;
  const now = clock.now();
  const file = await spool.write(
    `${importId}-${String(attempt)}`,
    await files.read(fileKeyOf({ ownerId: connectionId, importId })),
  );
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

async function endInFailure(deps: ImportRunDeps, run: ImportRun, error: StoredImportError): Promise<void> {
  const { importId: id, attempt } = run;
  const announce = await failAttempt(deps, { id, attempt }, error, (tx) => recordEnd(tx, deps, run));
  await announce?.();
}

function recordEnd(
  tx: Transaction,
  deps: ImportRunDeps,
  { connectionId, importId }: ImportRun,
): Promise<() => Promise<void>> {
  return record(tx, deps, connectionId, { type: 'ImportFinished', payload: { importId } });
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

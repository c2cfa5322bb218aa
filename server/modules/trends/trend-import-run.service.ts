import type { Services } from '../../app/services.ts';
import { DomainError } from '../../lib/errors.ts';
import { toDate } from '../../lib/time.ts';
import {
  claimAttempt,
  failAttempt,
  GIVEN_UP,
  type ImportAttempt,
  type StoredImportError,
  Superseded,
  toStoredError,
} from '../imports/import-attempt.service.ts';
import { fileKeyOf, type ImportKey } from '../imports/read-import.job.ts';
import { readTrendFile } from './reading/read-trend-file.ts';
import { considerTrends } from './consider-trends.service.ts';
import { trendImportContext } from './trend-import-context.ts';
import { createTrendImportWriter } from './trend-import-writer.ts';

export type TrendImportDeps = Pick<Services, 'database' | 'clock' | 'files' | 'spool' | 'hub'>;

type Run = NonNullable<Awaited<ReturnType<typeof claimAttempt>>>;

/**
 * Reads the file of an import into its workspace's trends and removes it. May be killed at any point and run again: what is
 * stored is not stored twice, and the counts come out as if nothing had happened. An expected failure ends the import; the
 * database or a bug failing throws and leaves it to be run again.
 *
 * @throws the signal's reason when it aborts.
 */
export async function runTrendImport(
  deps: TrendImportDeps,
  key: ImportKey,
  signal: AbortSignal,
): Promise<void> {
  const run = await claimAttempt(deps, key.importId);
  if (run !== null) {
    try {
      await readAndStore(deps, key, run, signal);
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
export async function giveUpTrendImport(deps: TrendImportDeps, key: ImportKey): Promise<void> {
  const run = await claimAttempt(deps, key.importId);
  if (run !== null) await endInFailure(deps, run, GIVEN_UP);
  await deps.files.remove(fileKeyOf(key));
}

async function readAndStore(
  deps: TrendImportDeps,
  key: ImportKey,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const { clock, files, spool } = deps;
  const workspaceId = key.ownerId;
  const file = await spool.write(`${run.id}-${String(run.attempt)}`, await files.read(fileKeyOf(key)));
  try {
    const origin = {
      workspaceId,
      region: run.region,
      capturedOn: run.downloadedOn === null ? null : toDate(run.downloadedOn),
      receivedAt: run.createdAt,
    };
    const context = trendImportContext(deps, origin, signal);
    const writer = createTrendImportWriter(deps, {
      workspaceId,
      attempt: run,
      isDryRun: run.mode === 'DRY_RUN',
      storedBefore: Number(run.rowsStored),
    });
    for await (const record of readTrendFile({ path: file.path, name: run.fileName }, context)) {
      signal.throwIfAborted();
      await writer.add(record);
    }
    // Before it is said to be done: whoever waits for that asks for velocities next.
    await considerTrends(deps, await writer.flush());
    await writer.finish(clock.now());
  } finally {
    await file.remove();
  }
}

async function endInFailure(
  deps: TrendImportDeps,
  attempt: ImportAttempt,
  error: StoredImportError,
): Promise<void> {
  await failAttempt(deps, attempt, error, () => Promise.resolve());
}

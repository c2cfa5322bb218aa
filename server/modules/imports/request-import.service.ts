import type { Services } from '../../app/services.ts';
import { isForeignKeyViolation } from '../../data/errors.ts';
import type { ImportMode, TikTokConnection } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { SpooledFile } from '../../data/spool.ts';
import { notFound, ValidationError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { recordAction } from '../accounts/audit.service.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { authorizeConnection } from '../connections/connection.policy.ts';
import { surveyImport } from './import-survey.ts';
import { readingContext, toDate } from './imported-files.ts';
import { DISCARD_AFTER_SECONDS, discardUploadJob, fileKeyOf, readImportJob } from './read-import.job.ts';
import { readImport } from './reading/read-import.ts';

/** TikTok has no day before its first. */
const FIRST_DAY = '2016-09-01';
/** Larger files are looked at by the job alone: the caller would wait for seconds. Tables are far smaller. */
const LOOKED_AT_BYTES = 20_000_000;

export interface RequestImportInput {
  connectionId: string;
  mode: ImportMode;
  downloadedOn?: string | null | undefined;
}

/**
 * Whether the viewer may bring a file for the connection, decided before it is received.
 *
 * @throws NotFoundError, ForbiddenError, ValidationError
 */
export async function authorizeImport(
  deps: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  { connectionId, downloadedOn }: RequestImportInput,
): Promise<TikTokConnection> {
  const connection = await authorizeConnection(deps.database, viewer, connectionId, 'connection.import');
  const today = toDate(deps.clock.now());
  if (downloadedOn != null && (downloadedOn < FIRST_DAY || downloadedOn > today)) {
    throw new ValidationError([
      { path: ['input', 'downloadedOn'], message: `must be a day from ${FIRST_DAY} to ${today}` },
    ]);
  }
  return connection;
}

/**
 * Stores the file and queues its reading. What fails later is on the import.
 *
 * @param connection as `authorizeImport` gave it.
 * @returns the id of the import.
 * @throws ImportUnreadableError where the file is none of the known formats; ValidationError where it is another account's.
 */
export async function requestImport(
  deps: Pick<Services, 'database' | 'clock' | 'queue' | 'files'>,
  viewer: Viewer,
  connection: TikTokConnection,
  input: RequestImportInput & { fileName: string },
  file: SpooledFile,
  remember: Remember,
): Promise<string> {
  const { fileName, mode, downloadedOn } = input;
  if (file.bytes <= LOOKED_AT_BYTES) {
    const context = readingContext(deps, connection.id, downloadedOn ?? null);
    await surveyImport(readImport({ path: file.path, name: fileName }, context), connection.username);
  }

  const importId = newId();
  const now = deps.clock.now();
  const key = { connectionId: connection.id, importId };
  await deps.queue.send(discardUploadJob, key, { startAfter: DISCARD_AFTER_SECONDS });
  await deps.files.putFile(fileKeyOf(key), file.path, { contentType: 'application/octet-stream' });
  try {
    await deps.database.transaction(async (tx) => {
      await remember(tx, { importId });
      await tx.analyticsImport.create({
        data: {
          id: importId,
          connectionId: connection.id,
          fileName,
          mode,
          downloadedOn: downloadedOn == null ? null : new Date(`${downloadedOn}T00:00:00Z`),
          createdAt: now,
        },
      });
      await recordAction(tx, viewer, {
        workspaceId: connection.workspaceId,
        at: now,
        action: 'connection.import',
        targetId: importId,
      });
      await deps.queue.send(readImportJob, key, { tx });
    });
  } catch (error) {
    await deps.files.remove(fileKeyOf(key));
    // The connection was deleted in between.
    if (isForeignKeyViolation(error)) throw notFound(connection.id, { cause: error });
    throw error;
  }
  return importId;
}

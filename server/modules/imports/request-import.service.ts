import type { Services } from '../../app/services.ts';
import type { ImportMode, TikTokConnection } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { SpooledFile } from '../../data/spool.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { authorizeConnection } from '../connections/connection.policy.ts';
import { assertDayOfFile, beginImport, LOOKED_AT_BYTES } from './begin-import.service.ts';
import { surveyImport } from './import-survey.ts';
import { readingContext } from './imported-files.ts';
import { readImportJob } from './read-import.job.ts';
import { readImport } from './reading/read-import.ts';

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
  assertDayOfFile(deps, 'downloadedOn', downloadedOn ?? null);
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

  return beginImport(
    deps,
    viewer,
    {
      ownerId: connection.id,
      workspaceId: connection.workspaceId,
      action: 'connection.import',
      job: readImportJob,
      row: {
        connectionId: connection.id,
        fileName,
        mode,
        downloadedOn: downloadedOn == null ? null : new Date(`${downloadedOn}T00:00:00Z`),
      },
    },
    file,
    remember,
  );
}

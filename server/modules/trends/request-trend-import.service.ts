import type { Services } from '../../app/services.ts';
import type { ImportMode } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { SpooledFile } from '../../data/spool.ts';
import { isCountry } from '../../lib/countries.ts';
import { ValidationError } from '../../lib/errors.ts';
import { authorize, type Viewer } from '../accounts/viewer.ts';
import { assertDayOfFile, beginImport, LOOKED_AT_BYTES } from '../imports/begin-import.service.ts';
import { readTrendFileJob } from './read-trend-file.job.ts';
import { readTrendFile } from './reading/read-trend-file.ts';
import { trendImportContext } from './trend-import-context.ts';

export interface RequestTrendImportInput {
  /** Row id. */
  workspaceId: string;
  mode: ImportMode;
  region?: string | null | undefined;
  capturedOn?: string | null | undefined;
}

/**
 * Whether the viewer may bring a list for the workspace, decided before it is received.
 *
 * @throws NotFoundError, ForbiddenError, ValidationError
 */
export function authorizeTrendImport(
  deps: Pick<Services, 'clock'>,
  viewer: Viewer,
  { workspaceId, region, capturedOn }: RequestTrendImportInput,
): void {
  authorize(viewer, workspaceId, 'trend.import', workspaceId);
  assertDayOfFile(deps, 'capturedOn', capturedOn ?? null);
  if (region != null && !isCountry(region)) {
    const message = 'must be a country code of ISO 3166-1 alpha-2 in upper case, such as US';
    throw new ValidationError([{ path: ['input', 'region'], message }]);
  }
}

/**
 * Stores the file and queues its reading. What fails later is on the import.
 *
 * @returns the id of the import.
 * @throws ImportUnreadableError where the file holds no list that is read.
 */
export async function requestTrendImport(
  deps: Pick<Services, 'database' | 'clock' | 'queue' | 'files'>,
  viewer: Viewer,
  input: RequestTrendImportInput & { fileName: string },
  file: SpooledFile,
  remember: Remember,
): Promise<string> {
  const { workspaceId, fileName, mode, region = null, capturedOn = null } = input;
  if (file.bytes <= LOOKED_AT_BYTES) {
    const origin = { workspaceId, region, capturedOn, receivedAt: deps.clock.now() };
    const records = readTrendFile({ path: file.path, name: fileName }, trendImportContext(deps, origin));
    // The first one comes once all of the file is known to be readable.
    await records.next();
    await records.return();
  }
  return beginImport(
    deps,
    viewer,
    {
      ownerId: workspaceId,
      workspaceId,
      action: 'trend.import',
      job: readTrendFileJob,
      row: {
        workspaceId,
        fileName,
        mode,
        region,
        downloadedOn: capturedOn === null ? null : new Date(`${capturedOn}T00:00:00Z`),
      },
    },
    file,
    remember,
  );
}

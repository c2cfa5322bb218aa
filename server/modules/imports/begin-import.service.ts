import type { Services } from '../../app/services.ts';
import { isForeignKeyViolation } from '../../data/errors.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { SpooledFile } from '../../data/spool.ts';
import type { Job } from '../../jobs/job.ts';
import { notFound, ValidationError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { toDate } from '../../lib/time.ts';
import { recordAction } from '../accounts/audit.service.ts';
import type { AuditedActionName } from '../accounts/audited-actions.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { DISCARD_AFTER_SECONDS, discardUploadJob, fileKeyOf, type ImportKey } from './read-import.job.ts';
import { FIRST_DAY } from './reading/limits.ts';

/** Larger files are looked at by the job alone: the caller would wait for seconds. Tables and answers are far smaller. */
export const LOOKED_AT_BYTES = 20_000_000;

/** What becomes an import. */
export interface NewImport {
  /** Row id of the connection or the workspace whose it is. */
  ownerId: string;
  workspaceId: string;
  action: AuditedActionName;
  /** Reads the file. */
  job: Job<ImportKey>;
  /** With the owner's column. */
  row: Omit<Prisma.AnalyticsImportUncheckedCreateInput, 'id' | 'createdAt'>;
}

/** @throws ValidationError where the day, YYYY-MM-DD, is none that a file can be of. */
export function assertDayOfFile({ clock }: Pick<Services, 'clock'>, field: string, day: string | null): void {
  const today = toDate(clock.now());
  if (day !== null && (day < FIRST_DAY || day > today)) {
    throw new ValidationError([
      { path: ['input', field], message: `must be a day from ${FIRST_DAY} to ${today}` },
    ]);
  }
}

/**
 * Stores the file and queues its reading. What fails later is on the import.
 *
 * @returns the id of the import.
 * @throws NotFoundError where its owner was deleted in between.
 */
export async function beginImport(
  deps: Pick<Services, 'database' | 'clock' | 'queue' | 'files'>,
  viewer: Viewer,
  { ownerId, workspaceId, action, job, row }: NewImport,
  file: SpooledFile,
  remember: Remember,
): Promise<string> {
  const importId = newId();
  const now = deps.clock.now();
  const key = { ownerId, importId };
  await deps.queue.send(discardUploadJob, key, { startAfter: DISCARD_AFTER_SECONDS });
  await deps.files.putFile(fileKeyOf(key), file.path, { contentType: 'application/octet-stream' });
  try {
    await deps.database.transaction(async (tx) => {
      await remember(tx, { importId });
      await tx.analyticsImport.create({ data: { ...row, id: importId, createdAt: now } });
      await recordAction(tx, viewer, { workspaceId, at: now, action, targetId: importId });
      await deps.queue.send(job, key, { tx });
    });
  } catch (error) {
    await deps.files.remove(fileKeyOf(key));
    if (isForeignKeyViolation(error)) throw notFound(ownerId, { cause: error });
    throw error;
  }
  return importId;
}

import type { Services } from '../../app/services.ts';
import { readDataMap } from '../../data/data-map.ts';
import type { DataExport } from '../../data/generated/prisma/client.ts';
import { messageOf } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { exportArchive } from './export-archive.ts';
import { exportDataJob } from './export-data.job.ts';
import type { ExportSubject } from './exported-tables.ts';
import { exportKeyOf } from './export-keys.ts';
import type { StoredErasureError } from './stored-erasure.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'files' | 'spool'>;

/** How long the link works. */
const LINK_MS = 24 * 3_600_000;
/** How long an export may lie unfinished before its job counts as lost. */
const LOST_AFTER_MS = 3_600_000;
const UNFINISHED: DataExport['status'][] = ['QUEUED', 'RUNNING'];
const ROWS_KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Makes the ZIP and stores it. Begun again after a kill it is made anew, under the same key; once it is ready it is not
 * touched. Where its row went meanwhile, by an erasure, its file goes too.
 */
export async function makeExport(deps: Deps, exportId: string, signal: AbortSignal): Promise<void> {
  const { database, files, spool, clock } = deps;
  const { prisma } = database;
  const where = { id: exportId, status: { in: UNFINISHED } };
  const found = await prisma.dataExport.findFirst({ where });
  if (found === null) return;
  // Said before the file is stored, so that whoever removes it afterwards knows that there may be one.
  const begun = await prisma.dataExport.updateMany({ where, data: { status: 'RUNNING', hasFile: true } });
  if (begun.count === 0) return;
  const archive = exportArchive(
    database,
    await readDataMap(),
    await subjectOf(deps, found),
    clock.now(),
    signal,
  );
  const file = await spool.write(newId(), archive);
  const key = exportKeyOf(found);
  try {
    await files.putFile(key, file.path, { contentType: 'application/zip' });
    const now = clock.now();
    const ready = await prisma.dataExport.updateMany({
      where,
      data: {
        status: 'COMPLETED',
        finishedAt: now,
        expiresAt: new Date(now.getTime() + LINK_MS),
        bytes: file.bytes,
      },
    });
    const isThere = ready.count > 0 || (await prisma.dataExport.count({ where: { id: exportId } })) > 0;
    if (!isThere) await files.remove(key);
  } finally {
    await file.remove();
  }
}

/** Says that the job gave up. */
export async function failExport(
  { database, clock, log }: Pick<Services, 'database' | 'clock' | 'log'>,
  exportId: string,
  cause: Error,
): Promise<void> {
  log.error({ exportId, reason: messageOf(cause) }, 'An export failed');
  const error: StoredErasureError = {
    code: 'RETRIES_EXHAUSTED',
    message: 'The export failed several times; ask for it again.',
    retryable: true,
    vendorCode: null,
  };
  await database.prisma.dataExport.updateMany({
    where: { id: exportId, status: { not: 'COMPLETED' } },
    data: { status: 'FAILED', finishedAt: clock.now(), error: { ...error } },
  });
}

/** Removes files that were downloaded or have expired, forgets old exports, and sends lost jobs again. Returns how many. */
export async function tidyExports({
  database,
  clock,
  files,
  queue,
}: Pick<Services, 'database' | 'clock' | 'files' | 'queue'>): Promise<number> {
  const { prisma } = database;
  const now = clock.now();
  const over = await prisma.dataExport.findMany({
    where: {
      hasFile: true,
      OR: [{ expiresAt: { lte: now } }, { downloadedAt: { not: null } }, { status: 'FAILED' }],
    },
  });
  for (const one of over) {
    await files.remove(exportKeyOf(one));
    await prisma.dataExport.updateMany({ where: { id: one.id }, data: { hasFile: false } });
  }
  await prisma.dataExport.deleteMany({
    where: { hasFile: false, createdAt: { lt: new Date(now.getTime() - ROWS_KEPT_MS) } },
  });
  const lost = await prisma.dataExport.findMany({
    where: {
      status: { in: UNFINISHED },
      createdAt: { lte: new Date(now.getTime() - LOST_AFTER_MS) },
    },
    select: { id: true },
  });
  for (const { id } of lost) await queue.send(exportDataJob, { exportId: id }, { singletonKey: id });
  return over.length;
}

async function subjectOf(
  { database }: Pick<Services, 'database'>,
  { subjectKind: kind, subjectId: id }: DataExport,
): Promise<ExportSubject> {
  const select = { id: true, openId: true } as const;
  const where = kind === 'CONNECTION' ? { id } : { workspaceId: id };
  const connections =
    kind === 'USER'
      ? []
      : await database.prisma.tikTokConnection.findMany({ where: { ...where, erasingSince: null }, select });
  return { kind, id, connections };
}

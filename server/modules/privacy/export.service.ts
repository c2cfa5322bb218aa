import type { Readable } from 'node:stream';
import type { Services } from '../../app/services.ts';
import type { DataExport, Prisma } from '../../data/generated/prisma/client.ts';
import { FileNotFoundError } from '../../data/file-store.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, notFound } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { decryptIfKnown } from '../../lib/token-cipher.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';
import { recordAction } from '../accounts/audit.service.ts';
import { viewerOfCaller } from '../accounts/caller.service.ts';
import { authorize, type Viewer, workspacesWith } from '../accounts/viewer.ts';
import { authorizeConnection } from '../connections/connection.policy.ts';
import type { Subject } from './erase-data.service.ts';
import { exportDataJob } from './export-data.job.ts';
import { exportKeyOf } from './export-keys.ts';

/** Where the download link leads, before its secret. */
export const EXPORTS_PATH = '/api/exports/';

/**
 * Has a ZIP made of all that is held of a connection, a workspace or the viewer himself.
 *
 * @returns the export's id.
 * @throws NotFoundError, ForbiddenError; ConflictError while another one of the same subject is being made.
 */
export async function exportData(
  deps: Pick<Services, 'database' | 'clock' | 'queue' | 'cipher'>,
  viewer: Viewer,
  subject: Subject,
  remember: Remember,
): Promise<string> {
  const { subjectKind, workspaceId } = await authorizeExport(deps, viewer, subject);
  const secret = newSecret();
  const sealedLink = await deps.cipher.encrypt(secret);
  const exportId = newId();
  const createdAt = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    await remember(tx, { exportId });
    const unfinished = await tx.dataExport.count({
      where: { subjectId: subject.id, status: { in: ['QUEUED', 'RUNNING'] } },
    });
    if (unfinished > 0) {
      throw new ConflictError('An export of this is being made already; wait for it.');
    }
    await tx.dataExport.create({
      data: {
        id: exportId,
        subjectKind,
        subjectId: subject.id,
        workspaceId,
        callerKey: viewer.callerKey,
        createdAt,
        linkHash: hashOfSecret(secret),
        sealedLink,
      },
    });
    if (workspaceId !== null) {
      const action = subjectKind === 'WORKSPACE' ? 'workspace.export' : 'connection.export';
      await recordAction(tx, viewer, { workspaceId, at: createdAt, action, targetId: subject.id });
    }
    await deps.queue.send(exportDataJob, { exportId }, { tx, singletonKey: exportId });
  });
  return exportId;
}

async function authorizeExport(
  { database }: Pick<Services, 'database'>,
  viewer: Viewer,
  { kind, id }: Subject,
): Promise<Pick<DataExport, 'subjectKind' | 'workspaceId'>> {
  switch (kind) {
    case 'TikTokConnection': {
      const { workspaceId } = await authorizeConnection(database, viewer, id, 'data.export');
      return { subjectKind: 'CONNECTION', workspaceId };
    }
    case 'Workspace':
      authorize(viewer, id, 'data.export', id);
      return { subjectKind: 'WORKSPACE', workspaceId: id };
    case 'User':
      if (viewer.userId !== id) throw notFound(id);
      return { subjectKind: 'USER', workspaceId: null };
  }
}

/** The exports that a viewer asked for himself, where he still may. */
export function ownExports(viewer: Viewer): Prisma.DataExportWhereInput {
  return {
    callerKey: viewer.callerKey,
    OR: [
      { workspaceId: { in: workspacesWith(viewer, 'data.export') } },
      { subjectKind: 'USER', subjectId: viewer.userId ?? viewer.apiKeyId ?? '' },
    ],
  };
}

/** The export that its caller has just asked for. */
export function reloadExport(
  { database }: Pick<Services, 'database'>,
  id: string,
  query: Prisma.DataExportDefaultArgs,
): Promise<DataExport> {
  return database.prisma.dataExport.findUniqueOrThrow({ ...query, where: { id } });
}

type LinkFacts = Pick<DataExport, 'status' | 'expiresAt' | 'downloadedAt' | 'sealedLink'>;

/** The link while there is something behind it. */
export async function downloadUrlOf(
  { config, clock, cipher }: Pick<Services, 'config' | 'clock' | 'cipher'>,
  facts: LinkFacts,
): Promise<string | null> {
  if (!isReady(facts, clock.now())) return null;
  // Where its key was removed the link works still, but nobody can tell it any more.
  const secret = await decryptIfKnown(cipher, facts.sealedLink);
  return secret === null ? null : `${config.publicUrl}${EXPORTS_PATH}${secret}`;
}

function isReady({ status, expiresAt, downloadedAt }: Omit<LinkFacts, 'sealedLink'>, now: Date): boolean {
  return status === 'COMPLETED' && downloadedAt === null && expiresAt !== null && expiresAt > now;
}

/** The export behind a link; null where it is spent, too old or unknown, or who asked for it may do so no longer. */
export async function findDownload(
  deps: Pick<Services, 'database' | 'clock'>,
  secret: string,
): Promise<DataExport | null> {
  const found = await deps.database.prisma.dataExport.findUnique({
    where: { linkHash: hashOfSecret(secret) },
  });
  if (found === null || !isReady(found, deps.clock.now())) return null;
  const viewer = await viewerOfCaller(deps, found.callerKey);
  if (viewer === null) return null;
  const mine = await deps.database.prisma.dataExport.count({
    where: { AND: [{ id: found.id }, ownExports(viewer)] },
  });
  return mine === 0 ? null : found;
}

/** Its file; null where another download was complete a moment ago. */
export async function readDownload(
  { files }: Pick<Services, 'files'>,
  found: DataExport,
): Promise<Readable | null> {
  try {
    return await files.read(exportKeyOf(found));
  } catch (error) {
    if (error instanceof FileNotFoundError) return null;
    throw error;
  }
}

/** After one complete download: the link is spent, and the file goes. */
export async function spendDownload(
  { database, clock, files }: Pick<Services, 'database' | 'clock' | 'files'>,
  spent: DataExport,
): Promise<void> {
  const where = { id: spent.id };
  await database.prisma.dataExport.updateMany({ where, data: { downloadedAt: clock.now() } });
  await files.remove(exportKeyOf(spent));
  await database.prisma.dataExport.updateMany({ where, data: { hasFile: false } });
}

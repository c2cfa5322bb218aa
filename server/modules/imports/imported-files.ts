import type { Services } from '../../app/services.ts';
import { toDate } from '../../lib/time.ts';
import type { ReadImportContext } from './reading/read-import.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** What the first reading made of a file with this content. Days are YYYY-MM-DD, in UTC. */
export interface KnownFile {
  downloadedOn: string;
  /** Of its first row; null where it has no days. */
  firstDate: string | null;
}

export async function findKnownFile(
  { database }: Pick<Deps, 'database'>,
  connectionId: string,
  contentHash: string,
): Promise<KnownFile | null> {
  const file = await database.prisma.importedFile.findUnique({
    where: { connectionId_contentHash: { connectionId, contentHash } },
  });
  if (file === null) return null;
  return {
    downloadedOn: toDate(file.downloadedOn),
    firstDate: file.firstDate === null ? null : toDate(file.firstDate),
  };
}

/**
 * How files of a connection are read, wherever they are.
 *
 * @param onAsked told the hash of each file that is read, before its first record.
 */
export function readingContext(
  deps: Deps,
  connectionId: string,
  downloadedOn: string | null,
  { signal, onAsked }: { signal?: AbortSignal; onAsked?: (contentHash: string) => void } = {},
): ReadImportContext {
  return {
    downloadedOn,
    today: toDate(deps.clock.now()),
    earlierDownloadDay: async (contentHash) => {
      onAsked?.(contentHash);
      return (await findKnownFile(deps, connectionId, contentHash))?.downloadedOn ?? null;
    },
    signal,
  };
}

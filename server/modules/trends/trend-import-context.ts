import type { Services } from '../../app/services.ts';
import { toDate } from '../../lib/time.ts';
import type { ReadTrendFileContext } from './reading/read-trend-file.ts';

/** An import of trends: whose, and what the person says of the file. */
export interface TrendImportOrigin {
  workspaceId: string;
  region: string | null;
  /** YYYY-MM-DD. */
  capturedOn: string | null;
  /** When the file came: every attempt at it reads it as of then. */
  receivedAt: Date;
}

/** How a file is read for a workspace. */
export function trendImportContext(
  { database }: Pick<Services, 'database'>,
  { workspaceId, region, capturedOn, receivedAt }: TrendImportOrigin,
  signal?: AbortSignal,
): ReadTrendFileContext {
  return {
    region,
    capturedOn,
    today: toDate(receivedAt),
    now: receivedAt,
    earlierDay: async (contentHash) => {
      const file = await database.prisma.importedTrendFile.findUnique({
        where: { workspaceId_contentHash: { workspaceId, contentHash } },
      });
      return file === null ? null : toDate(file.capturedOn);
    },
    signal,
  };
}

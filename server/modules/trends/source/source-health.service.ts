import type { Services } from '../../../app/services.ts';
import type { Database } from '../../../data/database.ts';
import { toDate } from '../../../lib/time.ts';
import { type Viewer, workspacesWith } from '../../accounts/viewer.ts';
import type { StoredSyncError } from '../../connections/connection.events.ts';
import type { TrendSource } from '../trend-sighting.ts';

export interface TrendSourceHealth {
  source: TrendSource;
  isEnabled: boolean;
  lastSuccessAt: Date | null;
  /** Calls left in this UTC day; null without limit. */
  quotaRemaining: number | null;
  /** Null while healthy. */
  lastError: StoredSyncError | null;
  description: string;
}

/**
 * How every source is, from the most trusted to the least. When somebody imported a list is told to who sees the workspace.
 * Two statements; one for the signed-out.
 */
export async function trendSourceHealth(
  { database, clock, trendSources }: Pick<Services, 'database' | 'clock' | 'trendSources'>,
  viewer: Viewer | null,
): Promise<TrendSourceHealth[]> {
  const rows = await database.prisma.trendSourceState.findMany();
  const states = new Map(rows.map((row) => [row.source, row]));
  const importedAt = viewer === null ? null : await lastImport(database, viewer);
  const today = toDate(clock.now());
  return trendSources.map(({ source, isEnabled, description, callsPerDay }) => {
    const state = states.get(source);
    const isToday = state?.callsOn != null && toDate(state.callsOn) === today;
    const made = isToday ? state.callsMade : 0;
    return {
      source,
      isEnabled,
      lastSuccessAt: source === 'CREATIVE_CENTER' ? importedAt : (state?.lastSuccessAt ?? null),
      quotaRemaining: callsPerDay === null ? null : Math.max(0, callsPerDay - made),
      // What a source met before somebody switched it off is no news.
      lastError: isEnabled ? ((state?.lastError ?? null) as StoredSyncError | null) : null,
      description,
    };
  });
}

/** When a list was last stored for a workspace of the viewer's. */
async function lastImport({ prisma }: Database, viewer: Viewer): Promise<Date | null> {
  const { _max } = await prisma.analyticsImport.aggregate({
    where: { workspaceId: { in: workspacesWith(viewer, 'read') }, mode: 'STORE', status: 'COMPLETED' },
    _max: { finishedAt: true },
  });
  return _max.finishedAt;
}

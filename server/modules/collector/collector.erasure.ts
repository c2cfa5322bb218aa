import { sql } from '../../data/sql.ts';
import {
  columnPlace,
  connectionRows,
  type ErasureContribution,
  workspaceRows,
} from '../privacy/erasure-place.ts';

export const collectorErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: ['TikTokCaptureTask', 'TikTokSyncState', 'TikTokAccountAnalytics'].map(connectionRows),
};

/** Its turns at collecting. */
export const turnsErasure: ErasureContribution = {
  of: 'WORKSPACE',
  places: [
    workspaceRows('TikTokWorkspaceTurn'),
    columnPlace('TikTokCaptureTurn', 'workspaceId', ({ id }) => sql`"workspaceId" = ${id}::uuid`),
  ],
};

import { sql, type Sql } from '../../data/sql.ts';
import {
  connectionIds,
  connectionRows,
  type ErasureContribution,
  type ErasureSubject,
  tablePlace,
  workspaceRows,
} from '../privacy/erasure-place.ts';

/** What a connection was told of trends, and its videos as examples of its workspace's own. */
export const trendsErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: [
    connectionRows('TrendAnnouncement'),
    tablePlace(
      'TrendExample',
      (subject) => sql`"videoId" IN (
        SELECT "id" FROM "TikTokVideo" WHERE "connectionId" = ANY(${connectionIds(subject)}::uuid[]))`,
    ),
  ],
};

/** A workspace's own trends and its watch list. */
export const workspaceTrendsErasure: ErasureContribution = {
  of: 'WORKSPACE',
  places: [
    tablePlace(
      'TrendWatch',
      (subject) => sql`"workspaceId" = ${subject.id}::uuid OR ${ofItsTrends(subject)}`,
    ),
    ...['TrendAnnouncement', 'TrendExample', 'TrendCurve', 'TrendObservation'].map((table) =>
      tablePlace(table, ofItsTrends),
    ),
    workspaceRows('TikTokTrend'),
  ],
};

function ofItsTrends({ id }: ErasureSubject): Sql {
  return sql`"trendId" IN (SELECT "id" FROM "TikTokTrend" WHERE "workspaceId" = ${id}::uuid)`;
}

import { sql, type Sql } from '../../data/sql.ts';
import {
  connectionIds,
  connectionRows,
  type ErasureContribution,
  type ErasurePlace,
  type ErasureSubject,
  tablePlace,
  workspaceRows,
} from '../privacy/erasure-place.ts';
import { afterCount, CORPUS_ROWS, speakOtherwise, speaksOfCorpus } from './corpus/forget-corpus.ts';

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

/** Trends that another source knows as well stay, and tell what that one says. */
const wordsOfCorpus: ErasurePlace = {
  kind: 'TABLE',
  name: 'TikTokTrend.source',
  async count({ database }, { workspaceId }) {
    const [row] = await database.prisma.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS "rows" FROM "TikTokTrend" WHERE ${speaksOfCorpus(workspaceId)}`;
    return row?.rows ?? 0;
  },
  async erase({ database }, { workspaceId }) {
    await database.prisma.$executeRaw(speakOtherwise(workspaceId));
  },
};

/**
 * What was counted over the videos of the connection's workspace, for its were among them. Counted anew once the connection
 * is gone, which `corporaDue` waits for.
 */
export const corpusErasure: ErasureContribution = {
  of: 'CONNECTION',
  async end({ database }, { workspaceId }) {
    if (workspaceId !== null) await afterCount(database, workspaceId);
  },
  places: [
    ...CORPUS_ROWS.map(({ table, where }) => tablePlace(table, ({ workspaceId }) => where(workspaceId))),
    wordsOfCorpus,
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

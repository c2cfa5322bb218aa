import { type Sql, sql } from '../../data/sql.ts';
import type { ErasureSubject } from './erasure-place.ts';

/** Whose data an export holds. */
export type ExportSubject = Pick<ErasureSubject, 'kind' | 'id' | 'connections'>;

/** A table of which an export has the rows that are the subject's. */
export interface ExportedTable {
  table: string;
  /** The columns that rows are in the order of. */
  key: readonly string[];
  rows: (subject: ExportSubject) => Sql;
}

const ids = ({ connections }: ExportSubject) => connections.map(({ id }) => id);
const byConnection = (table: string, key: readonly string[] = ['id']): ExportedTable => ({
  table,
  key,
  rows: (subject) => sql`"connectionId" = ANY(${ids(subject)}::uuid[])`,
});
const by = (table: string, column: Sql): ExportedTable => ({
  table,
  key: ['id'],
  rows: ({ id }) => sql`${column} = ${id}::uuid`,
});
const workspace = sql`"workspaceId"`;
const user = sql`"userId"`;

/** A workspace's own trends, and those that other rows of the export name; never another workspace's. */
const TRENDS: ExportedTable = {
  table: 'TikTokTrend',
  key: ['id'],
  rows: (subject) => sql`"workspaceId" = ${subject.id}::uuid OR (
    ("workspaceId" IS NULL OR "workspaceId" IN (
      SELECT "workspaceId" FROM "TikTokConnection" WHERE "id" = ANY(${ids(subject)}::uuid[])))
    AND "id" IN (
      SELECT "trendId" FROM "TrendWatch" WHERE "workspaceId" = ${subject.id}::uuid
      UNION ALL SELECT "trendId" FROM "TrendAnnouncement" WHERE "connectionId" = ANY(${ids(subject)}::uuid[])
      UNION ALL SELECT e."trendId" FROM "TrendExample" e JOIN "TikTokVideo" v ON v."id" = e."videoId"
        WHERE v."connectionId" = ANY(${ids(subject)}::uuid[])))`,
};
/** What sources said of a workspace's own trends; what they said of those that all share is nobody's. */
const ofOwnTrends = (table: string, key: readonly string[]): ExportedTable => ({
  table,
  key,
  rows: ({ id }) => sql`"trendId" IN (SELECT "id" FROM "TikTokTrend" WHERE "workspaceId" = ${id}::uuid)`,
});

const OF_CONNECTIONS: readonly ExportedTable[] = [
  { table: 'TikTokConnection', key: ['id'], rows: (subject) => sql`"id" = ANY(${ids(subject)}::uuid[])` },
  byConnection('TikTokSyncState', ['connectionId']),
  byConnection('TikTokCaptureTask', ['connectionId', 'kind']),
  byConnection('TikTokAccountAnalytics'),
  byConnection('TikTokVideo'),
  byConnection('TikTokAnalytics'),
  byConnection('TikTokAnalysis', ['connectionId', 'name']),
  byConnection('AccountDay', ['connectionId', 'epoch', 'date']),
  byConnection('AccountGap', ['connectionId', 'epoch', 'first', 'last']),
  byConnection('VideoDay', ['connectionId', 'epoch', 'videoId', 'date']),
  byConnection('Finding'),
  {
    table: 'FindingVideo',
    key: ['findingId', 'position'],
    rows: (subject) => sql`"findingId" IN (
      SELECT "id" FROM "Finding" WHERE "connectionId" = ANY(${ids(subject)}::uuid[]))`,
  },
  byConnection('TikTokImage'),
  byConnection('TikTokScheduledPost'),
  {
    table: 'AnalyticsImport',
    key: ['id'],
    rows: (subject) =>
      sql`"connectionId" = ANY(${ids(subject)}::uuid[]) OR "workspaceId" = ${subject.id}::uuid`,
  },
  byConnection('ImportedFile', ['connectionId', 'contentHash']),
  byConnection('ImportedDay', ['contentHash']),
  byConnection('ImportedAudience', ['connectionId', 'dimension', 'contentHash']),
  byConnection('RecommendationRun'),
  {
    table: 'RunEvidence',
    key: ['id'],
    rows: (subject) => sql`"runId" IN (
      SELECT "id" FROM "RecommendationRun" WHERE "connectionId" = ANY(${ids(subject)}::uuid[]))`,
  },
  byConnection('TikTokRecommendation'),
  TRENDS,
  {
    table: 'TrendExample',
    key: ['trendId', 'videoId'],
    rows: (subject) => sql`"videoId" IN (
      SELECT "id" FROM "TikTokVideo" WHERE "connectionId" = ANY(${ids(subject)}::uuid[]))`,
  },
  byConnection('TrendAnnouncement', ['connectionId', 'trendId', 'explodingSince']),
  {
    table: 'StreamEvent',
    key: ['stream', 'sequence'],
    rows: (subject) => sql`"stream" IN (
      SELECT 'connection:' || "id" FROM "TikTokConnection" WHERE "id" = ANY(${ids(subject)}::uuid[])
      UNION ALL SELECT 'run:' || "id" FROM "RecommendationRun" WHERE "connectionId" = ANY(${ids(subject)}::uuid[]))`,
  },
  {
    table: 'TikTokWebhookEvent',
    key: ['id'],
    rows: ({ connections }) => sql`"openId" = ANY(${connections.map(({ openId }) => openId)}::text[])`,
  },
];

const EXPORTED: Record<ExportSubject['kind'], readonly ExportedTable[]> = {
  CONNECTION: OF_CONNECTIONS,
  WORKSPACE: [
    by('Workspace', sql`"id"`),
    by('Member', workspace),
    by('Invitation', workspace),
    by('ApiKey', workspace),
    by('AuditEntry', workspace),
    { ...by('ImportedTrendFile', workspace), key: ['workspaceId', 'contentHash'] },
    ofOwnTrends('TrendObservation', ['trendId', 'source', 'capturedAt']),
    ofOwnTrends('TrendCurve', ['trendId', 'source']),
    by('AiCharge', workspace),
    { ...by('TrendWatch', workspace), key: ['workspaceId', 'trendId'] },
    ...OF_CONNECTIONS,
  ],
  USER: [
    by('User', sql`"id"`),
    by('Session', user),
    by('Account', user),
    by('TwoFactor', user),
    by('Member', user),
    {
      table: 'Invitation',
      key: ['id'],
      rows: ({ id }) => sql`"acceptedById" = ${id}::uuid
        OR "email" = (SELECT lower("email") FROM "User" WHERE "id" = ${id}::uuid)`,
    },
    by('ApiKey', sql`"createdById"`),
    by('AuditEntry', sql`"actorId"`),
    by('RecommendationRun', sql`"requestedById"`),
  ],
};

/** The tables of an export, in the order of its entries. */
export function exportedTables({ kind }: Pick<ExportSubject, 'kind'>): readonly ExportedTable[] {
  return EXPORTED[kind];
}

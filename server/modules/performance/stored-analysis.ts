import type { Database, Transaction } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import { newestCaptureOf } from '../analytics/series/capture-sql.ts';

/** What a computation rests on, and when it was made. */
export interface AnalysisInputs {
  /** IANA zone in which days and hours were read. */
  timezone: string;
  computedAt: Date;
  /** Capture of the newest snapshot that it saw; null without one. */
  inputsThrough: Date | null;
}

/** A stored computation as it is read. */
export interface StoredAnalysis<Result> extends AnalysisInputs {
  /** Whether newer snapshots are there, or another zone or version of the code: a job is due. */
  isStale: boolean;
  result: Result;
}

/**
 * A kind of computation over an account.
 *
 * @typeParam Result what is stored: JSON, so no Date, no undefined.
 */
export interface Analysis<Result> {
  readonly name: string;
  /** Raised whenever the same data give another result, or the result another shape: older rows are never read. */
  readonly version: number;
  /** Never set: carries the result's type. */
  readonly result?: Result;
}

export function defineAnalysis<Result>(name: string, version: number): Analysis<Result> {
  return { name, version };
}

/** Keeps a result in the place of the one before. */
export async function storeAnalysis<Result extends object>(
  tx: Transaction,
  connectionId: string,
  { name, version }: Analysis<Result>,
  inputs: AnalysisInputs,
  result: Result,
): Promise<void> {
  const row = { version, ...inputs, result: result as Prisma.InputJsonObject };
  await tx.tikTokAnalysis.upsert({
    where: { connectionId_name: { connectionId, name } },
    create: { connectionId, name, ...row },
    update: row,
  });
}

/**
 * What is stored for each account, in the order of the ids; null before the first computation and where an older version
 * made it. One SQL statement.
 */
export async function readAnalyses<Result>(
  database: Database,
  connectionIds: readonly string[],
  { name, version }: Analysis<Result>,
): Promise<(StoredAnalysis<Result> | null)[]> {
  type Row = AnalysisInputs & { connectionId: string; isStale: boolean; result: Result };
  const rows = await database.prisma.$queryRaw<Row[]>`
    SELECT a."connectionId", a.timezone, a."computedAt", a."inputsThrough", a.result,
      a.timezone <> c.timezone
        OR coalesce(${newestCaptureOf(sql`c.id`)} > coalesce(a."inputsThrough", '-infinity'), false) AS "isStale"
    FROM "TikTokAnalysis" a JOIN "TikTokConnection" c ON c.id = a."connectionId"
    WHERE a."connectionId" = ANY(${connectionIds}::uuid[]) AND a.name = ${name} AND a.version = ${version}`;
  const found = new Map(rows.map((row) => [row.connectionId, row]));
  return connectionIds.map((id) => found.get(id) ?? null);
}

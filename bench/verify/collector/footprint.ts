import type { Database } from '../../../server/data/database.ts';

/** What history takes: lines for people, by account and year. */
export async function readFootprint(database: Database, accounts: number, days: number): Promise<string[]> {
  const lines: string[] = [];
  for (const table of ['TikTokAnalytics', 'TikTokAccountAnalytics', 'TikTokVideo', 'StreamEvent']) {
    const [found] = await database.query<{ rows: number; bytes: number }>(
      `SELECT (SELECT count(*)::int FROM "${table}") AS rows, pg_total_relation_size('"${table}"')::float8 AS bytes`,
      [],
    );
    const { rows, bytes } = found!;
    const each = rows === 0 ? 0 : Math.round(bytes / rows);
    lines.push(
      `${table}: ${String(rows)} rows, ${(bytes / 1e6).toFixed(1)} MB with indexes, ${String(each)} bytes a row; ` +
        `${((rows / accounts / days) * 365).toFixed(0)} rows an account and year at this pace`,
    );
  }
  return lines;
}

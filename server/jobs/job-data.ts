import type { Database } from '../data/database.ts';
import { QUEUE_SCHEMA } from './job-store.ts';

/** By a value of its payload, or by its singleton key. */
const NAMES = `singleton_key = ANY($1::text[]) OR (jsonb_typeof(data) = 'object'
  AND EXISTS (SELECT FROM jsonb_each_text(data) field WHERE field.value = ANY($1::text[])))`;

/** How many jobs name one of these ids, in whatever state they are. */
export async function countJobsNaming(database: Database, ids: readonly string[]): Promise<number> {
  const [row] = await database.query<{ jobs: number }>(
    `SELECT count(*)::int AS jobs FROM ${QUEUE_SCHEMA}.job WHERE ${NAMES}`,
    [ids],
  );
  return row?.jobs ?? 0;
}

/** Deletes them. The attempt at one that runs is aborted as soon as its worker notices. */
export async function deleteJobsNaming(database: Database, ids: readonly string[]): Promise<void> {
  await database.query(`DELETE FROM ${QUEUE_SCHEMA}.job WHERE ${NAMES}`, [ids]);
}

/** Those of the values that no unfinished job has in this field of its payload, `onExhausted` included. */
export async function valuesWithoutJob(
  database: Database,
  field: string,
  values: readonly string[],
): Promise<string[]> {
  const rows = await database.query<{ value: string }>(
    `SELECT value FROM unnest($2::text[]) AS value
     WHERE NOT EXISTS (SELECT FROM ${QUEUE_SCHEMA}.job WHERE state < 'completed' AND data ->> $1 = value)`,
    [field, values],
  );
  return rows.map(({ value }) => value);
}

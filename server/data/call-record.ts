import type { Database } from './database.ts';

/** What the database knows of calls that are counted elsewhere. */
export type CallHistory =
  /** No call was ever granted. */
  | 'NONE'
  /** The same keeper began to count a moment ago. */
  | 'JUST_BEGUN'
  /** The same keeper has counted for a while. */
  | 'KNOWN'
  /** Another one counted until now. */
  | 'ELSEWHERE';

/** Remembers for a quota that is counted outside the database whether calls have been granted. */
export interface CallRecord {
  /** Notes that calls of the resource are counted by `keeper` from now on, and tells what was before. */
  claim(resource: string): Promise<CallHistory>;
}

/** How long another node may take from its claim until its counters exist. */
const BEGINNING_SECONDS = 5;

const CLAIM = `
  WITH before AS (SELECT keeper, "firstGrantedAt" FROM "CallQuota" WHERE resource = $1)
  INSERT INTO "CallQuota" AS quota (resource, keeper, "firstGrantedAt", "usersWaiting")
  VALUES ($1, $2, clock_timestamp(), '{}')
  ON CONFLICT (resource) DO UPDATE SET keeper = excluded.keeper
  RETURNING (
    SELECT CASE
      WHEN before.keeper <> $2 THEN 'ELSEWHERE'
      WHEN before."firstGrantedAt" > clock_timestamp() - $3 * interval '1 s' THEN 'JUST_BEGUN'
      ELSE 'KNOWN'
    END FROM before
  ) AS history`;

export function createCallRecord(database: Pick<Database, 'query'>, keeper: string): CallRecord {
  return {
    async claim(resource) {
      const [row] = await database.query<{ history: CallHistory | null }>(CLAIM, [
        resource,
        keeper,
        BEGINNING_SECONDS,
      ]);
      return row?.history ?? 'NONE';
    },
  };
}

import type { JobWithMetadata } from 'pg-boss';
import type { Database } from '../data/database.ts';
import type { Job } from './job.ts';

/** Where pg-boss keeps its tables. */
export const QUEUE_SCHEMA = 'pgboss';

/** One attempt at a job. The retry count fences it: a later attempt has another one. */
export interface Attempt {
  readonly name: string;
  readonly id: string;
  readonly retryCount: number;
}

/** A job that is this process's to do. */
export type FetchedJob = Pick<
  JobWithMetadata,
  'id' | 'data' | 'retryCount' | 'retryLimit' | 'sourceName' | 'singletonKey' | 'output'
>;

/** How a queue is set up beyond what pg-boss' `createQueue` accepts or can change afterwards. */
export interface QueueSettings {
  readonly deleteAfterSeconds: number;
  /** Seconds of expiry beyond the worker's own. */
  readonly expireMarginSeconds: number;
  /** Below pg-boss' own minimum of 10, so that a dead worker is noticed within 10 s; null for none. */
  readonly heartbeatSeconds: number | null;
  readonly deadLetter: string | null;
}

/**
 * What pg-boss' public methods cannot say about its `job` table: attempts fenced against each other, jobs handed
 * back without counting as failed, and one poll for all queues. Written for the schema of pg-boss 12.30.
 */
export interface JobStore {
  /** Those of `names` with a job that may start now. */
  due(names: readonly string[]): Promise<string[]>;
  /**
   * As pg-boss' `fetch`, fair between groups: see `JobOptions.perGroup`. pg-boss' own `groupConcurrency` limits a group,
   * but goes by the time of sending: once the limits do not bind, a new group waits for all that others sent before.
   */
  fetchFairly(name: string, perGroup: number, limit: number): Promise<FetchedJob[]>;
  /** Says that these attempts live. Returns the ids of those that are still theirs. */
  touch(attempts: readonly Attempt[]): Promise<Set<string>>;
  /** Returns false when the job is no longer this attempt's. */
  complete(attempt: Attempt): Promise<boolean>;
  /** Makes the job wait `delaySeconds` for another start that does not count as a further attempt. */
  handBack(attempt: Attempt, delaySeconds: number): Promise<boolean>;
  /** Lets every active job with attempts left start again now; returns those without. */
  reviveActive(): Promise<Attempt[]>;
  /**
   * The job that a dead letter was made of: its name and why it failed. pg-boss forgets that of a letter that it retries,
   * but both have the same key.
   */
  sourceOf(letter: FetchedJob): Promise<{ name: string; output: object } | null>;
  configureQueue(job: Job<object>, settings: QueueSettings): Promise<void>;
}

// A group's next job stands behind those of it that run: the n-th of a group, counting both, comes with the n-th of others.
const FETCH_FAIRLY = `
WITH running AS (
  SELECT group_id, count(*) AS jobs FROM ${QUEUE_SCHEMA}.job WHERE name = $1 AND state = 'active' GROUP BY group_id
), waiting AS (
  SELECT job.id, job.priority, job.created_on, coalesce(running.jobs, 0) + row_number() OVER (
    PARTITION BY coalesce(job.group_id, job.id::text) ORDER BY job.priority DESC, job.created_on, job.id) AS place
  FROM ${QUEUE_SCHEMA}.job LEFT JOIN running USING (group_id)
  WHERE job.name = $1 AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
), next AS (
  SELECT job.id FROM ${QUEUE_SCHEMA}.job JOIN waiting USING (id)
  WHERE job.name = $1 AND job.state < 'active' AND waiting.place <= $2::int
  ORDER BY waiting.place, waiting.priority DESC, waiting.created_on LIMIT $3::int
  FOR UPDATE OF job SKIP LOCKED
)
UPDATE ${QUEUE_SCHEMA}.job SET state = 'active', started_on = now(), heartbeat_on = now(),
  retry_count = CASE WHEN started_on IS NULL THEN retry_count ELSE retry_count + 1 END
WHERE name = $1 AND id IN (SELECT id FROM next)
RETURNING id::text AS id, data, retry_count AS "retryCount", retry_limit AS "retryLimit",
  source_name AS "sourceName", singleton_key AS "singletonKey", output`;

const MINE = `name = $1 AND id = $2::uuid AND retry_count = $3::int AND state = 'active'`;

export function createJobStore(database: Database): JobStore {
  return {
    async due(names) {
      const rows = await database.query<{ name: string }>(
        `SELECT wanted.name FROM unnest($1::text[]) AS wanted(name) WHERE EXISTS (
           SELECT 1 FROM ${QUEUE_SCHEMA}.job
           WHERE job.name = wanted.name AND state < 'active' AND NOT blocked AND start_after <= now())`,
        [names],
      );
      return rows.map((row) => row.name);
    },

    fetchFairly: (name, perGroup, limit) =>
      database.transaction(async (tx) => {
        // One after the other, since what runs is counted.
        await tx.$executeRawUnsafe('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', name);
        return tx.$queryRawUnsafe<FetchedJob[]>(FETCH_FAIRLY, name, perGroup, limit);
      }),

    async touch(attempts) {
      const rows = await database.query<{ id: string }>(
        `UPDATE ${QUEUE_SCHEMA}.job SET heartbeat_on = now()
         FROM unnest($1::text[], $2::uuid[], $3::int[]) AS mine(name, id, retry_count)
         WHERE job.name = mine.name AND job.id = mine.id AND job.retry_count = mine.retry_count AND state = 'active'
         RETURNING job.id`,
        [attempts.map((a) => a.name), attempts.map((a) => a.id), attempts.map((a) => a.retryCount)],
      );
      return new Set(rows.map((row) => row.id));
    },

    async complete(attempt) {
      const rows = await database.query(
        `UPDATE ${QUEUE_SCHEMA}.job SET state = 'completed', completed_on = now() WHERE ${MINE} RETURNING id`,
        [attempt.name, attempt.id, attempt.retryCount],
      );
      return rows.length > 0;
    },

    async handBack(attempt, delaySeconds) {
      // Without a start of its own the next fetch does not raise the retry count.
      const rows = await database.query(
        `UPDATE ${QUEUE_SCHEMA}.job
         SET state = 'retry', started_on = NULL, heartbeat_on = NULL, start_after = now() + $4::float8 * interval '1s'
         WHERE ${MINE} RETURNING id`,
        [attempt.name, attempt.id, attempt.retryCount, delaySeconds],
      );
      return rows.length > 0;
    },

    async reviveActive() {
      await database.query(
        `UPDATE ${QUEUE_SCHEMA}.job SET state = 'retry', start_after = now(), heartbeat_on = NULL
         WHERE state = 'active' AND retry_count < retry_limit`,
      );
      return database.query<Attempt>(
        `SELECT name, id, retry_count AS "retryCount" FROM ${QUEUE_SCHEMA}.job WHERE state = 'active'`,
      );
    },

    async sourceOf({ sourceName, singletonKey, data, output }) {
      if (sourceName != null) return { name: sourceName, output };
      const [source] = await database.query<{ name: string; output: object }>(
        `SELECT name, output FROM ${QUEUE_SCHEMA}.job
         WHERE singleton_key = $1 AND data = $2::jsonb AND state = 'failed' AND dead_letter IS NOT NULL
         ORDER BY completed_on DESC LIMIT 1`,
        [singletonKey, JSON.stringify(data)],
      );
      return source ?? null;
    },

    async configureQueue({ name, options }, settings) {
      await database.query(
        `UPDATE ${QUEUE_SCHEMA}.queue SET policy = $2, retry_limit = $3::int, retry_delay = $4::int, retry_backoff = true,
           retry_delay_max = $5::int, expire_seconds = $6::int, deletion_seconds = $7::int, heartbeat_seconds = $8::int,
           dead_letter = $9, notify = true, updated_on = now()
         WHERE name = $1`,
        [
          name,
          policyOf(options.singleton),
          options.retryLimit,
          options.retryDelaySeconds,
          options.retryDelayMaxSeconds,
          options.expireSeconds + settings.expireMarginSeconds,
          settings.deleteAfterSeconds,
          settings.heartbeatSeconds,
          settings.deadLetter,
        ],
      );
    },
  };
}

/** pg-boss' name for what a singleton key admits. */
export function policyOf(singleton: 'queued' | 'unfinished'): 'short' | 'exclusive' {
  return singleton === 'queued' ? 'short' : 'exclusive';
}

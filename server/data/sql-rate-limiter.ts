import { createHash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { delaysOf, LATEST_FULL_MS, RATE_WINDOW_MS, type RateLimiter, toDecision } from '../lib/rate-limit.ts';
import type { Log } from '../lib/log.ts';
import { messageOf } from '../lib/errors.ts';
import type { Database } from './database.ts';

/** The instant to count at: where the Clock stands, else the database's own. */
const MOMENT = `coalesce($4::timestamptz, statement_timestamp())`;
const sinceWhen = (column: string) => `CASE
  WHEN ${column} > ${MOMENT} + interval '${String(LATEST_FULL_MS)} ms' THEN ${MOMENT}
  ELSE greatest(${column}, ${MOMENT}) END`;
const REQUESTS = `(${sinceWhen('bucket."requestsFullAt"')}) + $2 * interval '1 ms'`;
const COST = `(${sinceWhen('bucket."costFullAt"')}) + $3 * interval '1 ms'`;
const fullInMs = (column: string) =>
  `extract(epoch FROM (${sinceWhen(column)}) - ${MOMENT})::double precision * 1000`;
const STATE = `
  ${fullInMs('bucket."requestsFullAt"')} AS requests,
  ${fullInMs('bucket."costFullAt"')} AS cost`;

/** Gives no row where the charge does not fit. */
const CHARGE = `
  INSERT INTO "RateBucket" AS bucket (caller, "requestsFullAt", "costFullAt")
  VALUES ($1, ${MOMENT} + $2 * interval '1 ms', ${MOMENT} + $3 * interval '1 ms')
  ON CONFLICT (caller) DO UPDATE SET "requestsFullAt" = ${REQUESTS}, "costFullAt" = ${COST}
  WHERE greatest(${REQUESTS}, ${COST}) <= ${MOMENT} + interval '${String(RATE_WINDOW_MS)} ms'
  RETURNING ${STATE}`;

const READ = `
  SELECT ${STATE} FROM "RateBucket" AS bucket
  WHERE caller = $1 AND $2::double precision IS NOT NULL AND $3::double precision IS NOT NULL`;

const SWEEP = `
  DELETE FROM "RateBucket"
  WHERE greatest("requestsFullAt", "costFullAt") < coalesce($1::timestamptz, statement_timestamp())`;

/** Full buckets are as good as none, and whoever they were of is nobody's business. */
const SWEEP_EVERY_MS = 60_000;

/**
 * Counted in PostgreSQL, for nodes that share it and have no Redis: one statement a charge, on a table that is not logged,
 * and whose loss at a crash fills all buckets. Callers are kept as hashes.
 */
export function createSqlRateLimiter(database: Pick<Database, 'query'>, clock: Clock, log: Log): RateLimiter {
  let sweptAt = -Infinity;

  function sweep(): void {
    const now = performance.now();
    if (now - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = now;
    database.query(SWEEP, [clock.standsAt()]).catch((error: unknown) => {
      log.debug({ reason: messageOf(error) }, 'Full buckets could not be removed');
    });
  }

  return {
    async charge(caller, limits, charge) {
      const delays = delaysOf(limits, charge);
      const hash = createHash('sha256').update(caller).digest('base64url');
      const values = [hash, delays.requestsMs, delays.costMs, clock.standsAt()];
      const [granted] = await database.query<{ requests: number; cost: number }>(CHARGE, values);
      sweep();
      if (granted !== undefined) return toDecision(limits, granted, null, clock.now());
      const [stands] = await database.query<{ requests: number; cost: number }>(READ, values);
      // It has been swept meanwhile, so both were full: the next try fits.
      return toDecision(limits, stands ?? { requests: 0, cost: 0 }, delays, clock.now());
    },
  };
}

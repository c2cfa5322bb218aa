import type { Services } from '../../../app/services.ts';
import type { Transaction } from '../../../data/database.ts';
import type { DailyCalls } from '../../../lib/daily-calls.ts';
import { toDate } from '../../../lib/time.ts';
import type { StoredSyncError } from '../../connections/connection.events.ts';
import type { TrendSource } from '../trend-sighting.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** Longer than the job may take: by then whoever asked is given up. */
const LEASE_MS = 20 * 60_000;

/** The right to ask a source, until its lease ends. */
export interface SourceClaim {
  source: TrendSource;
  at: Date;
  /** In a row, before this one. */
  failures: number;
}

/**
 * Claims a source that is due, or that is to be asked with other settings than before, for which the old pause says nothing;
 * null where it is not, or another process asks it. One statement.
 *
 * @param settings a hash of what it is asked with.
 */
export async function claimSource(
  { database, clock }: Deps,
  source: TrendSource,
  settings: string,
): Promise<SourceClaim | null> {
  const at = clock.now();
  const [claimed] = await database.query<{ failures: number }>(
    `INSERT INTO "TrendSourceState" AS state ("source", "lastAttemptAt", "dueAt", "settings")
     VALUES ($1::"TrendSource", $2, $3, $4)
     ON CONFLICT ("source") DO UPDATE SET "lastAttemptAt" = excluded."lastAttemptAt", "dueAt" = excluded."dueAt",
       "settings" = excluded."settings",
       "failures" = CASE WHEN state."settings" = excluded."settings" THEN state."failures" ELSE 0 END
     WHERE state."dueAt" IS NULL OR state."dueAt" <= excluded."lastAttemptAt"
       OR state."settings" IS DISTINCT FROM excluded."settings"
     RETURNING "failures"`,
    [source, at, new Date(at.getTime() + LEASE_MS), settings],
  );
  return claimed === undefined ? null : { source, at, failures: claimed.failures };
}

/** Notes that all was collected. */
export async function noteSuccess({ database }: Deps, claim: SourceClaim, dueAt: Date): Promise<void> {
  await database.query(
    `UPDATE "TrendSourceState" SET "lastSuccessAt" = $2, "lastError" = NULL, "failures" = 0, "dueAt" = $3
     WHERE "source" = $1::"TrendSource" AND "lastAttemptAt" = $2`,
    [claim.source, claim.at, dueAt],
  );
}

/**
 * Notes that something came from a source that nobody asks: a count is done, of whichever workspace. The last
 * statement of its transaction, since all workspaces wait for one row.
 */
export async function noteArrival(
  tx: Pick<Transaction, '$executeRaw'>,
  source: TrendSource,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "TrendSourceState" AS state ("source", "lastSuccessAt")
    VALUES (${source}::"TrendSource", ${at}::timestamptz)
    ON CONFLICT ("source") DO UPDATE SET
      "lastSuccessAt" = greatest(state."lastSuccessAt", excluded."lastSuccessAt")`;
}

/** Notes why it was not. */
export async function noteFailure(
  { database }: Deps,
  claim: SourceClaim,
  error: StoredSyncError,
  dueAt: Date,
): Promise<void> {
  await database.query(
    `UPDATE "TrendSourceState" SET "lastError" = $3::jsonb, "failures" = "failures" + 1, "dueAt" = $4
     WHERE "source" = $1::"TrendSource" AND "lastAttemptAt" = $2`,
    [claim.source, claim.at, JSON.stringify(error), dueAt],
  );
}

/** Gives the claim back, since the worker stops. */
export async function giveBack({ database }: Deps, { source, at }: SourceClaim): Promise<void> {
  await database.query(
    `UPDATE "TrendSourceState" SET "dueAt" = NULL WHERE "source" = $1::"TrendSource" AND "lastAttemptAt" = $2`,
    [source, at],
  );
}

/** A source's calls of the UTC day, counted in its state: one statement a call, whichever process makes it. */
export function dailyCallsOf({ database, clock }: Deps, source: TrendSource, limit: number): DailyCalls {
  return {
    async take() {
      const today = toDate(clock.now());
      const taken = await database.query(
        `INSERT INTO "TrendSourceState" AS state ("source", "callsOn", "callsMade")
         VALUES ($1::"TrendSource", $2::date, 1)
         ON CONFLICT ("source") DO UPDATE SET "callsOn" = excluded."callsOn",
           "callsMade" = CASE WHEN state."callsOn" = excluded."callsOn" THEN state."callsMade" + 1 ELSE 1 END
         WHERE state."callsOn" IS DISTINCT FROM excluded."callsOn" OR state."callsMade" < $3
         RETURNING "callsMade"`,
        [source, today, limit],
      );
      return taken.length > 0;
    },
  };
}

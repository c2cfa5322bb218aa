import { type CallLimits, type CallQuota, type QuotaUsage, rulesOf } from '../lib/call-quota.ts';
import type { Clock } from '../lib/clock.ts';
import type { Database } from './database.ts';

export interface SqlCallQuotaOptions {
  database: Pick<Database, 'query'>;
  clock: Clock;
  limits: CallLimits;
  /** Whose calls are counted together, such as `tiktok:<client key>`. */
  owner: string;
}

interface Taken {
  slot: number | null;
  slot_turn: bigint | null;
  wait_ms: number | null;
}

const TAKE = `SELECT * FROM "takeCallSlot"($1, $2, $3, $4, $5 * interval '1 ms', $6 * interval '1 ms', $7 * interval '1 ms', $8)`;

const RELEASE = `
  UPDATE "CallSlot" SET "heldUntil" = coalesce($5, clock_timestamp()) + $4 * interval '1 ms'
  WHERE resource = $1 AND number = $2 AND turn = $3`;

const EXHAUSTED = `
  INSERT INTO "CallQuota" AS quota (resource, keeper, "firstGrantedAt", "fullUntil", "usersWaiting")
  VALUES ($1, 'sql', clock_timestamp(), coalesce($3, clock_timestamp()) + $2 * interval '1 ms', '{}')
  ON CONFLICT (resource) DO UPDATE SET "fullUntil" = greatest(quota."fullUntil", excluded."fullUntil")`;

const USAGE = `
  WITH moment AS MATERIALIZED (SELECT coalesce($4, clock_timestamp()) AS at),
  window_of AS (
    SELECT wanted.place, wanted.places, moment.at, quota."fullUntil", held.until
    FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS wanted(resource, places, span_ms, place)
    CROSS JOIN moment
    LEFT JOIN "CallQuota" quota ON quota.resource = wanted.resource AND quota."fullUntil" > moment.at
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(until ORDER BY until), '{}') AS until
      FROM (
        SELECT least("heldUntil", moment.at + wanted.span_ms * interval '1 ms') AS until
        FROM "CallSlot" slot WHERE slot.resource = wanted.resource AND "heldUntil" > moment.at
      ) held
    ) held
  )
  SELECT
    CASE WHEN "fullUntil" IS NULL THEN greatest(places - cardinality(until), 0) ELSE 0 END AS remaining,
    ceil(extract(epoch FROM
      greatest("fullUntil", until[greatest(cardinality(until) - places + 1, 0)]) - at
    ) * 1000)::double precision AS wait_ms
  FROM window_of ORDER BY place`;

/** A quota that is counted in the database: one statement to take a slot, one to let go of it. */
export function createSqlCallQuota({ database, clock, limits, owner }: SqlCallQuotaOptions): CallQuota {
  const keyOf = (resource: string): string => `${owner}:${resource}`;
  const inMs = (ms: number): Date => new Date(clock.now().getTime() + ms);

  return {
    async take(resource, urgency) {
      const { limit, reserve, windowMs, leaseMs, patienceMs } = rulesOf(limits, resource);
      const key = keyOf(resource);
      const isUser = urgency === 'USER';
      const rules = [limit, reserve, windowMs, leaseMs, patienceMs];
      const [taken] = await database.query<Taken>(TAKE, [key, isUser, ...rules, clock.standsAt()]);
      if (taken?.slot == null) return { slot: null, retryAt: inMs(taken?.wait_ms ?? windowMs) };
      const { slot: number, slot_turn: turn } = taken;
      let isReleased = false;
      const release = async (): Promise<void> => {
        if (isReleased) return;
        isReleased = true;
        await database.query(RELEASE, [key, number, turn, windowMs, clock.standsAt()]);
      };
      return { slot: { release }, retryAt: null };
    },

    async exhausted(resource) {
      const { windowMs } = rulesOf(limits, resource);
      await database.query(EXHAUSTED, [keyOf(resource), windowMs, clock.standsAt()]);
    },

    async usage(resources) {
      const rules = resources.map((resource) => rulesOf(limits, resource));
      const rows = await database.query<{ remaining: number; wait_ms: number | null }>(USAGE, [
        resources.map(keyOf),
        rules.map(({ limit }) => limit),
        rules.map(({ windowMs }) => windowMs),
        clock.standsAt(),
      ]);
      return rows.map(({ remaining, wait_ms: waitMs }, place): QuotaUsage => {
        const { limit, windowMs, reserve } = rules[place]!;
        return {
          resource: resources[place]!,
          limit,
          windowSeconds: windowMs / 1_000,
          remaining,
          reserve,
          nextFreeAt: remaining > 0 || waitMs === null ? null : inMs(waitMs),
        };
      });
    },
  };
}

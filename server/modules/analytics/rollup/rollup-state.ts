import type { Database, Transaction } from '../../../data/database.ts';
import { ZoneDays } from './zone-days.ts';

/** A connection's roll-up that can be brought up to date; instants in milliseconds since 1970 (UTC). */
export interface OpenRollup {
  connectionId: string;
  epoch: number;
  zone: ZoneDays;
  observedSince: number | null;
}

/**
 * Locks a connection's roll-up until the transaction's end and notes that its snapshots change, so that a rebuild under way
 * does not miss it. Whoever changes snapshots calls this, in the same transaction, and before he locks the connection's row.
 *
 * @returns null where there is nothing to bring up to date, since a rebuild is due.
 */
export async function openRollup(tx: Transaction, connectionId: string): Promise<OpenRollup | null> {
  const [row] = await tx.$queryRaw<
    {
      epoch: number | null;
      timezone: string | null;
      isPending: boolean;
      observedSince: Date | null;
    }[]
  >`
    INSERT INTO "AnalyticsRollup" AS rollup ("connectionId", "changes") VALUES (${connectionId}::uuid, 1)
    ON CONFLICT ("connectionId") DO UPDATE SET "changes" = rollup."changes" + 1
    RETURNING "epoch", "timezone", "isPending", "observedSince"`;
  if (row === undefined || row.isPending || row.epoch === null || row.timezone === null) return null;
  return {
    connectionId,
    epoch: row.epoch,
    zone: new ZoneDays(row.timezone),
    observedSince: row.observedSince?.getTime() ?? null,
  };
}

/**
 * Says that a roll-up no longer tells what is stored, and has a rebuild due. Called in the transaction of the change, or
 * before it, and like `openRollup` before the connection's row is locked.
 */
export async function outdateRollup(
  tx: Pick<Database['prisma'], '$executeRaw'>,
  connectionId: string,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "AnalyticsRollup" AS rollup ("connectionId", "changes")
    SELECT "id", 1 FROM "TikTokConnection" WHERE "id" = ${connectionId}::uuid
    ON CONFLICT ("connectionId") DO UPDATE SET "changes" = rollup."changes" + 1, "isPending" = true`;
}

/** Null for an instant that is none. */
export function toInstant(at: number): string | null {
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}

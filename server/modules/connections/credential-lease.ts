import type { Database } from '../../data/database.ts';
import type { TikTokCredential } from '../../data/generated/prisma/client.ts';

/** Longer than a refresh can take, so that a live holder never loses its lease; a dead one frees it so. */
export const LEASE_SECONDS = 30;

/**
 * Takes the right to refresh or revoke this pair; false where another process has it, or the pair is no longer the
 * stored one, or the grant is dead. By the database's clock alone: those of several nodes may be minutes apart, and two
 * refreshes at a time would cost the account.
 */
export async function takeLease(
  { prisma }: Database,
  { id, pairVersion }: Pick<TikTokCredential, 'id' | 'pairVersion'>,
): Promise<boolean> {
  const leased = await prisma.$executeRaw`
    UPDATE "TikTokCredential" SET "refreshLeaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE "id" = ${id}::uuid AND "pairVersion" = ${pairVersion}::int AND "deadReason" IS NULL
      AND ("refreshLeaseUntil" IS NULL OR "refreshLeaseUntil" <= clock_timestamp())`;
  return leased === 1;
}

/** Gives the right back without having used it. */
export async function dropLease(
  { prisma }: Database,
  { id, pairVersion }: Pick<TikTokCredential, 'id' | 'pairVersion'>,
): Promise<void> {
  await prisma.tikTokCredential.updateMany({ where: { id, pairVersion }, data: { refreshLeaseUntil: null } });
}

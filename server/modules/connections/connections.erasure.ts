import type { Prisma } from '../../data/generated/prisma/client.ts';
import { RetryLater } from '../../jobs/job.ts';
import type { ConnectionSubject, ErasureContribution, ErasureServices } from '../privacy/erasure-place.ts';
import { connectionRows, tablePlace } from '../privacy/erasure-place.ts';
import { sql } from '../../data/sql.ts';
import { eraseRuns } from '../recommendations/recommendations.erasure.ts';
import { revokeCredential } from './revoke-credential.service.ts';

/** More than a workspace asks for between two looks. */
const ALL_RUNS = 1_000;

/** What hangs on a connection and is no other module's, the connection itself, and then the grant behind it. */
export const connectionsErasure: ErasureContribution = {
  places: [
    connectionRows('TikTokScheduledPost'),
    connectionRows('TikTokLogin'),
    {
      ...tablePlace('TikTokConnection', ({ connectionId }) => sql`"id" = ${connectionId}::uuid`),
      erase: eraseConnection,
    },
    { kind: 'VENDOR', name: 'TikTok', count: countGrants, erase: revokeGrants },
    // Deleted as soon as TikTok was told.
    { kind: 'TABLE', name: 'TikTokCredential', count: countGrants, erase: () => Promise.resolve() },
  ],
};

async function eraseConnection(
  { database }: ErasureServices,
  { connectionId }: ConnectionSubject,
): Promise<void> {
  await database.transaction(async (tx) => {
    // Locked, so that nothing is hung on it any more; a run that was asked for a moment ago goes with its events.
    await tx.$executeRaw`SELECT FROM "TikTokConnection" WHERE "id" = ${connectionId}::uuid FOR UPDATE`;
    await eraseRuns(tx, connectionId, ALL_RUNS);
    await tx.streamEvent.deleteMany({ where: { stream: `connection:${connectionId}` } });
    await tx.tikTokConnection.deleteMany({ where: { id: connectionId } });
  });
}

/** @throws RetryLater until TikTok was told, or is given up on. */
async function revokeGrants(
  services: ErasureServices,
  subject: ConnectionSubject,
  signal: AbortSignal,
): Promise<void> {
  const unused = await services.database.prisma.tikTokCredential.findMany({
    where: unusedGrants(subject),
    select: { id: true },
  });
  for (const { id } of unused) {
    signal.throwIfAborted();
    const { outcome, retryInSeconds } = await revokeCredential(services, id);
    if (outcome === 'POSTPONED') throw new RetryLater(retryInSeconds);
  }
}

function countGrants({ database }: ErasureServices, subject: ConnectionSubject): Promise<number> {
  return database.prisma.tikTokCredential.count({ where: unusedGrants(subject) });
}

/** Of the account, and no other workspace's: a grant that one of them uses is not ours to end. */
function unusedGrants({ openId }: ConnectionSubject): Prisma.TikTokCredentialWhereInput {
  return { openId, revokeRequestedAt: { not: null } };
}

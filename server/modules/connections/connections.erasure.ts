import type { Prisma } from '../../data/generated/prisma/client.ts';
import { RetryLater } from '../../jobs/job.ts';
import { sql } from '../../data/sql.ts';
import type { ErasureContribution, ErasureServices, ErasureSubject } from '../privacy/erasure-place.ts';
import { connectionIds, connectionRows, tablePlace, workspaceRows } from '../privacy/erasure-place.ts';
import { eraseRuns } from '../recommendations/recommendations.erasure.ts';
import { endConnection } from './end-connection.service.ts';
import { revokeCredential } from './revoke-credential.service.ts';

/** More than a workspace asks for between two looks. */
const ALL_RUNS = 1_000;

/** What hangs on a connection and is no other module's, the connection itself, and then the grant behind it. */
export const connectionsErasure: ErasureContribution = {
  of: 'CONNECTION',
  end: endAll,
  places: [
    connectionRows('TikTokScheduledPost'),
    connectionRows('TikTokLogin'),
    {
      ...tablePlace('TikTokConnection', (subject) => sql`"id" = ANY(${connectionIds(subject)}::uuid[])`),
      erase: eraseConnections,
    },
    { kind: 'VENDOR', name: 'TikTok', count: countGrants, erase: revokeGrants },
    // Deleted as soon as TikTok was told.
    { kind: 'TABLE', name: 'TikTokCredential', count: countGrants, erase: () => Promise.resolve() },
  ],
};

/** Logins of a workspace, which have no connection yet. */
export const workspaceLoginsErasure: ErasureContribution = {
  of: 'WORKSPACE',
  places: [workspaceRows('TikTokLogin')],
};

/** Logins that a person began. */
export const personLoginsErasure: ErasureContribution = {
  of: 'USER',
  places: [tablePlace('TikTokLogin', ({ callerKeys }) => sql`"callerKey" = ANY(${[...callerKeys]}::text[])`)],
};

/** Ends the connections that the request itself did not end: those of a workspace. */
async function endAll(
  services: ErasureServices,
  { connections }: ErasureSubject,
  signal: AbortSignal,
): Promise<void> {
  for (const { id } of connections) {
    signal.throwIfAborted();
    const announce = await services.database.transaction(async (tx) => {
      const announceEnd = await endConnection(tx, services, id, { isToldElsewhere: true });
      await tx.tikTokConnection.updateMany({
        where: { id, erasingSince: null },
        data: { erasingSince: services.clock.now() },
      });
      return announceEnd;
    });
    await announce();
  }
}

async function eraseConnections(
  { database, clock }: ErasureServices,
  { connections }: ErasureSubject,
  signal: AbortSignal,
): Promise<void> {
  for (const { id } of connections) {
    signal.throwIfAborted();
    await database.transaction(async (tx) => {
      // Locked, so that nothing is hung on it any more; a run that was asked for a moment ago goes with its events.
      await tx.$executeRaw`SELECT FROM "TikTokConnection" WHERE "id" = ${id}::uuid FOR UPDATE`;
      await eraseRuns(tx, [id], ALL_RUNS, clock.now());
      await tx.streamEvent.deleteMany({ where: { stream: `connection:${id}` } });
      await tx.tikTokConnection.deleteMany({ where: { id } });
    });
  }
}

/** @throws RetryLater until TikTok was told, or is given up on. */
async function revokeGrants(
  services: ErasureServices,
  subject: ErasureSubject,
  signal: AbortSignal,
): Promise<void> {
  const unused = await services.database.prisma.tikTokCredential.findMany({
    where: unusedGrants(subject),
    select: { id: true },
  });
  let waits: RetryLater | undefined;
  for (const { id } of unused) {
    signal.throwIfAborted();
    const { outcome, retryInSeconds } = await revokeCredential(services, id);
    if (outcome === 'POSTPONED') waits = new RetryLater(retryInSeconds);
  }
  if (waits !== undefined) throw waits;
}

function countGrants({ database }: ErasureServices, subject: ErasureSubject): Promise<number> {
  return database.prisma.tikTokCredential.count({ where: unusedGrants(subject) });
}

/** Of the accounts, and no other workspace's: a grant that one of them uses is not ours to end. */
function unusedGrants({ connections }: ErasureSubject): Prisma.TikTokCredentialWhereInput {
  return { openId: { in: connections.map(({ openId }) => openId) }, revokeRequestedAt: { not: null } };
}

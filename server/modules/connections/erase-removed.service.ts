import type { Services } from '../../app/services.ts';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { NotFoundError } from '../../lib/errors.ts';
import { recordAction } from '../accounts/audit.service.ts';
import { newReceipt, requestErasure } from '../privacy/erasure.service.ts';
import { markForErasure, subjectOf } from './disconnect.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub' | 'queue' | 'cipher'>;

/** Connections that one housekeeping takes up: the next one is an hour away at most. */
const BATCH = 1_000;

/**
 * Has the connections erased that were removed at TikTok and not connected again within the grace period. Nobody asked
 * for it here, so nobody has the receipt. Safe beside itself. Returns how many.
 */
export async function eraseRemoved(deps: Deps): Promise<number> {
  const due = await deps.database.prisma.tikTokConnection.findMany({
    where: { erasureDueAt: { lte: deps.clock.now() }, erasingSince: null },
    orderBy: { erasureDueAt: 'asc' },
    take: BATCH,
  });
  let erased = 0;
  for (const connection of due) if (await eraseOne(deps, connection)) erased += 1;
  return erased;
}

/** False where it was connected again, or erased, a moment ago. */
async function eraseOne(deps: Deps, connection: TikTokConnection): Promise<boolean> {
  const { id, workspaceId } = connection;
  const { receipt } = await newReceipt(deps);
  try {
    const announce = await deps.database.transaction(async (tx) => {
      const announceEnd = await markForErasure(tx, deps, connection);
      // Locked by now.
      const { erasureDueAt } = await tx.tikTokConnection.findUniqueOrThrow({ where: { id } });
      if (erasureDueAt === null) throw new ConnectedAgain();
      const at = deps.clock.now();
      await recordAction(tx, null, { workspaceId, at, action: 'connection.erase', targetId: id });
      await requestErasure(tx, deps, null, receipt, subjectOf(connection));
      return announceEnd;
    });
    await announce();
    return true;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof ConnectedAgain) return false;
    throw error;
  }
}

/** Rolls back. */
class ConnectedAgain extends Error {}

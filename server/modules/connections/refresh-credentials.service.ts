import type { Services } from '../../app/services.ts';
import { TikTokError } from './connection.errors.ts';
import { refreshOnce } from './credential-refresh.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

/** Refreshes at a time, so that what is due does not come over TikTok at once. */
const CONCURRENCY = 4;
/** Of one round, soonest end first. What it leaves is due again in the next one, or refreshed when it is needed. */
const ROUND_LIMIT = 1_000;

export interface RefreshRound {
  refreshed: number;
  /** Grants that TikTok no longer honours. */
  dead: number;
  /** Tried again later. */
  failed: number;
}

/**
 * Refreshes the credentials of living connections whose access token ends soon, and those that nobody used for half of
 * their refresh token's life. Stops early when TikTok refuses the app or its quota is used up: the next ones would fare
 * no better. Repeatable; also safe beside itself.
 */
export async function refreshDueCredentials(
  deps: Deps,
  { signal }: { signal?: AbortSignal } = {},
): Promise<RefreshRound> {
  const due = await findDue(deps);
  const round: RefreshRound = { refreshed: 0, dead: 0, failed: 0 };
  let isStopped = false;
  async function work(): Promise<void> {
    for (let next = due.pop(); next !== undefined && !isStopped; next = due.pop()) {
      signal?.throwIfAborted();
      try {
        const current = await refreshOnce(deps, next);
        if (current?.deadReason === null) round.refreshed += 1;
        else round.dead += 1;
      } catch (error) {
        if (!(error instanceof TikTokError)) throw error;
        round.failed += 1;
        isStopped ||= error.problem === 'CLIENT_REFUSED' || error.code === 'TIKTOK_RATE_LIMITED';
      }
    }
  }
  // All of them, also where one throws: what TikTok has given must be stored before the worker may stop.
  const ends = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return round;
}

/** Latest end first, since the list is worked off from its end. */
async function findDue({ database, clock }: Deps): Promise<{ id: string; pairVersion: number }[]> {
  const now = clock.now();
  const due = await database.prisma.tikTokCredential.findMany({
    where: {
      deadReason: null,
      revokeRequestedAt: null,
      refreshAheadAt: { lte: now },
      AND: [
        // One that ended is left until it is needed, but not for ever: TikTok forgets it.
        { OR: [{ accessTokenExpiresAt: { gt: now } }, { renewBy: { lte: now } }] },
        { OR: [{ refreshRetryAt: null }, { refreshRetryAt: { lte: now } }] },
      ],
      connections: { some: { status: 'ACTIVE' } },
    },
    orderBy: { accessTokenExpiresAt: 'asc' },
    take: ROUND_LIMIT,
    select: { id: true, pairVersion: true },
  });
  return due.reverse();
}

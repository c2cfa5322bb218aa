import type { Services } from '../../app/services.ts';
import { announceAccess, callerKeyOfUser } from '../accounts/access.events.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'pubsub'>;

/** A browser in which a person is signed in. */
export interface SeenSession {
  id: string;
  createdAt: Date;
  /** To the day. */
  lastSeenAt: Date;
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  isCurrent: boolean;
}

/** The living sessions of the person whose session this is, newest first, at most 100. */
export async function listSessions(
  { database, clock }: Deps,
  current: { id: string; userId: string },
): Promise<SeenSession[]> {
  const rows = await database.prisma.session.findMany({
    where: { userId: current.userId, expiresAt: { gt: clock.now() } },
    orderBy: { id: 'desc' },
    take: 100,
  });
  return rows.map(({ id, createdAt, updatedAt, expiresAt, ipAddress, userAgent }) => ({
    id,
    createdAt,
    lastSeenAt: updatedAt,
    expiresAt,
    ipAddress,
    userAgent,
    isCurrent: id === current.id,
  }));
}

/** Ends one session of the person, in sockets too. False where he has no such. */
export async function endSession(deps: Deps, userId: string, id: string): Promise<boolean> {
  const { count } = await deps.database.prisma.session.deleteMany({ where: { id, userId } });
  if (count > 0) await tellOfAccess(deps, userId);
  return count > 0;
}

/** Ends all sessions of the person but this one. */
export async function endOtherSessions(deps: Deps, current: { id: string; userId: string }): Promise<void> {
  const { id, userId } = current;
  await deps.database.prisma.session.deleteMany({ where: { userId, NOT: { id } } });
  await tellOfAccess(deps, userId);
}

/** Whoever serves the person over a socket asks again whether his session lives. */
export function tellOfAccess(deps: Pick<Deps, 'pubsub' | 'log'>, userId: string): Promise<void> {
  return announceAccess(deps, [callerKeyOfUser(userId)]);
}

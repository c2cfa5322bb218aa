import type { Services } from '../../app/services.ts';
import { callerKeyOfUser } from './access.events.ts';
import type { Viewer } from './viewer.ts';

/**
 * A person as a caller, with the roles held now. Null when there is no such person, or he is being erased. One statement.
 *
 * @param ipAddress where the person asks from.
 */
export async function viewerOfUser(
  { database }: Pick<Services, 'database'>,
  userId: string,
  ipAddress: string | null = null,
): Promise<Viewer | null> {
  const user = await database.prisma.user.findUnique({
    where: { id: userId, erasingSince: null },
    select: {
      name: true,
      members: {
        where: { workspace: { erasingSince: null } },
        select: { workspaceId: true, role: true },
      },
    },
  });
  if (user === null) return null;
  return {
    userId,
    apiKeyId: null,
    name: user.name,
    callerKey: callerKeyOfUser(userId),
    ipAddress,
    roles: new Map(user.members.map(({ workspaceId, role }) => [workspaceId, role])),
    scopes: null,
  };
}

/** After an operation gave its own caller, a person, new rights: the rest of it goes by those. */
export async function renewViewer(context: {
  services: Pick<Services, 'database'>;
  viewer: Viewer | null;
}): Promise<void> {
  const { viewer, services } = context;
  if (viewer?.userId == null) return;
  context.viewer = await viewerOfUser(services, viewer.userId, viewer.ipAddress);
}

import type { Services } from '../../app/services.ts';
import { callerOf } from './access.events.ts';
import { viewerOfApiKey } from './api-key.service.ts';
import { viewerOfUser } from './user-viewer.service.ts';
import type { Viewer } from './viewer.ts';

/** A caller by his key (Viewer.callerKey), with what he may do now; null once he is nobody any more. */
export async function viewerOfCaller(
  deps: Pick<Services, 'database' | 'clock'>,
  callerKey: string,
): Promise<Viewer | null> {
  const { kind, id } = callerOf(callerKey);
  if (kind === 'user') return viewerOfUser(deps, id);
  const now = deps.clock.now();
  const key = await deps.database.prisma.apiKey.findUnique({
    where: {
      id,
      revokedAt: null,
      workspace: { erasingSince: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
  });
  return key && viewerOfApiKey(key);
}

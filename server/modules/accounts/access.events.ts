import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { publish, topics } from '../../realtime/topics.ts';

/** Viewer.callerKey of a person. */
export function callerKeyOfUser(userId: string): string {
  return `user:${userId}`;
}

/** Viewer.callerKey of an API key. */
export function callerKeyOfApiKey(apiKeyId: string): string {
  return `key:${apiKeyId}`;
}

/** Of whom a Viewer.callerKey is. */
export function callerOf(callerKey: string): { kind: 'user' | 'key'; id: string } {
  const [kind, id = ''] = callerKey.split(':');
  return { kind: kind === 'user' ? 'user' : 'key', id };
}

/** Tells, after the commit, that these callers may do less or more than before. Never throws. */
export async function announceAccess(
  deps: Pick<Services, 'pubsub' | 'log'>,
  callerKeys: readonly string[],
): Promise<void> {
  await Promise.all(
    callerKeys.map((callerKey) => publish(deps.pubsub, deps.log, topics.access(callerKey), { callerKey })),
  );
}

/** Everybody who may do anything in a workspace: its members, and its keys that work. */
export async function callersOf(database: Database, workspaceId: string): Promise<string[]> {
  const [members, apiKeys] = await Promise.all([
    database.prisma.member.findMany({ where: { workspaceId }, select: { userId: true } }),
    database.prisma.apiKey.findMany({ where: { workspaceId, revokedAt: null }, select: { id: true } }),
  ]);
  return [
    ...members.map(({ userId }) => callerKeyOfUser(userId)),
    ...apiKeys.map(({ id }) => callerKeyOfApiKey(id)),
  ];
}

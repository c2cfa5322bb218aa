import type { Services } from '../../app/services.ts';
import type { MovableClock } from '../../lib/clock.ts';
import { viewerOfApiKey } from '../accounts/api-key.service.ts';
import { startLogin } from '../connections/login.service.ts';
import { syncNow } from '../collector/sync.service.ts';
import { requestRun } from '../recommendations/run/run.service.ts';
import type { DemoWorkspace } from './demo-workspace.service.ts';
import { agreeInBrowser, createSandboxControl, type SandboxControl } from './sandbox-person.ts';

/** How far back the demo's connections begin. */
const HISTORY_DAYS = 90;
/** How many of the sandbox's creators the demo connects. */
const CONNECTIONS = 3;
const DAY_MS = 24 * 3_600_000;

export interface DemoHistoryOptions {
  /** Where this server answers on this machine. */
  ownOrigin: string;
  /** Origin of the TikTok sandbox. */
  sandboxUrl: string;
  /** Called after each collected day. */
  onProgress: (day: number, days: number) => void;
}

/**
 * Gives the demo its past: connects three sandbox creators by the real login, 90 days ago by all clocks, and
 * lets the real collector sync them day by day until now. Nothing is written that the collector did not collect.
 * Then it queues a first run of recommendations.
 *
 * Done once; killed in the middle it goes on with the first day that is missing. Until it is done the server's
 * clock stands in the past, so nothing else may work meanwhile.
 *
 * @throws when a connection or a sync fails; the next start tries again.
 */
export async function ensureDemoHistory(
  services: Services,
  clock: MovableClock,
  demo: DemoWorkspace,
  options: DemoHistoryOptions,
): Promise<void> {
  if (isBuilt(demo)) return;
  const { database } = services;
  const sandbox = createSandboxControl(options.sandboxUrl);
  const end = clock.now();
  try {
    const oldest = await database.prisma.tikTokConnection.findFirst({
      where: { workspaceId: demo.workspace.id },
      orderBy: { createdAt: 'asc' },
    });
    const begin = oldest?.createdAt ?? new Date(end.getTime() - HISTORY_DAYS * DAY_MS);
    await moveTo(begin, clock, sandbox);
    const connectionIds = await connectCreators(services, demo, sandbox, options.ownOrigin);

    const days = Math.floor((end.getTime() - begin.getTime()) / DAY_MS);
    for (let day = 0; day <= days; day += 1) {
      const instant = day === days ? end : new Date(begin.getTime() + day * DAY_MS);
      const missing = await notSyncedSince(services, connectionIds, instant);
      if (missing.length > 0) {
        await moveTo(instant, clock, sandbox);
        await Promise.all(missing.map((connectionId) => collect(services, connectionId)));
      }
      options.onProgress(day, days);
    }
  } finally {
    clock.release();
    await sandbox.setClock(null);
  }
  await requestFirstRun(services, demo);
  await database.prisma.workspace.update({
    where: { id: demo.workspace.id },
    data: { metadata: JSON.stringify({ historyBuiltAt: end.toISOString() }) },
  });
}

export function isBuilt({ workspace }: Pick<DemoWorkspace, 'workspace'>): boolean {
  const metadata = JSON.parse(workspace.metadata ?? '{}') as { historyBuiltAt?: string };
  return metadata.historyBuiltAt !== undefined;
}

/** A run for the workers to begin with, so that there is something to look at and to replay. */
async function requestFirstRun(services: Services, { workspace, key }: DemoWorkspace): Promise<void> {
  const { prisma } = services.database;
  const known = await prisma.recommendationRun.count({ where: { workspaceId: workspace.id } });
  const connection = await prisma.tikTokConnection.findFirst({
    where: { workspaceId: workspace.id },
    orderBy: { createdAt: 'asc' },
  });
  if (known > 0 || connection === null) return;
  const input = { connectionId: connection.id, kinds: ['IDEA', 'SCRIPT'], count: 3, goal: 'REACH' } as const;
  await requestRun(services, viewerOfApiKey(key), input, async () => {});
}

async function moveTo(instant: Date, clock: MovableClock, sandbox: SandboxControl): Promise<void> {
  clock.standAt(instant);
  await sandbox.setClock(instant);
}

async function connectCreators(
  services: Services,
  { workspace, key }: DemoWorkspace,
  sandbox: SandboxControl,
  ownOrigin: string,
): Promise<string[]> {
  const { prisma } = services.database;
  const wanted = (await sandbox.creators()).slice(0, CONNECTIONS);
  for (const { key: creatorKey, username } of wanted) {
    const known = await prisma.tikTokConnection.count({ where: { workspaceId: workspace.id, username } });
    if (known > 0) continue;
    const input = { workspaceId: workspace.id };
    const { authorizationUrl } = await startLogin(services, viewerOfApiKey(key), input, async () => {});
    await agreeInBrowser(authorizationUrl, ownOrigin, creatorKey);
  }
  const connections = await prisma.tikTokConnection.findMany({
    where: { workspaceId: workspace.id, username: { in: wanted.map(({ username }) => username) } },
    select: { id: true },
  });
  if (connections.length < wanted.length) {
    throw new Error(
      `Only ${String(connections.length)} of ${String(wanted.length)} demo accounts could be connected`,
    );
  }
  return connections.map(({ id }) => id);
}

async function notSyncedSince(
  { database }: Services,
  connectionIds: string[],
  instant: Date,
): Promise<string[]> {
  const states = await database.prisma.tikTokSyncState.findMany({
    where: {
      connectionId: { in: connectionIds },
      OR: [{ lastSyncedAt: null }, { lastSyncedAt: { lt: instant } }],
    },
    select: { connectionId: true },
  });
  return states.map(({ connectionId }) => connectionId);
}

async function collect(services: Services, connectionId: string): Promise<void> {
  const result = await syncNow(services, connectionId);
  if (result.outcome === 'FAILED') throw result.error;
}

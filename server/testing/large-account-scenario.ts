import { setTimeout } from 'node:timers/promises';
import { createTestCollector } from './collector.ts';
import { startSyncWorker, type SyncWorkerOrder } from './sync-worker.ts';

export interface LargeSync {
  /** Public videos of the account at TikTok. */
  videos: number;
  /** Workers that were killed before the one that ended the sync. */
  kills: number;
  outcome: string;
  /** Calls that reached TikTok from all workers together. */
  pages: number;
  profiles: number;
  /** The fewest pages that hold so many videos. */
  fewestPages: number;
  stored: number;
  /** Snapshots beyond one a video. */
  repeated: number;
  /** The most memory that the last worker had beyond what it had before the sync began. */
  grownBytes: number;
  peakBytes: number;
}

const PAGE_SIZE = 20;
const LOOK_EVERY_MS = 20;

/**
 * The first sync of an account with very many videos, in worker processes that are killed with kill -9 at so many places of
 * the listing.
 *
 * @throws without TEST_DATABASE_URL: the embedded database serves one process.
 */
export async function syncLargeAccount({ videos = 10_000, kills = 3 } = {}): Promise<LargeSync> {
  const collector = await createTestCollector();
  try {
    const { database, config } = collector.deps;
    const { databaseUrl, encryptionKeys } = config;
    if (databaseUrl === null || encryptionKeys === null) {
      throw new Error('This takes several processes on one database: set TEST_DATABASE_URL.');
    }
    const [creator] = await collector.sandbox.addCreators({ count: 1, videos });
    const { id: connectionId } = await collector.connect({ creator: creator! });
    const stateOf = () => database.prisma.tikTokSyncState.findUniqueOrThrow({ where: { connectionId } });
    const { syncId } = await stateOf();
    const order: SyncWorkerOrder = {
      databaseUrl,
      encryptionKeys,
      tiktok: config.tiktok,
      sync: { connectionId, syncId: syncId! },
    };
    await collector.sandbox.takeCalls();

    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = startSyncWorker(order);
      const killAt = (videos * (kill - 0.5 + Math.random() / 2)) / (kills + 1);
      while ((await stateOf()).videosSeen < killAt) await setTimeout(LOOK_EVERY_MS);
      await worker.kill();
    }
    const report = await startSyncWorker(order).report();
    if (report === null) throw new Error('The last worker did not end its sync');

    const calls = await collector.sandbox.takeCalls();
    const stored = await database.prisma.tikTokVideo.count({ where: { connectionId } });
    const snapshots = await database.prisma.tikTokAnalytics.count({ where: { connectionId } });
    const listed = (await collector.sandbox.videosOf(creator!)).length;
    return {
      videos: listed,
      kills,
      outcome: report.outcome,
      pages: calls['video/list'] ?? 0,
      profiles: calls['user/info'] ?? 0,
      fewestPages: Math.ceil(listed / PAGE_SIZE),
      stored,
      repeated: snapshots - stored,
      grownBytes: report.peakBytes - report.baseBytes,
      peakBytes: report.peakBytes,
    };
  } finally {
    await collector.close();
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestDatabase } from '../../../testing/database.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import { gatherEvidence } from './evidence.ts';
import { simulateVideos, SIMULATED_NOW } from './simulate-videos.ts';

let kit: TestDatabase;
const workspaceId = newId();

beforeAll(async () => {
  kit = await createTestDatabase();
  await kit.database.prisma.workspace.create({
    data: { id: workspaceId, name: 'Tests', slug: 'tests', createdAt: SIMULATED_NOW },
  });
});
afterAll(() => kit.drop());

async function connect(videos: number): Promise<string> {
  const id = newId();
  await kit.database.prisma.tikTokConnection.create({
    data: {
      id,
      workspaceId,
      openId: id,
      username: 'knots',
      followers: 12_000n,
      timezone: 'Europe/Paris',
      createdAt: SIMULATED_NOW,
    },
  });
  await kit.database.prisma.tikTokVideo.createMany({
    data: simulateVideos(videos).map(({ isPublic, followers, capturedAt, outlier: _, ...video }) => ({
      ...video,
      id: newId(),
      connectionId: id,
      isCaptionCut: false,
      orientation: 'PORTRAIT' as const,
      format: 'VIDEO' as const,
      availability: isPublic ? ('PUBLIC' as const) : ('UNAVAILABLE' as const),
      createdAt: SIMULATED_NOW,
      lastSeenAt: SIMULATED_NOW,
      followersAtCapture: followers,
      metricsCapturedAt: capturedAt,
      metricsSource: 'DISPLAY_API' as const,
    })),
  });
  return id;
}

describe('gatherEvidence', () => {
  it('packs what the newest snapshots of a connection tell', async () => {
    const pack = await gatherEvidence(kit, await connect(40), { now: SIMULATED_NOW });
    expect(pack.account).toEqual({
      username: 'knots',
      displayName: null,
      followers: 12_000,
      timezone: 'Europe/Paris',
      language: 'en',
    });
    expect(pack.now).toBe(SIMULATED_NOW.toISOString());
    expect(pack.items.filter(({ kind }) => kind === 'VIDEO')).toHaveLength(5);
    expect(pack.items.some((item) => item.kind === 'STATISTIC' && item.topic === 'HASHTAG')).toBe(true);
    // Stored as JSON with the run.
    expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
  });

  it('has no item without a video, and sees none that is posted later', async () => {
    expect((await gatherEvidence(kit, await connect(0), { now: SIMULATED_NOW })).items).toEqual([]);
    const before = new Date('2020-01-01T00:00:00Z');
    expect((await gatherEvidence(kit, await connect(2), { now: before })).items).toEqual([]);
  });

  it('refuses a connection that is gone', async () => {
    await expect(gatherEvidence(kit, newId(), { now: SIMULATED_NOW })).rejects.toThrow(NotFoundError);
  });
});

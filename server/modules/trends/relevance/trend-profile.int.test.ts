import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../../lib/global-id.ts';
import { newId } from '../../../lib/ids.ts';
import { connectionRow, videoRow } from '../../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { refreshAnalyses } from '../../performance/refresh-analyses.service.ts';
import { readAnalyses } from '../../performance/stored-analysis.ts';
import { TREND_PROFILE } from './trend-profile.ts';

const DAY_MS = 86_400_000;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('is stored with the other analyses, from posts of any age and from what exports say of followers', async () => {
  const { services } = server.runtime;
  const { prisma } = services.database;
  const now = services.clock.now();
  const connection = connectionRow(decodeGlobalId(server.workspace.id).id, now);
  await prisma.tikTokConnection.create({ data: connection });
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await prisma.tikTokVideo.createMany({
    data: [
      { ...videoRow(connection.id, daysAgo(0.1)), hashtags: ['cats', 'fyp'], durationSeconds: 20 },
      { ...videoRow(connection.id, daysAgo(30)), hashtags: ['cats'] },
      { ...videoRow(connection.id, daysAgo(300)), hashtags: ['cats', 'kittens'] },
    ],
  });
  const imported = {
    connectionId: connection.id,
    dimension: 'ACTIVITY',
    importId: newId(),
    source: 'STUDIO_EXPORT',
  } as const;
  await prisma.importedAudience.createMany({
    data: [
      {
        ...imported,
        contentHash: 'older',
        capturedAt: daysAgo(20),
        parts: [{ date: '2026-01-01', hour: 3, activeFollowers: 9 }],
      },
      {
        ...imported,
        contentHash: 'newer',
        capturedAt: daysAgo(2),
        parts: [
          { date: '2026-01-01', hour: 20, activeFollowers: 30 },
          { date: '2026-01-02', hour: 20, activeFollowers: 30 },
          { date: '2026-01-02', hour: 21, activeFollowers: 20 },
          { date: '2026-01-02', hour: 22, activeFollowers: null },
        ],
      },
    ],
  });
  await refreshAnalyses(services, connection.id, new AbortController().signal);

  const [stored] = await readAnalyses(services.database, [connection.id], TREND_PROFILE);
  const { result, computedAt } = stored!;
  expect(computedAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
  expect(result).toMatchObject({
    hashtags: [
      ['cats', 2],
      ['fyp', 1],
    ],
    features: [
      ['orientation:PORTRAIT', 'duration:30', 'hashtag:cats', 'hashtag:fyp'],
      ['orientation:PORTRAIT', 'hashtag:cats'],
    ],
    lifts: [],
  });
  expect(result.formerHashtags).toEqual([['kittens', (1 / 3) * (1 / 2)]]);
  expect(result.activeHours!.slice(19, 23)).toEqual([0, 0.75, 0.25, 0]);
});

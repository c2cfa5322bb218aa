import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Prisma } from '../../../data/generated/prisma/client.ts';
import { createClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { connectionRow } from '../../../testing/rows.ts';
import { storeAnalysis } from '../../performance/stored-analysis.ts';
import { relevantTrends } from './relevant-trends.service.ts';
import { profileOf, TREND_PROFILE } from './trend-profile.ts';

const clock = createClock();
const NOW = clock.now();
const DAY_MS = 86_400_000;

let kit: TestDatabase;
const [home, stranger] = [newId(), newId()];
const account = connectionRow(home, NOW);

beforeAll(async () => {
  kit = await createTestDatabase();
  const { prisma } = kit.database;
  await prisma.workspace.createMany({
    data: [home, stranger].map((id) => ({ id, name: id, slug: id, createdAt: NOW })),
  });
  await prisma.tikTokConnection.create({ data: account });
  const posts = Array.from({ length: 8 }, (_, index) => ({
    postedAt: NOW.getTime() - (10 + index) * DAY_MS,
    hashtags: ['cats', 'ginger'],
    features: ['orientation:PORTRAIT', 'hashtag:cats'],
  }));
  const inputs = { timezone: 'UTC', computedAt: NOW, inputsThrough: NOW };
  const profile = profileOf(posts, [], [], NOW.getTime());
  await kit.database.transaction((tx) => storeAnalysis(tx, account.id, TREND_PROFILE, inputs, profile));
});
afterAll(() => kit.drop());

async function trend(name: string, given: Partial<Prisma.TikTokTrendUncheckedCreateInput> = {}) {
  const id = newId();
  await kit.database.prisma.tikTokTrend.create({
    data: {
      id,
      kind: 'HASHTAG',
      key: name,
      name,
      identity: id,
      source: 'CREATIVE_CENTER',
      stage: 'EXPLODING',
      posts: 20_000,
      growthLower: 0.2,
      capturedAt: NOW,
      firstSeenAt: NOW,
      lastSeenAt: NOW,
      ...given,
    },
  });
  return id;
}

it('are those that rise, matter, and are the workspace’s to see; each once', async () => {
  const shared = await trend('cats', { category: 'Pets' });
  await trend('cats', { region: 'US', posts: 900_000_000 });
  const own = await trend('ginger', { workspaceId: home, stage: 'EMERGING' });
  const sound = await trend('A purr', { kind: 'SOUND', category: 'pets' });
  const format = await trend('portrait', { kind: 'FORMAT', key: 'orientation:PORTRAIT', workspaceId: home });
  const watched = await trend('a song', { kind: 'SOUND' });
  await kit.database.prisma.trendWatch.create({
    data: { workspaceId: home, trendId: watched, watchedAt: NOW },
  });
  // Nothing of it: not the account's, fallen, or another workspace's.
  await trend('dogs');
  await trend('ginger', { region: 'FR', stage: 'FADING' });
  const theirs = await trend('cats', { region: 'DE', workspaceId: stranger });
  await kit.database.prisma.trendWatch.create({
    data: { workspaceId: stranger, trendId: theirs, watchedAt: NOW },
  });

  const { result, statements } = await captureQueries(() =>
    relevantTrends({ database: kit.database, clock }, { id: account.id, workspaceId: home }),
  );
  expect(new Set(result.map(({ trend: { id } }) => id))).toEqual(
    new Set([shared, own, sound, format, watched]),
  );
  const scores = result.map(({ relevance }) => relevance?.score ?? 0);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(statements).toHaveLength(3);
});

it('are those on the watch list alone before anything is known of the account', async () => {
  const unknown = connectionRow(home, NOW);
  await kit.database.prisma.tikTokConnection.create({ data: unknown });
  const found = await relevantTrends(
    { database: kit.database, clock },
    { id: unknown.id, workspaceId: home },
  );
  expect(found.map(({ trend: { name }, relevance }) => ({ name, relevance }))).toEqual([
    { name: 'a song', relevance: null },
  ]);
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { captureQueries } from '../../testing/queries.ts';
import { sightingRow } from '../../testing/rows.ts';
import { storeSightings } from './store-sightings.service.ts';
import type { TrendSighting } from './trend-sighting.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 9, 1);

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
afterEach(async () => {
  await test.database.prisma.tikTokTrend.deleteMany();
  await test.database.prisma.workspace.deleteMany();
});

function hashtag(name: string, day: number, given: Partial<TrendSighting> = {}): TrendSighting {
  return sightingRow(name, new Date(START + day * DAY_MS), given);
}

const discovery = { source: 'BUSINESS_DISCOVERY', workspaceId: null } as const;
const store = (origin: Parameters<typeof storeSightings>[1], ...sightings: TrendSighting[]) =>
  storeSightings({ database: test.database }, origin, sightings);
const trends = () =>
  test.database.prisma.tikTokTrend.findMany({
    orderBy: { identity: 'asc' },
    include: { observations: true },
  });

async function everything(): Promise<unknown> {
  const { prisma } = test.database;
  return {
    trends: await trends(),
    curves: await prisma.trendCurve.findMany({ orderBy: [{ trendId: 'asc' }, { source: 'asc' }] }),
  };
}

describe('what sources say of trends', () => {
  it('is one trend for a name in any case, and one for each region and kind', async () => {
    await store(
      discovery,
      hashtag('OOTD', 0, { rank: 1 }),
      hashtag('ootd', 1, { rank: 2 }),
      hashtag('ootd', 1, { region: 'FR' }),
      hashtag('ootd', 1, { kind: 'SOUND' }),
      hashtag('ootd', 1, { kind: 'SOUND', tikTokId: '7016547803243022337' }),
    );
    const stored = await trends();
    expect(stored.map(({ kind, region, key, name }) => ({ kind, region, key, name }))).toEqual([
      { kind: 'HASHTAG', region: 'FR', key: 'ootd', name: 'ootd' },
      { kind: 'HASHTAG', region: 'US', key: 'ootd', name: 'ootd' },
      { kind: 'SOUND', region: 'US', key: '7016547803243022337', name: 'ootd' },
      { kind: 'SOUND', region: 'US', key: 'ootd', name: 'ootd' },
    ]);
    expect(stored[1]).toMatchObject({
      rank: 2,
      firstSeenAt: new Date(START),
      lastSeenAt: new Date(START + DAY_MS),
    });
    expect(stored[1]!.observations).toHaveLength(2);
  });

  it('changes nothing when it is said again, whole or in part, in one order or another', async () => {
    const month = Array.from({ length: 30 }, (_, day) =>
      ['a', 'b', 'c'].map((name, index) =>
        hashtag(name, day, {
          rank: index + 1,
          views: BigInt(1_000 * day + index),
          curve: { unit: 'COUNT', points: [{ at: START + day * DAY_MS, value: 10 * day }] },
        }),
      ),
    ).flat();
    const first = await store(discovery, ...month);
    expect(first).toMatchObject({ stored: 90, unchanged: 0 });
    expect(first.trendIds).toHaveLength(3);
    const before = await everything();
    expect(await store(discovery, ...month.toReversed())).toMatchObject({ stored: 0, unchanged: 90 });
    expect(await store(discovery, ...month.slice(7, 20))).toMatchObject({ stored: 0, unchanged: 13 });
    expect(await everything()).toEqual(before);
  });

  it('never edits an observation: the first word on a time stays', async () => {
    await store(discovery, hashtag('a', 0, { rank: 1, views: 10n }));
    await store(discovery, hashtag('a', 0, { rank: 5, views: 99n }));
    expect((await trends())[0]).toMatchObject({ rank: 1, views: 10n, observations: [{ views: 10n }] });
  });

  it('shows the most trusted source that is not out of date', async () => {
    const research = { source: 'RESEARCH_API', workspaceId: null } as const;
    await store(discovery, hashtag('a', 0, { views: 100n }));
    await store(research, hashtag('a', 6, { views: 3n }));
    expect((await trends())[0]).toMatchObject({ source: 'BUSINESS_DISCOVERY', views: 100n });
    await store(research, hashtag('a', 8, { views: 4n }));
    expect((await trends())[0]).toMatchObject({ source: 'RESEARCH_API', views: 4n });
    await store(discovery, hashtag('a', 9, { views: 120n }));
    expect((await trends())[0]).toMatchObject({ source: 'BUSINESS_DISCOVERY', views: 120n });
  });

  it("keeps a workspace's own trends apart from those of all, and of others", async () => {
    const workspaces = [newId(), newId()];
    await test.database.prisma.workspace.createMany({
      data: workspaces.map((id) => ({ id, name: 'Team', slug: `team-${id}`, createdAt: new Date(START) })),
    });
    await store(discovery, hashtag('a', 0, { views: 1n }));
    for (const workspaceId of workspaces) {
      await store({ source: 'OWN_CORPUS', workspaceId }, hashtag('a', 0, { views: 2n }));
    }
    expect((await trends()).map(({ workspaceId, views }) => ({ workspaceId, views }))).toEqual(
      expect.arrayContaining([
        { workspaceId: null, views: 1n },
        ...workspaces.map((workspaceId) => ({ workspaceId, views: 2n })),
      ]),
    );
  });

  it('comes from several processes at a time', async () => {
    const sightings = Array.from({ length: 50 }, (_, index) => hashtag(`tag${String(index)}`, 0));
    const results = await Promise.all([
      store(discovery, ...sightings),
      store(discovery, ...sightings.toReversed()),
      store(discovery, ...sightings),
    ]);
    expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(50);
    expect(await trends()).toHaveLength(50);
  });

  it('takes as many statements for a thousand trends as for one', async () => {
    const counts: number[] = [];
    for (const many of [1, 1_000]) {
      const sightings = Array.from({ length: many }, (_, index) =>
        hashtag(`${String(many)}-${String(index)}`, 0, {
          views: 5n,
          curve: { unit: 'INDEX', points: [{ at: START, value: 100 }] },
        }),
      );
      const { statements } = await captureQueries(() => store(discovery, ...sightings));
      counts.push(statements.filter((statement) => statement.includes('Trend')).length);
    }
    expect(counts).toEqual([6, 6]);
  });
});

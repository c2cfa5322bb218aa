import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, videoRow } from '../../testing/rows.ts';
import { scoreVideos } from '../performance/video-scores.service.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('benchmarks', () => {
  const document = `query ($followers: SafeInt, $industry: String) {
    benchmarks(followers: $followers, industry: $industry) {
      source url publishedYear publishedOn readOn definition definitionText industry minFollowers maxFollowers value
      p25 p75 statistic sampleSize } }`;

  it('tells the signed-out the figures of a tier, with their source, date and definition', async () => {
    const answer = await server.execute<{ benchmarks: unknown[] }>(
      document,
      { followers: 20_000 },
      { as: null },
    );
    expect(answer.expectData().benchmarks[0]).toEqual({
      source: 'SociaVault Labs 2026',
      url: 'https://sociavault.com/blog/good-engagement-rate-tiktok',
      publishedYear: 2026,
      publishedOn: null,
      readOn: '2026-11-28',
      definition: 'BY_FOLLOWERS',
      definitionText: expect.stringContaining('followers'),
      industry: null,
      minFollowers: 10_000,
      maxFollowers: 50_000,
      value: 0.0521,
      p25: 0.0328,
      p75: 0.0814,
      statistic: 'median of accounts',
      sampleSize: null,
    });
  });

  it('tells those of an industry alone', async () => {
    const answer = await server.execute(document, { industry: 'nonprofits' }, { as: null });
    expect(answer.expectData()).toMatchObject({
      benchmarks: [
        { industry: 'Nonprofits', value: 0.052, definition: 'BY_VIEWS', publishedOn: '2024-07-08' },
      ],
    });
  });
});

const HOUR_MS = 3_600_000;

/** An account that was captured without TikTok, so that its figures can be reckoned by hand. */
async function connect(): Promise<string> {
  const id = newId();
  await server.runtime.services.database.prisma.tikTokConnection.create({
    data: connectionRow(decodeGlobalId(server.workspace.id).id, server.runtime.services.clock.now(), id),
  });
  return id;
}

interface Captured {
  hours: number;
  views: number | null;
  likes?: number;
  followers?: number;
  source?: 'STUDIO_EXPORT';
}

/** A video posted `daysAgo`, with captures at its ages. */
async function post(connectionId: string, daysAgo: number, captures: readonly Captured[]): Promise<string> {
  const { database, clock } = server.runtime.services;
  const postedAt = new Date(clock.now().getTime() - daysAgo * 24 * HOUR_MS);
  const id = newId();
  const newest = captures.at(-1);
  const countersOf = ({ views, likes, followers, source, hours }: Captured) => ({
    at: new Date(postedAt.getTime() + hours * HOUR_MS),
    counters: { views, likes: likes ?? 0, comments: 0, shares: 0 },
    followers: followers ?? null,
    source: source ?? ('DISPLAY_API' as const),
  });
  await database.prisma.tikTokVideo.create({
    data: {
      ...videoRow(connectionId, postedAt, id),
      viewsPerHour: 12.5,
      ...(newest && {
        ...countersOf(newest).counters,
        followersAtCapture: countersOf(newest).followers,
        metricsCapturedAt: countersOf(newest).at,
        metricsSource: countersOf(newest).source,
      }),
    },
  });
  await database.prisma.tikTokAnalytics.createMany({
    data: captures.map((captured) => {
      const { at, counters, followers, source } = countersOf(captured);
      return {
        id: newId(),
        videoId: id,
        connectionId,
        syncId: newId(),
        capturedAt: at,
        ...counters,
        followers,
        source,
      };
    }),
  });
  return encodeGlobalId('TikTokVideo', id);
}

describe('a video’s outlier', () => {
  const fields = `outlier { robustZ multipleOfMedian ageHours sampleSize viewsPerHour capturedAt
    onTrackFor { value sampleSize interval { lower upper level } } }`;
  interface Scored {
    outlier: Record<string, unknown> | null;
  }

  async function score(account: string): Promise<void> {
    await scoreVideos(server.runtime.services, account, new AbortController().signal);
  }

  async function scoreOf(id: string): Promise<Scored['outlier']> {
    const answer = await server.execute<{ video: Scored }>(
      `query ($id: ID!) { video(id: $id) { ${fields} } }`,
      {
        id,
      },
    );
    return answer.expectData().video.outlier;
  }

  it('is reckoned from captures at the same age, of its own account alone', async () => {
    const [account, other] = [await connect(), await connect()];
    // log(1 + views) is 1 to 9 times log 2 after a day, and twice that after 30.
    for (let power = 1; power <= 9; power++) {
      await post(account, 40 + power, [
        { hours: 22, views: 2 ** power - 1 },
        { hours: 26, views: 2 ** power - 1 },
        { hours: 720, views: 4 ** power - 1 },
      ]);
      await post(other, 40 + power, [{ hours: 24, views: 77_777 }]);
    }
    const video = await post(account, 1.5, [
      { hours: 23, views: 523 },
      { hours: 25, views: 1523 },
      { hours: 26, views: null },
      { hours: 27, views: 9, source: 'STUDIO_EXPORT' },
    ]);
    expect(await scoreOf(video)).toBeNull();
    await score(account);
    const found = await scoreOf(video);
    expect(found).toMatchObject({
      robustZ: expect.closeTo((Math.log2(1024) - 5) / (1.4826 * 2), 9),
      multipleOfMedian: 33,
      ageHours: 24,
      sampleSize: 9,
      viewsPerHour: 12.5,
      onTrackFor: {
        value: expect.closeTo((1024 * 2 ** 5 - 1) / (4 ** 5 - 1), 9),
        sampleSize: 9,
        interval: { level: 0.8 },
      },
    });
    const at = server.runtime.services.clock.now().getTime() - (1.5 * 24 - 25) * HOUR_MS;
    expect(Math.abs(Date.parse(found!['capturedAt'] as string) - at)).toBeLessThan(HOUR_MS / 2);
  });

  it('is null with 7 comparable videos, and where captures are too far from any age', async () => {
    const account = await connect();
    const videos = [];
    for (let index = 0; index < 8; index++) {
      videos.push(await post(account, 10 + index, [{ hours: 24, views: 100 + index }]));
    }
    await score(account);
    expect(await scoreOf(videos[0]!)).toBeNull();
    const late = await post(account, 60, [{ hours: 800, views: 5 }]);
    const ninth = await post(account, 5, [{ hours: 24, views: 9 }]);
    await score(account);
    expect(await scoreOf(late)).toBeNull();
    expect(await scoreOf(ninth)).toMatchObject({ sampleSize: 8 });
  });

  it('takes no SQL statement besides those of the page, and sorts and filters videos', async () => {
    const account = await connect();
    for (let index = 0; index < 12; index++) {
      await post(account, 10 + index, [{ hours: 24, views: 100 + index ** 2 }]);
    }
    await score(account);
    const ask = (first: number) =>
      captureQueries(() =>
        server.execute<{ videos: { edges: { node: Scored }[] } }>(
          `query ($ids: [ID!], $first: Int) { videos(connectionIds: $ids, first: $first) { edges { node { ${fields} } } } }`,
          { ids: [encodeGlobalId('TikTokConnection', account)], first },
        ),
      );
    for (const first of [1, 12]) {
      const { result, statements } = await ask(first);
      const scores = result.expectData().videos.edges.map(({ node }) => node.outlier);
      expect(scores).toHaveLength(first);
      expect(scores).toEqual(scores.map(() => expect.objectContaining({ ageHours: 24, sampleSize: 11 })));
      expect(statements.filter((sql) => sql.includes('TikTokAnalytics'))).toHaveLength(0);
    }
    const answer = await server.execute<{ videos: { edges: { node: { outlier: { robustZ: number } } }[] } }>(
      `query ($ids: [ID!]) { videos(connectionIds: $ids, filter: { minOutlierZ: 0.5 }, orderBy: { field: OUTLIER })
        { edges { node { outlier { robustZ } } } } }`,
      { ids: [encodeGlobalId('TikTokConnection', account)] },
    );
    const scores = answer.expectData().videos.edges.map(({ node }) => node.outlier.robustZ);
    expect(scores.length).toBeGreaterThan(1);
    expect(scores.length).toBeLessThan(12);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0.5);
  });
});

describe('modelCard', () => {
  it('tells the signed-out what a score is and what was not measured', async () => {
    const answer = await server.execute(
      '{ modelCard(model: OUTLIER) { model version method data limits references falseClaimRate coverage } }',
      {},
      { as: null },
    );
    expect(answer.expectData()).toEqual({
      modelCard: {
        model: 'OUTLIER',
        version: '2',
        method: expect.stringContaining('1.4826 · MAD'),
        data: expect.stringContaining('captures'),
        limits: expect.stringContaining('below 8'),
        references: expect.arrayContaining([expect.stringMatching(/^https:/)]),
        falseClaimRate: null,
        coverage: null,
      },
    });
  });

  it('tells when a trend is called exploding, and how often that is wrong of trends that stand still', async () => {
    const answer = await server.execute(
      '{ modelCard(model: TREND_VELOCITY) { method limits references falseClaimRate } }',
      {},
      { as: null },
    );
    expect(answer.expectData()).toEqual({
      modelCard: {
        method: expect.stringMatching(/100,000 views or 100 posts.*posts of two accounts/),
        limits: expect.stringContaining('five hashtags and twelve sounds'),
        references: expect.arrayContaining([expect.stringMatching(/^https:/)]),
        // As `npm run verify:trends` measures it: docs/STATISTICS.md, trends-flat.
        falseClaimRate: 0.013,
      },
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Creator, CREATORS_VARIABLE, loadCreators } from '../../../bench/verify/statistics/creators.ts';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { connectionRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { scoreVideos } from './video-scores.service.ts';

const DAY_MS = 86_400_000;
/** When the pages of the creators were read. */
const CAPTURED_AT = new Date('2020-11-08T02:00:00Z');
const VIDEOS_A_STATEMENT = 5_000;
/** Accounts of one comparison. */
const SIDE_BY_SIDE = 20;
/** Accounts whose ranking is reckoned by hand: those with the most videos. */
const RANKED = 25;
/** Lower bounds of the tiers that published benchmarks use. */
const TIERS = [0, 10_000, 50_000, 100_000, 500_000];

const DEFINITIONS = ['BY_FOLLOWERS', 'BY_VIEWS'] as const;
type Definition = (typeof DEFINITIONS)[number];

const creators = loadCreators();

(creators === null ? describe.skip : describe)(
  `of 1,794 real creators, where ${CREATORS_VARIABLE} names them`,
  () => {
    let server: TestServer;
    /** Row ids of their connections, in the order of the creators. */
    const connectionIds: string[] = [];

    beforeAll(async () => {
      server = await startTestServer();
      server.runtime.clock.standAt(CAPTURED_AT);
      const { prisma } = server.runtime.services.database;
      const workspaceId = decodeGlobalId(server.workspace.id).id;
      for (const _creator of creators!) connectionIds.push(newId());
      await prisma.tikTokConnection.createMany({
        data: connectionIds.map((id) => connectionRow(workspaceId, CAPTURED_AT, id)),
      });
      const rows = creators!.flatMap(({ videos }, index) =>
        videos.map((video) => toRow(video, connectionIds[index]!)),
      );
      for (let first = 0; first < rows.length; first += VIDEOS_A_STATEMENT) {
        // By one parameter: the client would take most of the time for tens of them a row.
        const json = JSON.stringify(rows.slice(first, first + VIDEOS_A_STATEMENT));
        await prisma.$executeRaw`
        WITH rows AS (
          SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS r("id" uuid, "snapshotId" uuid, "connectionId" uuid,
            "tikTokId" text, "postedAt" timestamptz, "views" bigint, "likes" bigint, "comments" bigint, "shares" bigint,
            "followers" bigint)
        ), videos AS (
          INSERT INTO "TikTokVideo" ("id", "connectionId", "tikTokId", "hashtags", "isCaptionCut", "orientation", "format",
            "postedAt", "createdAt", "lastSeenAt", "views", "likes", "comments", "shares", "followersAtCapture",
            "metricsCapturedAt", "metricsSource")
          SELECT "id", "connectionId", "tikTokId", '{}', false, 'UNKNOWN', 'VIDEO', "postedAt", ${CAPTURED_AT}, ${CAPTURED_AT},
            "views", "likes", "comments", "shares", "followers", ${CAPTURED_AT}, 'DISPLAY_API' FROM rows
        )
        INSERT INTO "TikTokAnalytics" ("id", "videoId", "connectionId", "syncId", "capturedAt", "views", "likes",
          "comments", "shares", "source")
        SELECT "snapshotId", "id", "connectionId", "snapshotId", ${CAPTURED_AT}, "views", "likes", "comments", "shares",
          'DISPLAY_API' FROM rows`;
      }
    }, 120_000);
    afterAll(() => server.stop());

    it('the medians of posts, by tier, are those that plain SQL tells', async () => {
      const rates = new Map<number, Record<Definition, number[]>>(
        TIERS.map((tier) => [tier, { BY_FOLLOWERS: [], BY_VIEWS: [] }]),
      );
      for (let first = 0; first < connectionIds.length; first += SIDE_BY_SIDE) {
        const ids = connectionIds.slice(first, first + SIDE_BY_SIDE);
        const answer = await server.execute<{
          comparison: { rows: Record<Definition, { value: number } | null>[] };
        }>(
          `query ($ids: [ID!]!) { comparison(connectionIds: $ids, range: { lastDays: 90 }) { rows {
          BY_FOLLOWERS: engagementRate(definition: BY_FOLLOWERS, aggregation: MEDIAN_OF_POSTS) { value }
          BY_VIEWS: engagementRate(definition: BY_VIEWS, aggregation: MEDIAN_OF_POSTS) { value } } } }`,
          { ids: ids.map((id) => encodeGlobalId('TikTokConnection', id)) },
        );
        for (const [index, row] of answer.expectData().comparison.rows.entries()) {
          const followers = Math.max(...creators![first + index]!.videos.map((video) => video.followers));
          const tier = TIERS.findLast((bound) => bound <= followers)!;
          for (const definition of DEFINITIONS) {
            const rate = row[definition];
            if (rate !== null) rates.get(tier)![definition].push(rate.value);
          }
        }
      }
      for (const definition of DEFINITIONS) {
        for (const { tier, creators: count, median } of await mediansInSql(definition)) {
          const values = rates.get(tier)![definition];
          expect(values).toHaveLength(count);
          expect(middleOf(values)).toBeCloseTo(median, 12);
        }
      }
    }, 120_000);

    it('videos older than 30 days are ranked as one reckons by hand', async () => {
      const largest = [...creators!.keys()]
        .toSorted((a, b) => creators![b]!.videos.length - creators![a]!.videos.length)
        .slice(0, RANKED);
      let ranked = 0;
      for (const index of largest) {
        const id = connectionIds[index]!;
        await scoreVideos(server.runtime.services, id, new AbortController().signal);
        const answer = await server.execute<{
          videos: {
            edges: {
              node: { tikTokId: string; outlier: { robustZ: number; multipleOfMedian: number } | null };
            }[];
          };
        }>(
          `query ($id: ID!) { videos(connectionIds: [$id], orderBy: { field: OUTLIER }, first: 100) {
          edges { node { tikTokId outlier { robustZ multipleOfMedian basis } } } } }`,
          { id: encodeGlobalId('TikTokConnection', id) },
        );
        const scored = answer
          .expectData()
          .videos.edges.flatMap(({ node }) => (node.outlier === null ? [] : [node]));
        const expected = scoresByHand(creators![index]!);
        expect(scored).toHaveLength(expected.size);
        for (const { tikTokId, outlier } of scored) {
          expect(outlier!.robustZ).toBeCloseTo(expected.get(tikTokId)!.z, 9);
          expect(outlier!.multipleOfMedian).toBeCloseTo(expected.get(tikTokId)!.multiple, 9);
        }
        const order = scored.map(({ outlier }) => outlier!.robustZ);
        expect(order).toEqual(order.toSorted((a, b) => b - a));
        ranked += scored.length;
      }
      expect(ranked).toBeGreaterThan(200);
    }, 120_000);

    async function mediansInSql(
      definition: Definition,
    ): Promise<{ tier: number; creators: number; median: number }[]> {
      const denominator = definition === 'BY_VIEWS' ? '"views"' : '"followersAtCapture"';
      return server.runtime.services.database.prisma.$queryRawUnsafe(
        `SELECT t.tier, count(*)::int AS creators, percentile_cont(0.5) WITHIN GROUP (ORDER BY c.median) AS median
       FROM (
         SELECT (SELECT max("followersAtCapture") FROM "TikTokVideo" a WHERE a."connectionId" = v."connectionId") AS followers,
           percentile_cont(0.5) WITHIN GROUP (
           ORDER BY ("likes" + "comments" + "shares")::float8 / ${denominator}) AS median
         FROM "TikTokVideo" v
         WHERE ${denominator} > 0 AND "postedAt" >= '2020-08-11T00:00:00Z' AND "postedAt" < '2020-11-09T00:00:00Z'
         GROUP BY "connectionId"
       ) c JOIN LATERAL (
         SELECT max(b.bound) AS tier FROM unnest(ARRAY[${TIERS.join(',')}]) AS b(bound) WHERE b.bound <= c.followers
       ) t ON true
       GROUP BY t.tier ORDER BY t.tier`,
      );
    }
  },
);

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(sorted.length / 2) - 1]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
}

/** Against the 50 others that are nearest in time, among those that were 30 days old; at least 8. */
function scoresByHand({ videos }: Creator): Map<string, { z: number; multiple: number }> {
  const old = videos.filter(({ postedAt }) => CAPTURED_AT.getTime() - postedAt >= 30 * DAY_MS);
  const scores = new Map<string, { z: number; multiple: number }>();
  for (const video of old) {
    const others = old
      .filter(({ id }) => id !== video.id)
      .toSorted((a, b) => Math.abs(a.postedAt - video.postedAt) - Math.abs(b.postedAt - video.postedAt))
      .slice(0, 50);
    if (others.length < 8) continue;
    const logs = others.map(({ views }) => Math.log(1 + views));
    const mad = middleOf(logs.map((log) => Math.abs(log - middleOf(logs))));
    if (mad === 0) continue;
    scores.set(video.id, {
      z: (Math.log(1 + video.views) - middleOf(logs)) / (1.4826 * mad),
      multiple: video.views / middleOf(others.map(({ views }) => views)),
    });
  }
  return scores;
}

function toRow(video: Creator['videos'][number], connectionId: string) {
  const { id: tikTokId, views, likes, comments, shares, followers } = video;
  const postedAt = new Date(video.postedAt);
  return {
    id: newId(),
    snapshotId: newId(),
    connectionId,
    tikTokId,
    postedAt,
    views,
    likes,
    comments,
    shares,
    followers,
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../../lib/global-id.ts';
import { newId } from '../../../lib/ids.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { connectionRow, videoRow } from '../../../testing/rows.ts';
import { scoreOutcomes } from './score-outcomes.service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;
let workspaceId: string;
let now: number;

beforeAll(async () => {
  server = await startTestServer();
  workspaceId = decodeGlobalId(server.workspace.id).id;
  now = server.runtime.services.clock.now().getTime();
});
afterAll(() => server.stop());

interface Post {
  daysAgo: number;
  /** At 7 days. */
  views: number;
  /** Around 7 days, in hours. @default 2 */
  gapHours?: number;
}

/** An account with posts. Returns its global id. */
async function account(posts: readonly Post[]): Promise<string> {
  const connection = connectionRow(workspaceId, new Date(now - 200 * DAY_MS));
  await server.runtime.services.database.prisma.tikTokConnection.create({ data: connection });
  const id = encodeGlobalId('TikTokConnection', connection.id);
  await post(id, posts);
  return id;
}

/** Adds posts whose views at 7 days are known, if they are that old. Returns their global ids. */
async function post(connection: string, posts: readonly Post[]): Promise<string[]> {
  const { prisma } = server.runtime.services.database;
  const connectionId = decodeGlobalId(connection).id;
  const videos = posts.map(({ daysAgo }) => videoRow(connectionId, new Date(now - daysAgo * DAY_MS)));
  await prisma.tikTokVideo.createMany({ data: videos });
  await prisma.tikTokAnalytics.createMany({
    data: posts.flatMap(({ daysAgo, views, gapHours = 2 }, index) =>
      (daysAgo < 7 ? [] : [-gapHours / 2, gapHours / 2]).map((hours) => ({
        syncId: newId(),
        videoId: videos[index]!.id,
        connectionId,
        source: 'DISPLAY_API' as const,
        capturedAt: new Date(now - daysAgo * DAY_MS + 7 * DAY_MS + hours * HOUR_MS),
        views: BigInt(views),
      })),
    ),
  });
  return videos.map(({ id }) => encodeGlobalId('TikTokVideo', id));
}

/** Twelve posts of 60 days ago and before, with 1,000 to 12,000 views. */
const USUAL = Array.from({ length: 12 }, (_, index) => ({ daysAgo: 60 + index, views: 1_000 * (index + 1) }));

/** The recommendation of a finished run, made 30 days ago. */
async function recommend(connection: string): Promise<string> {
  const started = await server.execute<{ generateRecommendations: { id: string } }>(
    `mutation ($connection: ID!) { generateRecommendations(input: { connectionId: $connection, kinds: [IDEA], count: 1 })
      { ... on RecommendationRun { id } } }`,
    { connection },
  );
  const { id: run } = started.expectData().generateRecommendations;
  const events = server.subscribe(
    'subscription ($run: ID!) { recommendationRunEvents(runId: $run) { __typename } }',
    { run },
  );
  for await (const _ of events) {
    // Until it has ended.
  }
  const { prisma } = server.runtime.services.database;
  const { id } = await prisma.tikTokRecommendation.findFirstOrThrow({
    where: { runId: decodeGlobalId(run).id },
  });
  await prisma.tikTokRecommendation.update({
    where: { id },
    data: { createdAt: new Date(now - 30 * DAY_MS) },
  });
  return encodeGlobalId('TikTokRecommendation', id);
}

const FIELDS = `status
  expected { metric ageHours estimate { value sampleSize interval { lower upper level } } }
  outcome { actual isWithinInterval measuredAt video { id } }`;

async function update(recommendationId: string, changes: Record<string, unknown>): Promise<unknown> {
  const answer = await server.execute<{ updateRecommendation: unknown }>(
    `mutation ($input: UpdateRecommendationInput!) { updateRecommendation(input: $input) {
      ... on TikTokRecommendation { ${FIELDS} } ... on Error { code message } } }`,
    { input: { recommendationId, ...changes } },
  );
  return answer.expectData().updateRecommendation;
}

async function read(id: string): Promise<unknown> {
  const document = `query ($id: ID!) { recommendation(id: $id) { ${FIELDS} } }`;
  return (await server.execute<{ recommendation: unknown }>(document, { id })).expectData().recommendation;
}

const score = () => scoreOutcomes(server.runtime.services);

describe('a recommendation', () => {
  it('says what the next video would reach anyway, and nothing where the data are thin', async () => {
    const connection = await account(USUAL);
    expect(await read(await recommend(connection))).toEqual({
      status: 'NEW',
      expected: {
        metric: 'VIEWS',
        ageHours: 168,
        estimate: {
          value: 6_500,
          sampleSize: 12,
          interval: { lower: 1_000, upper: 12_000, level: expect.closeTo(11 / 13, 12) },
        },
      },
      outcome: null,
    });
    const thin = await account([{ daysAgo: 20, views: 100 }]);
    expect(await read(await recommend(thin))).toMatchObject({ expected: null });
  });

  it('has its outcome once the video made from it has the age', async () => {
    const connection = await account(USUAL);
    const recommendation = await recommend(connection);
    const [usual, viral, young] = (await post(connection, [
      { daysAgo: 20, views: 4_321 },
      { daysAgo: 19, views: 99_000 },
      { daysAgo: 2, views: 0 },
    ])) as [string, string, string];

    await update(recommendation, { status: 'USED', usedVideoId: young });
    expect(await score()).toBe(0);
    expect(await read(recommendation)).toMatchObject({ status: 'USED', outcome: null });

    await update(recommendation, { usedVideoId: usual });
    expect(await score()).toBe(1);
    expect(await score()).toBe(0);
    expect(await read(recommendation)).toMatchObject({
      outcome: {
        actual: 4_321,
        isWithinInterval: true,
        measuredAt: new Date(now - 13 * DAY_MS + HOUR_MS).toISOString(),
        video: { id: usual },
      },
    });

    // The outcome belongs to the video: another one has its own, and none is left without.
    expect(await update(recommendation, { comment: 'Went well.' })).toMatchObject({
      outcome: { actual: 4_321 },
    });
    expect(await update(recommendation, { usedVideoId: viral })).toMatchObject({ outcome: null });
    expect(await score()).toBe(1);
    expect(await read(recommendation)).toMatchObject({
      outcome: { actual: 99_000, isWithinInterval: false },
    });
    expect(await update(recommendation, { status: 'SAVED' })).toMatchObject({ outcome: null });
  });

  it('keeps its outcome when the video is gone', async () => {
    const connection = await account(USUAL);
    const recommendation = await recommend(connection);
    const [video] = (await post(connection, [{ daysAgo: 20, views: 2_000 }])) as [string];
    await update(recommendation, { status: 'USED', usedVideoId: video });
    expect(await score()).toBe(1);
    await server.runtime.services.database.prisma.tikTokVideo.delete({
      where: { id: decodeGlobalId(video).id },
    });
    expect(await read(recommendation)).toMatchObject({ outcome: { actual: 2_000, video: null } });
  });

  it('has none of a video that was posted before it, or that was captured too rarely to tell', async () => {
    const connection = await account(USUAL);
    const recommendation = await recommend(connection);
    const videos = await post(connection, [
      { daysAgo: 31, views: 2_000 },
      { daysAgo: 20, views: 2_000, gapHours: 90 },
    ]);
    for (const usedVideoId of videos) {
      await update(recommendation, { status: 'USED', usedVideoId });
      expect(await score()).toBe(0);
      expect(await read(recommendation)).toMatchObject({ status: 'USED', outcome: null });
    }
  });
});

describe('modelCard(EXPECTED_OUTCOME)', () => {
  it('tells which share of expectations held, once there are 30 outcomes', async () => {
    const coverage = async () => {
      const document = '{ modelCard(model: EXPECTED_OUTCOME) { coverage limits } }';
      const answer = await server.execute<{ modelCard: { coverage: number | null } }>(
        document,
        {},
        { as: null },
      );
      return answer.expectData().modelCard.coverage;
    };
    expect(await coverage()).toBeNull();

    const { prisma } = server.runtime.services.database;
    const {
      runId,
      connectionId,
      id: _,
      index: __,
      ...row
    } = await prisma.tikTokRecommendation.findFirstOrThrow();
    const known = await prisma.tikTokRecommendation.count({ where: { outcomeHeld: true } });
    await prisma.tikTokRecommendation.createMany({
      data: Array.from({ length: 40 }, (_unused, index) => ({
        ...row,
        script: [],
        hashtags: [],
        postAt: [],
        citations: [],
        expected: {},
        id: newId(),
        runId,
        connectionId,
        index: 100 + index,
        outcomeViews: 1n,
        outcomeHeld: index % 4 !== 0,
        outcomeAt: new Date(now),
      })),
    });
    expect(await coverage()).toBeCloseTo((30 + known) / (40 + known), 12);
  });
});

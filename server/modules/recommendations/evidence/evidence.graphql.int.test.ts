import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../../lib/global-id.ts';
import { newId } from '../../../lib/ids.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { connectionRow, videoRow } from '../../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { refreshAnalyses } from '../../performance/refresh-analyses.service.ts';
import { moveRuns } from '../run/run-move.ts';
import { gatherEvidence } from './evidence.ts';
import { namedTrends } from './named-trends.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
/** One moment for all: posts a few milliseconds off whole days would fall into other weeks. */
let now: Date;

beforeAll(async () => {
  server = await startTestServer();
  now = server.runtime.services.clock.now();
});
afterAll(() => server.stop());

const services = () => server.runtime.services;
const prisma = () => services().database.prisma;
const rowId = (globalId: string) => decodeGlobalId(globalId).id;
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

/** An account with a post a day, each captured at 7 days; every third has a hashtag and four times the views. */
async function accountOf(posts: number): Promise<string> {
  const connectionId = newId();
  await prisma().tikTokConnection.create({
    data: { ...connectionRow(rowId(server.workspace.id), now, connectionId), username: 'knots' },
  });
  const rows = Array.from({ length: posts }, (_, index) => {
    const isWinner = index % 3 === 0;
    const views = 1_000 + ((index * 37) % 90) + (isWinner ? 3_000 : 0);
    const video = videoRow(connectionId, daysAgo(9 + index));
    return { video: { ...video, hashtags: isWinner ? ['knots'] : ['rope'], durationSeconds: 20 }, views };
  });
  await prisma().tikTokVideo.createMany({
    data: rows.map(({ video, views }) => ({
      ...video,
      title: `Knot ${video.id.slice(-4)}`,
      views,
      likes: 80,
      comments: 3,
      shares: 2,
      metricsCapturedAt: daysAgo(1),
      metricsSource: 'DISPLAY_API' as const,
    })),
  });
  await prisma().tikTokAnalytics.createMany({
    data: rows.map(({ video, views }) => ({
      id: newId(),
      videoId: video.id,
      connectionId,
      syncId: newId(),
      capturedAt: new Date((video.postedAt as Date).getTime() + 7 * DAY_MS),
      views,
      source: 'DISPLAY_API' as const,
    })),
  });
  return connectionId;
}

async function trendOf(kind: 'HASHTAG' | 'SOUND', name: string, workspaceId: string | null = null) {
  const interval = { lower: 0.09, upper: 0.15, level: 0.95, method: 'x' };
  const velocity = {
    windowDays: 7,
    dailyGrowth: { value: 0.12, interval, sampleSize: 8, definition: 'views' },
    acceleration: null,
    stage: 'EXPLODING',
    ageDays: 9,
  };
  const id = newId();
  await prisma().tikTokTrend.create({
    data: {
      id,
      kind,
      key: name,
      name,
      identity: id,
      workspaceId,
      source: 'CREATIVE_CENTER',
      stage: 'EXPLODING',
      posts: 20_000,
      growthLower: 0.09,
      velocity,
      capturedAt: daysAgo(0),
      firstSeenAt: daysAgo(9),
      lastSeenAt: daysAgo(0),
    },
  });
  return id;
}

async function run(connectionId: string, kinds: string[], count = kinds.length): Promise<string> {
  const { started } = (
    await server.execute<{ started: { id: string } }>(
      `mutation ($input: GenerateRecommendationsInput!) {
        started: generateRecommendations(input: $input) { ... on RecommendationRun { id } } }`,
      {
        input: {
          connectionId: encodeGlobalId('TikTokConnection', connectionId),
          engine: 'STATISTICAL',
          kinds,
          count,
        },
      },
    )
  ).expectData();
  const events = server.subscribe(
    'subscription ($id: ID!) { recommendationRunEvents(runId: $id) { sequence } }',
    { id: started.id },
  );
  for await (const { errors } of events) if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return started.id;
}

interface Evidence {
  __typename: string;
  key: string;
  summary: string;
  topic?: string;
  outlier?: { multipleOfMedian: number; sampleSize: number } | null;
  trend?: { name: string } | null;
  relevance?: { score: number; hashtagOverlap: number } | null;
  finding?: { kind: string } | null;
  recommendation?: { title: string; status: string } | null;
}

interface Recommendation {
  id: string;
  title: string;
  sound: { name: string } | null;
  hashtags: {
    hashtag: string;
    basis: string;
    lift: { value: number; verdict: string; unshrunken: number } | null;
    trend: { name: string } | null;
  }[];
  postAt: { at: string; basis: string; lift: { sampleSize: number } | null }[];
}

const READ = `query ($id: ID!) { recommendationRun(id: $id) {
  evidence { __typename key summary
    ... on VideoEvidence { video { id } outlier { multipleOfMedian sampleSize basis capturedAt } }
    ... on StatisticEvidence { topic subject }
    ... on TrendEvidence { trend { name kind } relevance { score hashtagOverlap computedAt } }
    ... on FindingEvidence { finding { kind } }
    ... on PastRecommendationEvidence { recommendation { title status } } }
  recommendations { id title sound { name }
    hashtags { hashtag basis lift { value verdict unshrunken } trend { name } }
    postAt { at basis lift { sampleSize } } } } }`;

async function read(id: string) {
  const answer = await server.execute<{
    recommendationRun: { evidence: Evidence[]; recommendations: Recommendation[] };
  }>(READ, { id });
  return answer.expectData().recommendationRun;
}

const ofType = (evidence: Evidence[], type: string) =>
  evidence.filter(({ __typename }) => __typename === type);

describe('the evidence of an account with a history', () => {
  let account: string;
  let sound: string;
  beforeAll(async () => {
    account = await accountOf(40);
    await refreshAnalyses(services(), account, new AbortController().signal);
    await trendOf('HASHTAG', 'knots');
    sound = await trendOf('SOUND', 'A shanty', rowId(server.workspace.id));
    await prisma().trendWatch.create({
      data: { workspaceId: rowId(server.workspace.id), trendId: sound, watchedAt: daysAgo(1) },
    });
    await prisma().finding.create({
      data: {
        connectionId: account,
        kind: 'FOLLOWER_JUMP',
        subject: 'account',
        summary: 'The account gained 420 followers in a day; usual is a gain of 3.',
        startedOn: daysAgo(4),
        detectedAt: daysAgo(3),
        effect: {
          value: 420,
          interval: { lower: 300, upper: 500, level: 0.95, method: 'x' },
          sampleSize: 30,
          definition: 'x',
        },
      },
    });
  });

  it('is what its analyses say, told in the types of each kind', async () => {
    const { evidence } = await read(await run(account, ['IDEA']));
    const [video] = ofType(evidence, 'VideoEvidence');
    expect(video!.outlier!.multipleOfMedian).toBeGreaterThan(3);
    expect(video!.outlier!.sampleSize).toBeGreaterThanOrEqual(8);
    expect(new Set(ofType(evidence, 'StatisticEvidence').map(({ topic }) => topic))).toEqual(
      new Set(['ENGAGEMENT', 'HASHTAG', 'POSTING_TIME', 'CADENCE', 'FORECAST']),
    );
    const trends = ofType(evidence, 'TrendEvidence');
    expect(trends.map(({ trend }) => trend!.name)).toEqual(['knots', 'A shanty']);
    expect(trends[0]!.relevance!.hashtagOverlap).toBeGreaterThan(0.5);
    expect(trends[0]!.summary).toContain('+12% a day');
    expect(ofType(evidence, 'FindingEvidence')).toMatchObject([{ finding: { kind: 'FOLLOWER_JUMP' } }]);
  });

  it('gives hashtags their lift and trend, slots theirs, and a sound', async () => {
    const { recommendations } = await read(await run(account, ['SCRIPT', 'HASHTAG_SET', 'POSTING_SLOT']));
    const [script, set, plan] = recommendations;
    expect(script!.sound).toEqual({ name: 'A shanty' });
    // #rope goes along with fewer views.
    expect(set!.hashtags.map(({ hashtag }) => hashtag)).not.toContain('rope');
    const knots = set!.hashtags.find(({ hashtag }) => hashtag === 'knots');
    expect(knots).toMatchObject({
      basis: 'OWN_WINNER',
      lift: { verdict: 'HIGHER' },
      trend: { name: 'knots' },
    });
    expect(knots!.lift!.unshrunken).toBeGreaterThan(1);
    expect(plan!.postAt).toHaveLength(3);
    interface Performance {
      connection: { performance: { postingTimes: { nextSlots: Recommendation['postAt'] } } };
    }
    const { connection } = (
      await server.execute<Performance>(
        `query ($id: ID!) { connection(id: $id) { performance(range: { lastDays: 365 }) {
          postingTimes { nextSlots(first: 6) { at basis lift { sampleSize } } } } } }`,
        { id: encodeGlobalId('TikTokConnection', account) },
      )
    ).expectData();
    for (const slot of plan!.postAt) {
      expect(connection.performance.postingTimes.nextSlots).toContainEqual(slot);
    }
  });

  it('tells later runs what became of earlier recommendations, and nothing is recommended twice', async () => {
    const first = await read(await run(account, ['IDEA', 'FORMAT_CHANGE'], 4));
    const used = first.recommendations[0]!;
    const { id: videoId } = await prisma().tikTokVideo.findFirstOrThrow({ where: { connectionId: account } });
    (
      await server.execute(
        `mutation ($input: UpdateRecommendationInput!) { updateRecommendation(input: $input) { __typename } }`,
        {
          input: {
            recommendationId: used.id,
            status: 'USED',
            usedVideoId: encodeGlobalId('TikTokVideo', videoId),
          },
        },
      )
    ).expectData();
    const next = await read(await run(account, ['IDEA', 'FORMAT_CHANGE'], 4));
    const past = ofType(next.evidence, 'PastRecommendationEvidence');
    expect(past.length).toBeLessThanOrEqual(10);
    const told = past.find(({ recommendation }) => recommendation!.title === used.title)!;
    expect(told.recommendation!.status).toBe('USED');
    expect(told.summary).toMatch(/it was used, and its video has [\d,]+ views/);
    const titles = new Set(first.recommendations.map(({ title }) => title));
    expect(next.recommendations.filter(({ title }) => titles.has(title))).toEqual([]);

    // However many come after it that nobody touched.
    await read(await run(account, ['IDEA'], 10));
    const last = ofType((await read(await run(account, ['IDEA']))).evidence, 'PastRecommendationEvidence');
    expect(last).toHaveLength(10);
    expect(last.map(({ recommendation }) => recommendation!.status)).toContain('USED');
  });

  it('takes ten statements to gather, and seven to read with all that it names', async () => {
    const { result, statements } = await captureQueries(() =>
      gatherEvidence(services(), account, { now: services().clock.now(), runId: newId() }),
    );
    expect(result.items.length).toBeLessThanOrEqual(40);
    expect(statements).toHaveLength(10);
    const id = await run(account, ['HASHTAG_SET']);
    const reading = await captureQueries(() => read(id));
    expect(reading.statements).toHaveLength(7);
  });

  it('names none of a former workspace’s own trends once the account has moved', async () => {
    const id = await run(account, ['SCRIPT']);
    const [from, to] = [rowId(server.workspace.id), newId()];
    await services().database.transaction(async (tx) => {
      await tx.workspace.create({ data: { id: to, name: 'To', slug: to, createdAt: daysAgo(0) } });
      await moveRuns(tx, account, { from, to });
      // Back, without what was forgotten.
      await moveRuns(tx, account, { from: to, to: from });
    });
    const { evidence, recommendations } = await read(id);
    expect(ofType(evidence, 'TrendEvidence').map(({ trend }) => trend?.name)).toEqual(['knots', undefined]);
    expect(recommendations[0]!.sound).toBeNull();
  });

  it('is stored without trends that went meanwhile, or are another workspace’s', async () => {
    const stranger = await server.addWorkspace();
    const theirs = await trendOf('HASHTAG', 'theirs', rowId(stranger.id));
    const named = await services().database.transaction((tx) =>
      namedTrends(tx, rowId(server.workspace.id), [sound, theirs, newId()]),
    );
    expect([...named]).toEqual([sound]);
  });

  it('stays as it was told then, while what it names may go', async () => {
    const id = await run(account, ['SCRIPT']);
    await prisma().tikTokTrend.delete({ where: { id: sound } });
    await prisma().finding.deleteMany({ where: { connectionId: account } });
    const { evidence, recommendations } = await read(id);
    const trends = ofType(evidence, 'TrendEvidence');
    expect(trends.map(({ trend }) => trend)).toEqual([{ name: 'knots', kind: 'HASHTAG' }, null]);
    expect(trends[1]!.summary).toContain('“A shanty” (sound, no region) is exploding');
    expect(ofType(evidence, 'FindingEvidence')).toMatchObject([
      { finding: null, summary: 'The account gained 420 followers in a day; usual is a gain of 3.' },
    ]);
    expect(recommendations[0]!.sound).toBeNull();
  });
});

describe('the evidence of an account without one', () => {
  it('is there for one video, and says that the data are thin', async () => {
    const { evidence, recommendations } = await read(await run(await accountOf(1), ['IDEA', 'POSTING_SLOT']));
    expect(ofType(evidence, 'VideoEvidence')).toMatchObject([{ outlier: null }]);
    const cadence = evidence.find(({ topic }) => topic === 'CADENCE')!;
    expect(cadence.summary).toContain('The data are thin');
    expect(recommendations[1]!.postAt.map(({ basis }) => basis)).toEqual([
      'EXPERIMENT',
      'EXPERIMENT',
      'EXPERIMENT',
    ]);
  });

  it('is computed on the spot before a job has analysed it', async () => {
    const { evidence } = await read(await run(await accountOf(40), ['IDEA']));
    expect(evidence.some(({ topic }) => topic === 'HASHTAG')).toBe(true);
    expect(ofType(evidence, 'VideoEvidence')[0]!.outlier!.multipleOfMedian).toBeGreaterThan(3);
  });

  it('refuses a connection that is gone', async () => {
    const gathered = gatherEvidence(services(), newId(), { now: services().clock.now(), runId: newId() });
    await expect(gathered).rejects.toThrow('The connection is gone.');
  });
});

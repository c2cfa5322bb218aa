import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../lib/global-id.ts';
import { rebuildRollup } from '../modules/analytics/rollup/rebuild.service.ts';
import { captureQueries } from '../testing/queries.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let ids: {
  workspace: string;
  connections: string[];
  videos: string[];
  runs: string[];
  recommendation: string;
};

beforeAll(async () => {
  server = await startTestServer();
  const connections = await server.workspace.connect(['maya', 'camille', 'jonas'], { days: 2 });
  const runs = [];
  for (const connection of connections.slice(0, 2)) runs.push(await finishedRun(connection));
  const { videos, recommendations } = (
    await server.execute<{ videos: Page; recommendations: Page }>(
      '{ videos(first: 5) { edges { node { id } } } recommendations(first: 1) { edges { node { id } } } }',
    )
  ).expectData();
  ids = {
    workspace: server.workspace.id,
    connections,
    videos: videos.edges.map(({ node }) => node.id),
    runs,
    recommendation: recommendations.edges[0]!.node.id,
  };
  // Days are read from roll-ups once these are there, which is within a minute.
  for (const id of connections) await rebuildRollup(server.runtime.services, decodeGlobalId(id).id);
  // From here on nothing happens by itself.
  await server.runtime.services.queue.stop({ graceMs: 1_000 });
});
afterAll(() => server.stop());

interface Page {
  edges: { node: { id: string } }[];
}

async function finishedRun(connection: string): Promise<string> {
  const { generateRecommendations: run } = (
    await server.execute<{ generateRecommendations: { id: string } }>(
      `mutation ($connection: ID!) {
        generateRecommendations(input: { connectionId: $connection, count: 8 }) { ... on RecommendationRun { id } } }`,
      { connection },
    )
  ).expectData();
  const events = server.subscribe(
    'subscription ($id: ID!) { recommendationRunEvents(runId: $id) { sequence } }',
    run,
  );
  for await (const { errors } of events) expect(errors).toBeUndefined();
  return run.id;
}

/** Each list with the number of SQL statements it takes, whatever the size of the page. */
const LISTS: [statements: number, list: string, document: string][] = [
  [
    1,
    'connections',
    'connections(first: $first) { edges { node { username avatarUrl metrics { followers } } } }',
  ],
  [
    1,
    'connections with their collector’s state and workspace',
    'connections(first: $first) { edges { node { sync { isRunning lastError { code } } workspace { name } } } }',
  ],
  [2, 'connections with totalCount', 'connections(first: $first) { totalCount edges { node { username } } }'],
  [
    1,
    'connections.videos',
    'connections(first: 3) { edges { node { videos(first: $first) { edges { node { title metrics { views } } } } } } }',
  ],
  [
    1,
    'connections.videos with totalCount',
    'connections(first: 3) { edges { node { videos(first: $first) { totalCount edges { node { title } } } } } }',
  ],
  [
    3,
    'connections.analytics',
    'connections(first: $first) { edges { node { analytics { points { date followers viewsGained } totals { views } change { views { absolute } } coverage { observedShare } } } } }',
  ],
  [
    1,
    'connections.recommendations',
    'connections(first: 3) { edges { node { recommendations(first: $first) { totalCount edges { node { title script { line } hashtags { hashtag } } } } } } }',
  ],
  [
    1,
    'connection.videos',
    'connection(id: $connection) { videos(first: $first) { totalCount edges { node { title engagementRate { value } } } } }',
  ],
  [
    1,
    'connection.recommendations',
    'connection(id: $connection) { recommendations(first: $first) { edges { node { title } } } }',
  ],
  [
    1,
    'videos',
    'videos(first: $first) { edges { node { title metrics { views } engagementRate { value } connection { username } } } }',
  ],
  [
    1,
    'videos with their covers in two sizes',
    'videos(first: $first) { edges { node { title coverUrl large: coverUrl(width: 720) connection { avatarUrl } } } }',
  ],
  [2, 'videos with totalCount', 'videos(first: $first) { totalCount edges { node { title } } }'],
  [
    1,
    'videos.snapshots',
    'videos(first: $first) { edges { node { snapshots(first: 2) { edges { node { at views } } } } } }',
  ],
  [
    2,
    'videos.snapshots with deltas',
    'videos(first: $first) { edges { node { snapshots(first: 2) { edges { node { views deltaViews deltaLikes } } } } } }',
  ],
  [
    2,
    'video.snapshots with deltas',
    'video(id: $video) { snapshots(first: $first) { totalCount edges { node { views deltaViews } } } }',
  ],
  [
    2,
    'videos.analytics',
    'videos(first: $first) { edges { node { analytics { date views deltaViews quality } } } }',
  ],
  [
    1,
    'videos.outlier',
    'videos(first: $first) { edges { node { outlier { robustZ onTrackFor { value } } } } }',
  ],
  [
    1,
    'recommendations',
    'recommendations(first: $first) { edges { node { title script { line } connection { username } run { status } } } }',
  ],
  [
    2,
    'recommendations with totalCount',
    'recommendations(first: $first) { totalCount edges { node { title } } }',
  ],
  [
    2,
    'recommendations.citations.evidence',
    'recommendations(first: $first) { edges { node { citations { quote evidence { key summary } } } } }',
  ],
  [
    2,
    'recommendations.evidence',
    'recommendations(first: $first) { edges { node { evidence { key } citations { evidence { key } } } } }',
  ],
  [1, 'recommendationRun.recommendations', 'recommendationRun(id: $run) { recommendations { title } }'],
  [
    2,
    'recommendationRun.evidence',
    'recommendationRun(id: $run) { evidence { key ... on StatisticEvidence { estimate { value } } } }',
  ],
  [2, 'recommendationRun.events', 'recommendationRun(id: $run) { events(first: $first) { sequence } }'],
  [1, 'viewer.workspaces', 'viewer { workspaces { name role } }'],
  [
    1,
    'viewer.workspaces.members',
    'viewer { workspaces { members { role user { name email } } invitations { email invitedBy { name } } } }',
  ],
  [1, 'viewer.workspaces.apiKeys', 'viewer { workspaces { apiKeys { name workspace { name } } } }'],
  [
    1,
    'viewer.workspaces.auditLog',
    'viewer { workspaces { auditLog(first: $first) { totalCount edges { node { action actorName } } } } }',
  ],
  [1, 'viewer.apiKeys', 'viewer { apiKeys { name workspace { name } } }'],
  [
    1,
    'viewer.workspaces.connections',
    'viewer { workspaces { connections(first: $first) { totalCount edges { node { username } } } } }',
  ],
  [
    1,
    'viewer.workspaces.recommendationRuns',
    'viewer { workspaces { recommendationRuns(first: $first) { totalCount edges { node { status } } } } }',
  ],
];

const VARIABLES = { $first: 'Int!', $connection: 'ID!', $video: 'ID!', $run: 'ID!' };

async function statementsOf(selection: string, first: number): Promise<string[]> {
  const used = Object.entries(VARIABLES).filter(([name]) => selection.includes(name));
  const declared = used.map(([name, type]) => `${name}: ${type}`).join(', ');
  const { result, statements } = await captureQueries(() =>
    server.execute(`query ${declared === '' ? '' : `(${declared})`} { ${selection} }`, {
      first,
      connection: ids.connections[0],
      video: ids.videos[0],
      run: ids.runs[0],
    }),
  );
  result.expectData();
  return statements;
}

describe('a list takes as many SQL statements for a long page as for a short one', () => {
  it.each(LISTS)('%i for %s', async (count, _list, selection) => {
    const short = await statementsOf(selection, 1);
    const long = await statementsOf(selection, 20);
    expect(long).toHaveLength(short.length);
    expect(short).toHaveLength(count);
  });
});

describe('a page', () => {
  it('is cut by the database and not in memory', async () => {
    const [statement] = await statementsOf(LISTS[3]![2], 1);
    expect(statement).toMatch(/LEFT JOIN LATERAL/);
    expect(statement).toMatch(/LIMIT \$\d+/);
  });

  it('is counted only where totalCount is selected', async () => {
    for (const selection of [
      'videos(first: 2) { edges { node { id } } }',
      'connection(id: $connection) { videos(first: 2) { edges { node { id } } } }',
    ]) {
      expect((await statementsOf(selection, 2)).join()).not.toMatch(/COUNT/i);
    }
  });
});

describe('nodes', () => {
  it('takes two SQL statements a type, the policy and the rows, however many ids there are', async () => {
    const count = async (wanted: string[]) => {
      const { result, statements } = await captureQueries(() =>
        server.execute<{ nodes: ({ id: string } | null)[] }>(
          `query ($ids: [ID!]!) { nodes(ids: $ids) { id
            ... on TikTokVideo { title } ... on TikTokConnection { username } ... on RecommendationRun { status } } }`,
          { ids: wanted },
        ),
      );
      expect(result.expectData().nodes.map((node) => node?.id)).toEqual(wanted);
      return statements.length;
    };
    const [video, ...videos] = ids.videos as [string, ...string[]];
    const [connection, ...connections] = ids.connections as [string, ...string[]];
    expect(await count([video])).toBe(2);
    expect(await count([video, connection])).toBe(4);
    expect(await count([connection, video, ...videos, ...connections, ...ids.runs])).toBe(6);
  });
});

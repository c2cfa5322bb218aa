import type { PERMISSIONS } from '../modules/accounts/viewer.ts';
import { decodeGlobalId, encodeGlobalId } from '../lib/global-id.ts';
import { newId } from '../lib/ids.ts';
import { DOWNLOADED, overview } from '../modules/imports/imports-test-kit.ts';
import { storeSightings } from '../modules/trends/store-sightings.service.ts';
import { sightingRow } from './rows.ts';
import { linkOfNewestMail, type TestPerson, tokenOf } from './person.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './server.ts';
import { executeWithFile, type PickedFile } from './upload.ts';

// The examples that the walk over the schema (schema/tenancy.int.test.ts) tries every door with. A new type with an id,
// root field, mutation or subscription needs one here.

const A_STUDIO_FILE = overview([1]);
const A_LIST: PickedFile = { name: 'list.csv', content: 'date,rank,hashtag\n2026-01-02,1,example' };

/** A workspace with one of everything, and another one with nobody in common. */
export interface World {
  server: TestServer;
  home: TestWorkspace;
  stranger: TestWorkspace;
  /** Global ids of what is in `home`, by type. */
  ids: Record<string, string>;
  /** Another connection in `home`. */
  second: string;
  /** Of `stranger`. */
  strangersConnection: string;
  /** Of the connection in `home`. */
  username: string;
  /** The token of an invitation to it, and who is invited. */
  invitation: string;
  invitee: TestPerson;
  /** Of a login that was begun in `home`. */
  state: string;
}

export async function buildWorld(): Promise<World> {
  const server = await startTestServer();
  const { workspace: home } = server;
  const stranger = await server.addWorkspace();
  const [connection, toErase, second] = (await home.connect(['maya', 'camille', 'nora'])) as [
    string,
    string,
    string,
  ];
  const [strangersConnection] = (await stranger.connect(['jonas'])) as [string];

  async function ask<Data>(document: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return (await server.execute<Data>(document, variables)).expectData();
  }
  const { run } = await ask<{ run: { id: string } }>(
    `mutation ($id: ID!) { run: generateRecommendations(input: { connectionId: $id, count: 1 }) {
      ... on RecommendationRun { id } } }`,
    { id: connection },
  );
  const events = server.subscribe(
    'subscription ($id: ID!) { recommendationRunEvents(runId: $id) { sequence } }',
    run,
  );
  for await (const { errors } of events) if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { erasing } = await ask<{ erasing: { erasure: { id: string } } }>(
    `mutation ($id: ID!) { erasing: disconnectTikTok(input: { connectionId: $id, history: ERASE }) {
      ... on DisconnectTikTokPayload { erasure { id } } } }`,
    { id: toErase },
  );
  // Of the other connection: one of the workspace would go with what is being erased.
  const { exported } = await ask<{ exported: { id: string } }>(
    `mutation ($id: ID!) { exported: exportData(input: { subjectId: $id }) { ... on DataExport { id } } }`,
    { id: connection },
  );
  const { login } = await ask<{ login: { state: string } }>(
    'mutation ($id: ID!) { login: startTikTokAuth(input: { workspaceId: $id }) { ... on StartTikTokAuthPayload { state } } }',
    { id: home.id },
  );
  const { made } = await ask<{ made: { apiKey: { id: string } } }>(
    `mutation ($id: ID!) {
      made: createApiKey(input: { workspaceId: $id, name: "An example", role: ANALYST, scopes: [READ] }) {
        ... on CreateApiKeyPayload { apiKey { id } } } }`,
    { id: home.id },
  );
  const imported = await executeWithFile<{ importAnalytics: { id: string } }>(
    server.graphqlUrl,
    'mutation ($input: ImportAnalyticsInput!) { importAnalytics(input: $input) { ... on AnalyticsImport { id } } }',
    { input: { connectionId: connection, ...DOWNLOADED } },
    A_STUDIO_FILE,
    { as: home.ownerKey },
  );
  const invite = `mutation ($id: ID!, $email: String!) {
    invited: inviteMember(input: { workspaceId: $id, email: $email, role: ANALYST }) { ... on Invitation { id } } }`;
  // Of this run alone: attempts on an address are counted in Redis, which other runs use as well.
  const email = `${newId()}@example.org`;
  await ask(invite, { id: home.id, email });
  const invitation = tokenOf(await linkOfNewestMail(server, email));
  const invitee = await server.addPerson({ email });
  const { invited } = await ask<{ invited: { id: string } }>(invite, {
    id: home.id,
    email: 'pending@example.org',
  });
  const owner = await server.runtime.services.database.prisma.user.findFirstOrThrow({
    where: { members: { some: { workspaceId: decodeGlobalId(home.id).id } } },
    include: { members: true },
  });
  const finding = await server.runtime.services.database.prisma.finding.create({
    data: {
      connectionId: decodeGlobalId(connection).id,
      kind: 'FOLLOWER_JUMP',
      subject: 'account',
      summary: 'An example',
      startedOn: new Date('2026-01-01'),
      detectedAt: new Date('2026-01-02'),
      effect: {
        value: 1,
        sampleSize: 30,
        definition: 'followers',
        interval: { lower: 0, upper: 2, level: 0.95, method: 'none' },
      },
    },
  });
  const { trendIds } = await storeSightings(
    server.runtime.services,
    { source: 'OWN_CORPUS', workspaceId: decodeGlobalId(home.id).id },
    [sightingRow('example', new Date('2026-01-01'))],
  );
  /** Evidence that no run gathers of so little. */
  async function cite(
    kind: 'TREND' | 'FINDING' | 'PAST_RECOMMENDATION',
    named: { trendId?: string; findingId?: string },
  ): Promise<string> {
    const { id } = await server.runtime.services.database.prisma.runEvidence.create({
      data: {
        runId: decodeGlobalId(run.id).id,
        key: kind,
        kind,
        summary: 'An example',
        capturedAt: new Date('2026-01-02'),
        facts: { relevance: null },
        ...named,
      },
    });
    return id;
  }
  const found = await ask<Found>(FIND, { run: run.id, workspace: home.id, connection });
  const evidence = (kind: string) =>
    found.recommendationRun.evidence.find(({ __typename }) => __typename === kind)!.id;
  return {
    server,
    home,
    stranger,
    strangersConnection,
    second,
    username: found.videos.edges[0]!.node.connection.username,
    state: login.state,
    invitation,
    invitee,
    ids: {
      AnalyticsImport: imported.expectData().importAnalytics.id,
      ApiKey: made.apiKey.id,
      AuditEntry: found.node.auditLog.edges[0]!.node.id,
      Invitation: invited.id,
      Member: encodeGlobalId('Member', owner.members[0]!.id),
      DataErasure: erasing.erasure.id,
      DataExport: exported.id,
      Finding: encodeGlobalId('Finding', finding.id),
      RecommendationRun: run.id,
      StatisticEvidence: evidence('StatisticEvidence'),
      TrendEvidence: encodeGlobalId('TrendEvidence', await cite('TREND', { trendId: trendIds[0]! })),
      FindingEvidence: encodeGlobalId('FindingEvidence', await cite('FINDING', { findingId: finding.id })),
      PastRecommendationEvidence: encodeGlobalId(
        'PastRecommendationEvidence',
        await cite('PAST_RECOMMENDATION', {}),
      ),
      TikTokConnection: connection,
      TikTokRecommendation: found.recommendationRun.recommendations[0]!.id,
      TikTokTrend: encodeGlobalId('TikTokTrend', trendIds[0]!),
      TikTokVideo: found.videos.edges[0]!.node.id,
      VideoEvidence: evidence('VideoEvidence'),
      User: encodeGlobalId('User', owner.id),
      Workspace: home.id,
    },
  };
}

interface Found {
  recommendationRun: { evidence: { __typename: string; id: string }[]; recommendations: { id: string }[] };
  videos: { edges: { node: { id: string; connection: { username: string } } }[] };
  node: { auditLog: { edges: { node: { id: string } }[] } };
}

const FIND = `query ($run: ID!, $workspace: ID!, $connection: ID!) {
  recommendationRun(id: $run) { evidence { __typename id } recommendations { id } }
  videos(connectionIds: [$connection], first: 1) { edges { node { id connection { username } } } }
  node(id: $workspace) { ... on Workspace { auditLog(first: 1) { edges { node { id } } } } }
}`;

type Arguments = Record<string, unknown>;

/** Root fields that anybody may ask, also signed out. There are no others. */
export const PUBLIC_FIELDS: readonly string[] = [
  'viewer',
  'invitation',
  'erasure',
  'serverInfo',
  'modelCard',
  'benchmarks',
  'rateLimit',
];

/** For each other root field: arguments that name what is in `home`. */
export const QUERIES: Record<string, (world: World) => Arguments[]> = {
  node: ({ ids }) => [{ id: ids['TikTokVideo'] }],
  nodes: ({ ids }) => [{ ids: [ids['TikTokVideo'], ids['RecommendationRun']] }],
  workspace: ({ ids }) => [{ id: ids['Workspace'] }],
  connection: ({ ids }) => [{ id: ids['TikTokConnection'] }],
  comparison: ({ ids, second }) => [{ connectionIds: [ids['TikTokConnection'], second] }],
  connections: ({ ids }) => [{ workspaceId: ids['Workspace'] }],
  video: ({ ids }) => [{ id: ids['TikTokVideo'] }],
  videos: ({ ids }) => [{ workspaceId: ids['Workspace'] }, { connectionIds: [ids['TikTokConnection']] }],
  recommendation: ({ ids }) => [{ id: ids['TikTokRecommendation'] }],
  recommendations: ({ ids }) => [
    { workspaceId: ids['Workspace'] },
    { connectionIds: [ids['TikTokConnection']] },
  ],
  recommendationRun: ({ ids }) => [{ id: ids['RecommendationRun'] }],
  trend: ({ ids }) => [{ id: ids['TikTokTrend'] }],
  trends: ({ ids }) => [{ workspaceId: ids['Workspace'] }],
};

/** For each subscription: arguments that name what is in `home` and have something to tell at once. */
export const SUBSCRIPTIONS: Record<string, (world: World) => Arguments> = {
  connectionEvents: ({ ids }) => ({ connectionId: ids['TikTokConnection'], after: 0 }),
  recommendationRunEvents: ({ ids }) => ({ runId: ids['RecommendationRun'] }),
  recommendationRuns: ({ ids }) => ({
    workspaceId: ids['Workspace'],
    changedSince: '2020-01-01T00:00:00.000Z',
  }),
};

export interface MutationExample {
  /** What it takes; PERSON: a signed-in person, in no certain workspace. */
  needs: keyof typeof PERMISSIONS | 'PERSON';
  /** What the owner of `home` may ask for. */
  input(world: World): Arguments;
  /** The same with a part of it, the named one, in the other's workspace. @default `input`, by each id of its own */
  across?(world: World): { input: Arguments; missing: string }[];
  /** What a caller of another workspace and one with too low a role get where no id of a workspace is asked for. */
  otherwise?: { __typename: string; code: string };
  /** What goes with it as `input.file`. */
  file?: PickedFile;
}

/** In the order in which the owner may do them one after the other. */
export const MUTATIONS: Record<string, MutationExample> = {
  startTikTokAuth: {
    needs: 'connection.connect',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'] }),
    across: ({ ids, stranger }) => [
      {
        input: { workspaceId: stranger.id, connectionId: ids['TikTokConnection'] },
        missing: ids['TikTokConnection']!,
      },
    ],
  },
  completeTikTokAuth: {
    needs: 'connection.connect',
    input: ({ state }) => ({ state, code: 'none' }),
    // The state is the secret: whoever did not begin the login learns nothing of it.
    otherwise: { __typename: 'ConflictError', code: 'EXPIRED' },
  },
  syncConnection: {
    needs: 'connection.sync',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'] }),
  },
  importAnalytics: {
    needs: 'connection.import',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'] }),
    file: A_STUDIO_FILE,
  },
  importTrends: {
    needs: 'trend.import',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'] }),
    file: A_LIST,
  },
  generateRecommendations: {
    needs: 'recommendation.generate',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'], count: 1 }),
  },
  cancelRecommendationRun: {
    needs: 'recommendation.generate',
    input: ({ ids }) => ({ runId: ids['RecommendationRun'] }),
  },
  updateRecommendation: {
    needs: 'recommendation.update',
    input: ({ ids }) => ({ recommendationId: ids['TikTokRecommendation'], status: 'SAVED' }),
  },
  watchTrend: {
    needs: 'trend.watch',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'], trendId: ids['TikTokTrend'] }),
    across: ({ ids, stranger }) => [
      { input: { workspaceId: stranger.id, trendId: ids['TikTokTrend'] }, missing: ids['TikTokTrend']! },
    ],
  },
  unwatchTrend: {
    needs: 'trend.watch',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'], trendId: ids['TikTokTrend'] }),
    across: ({ ids, stranger }) => [
      { input: { workspaceId: stranger.id, trendId: ids['TikTokTrend'] }, missing: ids['TikTokTrend']! },
    ],
  },
  createApiKey: {
    needs: 'apiKey.manage',
    input: ({ ids }) => ({
      workspaceId: ids['Workspace'],
      name: 'Another',
      role: 'ANALYST',
      scopes: ['READ'],
    }),
  },
  revokeApiKey: { needs: 'apiKey.manage', input: ({ ids }) => ({ apiKeyId: ids['ApiKey'] }) },
  createWorkspace: { needs: 'PERSON', input: () => ({ name: 'One more' }) },
  updateWorkspace: {
    needs: 'workspace.update',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'], name: 'Renamed' }),
  },
  updateConnection: {
    needs: 'connection.update',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'], timezone: 'Europe/Paris' }),
  },
  moveConnection: {
    needs: 'connection.move',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'], workspaceId: ids['Workspace'] }),
    across: ({ ids, stranger, strangersConnection }) => [
      {
        input: { connectionId: ids['TikTokConnection'], workspaceId: stranger.id },
        missing: ids['TikTokConnection']!,
      },
      {
        input: { connectionId: strangersConnection, workspaceId: ids['Workspace'] },
        missing: ids['Workspace']!,
      },
    ],
  },
  inviteMember: {
    needs: 'people.manage',
    input: ({ ids }) => ({ workspaceId: ids['Workspace'], email: 'other@example.org', role: 'ANALYST' }),
  },
  revokeInvitation: { needs: 'people.manage', input: ({ ids }) => ({ invitationId: ids['Invitation'] }) },
  acceptInvitation: { needs: 'PERSON', input: ({ invitation }) => ({ token: invitation }) },
  updateMember: {
    needs: 'people.manage',
    input: ({ ids }) => ({ memberId: ids['Member'], role: 'OWNER' }),
  },
  // Accepted by then, so the only owner is refused to go, which is another matter than a right.
  removeMember: { needs: 'people.manage', input: ({ ids }) => ({ memberId: ids['Member'] }) },
  disconnectTikTok: {
    needs: 'connection.disconnect',
    input: ({ ids }) => ({ connectionId: ids['TikTokConnection'] }),
  },
  exportData: {
    needs: 'data.export',
    input: ({ ids }) => ({ subjectId: ids['TikTokConnection'] }),
  },
  eraseData: {
    needs: 'connection.erase',
    input: ({ ids, username }) => ({ subjectId: ids['TikTokConnection'], confirmation: username }),
  },
};

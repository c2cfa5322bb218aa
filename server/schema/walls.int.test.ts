import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../lib/ids.ts';
import { onlyStatistical, startTestServer, type TestServer, type TestWorkspace } from '../testing/server.ts';
import { encodeGlobalId } from '../lib/global-id.ts';

let server: TestServer;
let stranger: TestWorkspace;
let ids: { workspace: string; connection: string; video: string; run: string; recommendation: string };

const statistical = onlyStatistical(0);

beforeAll(async () => {
  server = await startTestServer({
    overrides: {
      engines: {
        default: statistical.default,
        byName(name) {
          if (name === 'OPENAI') throw new TypeError('The password is hunter2');
          return statistical.byName(name);
        },
      },
    },
  });
  const [connection] = (await server.workspace.connect(['maya'])) as [string];
  stranger = await server.addWorkspace();
  const run = await generate(connection, {});
  await ended(run);
  interface Page {
    edges: { node: { id: string } }[];
  }
  const { videos, recommendations } = (
    await server.execute<{ videos: Page; recommendations: Page }>(
      '{ videos(first: 1) { edges { node { id } } } recommendations(first: 1) { edges { node { id } } } }',
    )
  ).expectData();
  ids = {
    workspace: server.workspace.id,
    connection,
    run,
    video: videos.edges[0]!.node.id,
    recommendation: recommendations.edges[0]!.node.id,
  };
});
afterAll(() => server.stop());

async function generate(connectionId: string, input: object): Promise<string> {
  const { generateRecommendations } = (
    await server.execute<{ generateRecommendations: { id: string } }>(GENERATE, {
      input: { connectionId, ...input },
    })
  ).expectData();
  return generateRecommendations.id;
}

async function ended(runId: string): Promise<void> {
  const events = server.subscribe(
    'subscription ($id: ID!) { recommendationRunEvents(runId: $id) { sequence } }',
    {
      id: runId,
    },
  );
  for await (const { errors } of events) expect(errors).toBeUndefined();
}

const FACTS = `... on Error { code message } ... on ForbiddenError { requiredRole requiredScope } ... on ValidationError { issues { path message } }`;
const mutation = (name: string, type: string, success: string) =>
  `mutation ($input: ${type}!) { ${name}(input: $input) {
    __typename ${success} ${FACTS} ${type === 'CompleteTikTokAuthInput' ? '' : '... on NotFoundError { resourceId }'} } }`;
const GENERATE = mutation(
  'generateRecommendations',
  'GenerateRecommendationsInput',
  '... on RecommendationRun { id }',
);
const CANCEL = mutation(
  'cancelRecommendationRun',
  'CancelRecommendationRunInput',
  '... on RecommendationRun { id status }',
);
const UPDATE = mutation(
  'updateRecommendation',
  'UpdateRecommendationInput',
  '... on TikTokRecommendation { id status feedback { comment } }',
);
const SYNC = mutation('syncConnection', 'SyncConnectionInput', '... on TikTokConnection { id }');
const START = mutation(
  'startTikTokAuth',
  'StartTikTokAuthInput',
  '... on StartTikTokAuthPayload { state authorizationUrl }',
);
const COMPLETE = mutation('completeTikTokAuth', 'CompleteTikTokAuthInput', '... on TikTokConnection { id }');

interface Result {
  __typename: string;
  id?: string;
  code?: string;
  state?: string;
  resourceId?: string;
  issues?: { path: string[] }[];
}

async function mutate(document: string, input: object, as = server.workspace.ownerKey): Promise<Result> {
  const [result] = Object.values(
    (await server.execute<Record<string, Result>>(document, { input }, { as })).expectData(),
  );
  return result!;
}

const LOOKUPS = ['connection', 'video', 'recommendation', 'recommendationRun', 'node'] as const;
const idFor = (field: (typeof LOOKUPS)[number]) =>
  field === 'recommendationRun' ? ids.run : field === 'node' ? ids.video : ids[field];

describe('a look-up by id', () => {
  it.each(LOOKUPS)('%s finds what is the caller’s, and nothing of another workspace', async (field) => {
    const id = idFor(field);
    const document = `query ($id: ID!) { ${field}(id: $id) { id } }`;
    expect((await server.execute(document, { id })).expectData()).toEqual({ [field]: { id } });

    const foreign = await server.execute(document, { id }, { as: stranger.ownerKey });
    expect(foreign.data).toEqual({ [field]: null });
    expect(foreign.expectErrors()).toMatchObject([
      { path: [field], extensions: { code: 'NOT_FOUND', resourceId: id } },
    ]);
  });

  it('tells the unknown and the foreign apart for nobody', async () => {
    for (const field of LOOKUPS) {
      const typename = Buffer.from(idFor(field), 'base64url').toString().split(':')[0]!;
      const unknown = encodeGlobalId(typename, newId());
      const document = `query ($id: ID!) { ${field}(id: $id) { id } }`;
      const answers = [];
      for (const id of [idFor(field), unknown]) {
        const { text, status } = await server.execute(document, { id }, { as: stranger.ownerKey });
        answers.push({ status, text: text.replaceAll(id, 'ID') });
      }
      expect(answers[0]).toEqual(answers[1]);
    }
  });

  it.each([
    'nonsense',
    '',
    'Ü',
    Buffer.from('TikTokVideo:1').toString('base64url'),
    Buffer.from("TikTokVideo:'; DROP TABLE").toString('base64url'),
  ])('refuses the malformed id %j', async (id) => {
    for (const field of LOOKUPS) {
      const answer = await server.execute(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id });
      expect(answer.expectErrors()[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('refuses the id of another type by name', async () => {
    const answer = await server.execute('query ($id: ID!) { connection(id: $id) { id } }', { id: ids.video });
    expect(answer.data).toEqual({ connection: null });
    expect(answer.expectErrors()).toMatchObject([
      {
        message: expect.stringContaining('TikTokVideo'),
        extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['id'] }] },
      },
    ]);
  });

  it('nodes has null in the place of each that is unknown or foreign, without an error', async () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const unknown = encodeGlobalId('TikTokVideo', newId());
    const wanted = [ids.video, unknown, ids.connection, ids.run, ids.recommendation, ids.workspace];
    const own = (
      await server.execute<{ nodes: ({ id: string } | null)[] }>(document, { ids: wanted })
    ).expectData();
    expect(own.nodes.map((node) => node?.id ?? null)).toEqual(
      wanted.map((id) => (id === unknown ? null : id)),
    );
    const foreign = await server.execute(
      document,
      { ids: [...wanted, stranger.id] },
      { as: stranger.ownerKey },
    );
    expect(foreign.expectData()).toEqual({ nodes: [...wanted.map(() => null), { id: stranger.id }] });
  });
});

describe('a list', () => {
  it('holds nothing of another workspace', async () => {
    const document = `{
      connections { totalCount edges { node { id } } }
      videos { totalCount edges { node { id } } }
      recommendations { totalCount edges { node { id } } }
      viewer { workspaces { id } }
    }`;
    const empty = { totalCount: 0, edges: [] };
    const answer = await server.execute(document, {}, { as: stranger.ownerKey });
    expect(answer.expectData()).toEqual({
      connections: empty,
      videos: empty,
      recommendations: empty,
      viewer: { workspaces: [{ id: stranger.id }] },
    });
  });

  it.each([
    ['connections(workspaceId: $workspace)', '$workspace: ID'],
    ['videos(workspaceId: $workspace)', '$workspace: ID'],
    ['videos(connectionIds: [$connection])', '$connection: ID!'],
    ['recommendations(workspaceId: $workspace)', '$workspace: ID'],
    ['recommendations(connectionIds: [$connection])', '$connection: ID!'],
  ])('%s of another workspace is not found', async (field, variable) => {
    const document = `query (${variable}) { list: ${field} { totalCount } }`;
    const answer = await server.execute(document, ids, { as: stranger.ownerKey });
    expect(answer.data).toEqual({ list: null });
    const resourceId = variable.includes('workspace') ? ids.workspace : ids.connection;
    expect(answer.expectErrors()).toMatchObject([{ extensions: { code: 'NOT_FOUND', resourceId } }]);
  });

  it('follows cursors of another workspace nowhere', async () => {
    interface Cursors {
      videos: { edges: { cursor: string }[] };
    }
    const { videos } = (
      await server.execute<Cursors>('{ videos(first: 1) { edges { cursor } } }')
    ).expectData();
    const answer = await server.execute(
      'query ($after: String) { videos(after: $after) { edges { node { id } } } }',
      { after: videos.edges[0]!.cursor },
      { as: stranger.ownerKey },
    );
    expect(answer.expectData()).toEqual({ videos: { edges: [] } });
  });
});

describe('a mutation', () => {
  it.each<[string, () => [string, object, string]]>([
    ['startTikTokAuth of a workspace', () => [START, { workspaceId: ids.workspace }, ids.workspace]],
    [
      'startTikTokAuth of a connection',
      () => [START, { workspaceId: stranger.id, connectionId: ids.connection }, ids.connection],
    ],
    ['syncConnection', () => [SYNC, { connectionId: ids.connection }, ids.connection]],
    ['generateRecommendations', () => [GENERATE, { connectionId: ids.connection }, ids.connection]],
    ['cancelRecommendationRun', () => [CANCEL, { runId: ids.run }, ids.run]],
    [
      'updateRecommendation',
      () => [UPDATE, { recommendationId: ids.recommendation, status: 'SAVED' }, ids.recommendation],
    ],
  ])('%s does not find what is another workspace’s, and says which id', async (_name, prepare) => {
    const [document, input, resourceId] = prepare();
    expect(await mutate(document, input, stranger.ownerKey)).toMatchObject({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      resourceId,
    });
  });

  it('does not take part of another workspace', async () => {
    const theirs = (await stranger.connect(['camille']))[0]!;
    const { connection } = (
      await server.execute<{ connection: { videos: { edges: { node: { id: string } }[] } } }>(
        'query ($id: ID!) { connection(id: $id) { videos(first: 1) { edges { node { id } } } } }',
        { id: theirs },
        { as: stranger.ownerKey },
      )
    ).expectData();
    const usedVideoId = connection.videos.edges[0]!.node.id;
    const input = { recommendationId: ids.recommendation, status: 'USED', usedVideoId };
    expect(await mutate(UPDATE, input)).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', 'usedVideoId'] }],
    });
  });

  it('does not end a login that another caller began', async () => {
    const { state } = await mutate(START, { workspaceId: ids.workspace });
    expect(await mutate(COMPLETE, { state, code: 'x' }, stranger.ownerKey)).toMatchObject({
      __typename: 'ConflictError',
      code: 'EXPIRED',
    });
  });

  it.each<[string, () => [string, object, string]]>([
    ['startTikTokAuth', () => [START, { workspaceId: ids.video }, 'workspaceId']],
    ['syncConnection', () => [SYNC, { connectionId: ids.video }, 'connectionId']],
    ['generateRecommendations', () => [GENERATE, { connectionId: 'nonsense' }, 'connectionId']],
    ['cancelRecommendationRun', () => [CANCEL, { runId: ids.connection }, 'runId']],
    ['updateRecommendation', () => [UPDATE, { recommendationId: '' }, 'recommendationId']],
  ])('%s refuses an id of the wrong type by its place', async (_name, prepare) => {
    const [document, input, field] = prepare();
    expect(await mutate(document, input)).toMatchObject({
      __typename: 'ValidationError',
      code: 'BAD_USER_INPUT',
      issues: [{ path: ['input', field] }],
    });
  });

  it.each<[string, 'ANALYST' | 'EDITOR', () => [string, object], string]>([
    ['startTikTokAuth', 'EDITOR', () => [START, { workspaceId: ids.workspace }], 'ADMIN'],
    ['syncConnection', 'ANALYST', () => [SYNC, { connectionId: ids.connection }], 'EDITOR'],
    ['generateRecommendations', 'ANALYST', () => [GENERATE, { connectionId: ids.connection }], 'EDITOR'],
    ['cancelRecommendationRun', 'ANALYST', () => [CANCEL, { runId: ids.run }], 'EDITOR'],
    ['updateRecommendation', 'ANALYST', () => [UPDATE, { recommendationId: ids.recommendation }], 'EDITOR'],
  ])('%s is refused to the role %s, naming the one it needs', async (_name, role, prepare, requiredRole) => {
    const { secret } = await server.workspace.addKey({ role });
    const [document, input] = prepare();
    expect(await mutate(document, input, secret)).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
      requiredRole,
      requiredScope: null,
    });
  });

  it('is refused to a key without its scope, naming the scope', async () => {
    const { secret } = await server.workspace.addKey({ scopes: ['READ'] });
    const expected = { __typename: 'ForbiddenError', requiredRole: null };
    expect(await mutate(SYNC, { connectionId: ids.connection }, secret)).toMatchObject({
      ...expected,
      requiredScope: 'COLLECT',
    });
    expect(await mutate(GENERATE, { connectionId: ids.connection }, secret)).toMatchObject({
      ...expected,
      requiredScope: 'RECOMMEND',
    });
  });

  it('refuses input with all its problems at once', async () => {
    const input = { connectionId: ids.connection, count: 11, language: '!', constraints: ['x'.repeat(300)] };
    const { issues } = await mutate(GENERATE, input);
    expect(issues?.map(({ path }) => path.join('.')).sort()).toEqual([
      'input.constraints.0',
      'input.count',
      'input.language',
    ]);
  });
});

describe('a read', () => {
  it('is FORBIDDEN at the top level to a key without the scope READ', async () => {
    const { secret } = await server.workspace.addKey({ scopes: ['COLLECT'] });
    const answer = await server.execute(
      'query ($id: ID!) { connection(id: $id) { id } viewer { apiKey { scopes } } }',
      { id: ids.connection },
      { as: secret },
    );
    expect(answer.data).toEqual({ connection: null, viewer: { apiKey: { scopes: ['COLLECT'] } } });
    expect(answer.expectErrors()).toMatchObject([
      { path: ['connection'], extensions: { code: 'FORBIDDEN', requiredScope: 'READ' } },
    ]);
  });

  it('is FORBIDDEN by way of the workspace, too', async () => {
    const { secret } = await server.workspace.addKey({ scopes: ['COLLECT'] });
    for (const field of ['connections', 'recommendationRuns']) {
      const document = `{ viewer { workspaces { ${field} { totalCount } } } }`;
      const answer = await server.execute(document, {}, { as: secret });
      expect(answer.expectErrors()).toMatchObject([
        {
          path: ['viewer', 'workspaces', 0, field],
          extensions: { code: 'FORBIDDEN', requiredScope: 'READ' },
        },
      ]);
    }
  });
});

describe('an idempotency key', () => {
  it('answers a repeat with the first result and has one effect', async () => {
    const input = { connectionId: ids.connection, count: 1, idempotencyKey: 'once' };
    const first = await mutate(GENERATE, input);
    expect(first.__typename).toBe('RecommendationRun');
    expect(await mutate(GENERATE, input)).toEqual(first);
    await ended(first.id!);
    expect(await mutate(GENERATE, input)).toEqual(first);
  });

  it('has one effect when twenty come at once', async () => {
    const before = await server.runtime.services.database.prisma.recommendationRun.count();
    const input = { connectionId: ids.connection, count: 1, idempotencyKey: 'twenty' };
    const results = await Promise.all(Array.from({ length: 20 }, () => mutate(GENERATE, input)));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await server.runtime.services.database.prisma.recommendationRun.count()).toBe(before + 1);
  });

  it('gives the same login again, and starts another without it', async () => {
    const input = { workspaceId: ids.workspace, idempotencyKey: 'login' };
    const first = await mutate(START, input);
    expect(await mutate(START, input)).toEqual(first);
    expect(await mutate(START, { workspaceId: ids.workspace })).not.toEqual(first);
  });

  it('is refused with another input', async () => {
    const input = { recommendationId: ids.recommendation, idempotencyKey: 'other' };
    expect(await mutate(UPDATE, { ...input, status: 'SAVED' })).toMatchObject({
      __typename: 'TikTokRecommendation',
    });
    expect(await mutate(UPDATE, { ...input, status: 'DISMISSED' })).toMatchObject({
      __typename: 'ConflictError',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('belongs to its caller and its mutation', async () => {
    const { secret } = await server.workspace.addKey();
    const input = { connectionId: ids.connection, count: 1, idempotencyKey: 'once' };
    const { id } = await mutate(GENERATE, input);
    expect((await mutate(GENERATE, input, secret)).id).not.toBe(id);
    expect(await mutate(SYNC, { connectionId: ids.connection, idempotencyKey: 'once' })).toMatchObject({
      id: ids.connection,
    });
  });

  it.each(['', ' spaced ', 'a\nb', 'x'.repeat(201)])('is refused when it is %j', async (idempotencyKey) => {
    const result = await mutate(SYNC, { connectionId: ids.connection, idempotencyKey });
    expect(result).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', 'idempotencyKey'] }],
    });
  });

  it('does not remember a failure', async () => {
    const input = { runId: ids.run, idempotencyKey: 'failed' };
    for (const _ of [1, 2]) expect(await mutate(CANCEL, input)).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a bug', () => {
  it('is answered with nothing but an id, which finds it in the log', async () => {
    const answer = await server.execute(GENERATE, {
      input: { connectionId: ids.connection, engine: 'OPENAI' },
    });
    const [error] = answer.expectErrors();
    const errorId = error?.extensions.errorId;
    expect(error).toMatchObject({
      message: 'Unexpected error.',
      path: ['generateRecommendations'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    });
    expect(Object.keys(error!.extensions).sort()).toEqual(['code', 'errorId']);
    expect(answer.text).not.toMatch(/hunter2|TypeError|\.ts/);
    const entry = server.logged.find(({ facts }) => facts['errorId'] === errorId);
    expect(entry).toMatchObject({ level: 'error', facts: { err: { message: 'The password is hunter2' } } });
    // Nothing that was expected is an incident.
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([entry]);
  });
});

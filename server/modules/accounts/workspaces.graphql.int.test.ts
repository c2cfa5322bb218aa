import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { subscribe, topics } from '../../realtime/topics.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../testing/server.ts';
import { callerKeyOfApiKey } from './access.events.ts';
import { CEILING_AFTER_LEAVING, createApiKey, lowerKeysOf } from './api-key-lifecycle.service.ts';
import type { ApiKeyScope, WorkspaceRole } from './role.ts';
import { viewerOfUser } from './user-viewer.service.ts';
import { createWorkspace } from './workspace.service.ts';

let server: TestServer;
let workspace: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  ({ workspace } = server);
});
afterAll(() => server.stop());

const FACTS = `... on Error { code message } ... on ForbiddenError { requiredRole requiredScope }
  ... on ValidationError { issues { path message } } ... on NotFoundError { resourceId }`;
const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
  ... on CreateApiKeyPayload { secret apiKey { id name prefix role scopes expiresAt revokedAt workspace { id } } } ${FACTS} } }`;
const REVOKE_KEY = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename
  ... on ApiKey { id revokedAt } ${FACTS} } }`;
const UPDATE = `mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { __typename
  ... on Workspace { id name slug retentionDays } ${FACTS.replace('... on NotFoundError { resourceId }', '')} } }`;

interface Result {
  __typename: string;
  id: string;
  code?: string;
  secret: string | null;
  apiKey: { id: string; prefix: string };
  revokedAt: string | null;
  issues?: { path: string[] }[];
}

async function mutate(document: string, input: object, as = workspace.ownerKey): Promise<Result> {
  const answer = await server.execute<Record<string, Result>>(document, { input }, { as });
  return Object.values(answer.expectData())[0]!;
}

const aKey = (more: object = {}) => ({
  workspaceId: workspace.id,
  name: 'Nightly export',
  role: 'EDITOR',
  scopes: ['READ'],
  ...more,
});

async function errorOf(as: string): Promise<string | undefined> {
  const answer = await server.execute('{ viewer { apiKey { name } } }', {}, { as });
  return answer.errors?.[0]?.extensions.code;
}

describe('an API key', () => {
  it('is made with a secret that works, is told once and stored nowhere', async () => {
    const input = aKey({ idempotencyKey: 'a key', expiresAt: '2100-01-01T00:00:00.000Z' });
    const made = await mutate(CREATE_KEY, input);
    expect(made).toMatchObject({
      __typename: 'CreateApiKeyPayload',
      secret: expect.stringMatching(/^cg_[\w-]{43}$/),
      apiKey: {
        name: 'Nightly export',
        prefix: made.secret!.slice(0, 10),
        role: 'EDITOR',
        scopes: ['READ'],
        expiresAt: '2100-01-01T00:00:00.000Z',
        revokedAt: null,
        workspace: { id: workspace.id },
      },
    });
    expect(await errorOf(made.secret!)).toBeUndefined();
    expect(await mutate(CREATE_KEY, input)).toEqual({ ...made, secret: null });
    const everything = await server.runtime.services.database.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM "ApiKey" t UNION ALL SELECT to_jsonb(t)::text FROM "IdempotencyRecord" t`,
    );
    expect(everything.filter(({ row }) => row.includes(made.secret!.slice(10)))).toEqual([]);
  });

  it.each<[string, WorkspaceRole, WorkspaceRole]>([
    ['an OWNER’s is refused to an ADMIN', 'ADMIN', 'OWNER'],
    ['none can be made by an EDITOR', 'EDITOR', 'ANALYST'],
  ])('has at most the role of who makes it: %s', async (_case, role, wanted) => {
    const { secret } = await workspace.addKey({ role });
    expect(await mutate(CREATE_KEY, aKey({ role: wanted }), secret)).toMatchObject({
      __typename: 'ForbiddenError',
      requiredRole: wanted === 'OWNER' ? 'OWNER' : 'ADMIN',
    });
  });

  it('hands on neither a scope that it lacks nor a longer life than its own', async () => {
    const scopes: ApiKeyScope[] = ['READ', 'ADMINISTER'];
    const { secret } = await workspace.addKey({ scopes, expiresAt: new Date('2090-01-01') });
    const until = (expiresAt: string | null, more: object = {}) =>
      mutate(CREATE_KEY, aKey({ expiresAt, ...more }), secret);
    expect(await until('2080-01-01T00:00:00.000Z', { scopes: ['READ', 'COLLECT'] })).toMatchObject({
      __typename: 'ForbiddenError',
      requiredScope: 'COLLECT',
    });
    for (const expiresAt of [null, '2091-01-01T00:00:00.000Z']) {
      expect((await until(expiresAt)).issues).toMatchObject([{ path: ['input', 'expiresAt'] }]);
    }
    expect(await until('2080-01-01T00:00:00.000Z')).toMatchObject({ __typename: 'CreateApiKeyPayload' });
  });

  it.each<[string, object]>([
    ['name', { name: ' ' }],
    ['scopes', { scopes: [] }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00.000Z' }],
  ])('is refused for its %s', async (field, more) => {
    const { __typename, issues } = await mutate(CREATE_KEY, aKey(more));
    expect(__typename).toBe('ValidationError');
    expect(issues).toMatchObject([{ path: ['input', field] }]);
  });

  it('ends at once when it is revoked, and its callers are told to ask again', async () => {
    const { secret, apiKey } = await mutate(CREATE_KEY, aKey());
    const callerKey = callerKeyOfApiKey(decodeGlobalId(apiKey.id).id);
    const told = Promise.withResolvers<object>();
    const { pubsub } = server.runtime.services;
    const leave = await subscribe(pubsub, topics.access(callerKey), told.resolve);
    const ended = await mutate(REVOKE_KEY, { apiKeyId: apiKey.id });
    expect(ended).toMatchObject({ __typename: 'ApiKey', revokedAt: expect.any(String) });
    expect(await errorOf(secret!)).toBe('UNAUTHENTICATED');
    expect(await told.promise).toEqual({ callerKey });
    await leave();
    expect(await mutate(REVOKE_KEY, { apiKeyId: apiKey.id })).toEqual(ended);
  });

  it('outlives the membership of its maker, with what an EDITOR may at most', async () => {
    const { services } = server.runtime;
    const maker = await addPerson('ADMIN');
    const scopes: ApiKeyScope[] = ['READ', 'ADMINISTER'];
    const make = async (role: WorkspaceRole) => {
      const key = { workspaceId: rowId(workspace.id), name: 'His', role, scopes, expiresAt: null };
      return createApiKey(services, maker, key, async () => {});
    };
    const [strong, weak] = [await make('ADMIN'), await make('ANALYST')];
    const changed = await services.database.transaction((tx) =>
      lowerKeysOf(tx, { workspaceId: rowId(workspace.id), userId: maker.userId! }, CEILING_AFTER_LEAVING),
    );
    expect(changed).toEqual([callerKeyOfApiKey(strong.apiKeyId)]);
    const roles = [];
    for (const as of [strong.secret, weak.secret]) {
      const answer = await server.execute<{ viewer: { apiKey: { role: string } } }>(
        '{ viewer { apiKey { role } } }',
        {},
        { as },
      );
      roles.push(answer.expectData().viewer.apiKey.role);
    }
    expect(roles).toEqual(['EDITOR', 'ANALYST']);
    expect(await mutate(CREATE_KEY, aKey({ role: 'ANALYST' }), strong.secret)).toMatchObject({
      __typename: 'ForbiddenError',
    });
  });

  it('is listed to those who manage keys, and to nobody below', async () => {
    const document = 'query ($id: ID!) { node(id: $id) { ... on Workspace { name apiKeys { name } } } }';
    const { node } = (
      await server.execute<{ node: { apiKeys: { name: string }[] } }>(document, { id: workspace.id })
    ).expectData();
    expect(node.apiKeys.map(({ name }) => name)).toContain('Nightly export');
    const { secret } = await workspace.addKey({ role: 'EDITOR' });
    const refused = await server.execute(document, { id: workspace.id }, { as: secret });
    expect(refused.data).toEqual({ node: { name: expect.any(String), apiKeys: null } });
    expect(refused.expectErrors()).toMatchObject([
      { path: ['node', 'apiKeys'], extensions: { code: 'FORBIDDEN', requiredRole: 'ADMIN' } },
    ]);
  });
});

describe('a workspace', () => {
  it('is renamed, by an ADMIN', async () => {
    const other = await server.addWorkspace();
    const input = { workspaceId: other.id, name: 'Zoë & Söhne', slug: 'zoe' };
    expect(await mutate(UPDATE, input, other.ownerKey)).toEqual({
      __typename: 'Workspace',
      id: other.id,
      name: 'Zoë & Söhne',
      slug: 'zoe',
      retentionDays: null,
    });
    const days = (retentionDays: number | null) =>
      mutate(UPDATE, { workspaceId: other.id, retentionDays }, other.ownerKey);
    expect(await days(90)).toMatchObject({ retentionDays: 90 });
    expect((await days(0)).issues).toMatchObject([{ path: ['input', 'retentionDays'] }]);
    expect(await mutate(UPDATE, { workspaceId: other.id }, other.ownerKey)).toMatchObject({
      retentionDays: 90,
    });
    expect(await days(null)).toMatchObject({ retentionDays: null });
    expect(await mutate(UPDATE, { workspaceId: workspace.id, slug: 'zoe' })).toMatchObject({
      __typename: 'ConflictError',
      code: 'CONFLICT',
    });
    expect((await mutate(UPDATE, { workspaceId: workspace.id, slug: 'Z oe' })).issues).toMatchObject([
      { path: ['input', 'slug'] },
    ]);
  });

  it('is made by a person, who owns it, with a slug from its name', async () => {
    const { services } = server.runtime;
    const person = await addPerson('ANALYST');
    const make = (name: string, slug: string | null = null) =>
      createWorkspace(services, person, { name, slug }, async () => {});
    const id = await make('Café Zoë — Söhne');
    const { slug, members } = await services.database.prisma.workspace.findUniqueOrThrow({
      where: { id },
      include: { members: true },
    });
    expect(slug).toBe('cafe-zoe-sohne');
    expect(members).toMatchObject([{ userId: person.userId, role: 'OWNER' }]);
    await expect(make('Cafe Zoe Sohne')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(make('スタジオ')).rejects.toMatchObject({ issues: [{ path: ['input', 'slug'] }] });
  });

  it('is made for no API key', async () => {
    const document = `mutation { createWorkspace(input: { name: "A key’s" }) { __typename ... on Error { code } } }`;
    expect((await server.execute(document)).expectData()).toEqual({
      createWorkspace: { __typename: 'ForbiddenError', code: 'FORBIDDEN' },
    });
  });
});

describe('the audit log', () => {
  const LOG = `query ($id: ID!, $first: Int = 20) { node(id: $id) { ... on Workspace {
    auditLog(first: $first) { totalCount edges { node { id action actorName targetId at ipAddress } } } } } }`;

  interface Log {
    node: { auditLog: { totalCount: number; edges: { node: Record<string, string | null> }[] } };
  }

  it('tells who did what, from where and to what, newest first', async () => {
    const other = await server.addWorkspace();
    const { secret, apiKey } = await mutate(
      CREATE_KEY,
      aKey({ workspaceId: other.id, role: 'ADMIN', scopes: ['READ', 'ADMINISTER'] }),
      other.ownerKey,
    );
    await mutate(UPDATE, { workspaceId: other.id, name: 'Renamed' }, secret!);
    const read = async (as: string) =>
      (await server.execute<Log>(LOG, { id: other.id }, { as })).expectData().node.auditLog;
    const log = await read(other.ownerKey);
    expect(log.edges.map(({ node }) => node)).toMatchObject([
      { action: 'workspace.update', actorName: 'Nightly export', targetId: other.id },
      { action: 'apiKey.create', actorName: 'Test key', targetId: apiKey.id },
    ]);
    expect(log.totalCount).toBe(2);
    expect(log.edges.map(({ node }) => node['ipAddress'])).toEqual(['127.0.0.1', '127.0.0.1']);
    // Where colleagues are is for owners alone.
    expect((await read(secret!)).edges.map(({ node }) => node['ipAddress'])).toEqual([null, null]);
  });

  it('is read by nobody below ADMIN, as a list or entry by entry', async () => {
    const { node } = (await server.execute<Log>(LOG, { id: workspace.id, first: 1 })).expectData();
    const [entry] = node.auditLog.edges;
    const { secret } = await workspace.addKey({ role: 'EDITOR' });
    const refused = await server.execute(LOG, { id: workspace.id }, { as: secret });
    expect(refused.data).toEqual({ node: { auditLog: null } });
    expect(refused.expectErrors()[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      requiredRole: 'ADMIN',
    });
    const single = 'query ($id: ID!) { node(id: $id) { id } }';
    const id = entry!.node['id'];
    expect((await server.execute(single, { id })).expectData()).toEqual({ node: { id } });
    const hidden = await server.execute(single, { id }, { as: secret });
    expect(hidden.expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('names nothing that was erased', async () => {
    const { prisma } = server.runtime.services.database;
    const other = await server.addWorkspace();
    await prisma.auditEntry.create({
      data: {
        id: newId(),
        workspaceId: rowId(other.id),
        at: new Date(),
        action: 'connection.move',
        targetId: null,
      },
    });
    const answer = await server.execute<Log>(LOG, { id: other.id }, { as: other.ownerKey });
    expect(answer.expectData().node.auditLog.edges[0]!.node).toMatchObject({
      actorName: null,
      targetId: null,
    });
  });
});

function rowId(globalId: string): string {
  return decodeGlobalId(globalId).id;
}

/** A person in the first workspace, as a caller. */
async function addPerson(role: WorkspaceRole) {
  const { services } = server.runtime;
  const id = newId();
  await services.database.prisma.user.create({
    data: {
      id,
      name: 'Robin',
      email: `${id}@example.org`,
      members: { create: { id: newId(), workspaceId: rowId(workspace.id), role } },
    },
  });
  return (await viewerOfUser(services, id))!;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quoteIdentifier } from '../../data/sql.ts';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { subscribe, topics } from '../../realtime/topics.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../testing/server.ts';
import type { WorkspaceRole } from '../accounts/role.ts';
import { viewerOfUser } from '../accounts/user-viewer.service.ts';
import type { TikTok } from '../../vendors/tiktok/port.ts';
import { syncNow } from '../collector/sync.service.ts';
import { completeLogin } from './complete-login.service.ts';
import { beginInBrowser, startLogin } from './login.service.ts';
import { moveConnection } from './move-connection.service.ts';

let server: TestServer;
let from: TestWorkspace;
let to: TestWorkspace;
let connection: string;

const rowId = (globalId: string) => decodeGlobalId(globalId).id;

beforeAll(async () => {
  // Slow enough that a run is still under way when its connection is moved.
  server = await startTestServer({ paceMs: 3 });
  from = server.workspace;
  to = await server.addWorkspace();
  [connection] = (await from.connect(['maya'])) as [string];
});
afterAll(() => server.stop());

/** A person with these roles in the two workspaces, as a caller. */
async function person(roleFrom: WorkspaceRole, roleTo: WorkspaceRole | null) {
  const { services } = server.runtime;
  const id = newId();
  const members = [
    { id: newId(), workspaceId: rowId(from.id), role: roleFrom },
    ...(roleTo === null ? [] : [{ id: newId(), workspaceId: rowId(to.id), role: roleTo }]),
  ];
  await services.database.prisma.user.create({
    data: { id, name: 'Robin', email: `${id}@example.org`, members: { create: members } },
  });
  return (await viewerOfUser(services, id))!;
}

async function move(who: [WorkspaceRole, WorkspaceRole | null], id: string, target: TestWorkspace) {
  const input = { connectionId: rowId(id), workspaceId: rowId(target.id) };
  await moveConnection(server.runtime.services, await person(...who), input, async () => {});
}

/** Rows of the connection by table and workspace, in every table that has both columns. */
async function whereabouts(): Promise<{ table: string; workspaceId: string; rows: number }[]> {
  const { database } = server.runtime.services;
  const tables = await database.query<{ table: string }>(
    `SELECT table_name AS "table" FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('connectionId', 'workspaceId')
     GROUP BY 1 HAVING count(*) = 2 ORDER BY 1`,
  );
  const found = [];
  for (const { table } of [...tables, { table: 'TikTokConnection' }]) {
    const key = table === 'TikTokConnection' ? 'id' : 'connectionId';
    const rows = await database.query<{ workspaceId: string; rows: number }>(
      `SELECT "workspaceId"::text AS "workspaceId", count(*)::int AS rows FROM ${quoteIdentifier(table)}
       WHERE "${key}" = $1::uuid GROUP BY 1`,
      [rowId(connection)],
    );
    found.push(...rows.map((row) => ({ table, ...row })));
  }
  return found;
}

const START = `mutation ($id: ID!) { generateRecommendations(input: { connectionId: $id, count: 4 }) {
  ... on RecommendationRun { id } ... on Error { code message } } }`;
const EVENTS =
  'subscription ($id: ID!, $after: Int) { recommendationRunEvents(runId: $id, after: $after) { __typename sequence } }';

interface Event {
  recommendationRunEvents: { __typename: string; sequence: number };
}

describe('moving a connection', () => {
  it('takes everything along, and a run under way goes on in the new workspace', async () => {
    await server.execute(
      `mutation ($id: ID!, $workspace: ID!) {
        startTikTokAuth(input: { connectionId: $id, workspaceId: $workspace }) { __typename } }`,
      { id: connection, workspace: from.id },
    );
    const { generateRecommendations: run } = (
      await server.execute<{ generateRecommendations: { id: string } }>(START, { id: connection })
    ).expectData();
    for await (const { data } of server.subscribe<Event>(EVENTS, { id: run.id })) {
      if (data?.recommendationRunEvents.__typename === 'RecommendationCompleted') break;
    }
    const told = Promise.withResolvers<object>();
    const { pubsub } = server.runtime.services;
    const leave = await subscribe(pubsub, topics.workspaceAccess(rowId(from.id)), told.resolve);

    await move(['ADMIN', 'ADMIN'], connection, to);
    const types: string[] = [];
    for await (const { data } of server.subscribe<Event>(EVENTS, { id: run.id }, { as: to.ownerKey })) {
      types.push(data!.recommendationRunEvents.__typename);
    }
    expect(types.at(-1)).toBe('RunCompleted');
    expect(types.filter((type) => type === 'RecommendationCompleted')).toHaveLength(4);

    const places = await whereabouts();
    // The login that was begun in the former workspace is gone.
    expect(places).toEqual([
      { table: 'RecommendationRun', workspaceId: rowId(to.id), rows: 1 },
      { table: 'TikTokCaptureTask', workspaceId: rowId(to.id), rows: 3 },
      { table: 'TikTokRecommendation', workspaceId: rowId(to.id), rows: 4 },
      { table: 'TikTokConnection', workspaceId: rowId(to.id), rows: 1 },
    ]);
    // Whoever may have followed it is asked again.
    expect(await told.promise).toEqual({ workspaceId: rowId(from.id) });
    await leave();
  });

  it('leaves nothing to be seen behind, and a line in the audit log of both', async () => {
    const document = 'query ($id: ID!) { connection(id: $id) { id workspace { id } videos { totalCount } } }';
    const gone = await server.execute(document, { id: connection });
    expect(gone.expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
    const there = await server.execute(document, { id: connection }, { as: to.ownerKey });
    expect(there.expectData()).toMatchObject({ connection: { id: connection, workspace: { id: to.id } } });
    for (const { id } of [from, to]) {
      const entries = await server.runtime.services.database.prisma.auditEntry.findMany({
        where: { workspaceId: rowId(id), action: 'connection.move' },
      });
      expect(entries).toMatchObject([{ targetId: rowId(connection), actorName: 'Robin' }]);
    }
  });

  it('lets the collector go on there', async () => {
    await syncNow(server.runtime.services, rowId(connection));
    expect(new Set((await whereabouts()).map(({ workspaceId }) => workspaceId))).toEqual(
      new Set([rowId(to.id)]),
    );
  });

  it.each<[string, [WorkspaceRole, WorkspaceRole | null], object]>([
    ['an EDITOR of the old one', ['EDITOR', 'ADMIN'], { code: 'FORBIDDEN', requiredRole: 'ADMIN' }],
    ['an EDITOR of the new one', ['ADMIN', 'EDITOR'], { code: 'FORBIDDEN', requiredRole: 'ADMIN' }],
    ['who is not in the new one', ['OWNER', null], { code: 'NOT_FOUND' }],
  ])('is refused to %s', async (_who, roles, error) => {
    const [other] = (await from.connect(['camille'])) as [string];
    await expect(move(roles, other, to)).rejects.toMatchObject(error);
  });

  it('is a conflict where the account is collected already, and changes nothing', async () => {
    const [twin] = (await from.connect(['maya'])) as [string];
    await expect(move(['ADMIN', 'ADMIN'], twin, to)).rejects.toMatchObject({ code: 'CONFLICT' });
    const { prisma } = server.runtime.services.database;
    const kept = await prisma.tikTokConnection.findUniqueOrThrow({ where: { id: rowId(twin) } });
    expect(kept.workspaceId).toBe(rowId(from.id));
  });

  it('to where it is already is done', async () => {
    const [here] = (await from.connect(['jonas'])) as [string];
    const document = `mutation ($input: MoveConnectionInput!) { moveConnection(input: $input) {
      ... on TikTokConnection { id workspace { id } } ... on Error { code } } }`;
    const input = { connectionId: here, workspaceId: from.id };
    expect((await server.execute(document, { input })).expectData()).toEqual({
      moveConnection: { id: here, workspace: { id: from.id } },
    });
    // A key acts for its workspace, so no other one is known to it.
    expect(
      (await server.execute(document, { input: { ...input, workspaceId: to.id } })).expectData(),
    ).toEqual({
      moveConnection: { code: 'NOT_FOUND' },
    });
  });
});

describe('a login that was begun to reconnect a connection which is moved', () => {
  const remember = async () => {};

  /** As far as TikTok's redirect back. */
  async function begin(connectionId: string) {
    const { services } = server.runtime;
    const viewer = await person('ADMIN', 'ADMIN');
    const input = { workspaceId: rowId(from.id), connectionId: rowId(connectionId) };
    const { state } = await startLogin(services, viewer, input, remember);
    const { redirectTo, cookie } = await beginInBrowser(services, state, null);
    const code = (await server.sandbox.consent(redirectTo, 'nora')).get('code');
    return { state, code, by: { cookie } };
  }

  /** Every connection to the account of this one. */
  async function twinsOf(connectionId: string) {
    const { prisma } = server.runtime.services.database;
    const { openId } = await prisma.tikTokConnection.findUniqueOrThrow({
      where: { id: rowId(connectionId) },
    });
    return prisma.tikTokConnection.findMany({
      where: { openId },
      select: { id: true, workspaceId: true, status: true },
    });
  }
  let nora: string;

  it('is spent once it has been', async () => {
    [nora] = (await from.connect(['nora'])) as [string];
    const login = await begin(nora);
    await move(['ADMIN', 'ADMIN'], nora, to);
    await expect(completeLogin(server.runtime.services, login)).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(await twinsOf(nora)).toEqual([{ id: rowId(nora), workspaceId: rowId(to.id), status: 'ACTIVE' }]);
    await move(['ADMIN', 'ADMIN'], nora, from);
  });

  it('connects nothing when that happens while TikTok answers, and leaves the newer pair where it went', async () => {
    const { services } = server.runtime;
    const id = rowId(nora);
    const tiktok: TikTok = {
      ...services.tiktok,
      exchangeCode: async (request) => {
        const grant = await services.tiktok.exchangeCode(request);
        await move(['ADMIN', 'ADMIN'], nora, to);
        return grant;
      },
    };
    const { credential } = await services.database.prisma.tikTokConnection.findUniqueOrThrow({
      where: { id },
      select: { credential: true },
    });
    const login = await begin(nora);
    await expect(completeLogin({ ...services, tiktok }, login)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('has left the workspace') as unknown,
    });
    expect(await twinsOf(nora)).toEqual([{ id, workspaceId: rowId(to.id), status: 'ACTIVE' }]);
    const stored = await services.database.prisma.tikTokCredential.findUniqueOrThrow({
      where: { id: credential!.id },
    });
    expect(stored).toMatchObject({ revokeRequestedAt: null, pairVersion: credential!.pairVersion + 1 });
    expect((await syncNow(services, id)).outcome).toBe('COMPLETED');
  });
});

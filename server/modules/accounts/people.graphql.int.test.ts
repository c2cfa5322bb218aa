import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { subscribe, topics } from '../../realtime/topics.ts';
import type { Caller } from '../../testing/graphql.ts';
import { linkOfNewestMail, locally, type TestPerson, tokenOf } from '../../testing/person.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../testing/server.ts';
import { callerKeyOfUser } from './access.events.ts';
import type { WorkspaceRole } from './role.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const FACTS = `... on Error { code message } ... on ForbiddenError { requiredRole }`;
const mutation = (name: string, input: string, success: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { __typename ${success} ${FACTS} } }`;
const INVITE = mutation(
  'inviteMember',
  'InviteMemberInput',
  '... on Invitation { id email role invitedBy { name } }',
);
const REVOKE = mutation(
  'revokeInvitation',
  'RevokeInvitationInput',
  '... on RevokeInvitationPayload { invitationId }',
);
const ACCEPT = mutation('acceptInvitation', 'AcceptInvitationInput', '... on Workspace { id name role }');
const UPDATE = mutation('updateMember', 'UpdateMemberInput', '... on Member { id role user { name } }');
const REMOVE = mutation(
  'removeMember',
  'RemoveMemberInput',
  '... on RemoveMemberPayload { memberId workspace { members { user { name } } } }',
);
const CREATE = mutation('createWorkspace', 'CreateWorkspaceInput', '... on Workspace { id name slug role }');
const PEOPLE = `query ($id: ID!) { node(id: $id) { ... on Workspace {
  members { id role joinedAt user { id name email } } invitations { id email role } } } }`;
const PREVIEW = 'query ($token: String!) { invitation(token: $token) { workspaceName role email } }';

interface Result {
  __typename: string;
  id: string;
  code?: string;
}

async function mutate(document: string, input: object, as: Caller): Promise<Result> {
  return Object.values(
    (await server.execute<Record<string, Result>>(document, { input }, { as })).expectData(),
  )[0]!;
}

interface People {
  members: { id: string; role: WorkspaceRole; user: { id: string; name: string; email: string | null } }[];
  invitations: { id: string; email: string }[] | null;
}

async function peopleOf(workspace: TestWorkspace, as: Caller): Promise<People> {
  return (await server.execute<{ node: People }>(PEOPLE, { id: workspace.id }, { as })).data!.node;
}

async function memberId(workspace: TestWorkspace, person: TestPerson): Promise<string> {
  const { members } = await peopleOf(workspace, workspace.ownerKey);
  return members.find(({ user }) => user.id === person.id)!.id;
}

/** A workspace with a person of each of these roles. */
async function workspaceOf(
  ...roles: WorkspaceRole[]
): Promise<{ workspace: TestWorkspace; people: TestPerson[] }> {
  const workspace = await server.addWorkspace();
  const people: TestPerson[] = [];
  for (const role of roles)
    people.push(await server.addPerson({ workspace, role, name: role.toLowerCase() }));
  return { workspace, people };
}

async function invite(workspace: TestWorkspace, email: string, role: WorkspaceRole = 'EDITOR') {
  const invited = await mutate(INVITE, { workspaceId: workspace.id, email, role }, workspace.ownerKey);
  expect(invited.__typename).toBe('Invitation');
  return { id: invited.id, token: tokenOf(await linkOfNewestMail(server, email)) };
}

describe('an invitation', () => {
  it('is sent by mail, is shown to its addressee and to those who manage people, and makes a member', async () => {
    const { workspace, people } = await workspaceOf('ADMIN');
    const email = 'New.Person@example.org';
    const input = { workspaceId: workspace.id, email, role: 'EDITOR', idempotencyKey: 'once' };
    const invited = await mutate(INVITE, input, people[0]!);
    expect(invited).toEqual({
      __typename: 'Invitation',
      id: invited.id,
      email: email.toLowerCase(),
      role: 'EDITOR',
      invitedBy: { name: 'admin' },
    });
    expect(await mutate(INVITE, input, people[0]!)).toEqual(invited);
    const link = await linkOfNewestMail(server, email.toLowerCase());
    const token = tokenOf(link);
    const page = await (await fetch(locally(server, link))).text();
    expect(page).toContain('“Studio”');
    expect(page).toContain('new.person@example.org');
    const stored = await server.runtime.services.database.query<{ row: string }>(
      'SELECT to_jsonb(t)::text AS row FROM "Invitation" t UNION ALL SELECT to_jsonb(t)::text FROM "Mail" t',
    );
    expect(stored.filter(({ row }) => row.includes(token))).toEqual([]);
    expect((await server.execute(PREVIEW, { token }, { as: null })).expectData()).toEqual({
      invitation: { workspaceName: 'Studio', role: 'EDITOR', email: 'new.person@example.org' },
    });
    expect((await peopleOf(workspace, people[0]!)).invitations).toMatchObject([{ id: invited.id }]);

    const person = await server.addPerson({ email: 'new.person@example.org', name: 'Kim' });
    const joined = { __typename: 'Workspace', id: workspace.id, name: 'Studio', role: 'EDITOR' };
    expect(await mutate(ACCEPT, { token }, person)).toEqual(joined);
    expect(await mutate(ACCEPT, { token }, person)).toEqual(joined);
    const { members, invitations } = await peopleOf(workspace, people[0]!);
    expect(members.map(({ role, user }) => [user.name, role])).toEqual([
      ['admin', 'ADMIN'],
      ['Kim', 'EDITOR'],
    ]);
    expect(invitations).toEqual([]);
    // Whom it was for is no more told than by the preview.
    const spent = await mutate(ACCEPT, { token }, await server.addPerson());
    expect(spent).toMatchObject({ code: 'EXPIRED' });
    expect(JSON.stringify(spent)).not.toContain('@');
    expect((await server.execute(PREVIEW, { token }, { as: null })).expectData()).toEqual({
      invitation: null,
    });
    expect((await fetch(locally(server, link))).status).toBe(410);
  });

  it('is no use to another address, to nobody, to a wrong token, once revoked, and after seven days', async () => {
    const { workspace } = await workspaceOf();
    const { id, token } = await invite(workspace, 'kim@example.net');
    const other = await server.addPerson();
    expect(await mutate(ACCEPT, { token }, other)).toMatchObject({ code: 'CONFLICT' });
    expect(await mutate(ACCEPT, { token: `${token}x` }, other)).toMatchObject({ code: 'NOT_FOUND' });
    const kim = await server.addPerson({ email: 'kim@example.net' });
    expect(await mutate(REVOKE, { invitationId: id }, workspace.ownerKey)).toEqual({
      __typename: 'RevokeInvitationPayload',
      invitationId: id,
    });
    expect(await mutate(ACCEPT, { token }, kim)).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('withdrawn'),
    });
    expect(await mutate(REVOKE, { invitationId: id }, workspace.ownerKey)).toMatchObject({
      code: 'NOT_FOUND',
    });

    const second = await invite(workspace, 'kim@example.net');
    await server.runtime.services.database.prisma.invitation.update({
      where: { id: decodeGlobalId(second.id).id },
      data: { expiresAt: server.runtime.services.clock.now() },
    });
    expect(await mutate(ACCEPT, { token: second.token }, kim)).toMatchObject({ code: 'EXPIRED' });
    // One that has ended makes room for another one.
    const third = await invite(workspace, 'kim@example.net');
    expect(await mutate(ACCEPT, { token: third.token }, kim)).toMatchObject({ role: 'EDITOR' });
  });

  it('is one an address, and none for a member', async () => {
    const { workspace, people } = await workspaceOf('ANALYST');
    await invite(workspace, 'one@example.org');
    const again = { workspaceId: workspace.id, email: 'ONE@example.org', role: 'ANALYST' };
    expect(await mutate(INVITE, again, workspace.ownerKey)).toMatchObject({ code: 'CONFLICT' });
    const member = { ...again, email: people[0]!.email };
    expect(await mutate(INVITE, member, workspace.ownerKey)).toMatchObject({ code: 'CONFLICT' });
  });

  it('to be an owner comes from an owner', async () => {
    const { workspace, people } = await workspaceOf('ADMIN');
    const input = { workspaceId: workspace.id, email: 'boss@example.org', role: 'OWNER' };
    expect(await mutate(INVITE, input, people[0]!)).toMatchObject({
      __typename: 'ForbiddenError',
      requiredRole: 'OWNER',
    });
    expect(await mutate(INVITE, input, workspace.ownerKey)).toMatchObject({ __typename: 'Invitation' });
  });
});

describe('a member', () => {
  it('gets another role at once, and what he has open is asked again', async () => {
    const { workspace, people } = await workspaceOf('OWNER', 'ANALYST');
    const [owner, analyst] = people as [TestPerson, TestPerson];
    const callerKey = callerKeyOfUser(decodeGlobalId(analyst.id).id);
    const told = Promise.withResolvers<object>();
    const leave = await subscribe(server.runtime.services.pubsub, topics.access(callerKey), told.resolve);
    const input = { memberId: await memberId(workspace, analyst), role: 'ADMIN' };
    expect(await mutate(UPDATE, input, owner)).toMatchObject({ role: 'ADMIN', user: { name: 'analyst' } });
    expect(await told.promise).toEqual({ callerKey });
    await leave();
    expect((await peopleOf(workspace, analyst)).invitations).toEqual([]);
  });

  it('shows the address to himself and to those who manage people', async () => {
    const { workspace, people } = await workspaceOf('ADMIN', 'EDITOR');
    const [admin, editor] = people as [TestPerson, TestPerson];
    const seenBy = async (as: Caller) =>
      (await peopleOf(workspace, as)).members.map(({ user }) => user.email);
    expect(await seenBy(admin)).toEqual([admin.email, editor.email]);
    expect(await seenBy(editor)).toEqual([null, editor.email]);
  });

  it('who is an ADMIN touches no OWNER and makes none', async () => {
    const { workspace, people } = await workspaceOf('OWNER', 'ADMIN', 'EDITOR');
    const [owner, admin, editor] = people as [TestPerson, TestPerson, TestPerson];
    const forbidden = { __typename: 'ForbiddenError', requiredRole: 'OWNER' };
    const ownerId = await memberId(workspace, owner);
    expect(await mutate(UPDATE, { memberId: ownerId, role: 'ANALYST' }, admin)).toMatchObject(forbidden);
    expect(await mutate(REMOVE, { memberId: ownerId }, admin)).toMatchObject(forbidden);
    const own = { memberId: await memberId(workspace, admin), role: 'OWNER' };
    expect(await mutate(UPDATE, own, admin)).toMatchObject(forbidden);
    expect(
      await mutate(UPDATE, { memberId: await memberId(workspace, editor), role: 'ADMIN' }, admin),
    ).toMatchObject({ role: 'ADMIN' });
  });

  it('leaves whatever the role, and is refused the others', async () => {
    const { workspace, people } = await workspaceOf('OWNER', 'ANALYST', 'EDITOR');
    const [owner, analyst, editor] = people as [TestPerson, TestPerson, TestPerson];
    const others = { memberId: await memberId(workspace, editor) };
    expect(await mutate(REMOVE, others, analyst)).toMatchObject({ requiredRole: 'ADMIN' });
    const own = { memberId: await memberId(workspace, analyst) };
    expect(await mutate(REMOVE, own, analyst)).toEqual({
      __typename: 'RemoveMemberPayload',
      memberId: own.memberId,
      workspace: null,
    });
    const gone = await server.execute(PEOPLE, { id: workspace.id }, { as: analyst });
    expect(gone.expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await mutate(REMOVE, others, owner)).toMatchObject({
      workspace: { members: [{ user: { name: 'owner' } }] },
    });
  });

  it('who is the last owner can neither go nor step down, however many try at once', async () => {
    const { workspace, people } = await workspaceOf('OWNER', 'OWNER', 'OWNER');
    const ids: string[] = [];
    for (const person of people) ids.push(await memberId(workspace, person));
    const results = await Promise.all(
      people.map((person, index) =>
        index === 1
          ? mutate(UPDATE, { memberId: ids[index], role: 'ADMIN' }, person)
          : mutate(REMOVE, { memberId: ids[index] }, person),
      ),
    );
    expect(results.map(({ code }) => code).filter((code) => code !== undefined)).toEqual(['LAST_OWNER']);
    const { members } = await peopleOf(workspace, workspace.ownerKey);
    expect(members.filter(({ role }) => role === 'OWNER')).toHaveLength(1);
  });
});

describe('a workspace', () => {
  it('is made by a person, who is its owner in the same answer', async () => {
    const person = await server.addPerson();
    const input = { name: 'Zoë’s own', idempotencyKey: 'mine' };
    const made = await mutate(CREATE, input, person);
    expect(made).toMatchObject({ name: 'Zoë’s own', slug: 'zoe-s-own', role: 'OWNER' });
    expect(await mutate(CREATE, input, person)).toEqual(made);
  });
});

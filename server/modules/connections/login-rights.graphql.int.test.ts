import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import type { Caller } from '../../testing/graphql.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const START = `mutation ($id: ID!) { startTikTokAuth(input: { workspaceId: $id }) {
  ... on StartTikTokAuthPayload { state } ... on Error { code message } } }`;

/** A login as far as TikTok's redirect back; `finish` is the browser that follows it. */
async function begin(as: Caller) {
  const answer = await server.execute<{ startTikTokAuth: { state: string } }>(
    START,
    { id: server.workspace.id },
    { as },
  );
  const { state } = answer.expectData().startTikTokAuth;
  const begun = await fetch(`${server.url}/api/tiktok/auth?state=${state}`, { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const redirect = await server.sandbox.consent(begun.headers.get('location') ?? '', 'camille');
  return () =>
    fetch(`${server.url}/api/tiktok/auth/callback?${redirect.toString()}`, {
      redirect: 'manual',
      headers: { cookie },
    });
}

const countConnections = () => server.runtime.services.database.prisma.tikTokConnection.count();

async function expectRefused(finish: () => Promise<Response>): Promise<void> {
  await server.sandbox.takeCalls();
  const page = await finish();
  expect(page.status).toBe(403);
  expect(await page.text()).toMatch(/may no longer connect accounts[^]*FORBIDDEN/);
  expect(await countConnections()).toBe(0);
  // TikTok is not asked for a grant that nobody may have.
  expect((await server.sandbox.takeCalls())['oauth/token'] ?? 0).toBe(0);
}

describe('a login comes back from TikTok after whoever began it lost the right to connect', () => {
  it('is refused once the API key is revoked', async () => {
    const key = await server.workspace.addKey();
    const finish = await begin(key.secret);
    await key.revoke();
    await expectRefused(finish);
  });

  it('is refused once the API key has ended', async () => {
    const { clock } = server.runtime;
    const endsAt = new Date(clock.now().getTime() + 60_000);
    const key = await server.workspace.addKey({ expiresAt: endsAt });
    const finish = await begin(key.secret);
    clock.standAt(endsAt);
    await expectRefused(finish);
    clock.release();
  });

  it('is refused once the member is removed', async () => {
    const { prisma } = server.runtime.services.database;
    const person = await server.addPerson({ workspace: server.workspace });
    const finish = await begin(person);
    await prisma.member.deleteMany({ where: { userId: decodeGlobalId(person.id).id } });
    await expectRefused(finish);
  });

  it('is refused once the role is too low, and goes on where it was given back', async () => {
    const { prisma } = server.runtime.services.database;
    const person = await server.addPerson({ workspace: server.workspace, role: 'ADMIN' });
    const where = { userId: decodeGlobalId(person.id).id };
    const finish = await begin(person);
    await prisma.member.updateMany({ where, data: { role: 'EDITOR' } });
    await expectRefused(finish);
    await prisma.member.updateMany({ where, data: { role: 'ADMIN' } });
    expect((await finish()).status).toBe(302);
    expect(await countConnections()).toBe(1);
  });
});

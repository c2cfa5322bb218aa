import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../lib/ids.ts';
import { linkOfNewestMail, locally, tokenOf } from '../testing/person.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.execute(
    'mutation ($id: ID!) { updateWorkspace(input: { workspaceId: $id, name: "Ann & <b>Ben</b>" }) { __typename } }',
    { id: server.workspace.id },
  );
});
afterAll(() => server.stop());

/** The link in the mail to who is invited. */
async function invite(email: string): Promise<string> {
  const answer = await server.execute<{ inviteMember: { __typename: string } }>(
    `mutation ($id: ID!, $email: String!) {
      inviteMember(input: { workspaceId: $id, email: $email, role: EDITOR }) { __typename } }`,
    { id: server.workspace.id, email },
  );
  expect(answer.expectData().inviteMember.__typename).toBe('Invitation');
  return locally(server, await linkOfNewestMail(server, email));
}

describe('the page of an invitation', () => {
  it('says what it is to, escaped, leads on to the dashboard, and changes nothing by being opened', async () => {
    const link = await invite('new.person@example.org');
    for (const visit of [1, 2]) {
      const page = await fetch(link);
      expect([visit, page.status]).toEqual([visit, 200]);
      expect(page.headers.get('cache-control')).toBe('no-store');
      const html = await page.text();
      expect(html).toContain('Ann &#38; &#60;b&#62;Ben&#60;/b&#62;');
      expect(html).toContain('EDITOR');
      expect(html).toContain('new.person@example.org');
      // Behind the #, so that the token is in no log of a server.
      expect(html).toContain(`href="/tiktok/invitation#${tokenOf(link)}"`);
    }
    const { prisma } = server.runtime.services.database;
    const { acceptedById } = await prisma.invitation.findFirstOrThrow({
      where: { email: 'new.person@example.org' },
    });
    expect(acceptedById).toBeNull();
  });

  it('tells nothing once it was accepted, and for a token that is none', async () => {
    const email = `${newId()}@example.org`;
    const link = await invite(email);
    const person = await server.addPerson({ email });
    const accepted = await server.execute(
      'mutation ($token: String!) { acceptInvitation(input: { token: $token }) { __typename } }',
      { token: tokenOf(link) },
      { as: person },
    );
    expect(accepted.expectData()).toEqual({ acceptInvitation: { __typename: 'Workspace' } });
    for (const address of [
      link,
      `${server.url}/account/invitation?token=x`,
      `${server.url}/account/invitation`,
    ]) {
      const page = await fetch(address);
      expect(page.status).toBe(410);
      const html = await page.text();
      expect(html).toContain('works no longer');
      expect(html).not.toContain('Ben');
    }
  });
});

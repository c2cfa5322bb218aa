import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CHROMIUM_PATH,
  type LocalPage,
  openLocalPage,
  startDemoServer,
} from '../../server/testing/browser.ts';
import type { ServerProcess } from '../../server/testing/process.ts';

const inBrowser = CHROMIUM_PATH === null ? describe.skip : describe;

inBrowser('a person in the sandbox never becomes its demo (skipped where there is no Chromium)', () => {
  const email = `bo-${String(Date.now())}@example.com`;
  const password = 'correct horse battery staple';
  let server: ServerProcess;
  let url: string;
  let local: LocalPage;
  let workspaceName: string;
  beforeAll(async () => {
    server = await startDemoServer();
    url = server.url.replace('127.0.0.1', 'localhost');
    local = await openLocalPage();
    workspaceName = await inviteAsDemo(url, email);
  }, 180_000);
  afterAll(async () => {
    await local.close();
    await server.end('SIGTERM');
  });

  /** Opens the link of the newest mail with this subject. */
  const openMail = async (subject: RegExp) => {
    await local.page.goto(`${url}/outbox`);
    const mails = local.page.locator('section', { hasText: `To ${email}` }).filter({ hasText: subject });
    await mails.first().getByRole('link').click();
  };
  const signIn = async () => {
    const { page } = local;
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };

  it('says on its page of the person’s own that the demo has none', async () => {
    const { page } = local;
    await page.goto(`${url}/tiktok/security`);
    await page.getByText('This page is for persons').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  it('keeps an invitation from its mail over signing up, confirming and signing in', async () => {
    const { page } = local;
    await openMail(/invite/i);
    await page.getByRole('link', { name: 'Go on to creatorgraph' }).click();
    const note = page.locator('.note', { hasText: 'You are invited' });
    await note.waitFor();
    expect(await note.innerText()).toContain(`${workspaceName} as analyst`);
    expect(await note.innerText()).toContain(email);

    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByLabel('Name').fill('Bo');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('link', { name: 'Open the outbox' }).waitFor();

    await openMail(/confirm/i);
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await note.waitFor();
    await signIn();
    await page.getByText(`Accepting makes ${email} a member of ${workspaceName}`).waitFor();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { name: `Welcome to ${workspaceName}` }).waitFor();
  });

  it('confirms that a change of the address was asked for', async () => {
    const { page } = local;
    await page.goto(`${url}/tiktok/security`);
    await page.getByLabel('New address').fill(`new-${email}`);
    const form = page.locator('form', { has: page.getByLabel('New address') });
    await form.getByLabel('Your password').fill(password);
    await form.getByRole('button', { name: 'Change the address' }).click();
    await page.getByText('Look into the mailbox of the new address').waitFor();
  });

  it('tells of nothing that another viewer had connected', async () => {
    const { page } = local;
    await page.evaluate(() => {
      sessionStorage.setItem(
        'creatorgraph.accountsBefore',
        JSON.stringify({ seenBy: 'somebody else', ids: [] }),
      );
    });
    await page.goto(`${url}/tiktok/`);
    await page.locator('.account-card').first().waitFor();
    expect(await page.getByText('was connected').count()).toBe(0);
  });

  it('says that the session has ended, at the next thing that is asked and after a reload', async () => {
    const { page } = local;
    await page.context().clearCookies({ name: /^cg\./ });
    await page.locator('.card-link').first().click();
    await page.getByText('Your session has ended').waitFor();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await page.reload();
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('button', { name: 'Continue as demo user' }).waitFor();
    await signIn();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.goto(`${url}/tiktok/`);
    await page.getByLabel('Password').waitFor();
  });

  it('offers the demo’s owner no form that asks for a password', async () => {
    const { page } = local;
    await page.getByRole('button', { name: 'Continue as demo user' }).click();
    await page.locator('.account-card').first().waitFor();
    await page.goto(`${url}/tiktok/security`);
    await page.getByText('Everybody who reaches this sandbox').waitFor();
    expect(await page.getByLabel(/password/i).count()).toBe(0);
  });
});

/** Invites somebody to the demo's workspace, and says what that is called. */
async function inviteAsDemo(url: string, email: string): Promise<string> {
  const { apiKey } = (await (await fetch(`${url}/api/demo`)).json()) as { apiKey: string };
  const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, variables }),
    });
    return ((await response.json()) as { data: Data }).data;
  };
  const { viewer } = await ask<{ viewer: { workspaces: [{ id: string; name: string }] } }>(
    '{ viewer { workspaces { id name } } }',
  );
  const [workspace] = viewer.workspaces;
  await ask(
    `mutation ($id: ID!, $email: String!) {
      inviteMember(input: { workspaceId: $id, email: $email, role: ANALYST }) { __typename } }`,
    { id: workspace.id, email },
  );
  return workspace.name;
}

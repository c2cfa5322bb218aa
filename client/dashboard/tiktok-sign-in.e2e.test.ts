import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CHROMIUM_PATH,
  type LocalPage,
  openLocalPage,
  startDemoServer,
} from '../../server/testing/browser.ts';
import { postJson, submit } from '../../server/testing/person.ts';
import type { ServerProcess } from '../../server/testing/process.ts';

const inBrowser = CHROMIUM_PATH === null ? describe.skip : describe;

inBrowser('signing in with TikTok in a browser (skipped where there is no Chromium)', () => {
  const person = {
    name: 'Ada',
    email: `ada-${String(Date.now())}@example.com`,
    password: 'a long enough password',
  };
  let server: ServerProcess;
  let url: string;
  let local: LocalPage;
  beforeAll(async () => {
    server = await startDemoServer();
    url = server.url.replace('127.0.0.1', 'localhost');
    await postJson({ url }, '/sign-up/email', person);
    const outbox = await (await fetch(`${url}/outbox`)).text();
    const token = /\/account\/verify\?token=([^"&<\s]+)/.exec(outbox)?.[1] ?? '';
    expect((await submit({ url }, '/account/verify', { token: decodeURIComponent(token) })).status).toBe(200);
    local = await openLocalPage();
  }, 180_000);
  afterAll(async () => {
    await local.close();
    await server.end('SIGTERM');
  });

  /** On TikTok's page, as the creator who is named first. */
  const agree = async () => {
    await local.page.getByRole('button', { name: 'Authorize' }).click();
  };
  const toSignIn = async () => {
    await local.page.goto(`${url}/tiktok/?sign-in`);
    await local.page.getByRole('button', { name: 'Sign in with TikTok' }).waitFor();
  };

  it('links an account once the password is given, and signs in with it from then on', async () => {
    const { page } = local;
    await toSignIn();
    await page.getByRole('button', { name: 'Sign in with TikTok' }).click();
    await agree();
    await page.getByRole('heading', { name: 'This TikTok account is not linked' }).waitFor();

    await toSignIn();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(person.name).first().waitFor();
    await page.goto(`${url}/tiktok/security`);
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'TikTok' }) });
    await section.getByLabel('Your password').fill(person.password);
    await section.getByRole('button', { name: 'Link a TikTok account' }).click();
    await agree();
    await page.getByRole('button', { name: 'Unlink the TikTok account' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/tiktok/security');

    await page.context().clearCookies({ name: /^cg\./ });
    await toSignIn();
    await page.getByRole('button', { name: 'Sign in with TikTok' }).click();
    // TikTok may ask nothing of whoever agreed before.
    await page.waitForURL((address) => address.port !== new URL(url).port || address.pathname === '/tiktok/');
    const authorize = page.getByRole('button', { name: 'Authorize' });
    await authorize.or(page.getByText(person.name)).first().waitFor();
    if (await authorize.isVisible()) await authorize.click();
    await page.getByText(person.name).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/tiktok/');
  });
});

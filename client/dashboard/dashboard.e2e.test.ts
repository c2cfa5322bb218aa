import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CHROMIUM_PATH,
  type LocalPage,
  openLocalPage,
  startDemoServer,
} from '../../server/testing/browser.ts';
import { OVERVIEW_HEADER, studioCsv } from '../../server/modules/imports/reading/reading-test-kit.ts';
import type { ServerProcess } from '../../server/testing/process.ts';

const inBrowser = CHROMIUM_PATH === null ? describe.skip : describe;

inBrowser('the dashboard in a browser without a network (skipped where there is no Chromium)', () => {
  let server: ServerProcess;
  let local: LocalPage;
  beforeAll(async () => {
    server = await startDemoServer();
    local = await openLocalPage();
    await local.page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/tiktok`);
  }, 180_000);
  afterAll(async () => {
    await local.close();
    await server.end('SIGTERM');
  });

  it('lists the three accounts of the demo with their figures', async () => {
    const cards = local.page.locator('.account-card');
    await cards.nth(2).waitFor();
    expect(await cards.count()).toBe(3);
    for (const card of await cards.all()) expect(await card.innerText()).toMatch(/\d[\d,.\s]*\n+followers/);
  });

  it('shows the pictures of accounts and videos, from our own server', async () => {
    const { page } = local;
    const seen = (selector: string, count: number) =>
      page.waitForFunction(
        ([images, wanted]) =>
          [...document.querySelectorAll<HTMLImageElement>(images)].filter(
            ({ complete, naturalWidth }) => complete && naturalWidth > 0,
          ).length >= wanted,
        [selector, count] as const,
      );
    await seen('.account-card .avatar img', 3);
    await page.locator('.card-link').first().click();
    await page.locator('.videos tbody tr').first().scrollIntoViewIfNeeded();
    await seen('.videos .cover img', 3);
    await page.goBack();
  });

  it('shows a recommendation growing, and goes on with it after a reload', async () => {
    const { page } = local;
    await page.locator('.card-link').first().click();
    await page.getByRole('button', { name: 'Recommend', exact: true }).click();
    const draft = page.locator('.run .recommendation:not(.skeleton)').first();
    await draft.waitFor();
    const begun = await draft.innerText();
    await page.waitForFunction(
      ([selector, length]) => (document.querySelector(selector)?.textContent.length ?? 0) > length,
      ['.run .recommendation:not(.skeleton)', begun.length + 40] as const,
    );
    const grown = await draft.innerText();

    await page.reload();
    await draft.waitFor();
    await page.getByText(/^Done: 3 recommendations/).waitFor();
    expect(await page.locator('.run .recommendation').count()).toBe(3);
    const whole = (await draft.innerText()).replace(/\s+/g, ' ');
    const firstWords = grown.split('\n').find((line) => line.length > 20);
    expect(whole).toContain(firstWords!.trim().split(' ').slice(0, 4).join(' '));
  });

  it('shows which trends rise and why they matter to the account, and watches one', async () => {
    const { page } = local;
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'Trends' }) });
    const trends = section.locator('.trend');
    await trends.nth(4).waitFor();
    expect(await trends.first().innerText()).toMatch(/Relevance to this account \d+(\.\d)?%/);

    const name = await trends.first().getByRole('heading').innerText();
    const watch = section.getByRole('button', { name: `Watch ${name}`, exact: true });
    await watch.first().click();
    await section.getByRole('group').getByRole('button', { name: 'Watched' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.trend').length === 1);
    expect(await trends.getByRole('heading').innerText()).toBe(name);
    expect(await watch.getAttribute('aria-pressed')).toBe('true');
  });

  it('shows what a file of TikTok Studio holds before it is imported, and imports it', async () => {
    const { page } = local;
    const form = page.locator('.import-form');
    const rows = ['January 1', 'January 2'].map((day, index) => [day, String(500 + index), 1, 2, 0, 1]);
    await form.locator('input[type=file]').setInputFiles({
      name: 'Overview.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(studioCsv(OVERVIEW_HEADER, rows)),
    });
    await form.locator('input[type=date]').fill('2025-02-01');
    await form.getByRole('button', { name: 'Check file' }).click();
    await form.getByRole('button', { name: 'Import', exact: true }).waitFor();
    expect(await form.locator('.import-outcome table').innerText()).toMatch(/Jan 1, 2025\s+500/);
    expect(await page.locator('.import-list li').count()).toBe(0);

    await form.getByRole('button', { name: 'Import', exact: true }).click();
    await form.getByRole('button', { name: 'Import another file' }).waitFor();
    const listed = page.locator('.import-list li').first();
    await listed.waitFor();
    expect((await listed.innerText()).replace(/\s+/g, ' ')).toMatch(/Overview\.csv .* Stored 2 /);
  });

  it('disconnects an account, then erases it once its name was typed, and shows the proof', async () => {
    const { page } = local;
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.locator('.card-link').nth(2).click();
    const end = page.locator('section', { has: page.getByRole('heading', { name: 'Disconnect' }) });
    await end.getByRole('button', { name: 'Disconnect …' }).click();
    await end.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByText('Disconnected. Nothing new is collected; the history is kept.').waitFor();
    expect(await page.locator('.videos tbody tr').count()).toBeGreaterThan(5);

    const erase = page.locator('section', { has: page.getByRole('heading', { name: 'Erase the history' }) });
    await erase.getByRole('button', { name: 'Erase …' }).click();
    const button = erase.getByRole('button', { name: 'Erase', exact: true });
    await erase.getByRole('textbox').fill('another name');
    expect(await button.isDisabled()).toBe(true);
    await erase.getByRole('textbox').fill(await erase.locator('label strong').innerText());
    await button.click();
    await page.getByRole('heading', { name: 'Everything was erased' }).waitFor();
    expect(await page.locator('.proof').innerText()).toMatch(/TikTokConnection table\s+1\s+0/);
    const receipt = await page.locator('.receipt').innerText();
    await page.reload();
    await page.getByText(receipt).waitFor();
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.locator('.account-card').nth(1).waitFor();
    expect(await page.locator('.account-card').count()).toBe(2);
  });

  it('takes a person from signing up to a workspace with an invitation and a key', async () => {
    const { page } = local;
    const email = 'ada@example.com';
    const password = 'correct horse battery staple';
    const origin = new URL(page.url()).origin;
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('Look into your mailbox').waitFor();

    await page.goto(`${origin}/outbox`);
    const mail = page.locator('section', { hasText: `To ${email}` });
    await mail.getByRole('link').click();
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();

    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Name of the workspace').fill('Ada’s studio');
    await page.getByRole('button', { name: 'Make the workspace' }).click();
    await page.getByText('No account yet').waitFor();

    await page.getByRole('link', { name: 'People' }).click();
    const sectionOf = (name: string) =>
      page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
    await sectionOf('Members').locator('li').first().waitFor();
    expect(await sectionOf('Members').locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/Ada\s+Owner\s+You\s+ada@example\.com/),
    ]);
    const invitations = sectionOf('Invitations');
    await invitations.getByLabel('E-mail').fill('bo@example.com');
    await invitations.getByLabel('Role').selectOption('ADMIN');
    await invitations.getByRole('button', { name: 'Invite' }).click();
    await invitations.getByText(/^bo@example\.com$/).waitFor();
    expect(await invitations.locator('li').innerText()).toMatch(/bo@example\.com\s+Admin/);

    // Whoever owns alone cannot leave, and is told so where he tried.
    await page.getByRole('button', { name: 'Leave …' }).click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await sectionOf('Members').getByText('A workspace must keep an owner').waitFor();
  });

  it('shows the secret of a new key once, and the key works until it is revoked', async () => {
    const { page } = local;
    const keys = page.locator('section', { has: page.getByRole('heading', { name: 'API keys' }) });
    await keys.getByRole('button', { name: 'Make a key …' }).click();
    await keys.getByLabel('Name of the key').fill('Reports');
    await keys.getByRole('button', { name: 'Make the key' }).click();
    const secret = await keys.locator('.secret-text').innerText();
    expect(await nameOfKey(server.url, secret)).toBe('Reports');

    await page.reload();
    await keys.getByText('Reports').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(secret);
    await keys.getByRole('button', { name: 'Revoke Reports …' }).click();
    await keys.getByRole('button', { name: 'Revoke', exact: true }).click();
    await keys.getByText('Keys that have ended (1)').waitFor();
    expect(await nameOfKey(server.url, secret)).toBeNull();
  });

  it('erases a workspace once its short name was typed, and the person then has none', async () => {
    const { page } = local;
    await page.getByRole('button', { name: 'Erase the workspace …' }).click();
    const form = page.locator('form', { hasText: 'to erase it, for ever' });
    const button = form.getByRole('button', { name: 'Erase the workspace' });
    await form.getByRole('textbox').fill('another name');
    expect(await button.isDisabled()).toBe(true);
    await form.getByRole('textbox').fill(await form.locator('strong').innerText());
    await button.click();
    await page.getByRole('heading', { name: 'Everything was erased' }).waitFor();
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.getByRole('heading', { name: 'Make your workspace' }).waitFor();
  });

  it('wants nothing from elsewhere, and neither its scripts nor the server complain of anything', () => {
    expect(local.blocked).toEqual([]);
    expect(local.complaints).toEqual([]);
    expect(server.output().match(/^\{"level":[56]0.*$/gm)).toBeNull();
  });
});

/** What the server knows the bearer of a key as; null where it does not let him in. */
async function nameOfKey(url: string, secret: string): Promise<string | null> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ viewer { apiKey { name } } }' }),
  });
  const { data } = (await response.json()) as { data?: { viewer: { apiKey: { name: string } } | null } };
  return data?.viewer?.apiKey.name ?? null;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHROMIUM_PATH, type LocalPage, openLocalPage, startDemoServer } from '../testing/browser.ts';
import type { ServerProcess } from '../testing/process.ts';

const inBrowser = CHROMIUM_PATH === null ? describe.skip : describe;

inBrowser('GraphiQL in a browser without a network (skipped where there is no Chromium)', () => {
  let server: ServerProcess;
  let local: LocalPage;
  beforeAll(async () => {
    server = await startDemoServer();
    local = await openLocalPage();
    await local.page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/graphql`);
  }, 180_000);
  afterAll(async () => {
    await local.close();
    await server.end('SIGTERM');
  });

  it('opens with a tab for each example', async () => {
    await local.page.getByRole('tab').first().waitFor();
    expect(await local.page.getByRole('tab').allInnerTexts()).toEqual(
      expect.arrayContaining(['Accounts', 'Videos', 'StartRun', 'FollowRun']),
    );
  });

  async function select(name: string): Promise<void> {
    const { page } = local;
    const label = new RegExp(`^${name}$`);
    const selected = page.locator('[role=tab][aria-selected=true] .graphiql-tab-button', { hasText: label });
    await page.locator('.graphiql-tab-button', { hasText: label }).click();
    await selected.waitFor();
  }

  it.each([
    ['Accounts', 'totalCount'],
    ['Videos', 'tikTokId'],
    ['StartRun', 'RecommendationRun'],
    ['FollowRun', 'recommendationRunEvents'],
    ['Server', 'serverInfo'],
  ])('runs %s as it stands', async (name, expected) => {
    await select(name);
    const { page } = local;
    const answer = page.locator('.graphiql-response');
    const wanted = answer.getByText(expected).first();
    // GraphiQL learns a moment after the click on a tab which operation it holds, and till then runs none.
    for (let attempt = 1; attempt <= 10 && !(await wanted.isVisible()); attempt += 1) {
      await page.getByRole('button', { name: /Execute/ }).click();
      await wanted.waitFor({ timeout: 2_000 }).catch(() => undefined);
    }
    await wanted.waitFor();
    expect(await answer.innerText()).not.toContain('"errors"');
  });

  it('wants nothing from elsewhere', () => {
    expect(local.blocked).toEqual([]);
  });
});

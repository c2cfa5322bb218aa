import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { type DayOfTrends, loseSources } from '../../../testing/sources-down-scenario.ts';

let server: TestServer;
let lastUp: DayOfTrends;
let down: DayOfTrends[];
beforeAll(async () => {
  server = await startTestServer({ withResearch: true });
  const days = await loseSources(server);
  lastUp = days.findLast(({ fault }) => fault === null)!;
  down = days.filter(({ fault }) => fault !== null);
}, 300_000);
afterAll(() => server.stop());

it('shows what sources told last, as of then, when every one is down', () => {
  expect(lastUp.asked.map(({ source, error }) => ({ source, error }))).toEqual([
    { source: 'BUSINESS_DISCOVERY', error: null },
    { source: 'RESEARCH_API', error: null },
  ]);
  expect(lastUp.trends.some(({ history, readings }) => history.length > 7 && readings.length === 2)).toBe(
    true,
  );
  expect(lastUp.trends.map(({ capturedAt }) => capturedAt)).toContain(lastUp.at);
  expect(down).toHaveLength(2);
  for (const { trends } of down) expect(trends).toEqual(lastUp.trends);
});

it('says of each source why, and when it last answered', () => {
  for (const { at, sources } of down) {
    const lastError = { code: 'TIKTOK_UNAVAILABLE', message: expect.stringMatching(/\w/), at };
    expect(sources).toEqual([
      { source: 'BUSINESS_DISCOVERY', lastSuccessAt: lastUp.at, lastError },
      { source: 'RESEARCH_API', lastSuccessAt: lastUp.at, lastError },
    ]);
  }
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { createClock } from '../../lib/clock.ts';
import { TikTokError } from '../../lib/tiktok/tiktok-error.ts';
import type { FaultInput } from '../../sandbox/tiktok/faults/faults.ts';
import { SANDBOX_RESEARCH_CLIENT_KEY, SANDBOX_RESEARCH_CLIENT_SECRET } from '../../sandbox/tiktok/server.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import { startTestTikTok, type TestTikTok } from '../../testing/tiktok.ts';
import type { PageMark, ResearchPage, TikTokResearch } from './port.ts';
import { createTikTokResearch } from './tiktok-research.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const SEARCH = {
  hashtag: 'recipe',
  region: 'US',
  from: new Date('2026-11-18T00:00:00Z'),
  to: new Date('2026-11-19T00:00:00Z'),
};

let sandbox: TestTikTok;
beforeAll(async () => {
  sandbox = await startTestTikTok();
  await sandbox.standAt(NOW);
});
beforeEach(async () => {
  await sandbox.takeCalls();
});
afterEach(() => sandbox.fail());
afterAll(() => sandbox.close());

function client({ secret = SANDBOX_RESEARCH_CLIENT_SECRET, calls = 1_000, clock = createClock() } = {}): {
  research: TikTokResearch;
  clock: typeof clock;
} {
  clock.standAt(NOW);
  let left = calls;
  const research = createTikTokResearch(
    { apiUrl: sandbox.config.apiUrl, clientKey: SANDBOX_RESEARCH_CLIENT_KEY, clientSecret: secret },
    SILENT_LOG,
    {
      calls: { take: () => Promise.resolve((left -= 1) >= 0) },
      clock,
      metrics: createMetrics(SILENT_LOG),
      retryBaseMs: 1,
    },
  );
  return { research, clock };
}

async function readAll(research: TikTokResearch): Promise<ResearchPage['videos']> {
  const videos: ResearchPage['videos'] = [];
  let mark: PageMark | null = null;
  do {
    const page: ResearchPage = await research.videosWith(SEARCH, mark);
    videos.push(...page.videos);
    mark = page.next;
  } while (mark !== null);
  return videos;
}

async function failureOf(call: Promise<unknown>): Promise<TikTokError> {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof TikTokError)) throw new Error(`Expected a TikTokError, got ${String(failure)}`);
  return failure;
}

it('reads all pages of a search with one token, no id losing a digit', async () => {
  const videos = await readAll(client().research);
  expect(videos.length).toBeGreaterThan(300);
  expect(new Set(videos.map(({ id }) => id)).size).toBe(videos.length);
  for (const { id, postedAt } of videos) expect(Number(BigInt(id) >> 32n) * 1_000).toBe(postedAt.getTime());
  expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1, 'research/video/query': 4 });
});

it('asks for a new token when the old one ends, or is refused before', async () => {
  const { research, clock } = client();
  await research.videosWith(SEARCH, null);
  clock.standAt(new Date(NOW.getTime() + 2 * 3_600_000));
  await research.videosWith(SEARCH, null);
  await sandbox.fail({ endpoint: 'research/video/query', kind: 'access_token_invalid', times: 1 });
  await research.videosWith(SEARCH, null);
  expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 3, 'research/video/query': 4 });
});

it('goes on with a search that TikTok has lost between two pages', async () => {
  const expected = await readAll(client().research);
  await sandbox.fail({ endpoint: 'research/video/query', kind: 'search_id', after: 1, times: 1 });
  expect(await readAll(client().research)).toEqual(expected);
});

it('reaches nobody once the day’s calls are made', async () => {
  const { research } = client({ calls: 1 });
  await research.videosWith(SEARCH, null);
  await sandbox.takeCalls();
  expect(await failureOf(research.videosWith(SEARCH, null))).toMatchObject({
    code: 'TIKTOK_RATE_LIMITED',
    problem: 'QUOTA',
    retryAfterSeconds: 12 * 3_600,
  });
  expect(await sandbox.takeCalls()).toMatchObject({ 'research/video/query': 0 });
});

describe('a failure', () => {
  it.each<[FaultInput['kind'], object, number]>([
    ['internal_error', { code: 'TIKTOK_UNAVAILABLE', tikTokCode: 'internal_error' }, 3],
    ['html_error', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    ['cut_off', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    ['rate_limit', { code: 'TIKTOK_RATE_LIMITED', tikTokCode: 'rate_limit_exceeded' }, 1],
    ['error', { code: 'TIKTOK_REJECTED', tikTokCode: 'something_new' }, 1],
    ['search_id', { code: 'TIKTOK_REJECTED', tikTokCode: 'invalid_params' }, 1],
    ['access_token_invalid', { code: 'TIKTOK_AUTH_FAILED' }, 1],
  ])('%s is told as what it is', async (kind, expected, calls) => {
    await sandbox.fail({ endpoint: 'research/video/query', kind });
    expect(await failureOf(client().research.videosWith(SEARCH, null))).toMatchObject(expected);
    expect(await sandbox.takeCalls()).toMatchObject({ 'research/video/query': calls });
  });

  it('of the app is its own', async () => {
    const { research } = client({ secret: 'wrong' });
    expect(await failureOf(research.videosWith(SEARCH, null))).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      problem: 'CLIENT_REFUSED',
      tikTokCode: 'invalid_client',
    });
  });
});

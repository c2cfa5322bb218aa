import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('benchmarks', () => {
  const document = `query ($followers: SafeInt, $industry: String) {
    benchmarks(followers: $followers, industry: $industry) {
      source url publishedYear publishedOn readOn definition definitionText industry minFollowers maxFollowers value
      p25 p75 statistic sampleSize } }`;

  it('tells the signed-out the figures of a tier, with their source, date and definition', async () => {
    const answer = await server.execute<{ benchmarks: unknown[] }>(
      document,
      { followers: 20_000 },
      { as: null },
    );
    expect(answer.expectData().benchmarks[0]).toEqual({
      source: 'SociaVault Labs 2026',
      url: 'https://sociavault.com/blog/good-engagement-rate-tiktok',
      publishedYear: 2026,
      publishedOn: null,
      readOn: '2026-11-28',
      definition: 'BY_FOLLOWERS',
      definitionText: expect.stringContaining('followers'),
      industry: null,
      minFollowers: 10_000,
      maxFollowers: 50_000,
      value: 0.0521,
      p25: 0.0328,
      p75: 0.0814,
      statistic: 'median of accounts',
      sampleSize: null,
    });
  });

  it('tells those of an industry alone', async () => {
    const answer = await server.execute(document, { industry: 'nonprofits' }, { as: null });
    expect(answer.expectData()).toMatchObject({
      benchmarks: [
        { industry: 'Nonprofits', value: 0.052, definition: 'BY_VIEWS', publishedOn: '2024-07-08' },
      ],
    });
  });
});

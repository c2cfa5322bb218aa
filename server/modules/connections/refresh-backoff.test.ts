import { expect, it } from '@jest/globals';
import { TikTokError } from './connection.errors.ts';
import { backoffMs, postponed } from './refresh-backoff.ts';

const seconds = (error: TikTokError): number[] =>
  [1, 2, 3, 4, 10, 1_000].map((failures) => backoffMs(error, failures) / 1_000);

it('lets one failure be a moment’s, and waits longer after each further one', () => {
  expect(seconds(new TikTokError('', { code: 'TIKTOK_UNAVAILABLE' }))).toEqual([0, 15, 30, 60, 900, 900]);
});

it('waits from the first refusal of the app on', () => {
  const refused = new TikTokError('', { code: 'TIKTOK_AUTH_FAILED', problem: 'CLIENT_REFUSED' });
  expect(seconds(refused)).toEqual([60, 120, 240, 480, 900, 900]);
});

it('waits as long as TikTok’s window wants', () => {
  const limited = new TikTokError('', { code: 'TIKTOK_RATE_LIMITED', retryAfterSeconds: 60 });
  expect(seconds(limited)).toEqual([60, 60, 60, 60, 60, 60]);
});

it('says how long is left, and why', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const refreshRetryAt = new Date(now.getTime() + 1_500);
  expect(postponed({ refreshFailure: 'invalid_client', refreshRetryAt }, now)).toMatchObject({
    code: 'TIKTOK_AUTH_FAILED',
    problem: 'CLIENT_REFUSED',
    tikTokCode: 'invalid_client',
    retryAfterSeconds: 2,
  });
  expect(postponed({ refreshFailure: 'server_error', refreshRetryAt }, now)).toMatchObject({
    code: 'TIKTOK_UNAVAILABLE',
    tikTokCode: null,
    retryable: true,
  });
});

/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { describeEnd, describeMissing, describeRefusal, whyNoVideos } from './access.ts';

const sync = { isRunning: false, nextSyncAt: null, progress: null, lastError: null };
const synced = { ...sync, lastSyncedAt: '2026-11-22T08:00:00.000Z' };

test('a permission that was not given is told with what it costs, an unknown one by its name', () => {
  expect(describeMissing(['video.list', 'shop.read'])).toEqual([
    'public videos, so no videos, views or recommendations',
    'shop.read',
  ]);
});

test.each([
  [null, 'TikTok no longer accepts our access. Nothing'],
  ['scope_not_authorized', 'TikTok no longer accepts our access: a permission was taken back. Nothing'],
  ['new_reason', 'TikTok no longer accepts our access: it says “new_reason”. Nothing'],
])('the reason %s of a refusal is told', (reason, words) => {
  expect(describeRefusal(reason)).toContain(words);
});

test.each([
  ['disconnected', 'Disconnected. Nothing'],
  ['authorization.removed: 1', 'The app was removed in TikTok’s settings. Nothing'],
  ['authorization.removed: 9', 'TikTok ended our access. Nothing'],
  [null, 'Disconnected. Nothing'],
])('the end for the reason %s is told', (reason, words) => {
  expect(describeEnd(reason)).toContain(words);
});

test.each([
  ['were not shared', { missingScopes: ['video.list'], sync: synced }, 'Videos are not shared with us'],
  ['are still to come', { missingScopes: [], sync: { ...sync, lastSyncedAt: null } }, 'No video yet'],
  ['do not exist', { missingScopes: [], sync: synced }, 'This account has no public video'],
])('an account whose videos %s says so', (_why, access, title) => {
  expect(whyNoVideos(access).title).toBe(title);
});

import { expect, test } from '@jest/globals';
import { postTimeOf, readVideoLink } from './video-link.ts';

test.each([
  ['https://www.tiktok.com/@Some.Handle/video/7545000000000000000', '7545000000000000000', 'some.handle'],
  ['https://m.tiktok.com/@a/photo/7545000000000000000/?lang=en#x', '7545000000000000000', 'a'],
  ['http://tiktok.com/@/video/7545000000000000000', '7545000000000000000', null],
  ['https://www.tiktok.com/video/7545000000000000000', '7545000000000000000', null],
])('%s names a video', (link, tikTokId, handle) => {
  expect(readVideoLink(link)).toEqual({ tikTokId, handle });
});

test.each([
  '',
  '7545000000000000000',
  'https://vm.tiktok.com/ZM1/',
  'https://www.tiktok.com/@a/video/75450000000000000x0',
  'https://www.tiktok.com/@a/video/0545000000000000000',
  'https://www.tiktok.com/@a/video/99999999999999999999',
  'https://tiktok.com.example.com/@a/video/7545000000000000000',
  'https://nottiktok.com/@a/video/7545000000000000000',
  'https://www.tiktok.com/@a/video/7545000000000000000/comments',
])('%j names none', (link) => {
  expect(readVideoLink(link)).toBeNull();
});

const SECONDS = Date.UTC(2025, 8, 4, 1, 8, 7) / 1000;
const ID = ((BigInt(SECONDS) << 32n) | 7n).toString();

test.each([
  ['nothing else', null, '2026-01-01', true],
  ['the day before, in America', { year: null, month: 9, day: 3 }, '2026-01-01', true],
  ['the day after, in New Zealand', { year: 2025, month: 9, day: 5 }, '2026-01-01', true],
  ['another day', { year: null, month: 9, day: 7 }, '2026-01-01', false],
  ['another year', { year: 2024, month: 9, day: 4 }, '2026-01-01', false],
  ['a download before it', null, '2025-09-01', false],
])('an id tells the time of its post beside %s', (_, printed, lastDay, isKnown) => {
  expect(postTimeOf(ID, printed, lastDay)).toEqual(isKnown ? new Date(SECONDS * 1000) : null);
});

import { expect, it } from '@jest/globals';
import { toTimezone } from './timezone.ts';

it.each([
  ['UTC', 'UTC'],
  ['Europe/Paris', 'Europe/Paris'],
  ['europe/paris', 'Europe/Paris'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Asia/Kathmandu', 'Asia/Kathmandu'],
  ['Etc/GMT+3', 'Etc/GMT+3'],
])('%s is a time zone', (text, name) => {
  expect(toTimezone(text)).toBe(name);
});

it.each(['', ' ', 'Paris', 'Mars/Olympus', '+05:30', '-03', 'Europe/', '../etc/passwd', 'Europe/Paris\n'])(
  '%j is none',
  (text) => {
    expect(toTimezone(text)).toBeNull();
  },
);

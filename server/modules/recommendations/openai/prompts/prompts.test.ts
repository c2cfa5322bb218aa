import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { PROMPT_VERSION } from '../prompt.ts';
import { INSTRUCTIONS } from './prompts.ts';

test('instructions of a version never change: runs keep its name, not its text', () => {
  const hashes = Object.entries(INSTRUCTIONS).map(([version, text]) => [
    version,
    createHash('sha256').update(text).digest('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(hashes)).toEqual({
    '2026-11-1': '1139993ef8347863',
    '2026-11-2': '6e3c0fb66be437ad',
    '2026-11-3': '2d76066d8964ec88',
  });
});

test('runs are written with the newest version', () => {
  expect(Object.keys(INSTRUCTIONS).at(-1)).toBe(PROMPT_VERSION);
});

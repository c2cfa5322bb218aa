import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readOrMakeSecret } from './secret-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatorgraph-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes a secret once, for its owner alone, and leaves nothing else behind', async () => {
  expect(await readOrMakeSecret(folder, 'key', () => 'first')).toBe('first');
  expect(await readOrMakeSecret(folder, 'key', () => 'second')).toBe('first');
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['key']);
});

it('gives all that come at once the same secret', async () => {
  const callers = Array.from({ length: 20 }, (_, caller) =>
    readOrMakeSecret(folder, 'key', () => `secret ${String(caller)}`),
  );
  const secrets = new Set(await Promise.all(callers));
  expect([...secrets]).toEqual([(await readFile(join(folder, 'key'), 'utf8')).trim()]);
  expect(await readdir(folder)).toEqual(['key']);
});

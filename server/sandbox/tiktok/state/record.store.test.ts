import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';

import { openRecords } from './record.store.ts';
import { openState } from './state.store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const open = () => {
  const schema = z.object({ id: z.string(), value: z.number() });
  const store = openRecords(join(folder, 'deep', 'state.json'), { things: schema }, { version: 1 });
  return { things: store.sets.things, close: store.close };
};

test('what was put or removed is known after a crash, without closing, any number of times', () => {
  const first = open();
  first.things.put({ id: 'a', value: 1 });
  first.things.put({ id: 'b', value: 2 });
  first.things.put({ id: 'a', value: 3 });
  const second = open();
  expect([...second.things.all()]).toEqual([
    { id: 'a', value: 3 },
    { id: 'b', value: 2 },
  ]);
  second.things.remove('b');
  const third = open();
  expect([...third.things.all()]).toEqual([{ id: 'a', value: 3 }]);
  for (const store of [first, second, third]) store.close();
});

test('a line that a crash cut off is left out, and a journal that was rewritten into the file does no harm', () => {
  const store = open();
  const journal = join(folder, 'deep', 'state.json.journal');
  store.things.put({ id: 'a', value: 1 });
  store.things.put({ id: 'a', value: 2 });
  const lines = readFileSync(journal, 'utf8');
  store.close();
  open().close();
  writeFileSync(journal, lines);
  appendFileSync(journal, '["things","a",{"id":');
  const again = open();
  expect(again.things.get('a')).toEqual({ id: 'a', value: 2 });
  again.close();
  expect(statSync(journal).mode & 0o777).toBe(0o600);
});

test('a state of before there was a journal is read, and anything else is refused with a sentence', () => {
  const file = join(folder, 'tiktok.json');
  const grant = {
    clientKey: 'app',
    creator: 'maya',
    scopes: ['video.list'],
    access: [{ hash: 'h', expiresAt: 5 }],
    refresh: { hash: 'r', expiresAt: 9 },
  };
  writeFileSync(file, JSON.stringify({ version: 1, seed: 'mine', codes: [], grants: [grant] }));
  const state = openState(file, undefined, 'other');
  expect(state.seed).toBe('mine');
  expect(state.grantOfAccess('h')).toMatchObject({ expiresAt: 5, grant });
  expect(state.grantOfRefresh('r')).toMatchObject(grant);
  state.close();
  writeFileSync(file, '{"version":2}');
  expect(() => openState(file, undefined, 'other')).toThrow('is not a state of the TikTok sandbox');
  writeFileSync(file, 'nonsense');
  expect(() => openState(file, undefined, 'other')).toThrow('is not a state of the TikTok sandbox');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSpool } from './spool.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatorgraph-spool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ID = '01a21edd-0000-7000-8000-000000000000';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('a spool', () => {
  it('holds a file for its owner alone, and knows its content', async () => {
    const spool = await openSpool(folder);
    const file = await spool.write('a', pieces('ab', 'c'));
    expect(await readFile(file.path, 'utf8')).toBe('abc');
    expect(file).toMatchObject({
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    expect((await stat(file.path)).mode & 0o077).toBe(0);
    await file.remove();
    await file.remove();
    await expect(stat(file.path)).rejects.toThrow('ENOENT');
    await spool.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps nothing of what breaks off', async () => {
    const spool = await openSpool(folder);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('The wire is cut');
    }
    await expect(spool.write('a', broken())).rejects.toThrow('The wire is cut');
    const [own] = await readdir(folder);
    expect(await readdir(join(folder, own!))).toEqual([]);
    await spool.close();
  });

  it('is rid of what dead processes left, and leaves alone what living ones have', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const alive = `${hostname()}.${child.pid}.${ID}`;
    const dead = `${hostname()}.999999999.${ID}`;
    const before = `${hostname()}.${process.pid}.${ID}`;
    const [elsewhere, longAgo] = [`other-host.1.${ID}`, `gone-host.1.${ID}`];
    for (const name of [alive, dead, before, elsewhere, longAgo]) await mkdir(join(folder, name));
    const past = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(folder, longAgo), past, past);

    const ours = await openSpool(folder);
    const second = await openSpool(folder);
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining([alive, elsewhere]));
    // Both of this process besides.
    expect(names).toHaveLength(4);
    child.kill();
    await Promise.all([ours.close(), second.close()]);
  });
});

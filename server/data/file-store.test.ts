import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FilesConfig } from '../lib/config.ts';
import { StartError } from '../lib/start-error.ts';
import { startTestS3, type TestS3 } from '../testing/s3.ts';
import { createFileStore } from './create-file-store.ts';
import { FileNotFoundError, isFileKey, type OpenFileStore } from './file-store.ts';

let folder: string;
let s3: TestS3;

beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatorgraph-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const DRIVERS: [FilesConfig['kind'], () => FilesConfig][] = [
  ['folder', () => ({ kind: 'folder', folder: join(folder, 'files') })],
  ['s3', () => s3.config],
];

describe.each(DRIVERS)('files in a store of the kind %s', (kind, config) => {
  let files: OpenFileStore;
  beforeEach(async () => {
    files = await createFileStore(config());
  });
  afterEach(async () => {
    await files.removeAll('a/');
    await files.close();
  });

  const contentsOf = async (key: string) => (await buffer(await files.read(key))).toString();

  it('say what they are kept in', () => {
    expect(files.kind).toBe(kind);
  });

  it('come back as they were stored, and a later one takes the place of a former', async () => {
    await files.put('a/one.txt', bytes('first'), { contentType: 'text/plain' });
    expect(await contentsOf('a/one.txt')).toBe('first');
    await files.put('a/one.txt', bytes('the second'), { contentType: 'text/plain' });
    expect(await contentsOf('a/one.txt')).toBe('the second');
    expect(await files.size('a/one.txt')).toBe(10);
    expect(await files.count('a/')).toBe(1);
  });

  it('may be empty', async () => {
    const path = join(folder, 'empty');
    await writeFile(path, '');
    await files.putFile('a/empty', path, { contentType: 'text/plain' });
    await files.put('a/empty-too', bytes(''), { contentType: 'text/plain' });
    expect([await contentsOf('a/empty'), await files.size('a/empty-too')]).toEqual(['', 0]);
  });

  it('are taken from files of this machine and read back without being held in memory', async () => {
    const path = join(folder, 'large');
    const megabyte = Buffer.alloc(1_000_000, 'creatorgraph ');
    for (let part = 0; part < 32; part += 1) await appendFile(path, megabyte);
    const hashOf = async (stream: NodeJS.ReadableStream) => {
      const hash = stream.pipe(createHash('sha256'));
      await once(hash, 'finish');
      return hash.digest('hex');
    };

    await files.putFile('a/large', path, { contentType: 'application/zip' });
    expect(await files.size('a/large')).toBe(32_000_000);
    expect(await hashOf(await files.read('a/large'))).toBe(await hashOf(createReadStream(path)));
    await expect(files.putFile('a/none', join(folder, 'none'), { contentType: 'x/y' })).rejects.toThrow(
      'ENOENT',
    );
  });

  it('are not found where there is none, and removing them is no error', async () => {
    await files.put('a/b/c', bytes('x'), { contentType: 'text/plain' });
    for (const key of ['a/none', 'a/b', 'a/b/c/d']) {
      await expect(files.read(key)).rejects.toThrow(FileNotFoundError);
      if (key !== 'a/b') await expect(files.size(key)).rejects.toThrow(FileNotFoundError);
    }
    await files.remove('a/none');
    await files.remove('a/b/c');
    await expect(files.read('a/b/c')).rejects.toThrow(FileNotFoundError);
  });

  it('are removed by prefix, and a prefix that begins alike keeps its own', async () => {
    for (const key of ['a/1/x', 'a/1/y/z', 'a/10/x', 'a/1.txt']) {
      await files.put(key, bytes(key), { contentType: 'text/plain' });
    }
    expect(await files.count('a/1/')).toBe(2);
    expect(await files.removeAll('a/1/')).toBe(2);
    expect([await files.count('a/1/'), await files.count('a/')]).toEqual([0, 2]);
    expect(await files.removeAll('a/1/')).toBe(0);
    expect(await contentsOf('a/10/x')).toBe('a/10/x');
  });

  it('have keys that lead nowhere else', async () => {
    for (const key of [
      '',
      '/a',
      'a//b',
      '../a',
      'a/../b',
      'a/./b',
      '.a',
      'a/',
      'a b',
      'a\\b',
      'a\0',
      'é',
      'a%2e',
    ]) {
      await expect(files.put(key, bytes('x'), { contentType: 'text/plain' })).rejects.toThrow('Not a key');
      await expect(files.read(key)).rejects.toThrow('Not a key');
    }
    for (const prefix of ['', '/', 'a', '../', 'a/../']) {
      await expect(files.removeAll(prefix)).rejects.toThrow('Not a prefix');
      await expect(files.count(prefix)).rejects.toThrow('Not a prefix');
    }
  });
});

it('no key leaves the folder, whatever it is made of', () => {
  const part = fc.constantFrom('.', '..', '/', '\\', 'a', '%2e', '\0', ' ', '-');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const key = parts.join('');
      fc.pre(isFileKey(key));
      expect(join('/root', key).startsWith('/root/')).toBe(true);
      expect(join('/root', key)).toBe(`/root/${key}`);
    }),
  );
});

describe('a folder', () => {
  const open = () => createFileStore({ kind: 'folder', folder: join(folder, 'files') });

  it('is for its owner alone', async () => {
    const files = await open();
    await files.put('a/b', bytes('x'), { contentType: 'text/plain' });
    for (const [name, mode] of [
      ['files', 0o700],
      ['files/a', 0o700],
      ['files/a/b', 0o600],
    ] as const) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(mode);
    }
  });

  it('shows a file when it is whole: the former until then', async () => {
    const files = await open();
    const written = new Set(['x'.repeat(2_000_000), 'y'.repeat(2_000_000)]);
    const [first, second] = [...written] as [string, string];
    await files.put('a', bytes(first), { contentType: 'text/plain' });
    const ended = new AbortController();
    const writing = (async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await files.put('a', bytes(turn % 2 === 0 ? second : first), { contentType: 'text/plain' });
      }
      ended.abort();
    })();
    while (!ended.signal.aborted)
      expect(written.has((await buffer(await files.read('a'))).toString())).toBe(true);
    await writing;
    expect(await readdir(join(folder, 'files', '.unfinished'))).toEqual([]);
  });

  it('forgets what a killed process left unfinished, but not what another one writes now', async () => {
    const unfinished = join(folder, 'files', '.unfinished');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'old'), 'x');
    await writeFile(join(unfinished, 'new'), 'x');
    const longAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(join(unfinished, 'old'), longAgo, longAgo);
    await open();
    expect(await readdir(unfinished)).toEqual(['new']);
  });

  it('is opened by several nodes at once, and nothing of that stays', async () => {
    const open = () => createFileStore({ kind: 'folder', folder: join(folder, 'files') });
    for (let round = 1; round <= 20; round += 1) {
      const stores = await Promise.all(Array.from({ length: 8 }, open));
      await Promise.all(stores.map((store) => store.close()));
    }
    expect(await readdir(join(folder, 'files'), { recursive: true })).toEqual(['.unfinished']);
  });

  it('that cannot be one keeps the server from starting, in a sentence', async () => {
    await writeFile(join(folder, 'files'), 'a file');
    await expect(open()).rejects.toThrow(StartError);
    await expect(open()).rejects.toThrow(/^CREATORGRAPH_DATA_DIR: .+ must be a folder/);
  });
});

describe('a bucket', () => {
  it('that is not there keeps the server from starting, in a sentence that names it', async () => {
    const refused = createFileStore({ ...s3.config, bucket: 'nobodys' });
    await expect(refused).rejects.toThrow(StartError);
    await expect(refused).rejects.toThrow(
      `S3_BUCKET: There is no such bucket. The bucket nobodys must exist at ${s3.config.endpoint!}`,
    );
  });

  it('whose service does not answer does so too', async () => {
    const gone = await startTestS3();
    await gone.close();
    await expect(createFileStore(gone.config)).rejects.toThrow(
      /^S3_BUCKET: The bucket cannot be reached \(.*ECONNREFUSED.*\)\./,
    );
  });

  it('of more files than one listing holds is counted and emptied', async () => {
    const files = await createFileStore(s3.config);
    for (let start = 0; start < 1_050; start += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          files.put(`many/${start + index}`, bytes('x'), { contentType: 'text/plain' }),
        ),
      );
    }
    expect(await files.count('many/')).toBe(1_050);
    expect(await files.removeAll('many/')).toBe(1_050);
    expect(await files.count('many/')).toBe(0);
    await files.close();
  });
});

import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ImportUnreadableError } from '../import.errors.ts';
import { OVERVIEW_HEADER, readBytes, studioCsv, zipOf } from './reading-test-kit.ts';

const OVERVIEW = studioCsv(OVERVIEW_HEADER, [['April 12', 1, 0, 0, 0, 0]]);
const VIEWERS = studioCsv(['Date', 'Total Viewers'], [['April 12', 9]]);

/** The ZIP with every occurrence of some bytes replaced by as many others. */
function patched(zip: Uint8Array, from: string, to: string): Buffer {
  expect(to.length).toBe(from.length);
  const bytes = Buffer.from(zip).toString('latin1');
  expect(bytes).toContain(from);
  return Buffer.from(bytes.replaceAll(from, to), 'latin1');
}

/** The ZIP with a field of its only entry changed, in the local header and in the directory. */
function withField(
  zip: Uint8Array,
  local: number,
  central: number,
  change: (value: number) => number,
): Buffer {
  const bytes = Buffer.from(zip);
  const directory = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
  for (const offset of [local, directory + central])
    bytes.writeUInt16LE(change(bytes.readUInt16LE(offset)), offset);
  return bytes;
}

/** 0xffffffff points to a larger size elsewhere, which is missing. */
function withHugeSize(zip: Uint8Array): Buffer {
  const bytes = Buffer.from(zip);
  bytes.writeUInt32LE(0xffffffff, bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24);
  return bytes;
}

describe('a ZIP', () => {
  test.each([
    ['stored', 0 as const],
    ['deflated', 9 as const],
  ])('of several sections is read entry by entry, %s', async (_, level) => {
    const { files, days, problems } = await readBytes(
      'all.zip',
      zipOf({ 'Overview.csv': OVERVIEW, 'b/Viewers.csv': VIEWERS }, { level }),
    );
    expect(problems).toEqual([]);
    expect(files.map(({ format, fileName }) => [format, fileName])).toEqual([
      ['studio-overview', 'Overview.csv'],
      ['studio-viewers', 'b/Viewers.csv'],
    ]);
    expect(days.map(({ place, views, viewers }) => [place.fileName, views, viewers])).toEqual([
      ['Overview.csv', 1, null],
      ['b/Viewers.csv', null, 9],
    ]);
  });

  test('may hold what is not read, which is told where it is no clutter', async () => {
    const { files, problems } = await readBytes(
      'all.zip',
      zipOf({
        '__MACOSX/._Overview.csv': 'x',
        '.DS_Store': 'x',
        'ads.csv': '"Date","Campaign name"\n',
        'inner.zip': zipOf({ 'Viewers.csv': VIEWERS }),
        'Overview.csv': OVERVIEW,
        'notes.csv': 'a,b',
      }),
    );
    expect(files.map(({ fileName }) => fileName)).toEqual(['Overview.csv']);
    expect(problems.map(({ scope, place, message }) => [scope, place.fileName, place.row, message])).toEqual([
      ['FILE', 'ads.csv', null, expect.stringContaining('Ads Manager')],
      ['FILE', 'inner.zip', null, expect.stringContaining('ZIP within the ZIP')],
      ['FILE', 'notes.csv', null, expect.stringContaining('neither')],
    ]);
  });

  test('without anything that is read is refused with its first reason', async () => {
    await expect(readBytes('a.zip', zipOf({ 'a.csv': 'a,b', 'b.csv': '' }))).rejects.toMatchObject({
      entry: 'a.csv',
      message: expect.stringContaining('neither'),
    });
    await expect(readBytes('a.zip', zipOf({}))).rejects.toThrow('The ZIP is empty.');
    await expect(readBytes('a.zip', zipOf({ '.DS_Store': 'x' }))).rejects.toThrow('The ZIP is empty.');
  });

  test('of a data export as text is refused in so many words', async () => {
    const zip = zipOf({ 'TikTok/Posts/Posts.txt': 'Date: x', 'TikTok/Videos/a.mp4': 'x' });
    await expect(readBytes('TikTok_Data_1735588272.zip', zip)).rejects.toThrow('only JSON is read');
  });
});

describe('a ZIP that may do harm is refused before the first record', () => {
  const megabytes = (count: number): Uint8Array => new Uint8Array(count * 1024 * 1024).fill(48);
  const entries = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.csv`, OVERVIEW]));

  test.each<[string, () => Uint8Array, string]>([
    ['more than 100 entries', () => zipOf(entries(101)), '101 entries'],
    [
      'an entry of more than 200 times its size',
      () => zipOf({ 'Overview.csv': OVERVIEW, 'b.csv': megabytes(20) }),
      '200 times',
    ],
    [
      'an entry that leads out of it',
      () => patched(zipOf({ 'aa/Overview.csv': OVERVIEW }), 'aa/Overview.csv', '../Overview.csv'),
      'leads out',
    ],
    [
      'an absolute path',
      () => patched(zipOf({ 'aOverview.csv': OVERVIEW }), 'aOverview.csv', '/Overview.csv'),
      'leads out',
    ],
    [
      'a path of Windows',
      () => patched(zipOf({ 'aa/Overview.csv': OVERVIEW }), 'aa/Overview.csv', '..\\Overview.csv'),
      'leads out',
    ],
    [
      'encryption',
      () => withField(zipOf({ 'Overview.csv': OVERVIEW }), 6, 8, (flags) => flags | 1),
      'encrypted',
    ],
    ['another method', () => withField(zipOf({ 'Overview.csv': OVERVIEW }), 8, 10, () => 14), 'method'],
    [
      'a wrong checksum',
      () => withField(zipOf({ 'Overview.csv': OVERVIEW }), 14, 16, (sum) => sum ^ 1),
      'checksum',
    ],
    [
      'a size that is too small',
      () => withField(zipOf({ 'Overview.csv': OVERVIEW }), 22, 24, (size) => size - 1),
      'damaged',
    ],
    [
      'a size that is too large',
      () => withField(zipOf({ 'Overview.csv': OVERVIEW }), 22, 24, (size) => size + 1),
      'damaged',
    ],
    ['a size that no file has', () => withHugeSize(zipOf({ 'Overview.csv': OVERVIEW })), 'more than is read'],
    ['its end cut off', () => zipOf({ 'Overview.csv': OVERVIEW }).slice(0, -30), 'damaged'],
    ['damage in its second entry', () => withDamagedSecond(), 'damaged'],
  ])('%s', async (_, build, message) => {
    const reading = readBytes('a.zip', build());
    await expect(reading).rejects.toThrow(ImportUnreadableError);
    await expect(reading).rejects.toThrow(message);
  });

  test('more than 512 MB in all, be it the same bytes again and again', async () => {
    // Below the ratio: 9 MB that pack to a hundredth.
    const content = Buffer.concat([randomBytes(96 * 1024), megabytes(9)]);
    await expect(readBytes('a.zip', repeated(zipOf({ 'a.csv': content }), 60))).rejects.toThrow(
      'more than is read',
    );
  });

  /** The ZIP with its only entry listed again and again in the directory. */
  function repeated(zip: Uint8Array, count: number): Buffer {
    const bytes = Buffer.from(zip);
    const directory = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    const tail = Buffer.from(bytes.subarray(end));
    tail.writeUInt16LE(count, 8);
    tail.writeUInt16LE(count, 10);
    tail.writeUInt32LE((end - directory) * count, 12);
    const record = bytes.subarray(directory, end);
    return Buffer.concat([bytes.subarray(0, directory), ...Array<Buffer>(count).fill(record), tail]);
  }

  function withDamagedSecond(): Uint8Array {
    const zip = Buffer.from(zipOf({ 'Overview.csv': OVERVIEW, 'Viewers.csv': VIEWERS }));
    const second = zip.indexOf('Viewers.csv') + 'Viewers.csv'.length;
    zip[second + 4] = zip[second + 4]! ^ 0xff;
    return zip;
  }
});

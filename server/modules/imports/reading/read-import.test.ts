import { describe, expect, test } from '@jest/globals';
import { ImportUnreadableError } from '../import.errors.ts';
import { OVERVIEW_HEADER, readBytes, studioCsv, zipOf } from './reading-test-kit.ts';

describe('the day of the download', () => {
  const overview = studioCsv(OVERVIEW_HEADER, [
    ['December 31', 1, 0, 0, 0, 0],
    ['January 1', 2, 0, 0, 0, 0],
  ]);
  const zip = zipOf({ 'Overview.csv': overview }, { packedAt: '2024-01-02T03:04:06Z' });
  const studioName = 'Overview_2024-12-31_1735820000_some.handle.zip';

  test.each([
    [
      'that of the first reading of the same content, whatever the person and the name say',
      { name: studioName, downloadedOn: '2025-06-01', earlier: '2023-05-05' },
      '2023-05-05',
      'EARLIER_IMPORT',
      '2023-01-01',
    ],
    [
      'what the person says',
      { name: studioName, downloadedOn: '2025-06-01', earlier: null },
      '2025-06-01',
      'INPUT',
      '2025-01-01',
    ],
    [
      'the seconds in the name',
      { name: studioName, downloadedOn: null, earlier: null },
      '2025-01-02',
      'FILE_NAME',
      '2025-01-01',
    ],
    [
      'the time of the entry',
      { name: 'Overview.zip', downloadedOn: null, earlier: null },
      '2024-01-02',
      'ENTRY_TIME',
      '2024-01-01',
    ],
  ])('is %s', async (_, { name, downloadedOn, earlier }, day, source, lastDate) => {
    const asked: string[] = [];
    const { files, days } = await readBytes(name, zip, {
      downloadedOn,
      earlierDownloadDay: async (contentHash) => {
        asked.push(contentHash);
        return earlier;
      },
    });
    expect(files).toEqual([expect.objectContaining({ downloadedOn: day, downloadDaySource: source })]);
    expect(days.at(-1)!.date).toBe(lastDate);
    expect(asked).toEqual([files[0]!.contentHash]);
  });

  test('is today where nothing tells it, a ZIP without times included', async () => {
    const packedIn1980 = await readBytes('a.zip', zipOf({ 'Overview.csv': overview }), {
      today: '2025-03-01',
    });
    expect(packedIn1980.files).toEqual([
      expect.objectContaining({ downloadedOn: '2025-03-01', downloadDaySource: 'TODAY' }),
    ]);
    const plain = await readBytes('Overview.csv', overview, { today: '2025-03-01' });
    expect(plain.files[0]!.contentHash).toBe(packedIn1980.files[0]!.contentHash);
    expect(plain.days.map(({ date }) => date)).toEqual(['2024-12-31', '2025-01-01']);
  });

  test('is refused where it contradicts the window in the name', async () => {
    await expect(readBytes(studioName, zip, { downloadedOn: '2024-06-01' })).rejects.toThrow(
      ImportUnreadableError,
    );
  });
});

describe('the handle', () => {
  const csv = studioCsv(OVERVIEW_HEADER, [['April 12', 1, 0, 0, 0, 0]]);
  test.each([
    ['Overview_2026-04-12_1787841428_Some.Handle_1.zip', 'some.handle_1'],
    ['Content_some_handle.zip', 'some_handle'],
    ['Viewers_some.handle (1).zip', 'some.handle'],
    ['Followers_some.handle-2.zip', 'some.handle'],
    ['Overview_march.zip', null],
    ['my overview.zip', null],
  ])('in %s is %s', async (name, handle) => {
    const { files } = await readBytes(name, zipOf({ 'Overview.csv': csv }));
    expect(files).toEqual([
      expect.objectContaining({ handle, handleSource: handle === null ? null : 'FILE_NAME' }),
    ]);
  });
});

describe('what is no import', () => {
  test.each([
    ['notes', 'notes.csv', 'a,b\n1,2', 'neither a data export nor a table'],
    ['nothing', 'empty.csv', '', 'empty'],
    ['blank lines', 'empty.csv', '\n\n', 'empty'],
    [
      'an image',
      'a.csv',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
      'neither a table nor a data export',
    ],
    ['UTF-16', 'a.csv', Buffer.from('\uFEFFDate,Followers', 'utf16le'), 'UTF-16'],
    [
      'Ads Manager',
      'a.csv',
      '"Date","Campaign name","Cost (ZAR)","Impressions"\n"2026-01-01","x","1","2"',
      'Ads Manager',
    ],
    ['a data export as text', 'Posts.txt', 'Date: 2026-01-01 10:00:00 UTC\nLink: https://x', 'only JSON'],
    ['a column twice', 'a.csv', 'Date,Video Views,Likes,Likes\nApril 12,1,2,3', 'occurs twice'],
    [
      'a table of more rows than any',
      'a.csv',
      'Date,Followers' + '\nApril 12,1'.repeat(20_001),
      'more than 20000 rows',
    ],
    [
      'a table of more broken rows than any',
      'a.csv',
      'Date,Followers' + '\n1'.repeat(20_001),
      'more than 20000 rows',
    ],
    [
      'a table of more columns than any',
      'a.csv',
      'Date,Followers' + ',x'.repeat(99),
      'more than 100 columns',
    ],
    [
      'a table of more than 16 MB',
      'a.csv',
      'Date,Followers' + '\nApril 12,1'.repeat(1_600_000),
      'more than 16 MB',
    ],
  ])('is refused: %s', async (_, name, content, message) => {
    const reading = readBytes(name, content);
    await expect(reading).rejects.toThrow(ImportUnreadableError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ entry: null, code: 'IMPORT_UNREADABLE' });
  });
});

test('reading ends when it is cancelled', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(readBytes('a.csv', 'Date,Followers\nApril 12,1', { signal: stop.signal })).rejects.not.toThrow(
    ImportUnreadableError,
  );
});

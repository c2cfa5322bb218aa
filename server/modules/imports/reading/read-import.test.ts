import { describe, expect, test } from '@jest/globals';
import { ImportUnreadableError } from '../import.errors.ts';
import { OVERVIEW_HEADER, readBytes, studioCsv, zipOf } from './reading-test-kit.ts';

const OVERVIEW = studioCsv(OVERVIEW_HEADER, [
  ['December 30', 1591, 7, 10, -1, 0],
  ['December 31', 'undefined', 1, 5, 0, 0],
  ['January 1', 1737, 6, 4, 0, 3],
]);

describe('an overview of TikTok Studio', () => {
  test('gives a record a day, unknown counts as null, negative ones as they are, and a year for each day', async () => {
    const { files, days, problems } = await readBytes('Overview.csv', OVERVIEW, { today: '2026-01-02' });
    expect(files).toEqual([
      expect.objectContaining({
        format: 'studio-overview',
        rows: 3,
        downloadedOn: '2026-01-02',
        handle: null,
      }),
    ]);
    expect(problems).toEqual([]);
    expect(
      days.map(({ date, views, comments, isYearInferred }) => [date, views, comments, isYearInferred]),
    ).toEqual([
      ['2025-12-30', 1591, -1, true],
      ['2025-12-31', null, 0, true],
      ['2026-01-01', 1737, 0, true],
    ]);
  });

  test('is read from the ZIP that names its window, its download and its handle', async () => {
    const name = 'Overview_2024-12-30_1735820000_some.handle.zip';
    const { files, days } = await readBytes(name, zipOf({ 'Overview.csv': OVERVIEW }));
    expect(files).toEqual([
      expect.objectContaining({
        fileName: 'Overview.csv',
        downloadedOn: '2025-01-02',
        downloadDaySource: 'FILE_NAME',
        handle: 'some.handle',
        handleSource: 'FILE_NAME',
      }),
    ]);
    expect(days.map(({ date }) => date)).toEqual(['2024-12-30', '2024-12-31', '2025-01-01']);
  });
});

test('what is no known file is refused before any record', async () => {
  await expect(readBytes('notes.csv', 'a,b\n1,2')).rejects.toThrow(ImportUnreadableError);
  await expect(readBytes('x.zip', zipOf({ 'a.txt': 'hello' }))).rejects.toMatchObject({
    code: 'IMPORT_UNREADABLE',
    entry: 'a.txt',
  });
});

import { describe, expect, test } from '@jest/globals';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { ImportUnreadableError } from '../import.errors.ts';
import { OVERVIEW_HEADER, readBytes, workbookOf, zipOf } from './reading-test-kit.ts';

describe('a workbook', () => {
  const rows = [
    OVERVIEW_HEADER,
    ['April 12', '1591', '7', '10', '-1', 'undefined'],
    ['April 13', '2', '0', '0', '0', '0'],
  ];
  const expected = [
    ['2026-04-12', 1591, -1, null, 2],
    ['2026-04-13', 2, 0, 0, 3],
  ];

  test('may have dates, if they are any', async () => {
    const parts = unzipSync(
      workbookOf({ Overview: [OVERVIEW_HEADER, [46_124, 1, 1, 1, 1, 1], [9e15, 2, 2, 2, 2, 2]] }),
    );
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
    parts['xl/worksheets/sheet1.xml'] = strToU8(sheet.replace(/<c r="(A[23])">/g, '<c r="$1" s="1">'));
    parts['xl/styles.xml'] = strToU8(
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    );
    const relationship =
      '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>';
    const list = 'xl/_rels/workbook.xml.rels';
    parts[list] = strToU8(
      strFromU8(parts[list]!).replace('</Relationships>', `${relationship}</Relationships>`),
    );
    const { days, problems } = await readBytes('a.xlsx', zipSync(parts));
    expect(days.map(({ date, isYearInferred }) => [date, isYearInferred])).toEqual([['2026-04-12', false]]);
    expect(problems.map(({ place, column }) => [place.row, column])).toEqual([[3, 'Date']]);
  });

  function damaged(workbook: Uint8Array): Uint8Array {
    const bytes = Buffer.from(workbook);
    const sheet = bytes.indexOf('sheet1.xml') + 'sheet1.xml'.length;
    bytes[sheet + 20]! ^= 0xff;
    return bytes;
  }

  test.each([
    ['stored', 0 as const],
    ['deflated', 6 as const],
  ])('is read as TikTok writes it, %s, bare and in a ZIP', async (_, level) => {
    const workbook = workbookOf({ Overview: rows }, level);
    for (const [name, bytes, fileName] of [
      ['Overview.xlsx', workbook, 'Overview.xlsx'],
      ['Viewers_a.zip', zipOf({ 'Viewers.xlsx': workbook }), 'Viewers.xlsx'],
    ] as const) {
      const { files, days, problems } = await readBytes(name, bytes);
      expect(problems).toEqual([]);
      expect(files).toEqual([expect.objectContaining({ format: 'studio-overview', fileName, rows: 2 })]);
      expect(
        days.map(({ date, views, comments, shares, place }) => [date, views, comments, shares, place.row]),
      ).toEqual(expected);
    }
  });

  test('may have numbers, empty rows and several sheets', async () => {
    const { files, days, problems } = await readBytes(
      'all.xlsx',
      workbookOf({
        Overview: [
          OVERVIEW_HEADER,
          ['April 12', 1591, 7, null, -1, 0],
          [],
          ['April 13', 2.5, 0, 0, 0, 0],
          ['April 14', 1, 1, 1, 1, 1, 'stray'],
          ['April 15', 1, 1, 1, 1],
        ],
        Notes: [['what I thought'], ['about it']],
        Viewers: [
          ['Date', 'Total Viewers'],
          ['April 12', 9],
        ],
      }),
    );
    expect(files.map(({ format, fileName }) => [format, fileName])).toEqual([
      ['studio-overview', 'all.xlsx: Overview'],
      ['studio-viewers', 'all.xlsx: Viewers'],
    ]);
    expect(new Set(files.map(({ contentHash }) => contentHash)).size).toBe(2);
    expect(days.map(({ date, views, likes, viewers }) => [date, views, likes, viewers])).toEqual([
      ['2026-04-12', 1591, null, null],
      ['2026-04-12', null, null, 9],
    ]);
    expect(problems.map(({ scope, place, column }) => [scope, place.fileName, place.row, column])).toEqual([
      ['ROW', 'all.xlsx: Overview', 4, 'Video Views'],
      ['ROW', 'all.xlsx: Overview', 5, null],
      ['ROW', 'all.xlsx: Overview', 6, null],
      ['FILE', 'all.xlsx: Notes', null, null],
    ]);
  });

  test.each([
    ['damaged', damaged(workbookOf({ A: rows }))],
    ['of no table', workbookOf({ A: [['a', 'b']] })],
    ['empty', workbookOf({ A: [] })],
    ['without sheets', zipOf({ '[Content_Types].xml': '<Types/>' })],
    [
      'no XML',
      zipOf({
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': 'hello',
        'xl/_rels/workbook.xml.rels': '<<',
      }),
    ],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(readBytes('a.xlsx', bytes)).rejects.toThrow(ImportUnreadableError);
  });

  test.each([
    '<row r="9999999"/>',
    '<row r="2"><c r="XFD2" t="str"><v>1</v></c></row>',
    "<row r='&#57;99999'/>",
    '<row x:r="1e9"/>',
  ])('is refused when a few bytes would become millions of cells: %s', async (row) => {
    const bytes = workbookOf({ A: [] });
    const parts = unzipSync(bytes);
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!).replace('<sheetData>', `<sheetData>${row}`);
    parts['xl/worksheets/sheet1.xml'] = strToU8(sheet);
    await expect(readBytes('a.xlsx', zipSync(parts))).rejects.toThrow(/too far away/);
  });

  test('is refused when it has more rows than any', async () => {
    const long = workbookOf({
      A: [OVERVIEW_HEADER, ...Array.from({ length: 20_001 }, () => ['April 12', 1, 1, 1, 1, 1])],
    });
    await expect(readBytes('a.xlsx', long)).rejects.toThrow(/more than 20000 rows/);
  });

  test('is refused when it unpacks to more than 16 MB', async () => {
    const bomb = zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': new Uint8Array(17 * 1024 * 1024).fill(32),
    });
    await expect(readBytes('a.xlsx', bomb)).rejects.toThrow(/more than/);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { DayRecord } from '../import-record.ts';
import { OVERVIEW_HEADER, readBytes, studioCsv } from './reading-test-kit.ts';

const NO_FIGURES = {
  views: null,
  profileViews: null,
  viewers: null,
  likes: null,
  comments: null,
  shares: null,
  followersGained: null,
  followers: null,
};

function figures(day: DayRecord | undefined): Partial<DayRecord> {
  return Object.fromEntries(Object.keys(NO_FIGURES).map((name) => [name, day?.[name as keyof DayRecord]]));
}

/** A link to a video posted at a time, in seconds since 1970. */
function linkOf(seconds: number, handle = 'some.handle'): string {
  return `https://www.tiktok.com/@${handle}/video/${idOf(seconds)}`;
}

function idOf(seconds: number): string {
  return ((BigInt(seconds) << 32n) | 12_345n).toString();
}

describe('a table of days', () => {
  test.each([
    [
      'studio-overview',
      OVERVIEW_HEADER,
      ['April 12', 1591, 7, 10, -1, 0],
      { views: 1591, profileViews: 7, likes: 10, comments: -1, shares: 0 },
    ],
    [
      'studio-overview',
      [...OVERVIEW_HEADER, 'New followers'],
      ['April 12', 1591, 7, 10, 1, 0, -4],
      { views: 1591, profileViews: 7, likes: 10, comments: 1, shares: 0, followersGained: -4 },
    ],
    [
      'studio-viewers',
      ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'],
      ['April 12', 'undefined', 'undefined', 'undefined'],
      {},
    ],
    [
      'studio-viewers',
      ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'],
      ['April 12', 9, 4, 5],
      { viewers: 9 },
    ],
    [
      'studio-follower-history',
      ['Date', 'Followers', 'Difference in followers from previous day'],
      ['April 12', 10_405, 'a column that is not read'],
      { followers: 10_405 },
    ],
  ])('%s, %j', async (format, header, row, expected) => {
    const { files, days, problems } = await readBytes('table.csv', studioCsv(header, [row]));
    expect(files).toEqual([expect.objectContaining({ format, rows: 1, handle: null, handleSource: null })]);
    expect(problems).toEqual([]);
    expect(days).toEqual([
      {
        kind: 'DAY',
        format,
        place: { fileName: 'table.csv', row: 2 },
        date: '2026-04-12',
        isYearInferred: true,
        ...NO_FIGURES,
        ...expected,
      },
    ]);
  });

  test('of Business Suite is read by its header, whatever the order, in English and in Swedish', async () => {
    const english =
      '\uFEFFDate,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,Leads submission,Net growth,New followers,Lost followers\n' +
      '2025/10/31,100,90,8,7,6,5,NAN,--,-2,3,5\n2025/11/01,NAN,NAN,--,1,,0,NAN,--,NAN,3,5\n';
    const swedish =
      'Datum,Kommentarer,Videovisningar,Målgrupp som nåtts,Profilvisningar,Gilla-markeringar,Delningar,Nettotillväxt\n' +
      '2025/10/31,5,100,90,8,7,6,-2';
    const known = {
      views: 100,
      viewers: 90,
      profileViews: 8,
      likes: 7,
      shares: 6,
      comments: 5,
      followersGained: -2,
    };
    const first = await readBytes('Overview.csv', english);
    expect(first.problems).toEqual([]);
    expect(first.days.map(({ date, isYearInferred }) => [date, isYearInferred])).toEqual([
      ['2025-10-31', false],
      ['2025-11-01', false],
    ]);
    expect(figures(first.days[0])).toEqual({ ...NO_FIGURES, ...known });
    // Where the net is unknown it is who came less who left.
    expect(figures(first.days[1])).toEqual({ ...NO_FIGURES, likes: 1, comments: 0, followersGained: -2 });
    const second = await readBytes('Overview.csv', swedish);
    expect(second.problems).toEqual([]);
    expect(second.files[0]!.format).toBe('business-suite-overview');
    expect(figures(second.days[0])).toEqual({ ...NO_FIGURES, ...known });
  });

  test('of Business Suite does not take those who came for a gain', async () => {
    const { days, problems } = await readBytes(
      'Followers.csv',
      'Date,New followers,Total followers,Reached audience,Engaged audience\n2025/10/31,12,345,6,7',
    );
    expect(problems).toEqual([]);
    expect(days).toEqual([
      expect.objectContaining({ format: 'business-suite-followers', ...NO_FIGURES, followers: 345 }),
    ]);
    const overview = await readBytes(
      'Overview.csv',
      'Date,Video views,Likes,New followers\n2025/10/31,1,2,3',
    );
    expect(overview.days).toEqual([expect.objectContaining({ views: 1, likes: 2, followersGained: null })]);
  });

  test.each([
    ['en-GB', '27 May', '28 May'],
    ['es', '7 de marzo', '8 de marzo'],
    ['ru', '30 апреля', '1 мая'],
    ['vi', '17 tháng Tám', '18 tháng Tám'],
    ['ja', '9月12日', '9月13日'],
    ['fr', '31 janvier', '1er février'],
  ])('may print its days in %s', async (_, first, second) => {
    const { days, problems } = await readBytes(
      'Overview.csv',
      studioCsv(OVERVIEW_HEADER, [
        [first, 1, 0, 0, 0, 0],
        [second, 2, 0, 0, 0, 0],
      ]),
    );
    expect(problems).toEqual([]);
    expect(Date.parse(days[1]!.date) - Date.parse(days[0]!.date)).toBe(86_400_000);
  });

  test('may be separated otherwise and end with or without a newline', async () => {
    const rows = [OVERVIEW_HEADER, ['April 12', 1, 2, 3, 4, 5]];
    for (const text of [
      rows.map((row) => row.join(';')).join('\r\n'),
      rows.map((row) => row.join('\t')).join('\n') + '\n',
    ]) {
      const { days } = await readBytes('Overview.csv', text);
      expect(days.map(({ views, shares }) => [views, shares])).toEqual([[1, 5]]);
    }
  });
});

describe('the audience', () => {
  test('is read by hour', async () => {
    const { records } = await readBytes(
      'FollowerActivity.csv',
      studioCsv(
        ['Date', 'Hour', 'Active followers'],
        [
          ['April 12', 0, 17],
          ['April 12', 23, 'undefined'],
          ['April 12', 24, 1],
        ],
      ),
    );
    expect(records.slice(1)).toEqual([
      expect.objectContaining({ kind: 'AUDIENCE_HOUR', date: '2026-04-12', hour: 0, activeFollowers: 17 }),
      expect.objectContaining({ kind: 'AUDIENCE_HOUR', date: '2026-04-12', hour: 23, activeFollowers: null }),
      expect.objectContaining({ kind: 'PROBLEM', column: 'Hour' }),
    ]);
  });

  test.each(['Top territories', 'Top Territories'])('is read by %s', async (name) => {
    const { records } = await readBytes(
      'FollowerTopTerritories.csv',
      studioCsv(
        [name, 'Distribution'],
        [
          ['US', '0.59'],
          ['Others', '0.41'],
        ],
      ),
    );
    expect(records.slice(1)).toEqual([
      expect.objectContaining({ kind: 'AUDIENCE_SHARE', dimension: 'TERRITORY', label: 'US', share: 0.59 }),
      expect.objectContaining({
        kind: 'AUDIENCE_SHARE',
        dimension: 'TERRITORY',
        label: 'Others',
        share: 0.41,
      }),
    ]);
  });

  test('is read by gender, as fractions and percentages', async () => {
    const { records } = await readBytes(
      'FollowerGender.csv',
      studioCsv(
        ['Gender', 'Distribution'],
        [
          ['Male', '61%'],
          ['Female', '0.38'],
          ['Other', '0,01'],
        ],
      ),
    );
    expect(records.slice(1)).toEqual([
      expect.objectContaining({ label: 'Male', share: 0.61 }),
      expect.objectContaining({ label: 'Female', share: 0.38 }),
      expect.objectContaining({ kind: 'PROBLEM', column: 'Distribution' }),
    ]);
  });

  test('of an account with few followers is a header alone', async () => {
    const { files, records } = await readBytes(
      'FollowerGender.csv',
      studioCsv(['Gender', 'Distribution'], []),
    );
    expect(files).toEqual([expect.objectContaining({ format: 'studio-follower-gender', rows: 0 })]);
    expect(records).toHaveLength(1);
  });
});

describe('a table of videos', () => {
  const header = [
    'Time',
    'Video title',
    'Video link',
    'Post time',
    'Total likes',
    'Total comments',
    'Total shares',
    'Total views',
  ];
  // 4 September 2025, 01:08 UTC: the evening before in America.
  const seconds = Date.UTC(2025, 8, 4, 1, 8, 7) / 1000;

  test('takes the time of the post from the id, not the browser', async () => {
    const { files, videos, problems } = await readBytes(
      'Content.csv',
      studioCsv(header, [['x', 'A title', linkOf(seconds), 'September 3', 4, 3, 2, 100]]),
    );
    expect(problems).toEqual([]);
    expect(files).toEqual([expect.objectContaining({ handle: 'some.handle', handleSource: 'VIDEO_LINKS' })]);
    expect(videos).toEqual([
      {
        kind: 'VIDEO',
        format: 'studio-content',
        place: { fileName: 'Content.csv', row: 2 },
        tikTokId: idOf(seconds),
        postedAt: new Date(seconds * 1000),
        title: 'A title',
        views: 100,
        likes: 4,
        comments: 3,
        shares: 2,
      },
    ]);
  });

  test('knows no time where the id holds none or another than is printed', async () => {
    const musically = 'https://www.tiktok.com/@a/video/214372683868114945';
    const photo = linkOf(seconds).replace('/video/', '/photo/');
    const { videos, problems } = await readBytes(
      'Content.csv',
      studioCsv(header, [
        ['x', '', musically, 'June 3', 1, 1, 1, 1],
        ['x', '', linkOf(seconds + 1), 'December 3', 1, 1, 1, 1],
        ['x', '', photo, 'September 4', 1, 1, 1, 1],
        ['x', '', 'https://vm.tiktok.com/ZM1/', 'September 4', 1, 1, 1, 1],
      ]),
    );
    expect(videos.map(({ postedAt, title }) => [postedAt, title])).toEqual([
      [null, null],
      [null, null],
      [new Date(seconds * 1000), null],
    ]);
    expect(problems).toEqual([
      expect.objectContaining({ column: 'Video link', place: { fileName: 'Content.csv', row: 5 } }),
    ]);
  });

  test('may have other columns, quotes that nobody escaped and titles of many lines', async () => {
    const other = [
      'Video title',
      'Video link',
      'Post time',
      'Views in the last 7 days',
      'Total views',
      'Total likes',
      'Total comments',
      'Total shares',
    ];
    const { videos, problems } = await readBytes(
      'Content.csv',
      studioCsv(other, [
        ['"მეამბოხე" AI…', linkOf(seconds), 'September 4', 5, 100, 4, 3, 2],
        ['two\nlines', linkOf(seconds + 1), 'September 4', 5, 100, 4, 3, 2],
      ]),
    );
    expect(problems).toEqual([]);
    expect(videos.map(({ title, views, place }) => [title, views, place.row])).toEqual([
      ['"მეამბოხე" AI…', 100, 2],
      ['two\nlines', 100, 3],
    ]);
  });

  test('of Business Suite has times', async () => {
    const { videos, problems, files } = await readBytes(
      'Content.csv',
      'Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n' +
        `"A, title",${linkOf(seconds)},2025/09/03 18:08:07,100,4,3,2,--\n`,
    );
    expect(problems).toEqual([]);
    expect(files[0]!.format).toBe('business-suite-content');
    expect(videos).toEqual([
      expect.objectContaining({
        title: 'A, title',
        postedAt: new Date(seconds * 1000),
        views: 100,
        shares: 2,
      }),
    ]);
  });
});

describe('a row that cannot be read', () => {
  test('is a problem, and the others are read', async () => {
    const { days, problems, files } = await readBytes(
      'Overview.csv',
      studioCsv(OVERVIEW_HEADER, [
        ['April 12', '1,591', 7, 10, 1, 0],
        ['April 13', 1154, 1, 5, 0, 0],
        ['Smarch 14', 1, 1, 1, 1, 1],
        ['April 15', 1, 1, 1, 1],
        ['April 16', '9007199254740993', 1, 1, 1, 1],
        ['April 17', 310, 0, 2, 0, 0],
      ]),
    );
    expect(files[0]!.rows).toBe(6);
    expect(days.map(({ date }) => date)).toEqual(['2026-04-13', '2026-04-17']);
    expect(problems.map(({ scope, place, column, message }) => [scope, place.row, column, message])).toEqual([
      ['ROW', 2, 'Video Views', '“1,591” is no whole number written in digits alone.'],
      ['ROW', 4, 'Date', '“Smarch 14” is no day that can be read.'],
      ['ROW', 5, null, 'The row has 5 cells where the header has 6.'],
      ['ROW', 6, 'Video Views', '“9007199254740993” is too large to be a count.'],
    ]);
  });

  test('is one that says the same day again; none is read where they differ', async () => {
    const { days, problems } = await readBytes(
      'Overview.csv',
      studioCsv(OVERVIEW_HEADER, [
        ['April 12', 1, 0, 0, 0, 0],
        ['April 12', 1, 0, 0, 0, 0],
        ['April 13', 2, 0, 0, 0, 0],
        ['April 13', 3, 0, 0, 0, 0],
        ['April 14', 4, 0, 0, 0, 0],
      ]),
    );
    expect(days.map(({ date, place }) => [date, place.row])).toEqual([
      ['2026-04-12', 2],
      ['2026-04-14', 6],
    ]);
    expect(problems.map(({ place, message }) => [place.row, message])).toEqual([
      [3, 'The row repeats row 2.'],
      [4, 'Row 5 says something else about the same day; neither is read.'],
      [5, 'Row 4 says something else about the same day; neither is read.'],
    ]);
  });

  test('is found quickly among very many that say the same', async () => {
    const rows = Array.from({ length: 19_999 }, (_, index) => ['April 12', index === 0 ? 2 : 1, 0, 0, 0, 0]);
    const { days, problems } = await readBytes('Overview.csv', studioCsv(OVERVIEW_HEADER, rows));
    expect(days).toEqual([]);
    expect(problems).toHaveLength(19_999);
  });

  test('ends the table where a quotation mark is not closed', async () => {
    const { days, problems } = await readBytes(
      'Overview.csv',
      studioCsv(OVERVIEW_HEADER, [['April 12', 1, 0, 0, 0, 0]]) + '\n"April 13","2","',
    );
    expect(days).toHaveLength(1);
    expect(problems).toEqual([
      expect.objectContaining({ scope: 'ROW', place: { fileName: 'Overview.csv', row: 3 } }),
    ]);
  });
});

test('a column that nobody knows is told and left out', async () => {
  const { days, problems } = await readBytes(
    'Overview.csv',
    studioCsv([...OVERVIEW_HEADER, 'Reposts'], [['April 12', 1, 0, 0, 0, 0, 9]]),
  );
  expect(days).toHaveLength(1);
  expect(problems).toEqual([expect.objectContaining({ scope: 'COLUMN', column: 'Reposts' })]);
});

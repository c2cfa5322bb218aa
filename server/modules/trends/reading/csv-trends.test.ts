import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from '@jest/globals';
import { ImportUnreadableError } from '../../imports/import.errors.ts';
import { readTrendPath, readTrends } from './trend-reading-test-kit.ts';

const US = { region: 'US' };
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a table of hashtags', () => {
  test('has one observation a row; total_views count all there ever were', async () => {
    const text = [
      'date,endpoint,position,challenge_id,hashtag,total_views',
      '2022-03-24,t,1,1609608533592069,Puppies,7000000000',
      '2022-03-25,t,2,1609608533592069,Puppies,7100000000',
    ].join('\n');
    const { lists, sightings, problems } = await readTrends('list.csv', text, US);
    expect(lists).toMatchObject([{ format: 'csv-trends', takenOn: null }]);
    const said = {
      kind: 'HASHTAG',
      name: 'Puppies',
      tikTokId: '1609608533592069',
      region: 'US',
      measure: 'LIFETIME',
    };
    expect(sightings).toMatchObject([
      { ...said, capturedAt: day('2022-03-24'), rank: 1, views: 7_000_000_000n, posts: null },
      { ...said, capturedAt: day('2022-03-25'), rank: 2, views: 7_100_000_000n, posts: null },
    ]);
    expect(problems).toEqual([
      { scope: 'COLUMN', row: 1, column: 'endpoint', message: 'This column is not known and was left out.' },
    ]);
  });

  test('counts the days of a window under the names that Creative Center gives', async () => {
    const text =
      'Captured;Rank;Name;Country;Industry;Video Views;Publish Cnt\n2026-10-01T10:30:00+02:00;1;#Tag;fr;14000000000;20;3';
    const { sightings } = await readTrends('list.csv', text);
    expect(sightings).toEqual([
      {
        kind: 'HASHTAG',
        name: 'Tag',
        tikTokId: null,
        region: 'FR',
        category: 'Beauty & Personal Care',
        capturedAt: new Date('2026-10-01T08:30:00Z'),
        rank: 1,
        views: 20n,
        posts: 3n,
        measure: 'WINDOW',
        curve: null,
      },
    ]);
  });

  test('without dates is of the day that one says', async () => {
    const { lists, sightings } = await readTrends('list.csv', 'rank,hashtag\n1,tag', {
      ...US,
      capturedOn: '2026-10-01',
    });
    expect(lists).toMatchObject([{ takenOn: '2026-10-01' }]);
    expect(sightings).toMatchObject([{ capturedAt: day('2026-10-01') }]);
  });

  test('loses the rows that say no figure, and no others', async () => {
    const bad = [
      ['2026-10-01,1,tag,NaN5', 'views'],
      ['2026-10-01,1,tag,-5', 'views'],
      ['2026-10-01,1,tag,1.5', 'views'],
      ['2026-10-01,1,tag,1e400', 'views'],
      ['2026-10-01,1,tag,1.2M', 'views'],
      ['2026-10-01,1,tag,99999999999999999999', 'views'],
      ['2026-10-01,0,tag,5', 'rank'],
      ['2026-10-01,1,two words,5', 'hashtag'],
      ['2026-10-01,1,,5', 'hashtag'],
      ['2026-02-30,1,tag,5', 'date'],
      ['10/01/2026,1,tag,5', 'date'],
      ['2026-11-23,1,tag,5', 'date'],
      ['2010-01-01,1,tag,5', 'date'],
      [',1,tag,5', 'date'],
    ] as const;
    const text = ['date,rank,hashtag,views', '2026-10-01,1,good,5', ...bad.map(([row]) => row)].join('\n');
    const { sightings, problems } = await readTrends('list.csv', text, US);
    expect(sightings.map(({ name }) => name)).toEqual(['good']);
    expect(problems.map(({ row, column, scope }) => ({ row, column, scope }))).toEqual(
      bad.map(([, column], index) => ({ row: index + 3, column, scope: 'ROW' })),
    );
  });

  test('names countries by ISO 3166-1', async () => {
    const { sightings, problems } = await readTrends(
      'list.csv',
      'hashtag,region\na,US\nb,gb\nc,UK\nd,United States\ne,ALL\nf,',
      { region: 'CH' },
    );
    expect(sightings.map(({ name, region }) => [name, region])).toEqual([
      ['a', 'US'],
      ['b', 'GB'],
      ['e', null],
      ['f', 'CH'],
    ]);
    expect(problems.map(({ row }) => row)).toEqual([4, 5]);
  });
});

describe('a table of sounds', () => {
  test('keeps every digit of their ids', async () => {
    const text =
      'date,position,music_id,title,author,posts\n2022-03-24,1,6795407744489752577,"A ""Cloud"", Away",X,400900';
    const { sightings } = await readTrends('list.csv', text, US);
    expect(sightings).toMatchObject([
      {
        kind: 'SOUND',
        name: 'A "Cloud", Away',
        tikTokId: '6795407744489752577',
        posts: 400_900n,
        views: null,
        measure: 'LIFETIME',
      },
    ]);
  });

  test('loses a row without an id', async () => {
    const { sightings, problems } = await readTrends('list.csv', 'id,title\n,A\n7.0E+18,B\n7,C', US);
    expect(sightings.map(({ name }) => name)).toEqual(['C']);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'id'],
      [3, 'id'],
    ]);
  });
});

describe('what is no list of trends', () => {
  test.each([
    [
      'creators',
      'date,endpoint,position,creator,verified,followers,total_likes\n2022-03-24,t,1,c,True,1,2',
      'holds creators',
    ],
    ['videos', 'item_id,title,region\n1,A,US', 'holds videos'],
    ['sounds without ids', 'rank,title\n1,A', 'without their ids'],
    ['another table', 'a,b\n1,2', 'no table of hashtags or sounds'],
    ['two columns for one', 'hashtag,views,total_views\na,1,2', 'say the same'],
    ['nothing', '', 'empty'],
  ])('is refused: %s', async (_name, text, message) => {
    const reading = readTrends('list.csv', text);
    await expect(reading).rejects.toThrow(ImportUnreadableError);
    await expect(reading).rejects.toThrow(message);
  });
});

/** Real lists, one observation a row; they may not be handed on. */
const folder = process.env['CREATORGRAPH_TRENDS'];
const onReal = folder !== undefined && existsSync(folder) ? describe : describe.skip;

onReal('real lists of 2022', () => {
  test.each([
    ['hashtags_daily.csv', 'HASHTAG', 4_350],
    ['music_daily.csv', 'SOUND', 4_289],
  ])('%s is read whole', async (name, kind, rows) => {
    const { sightings, problems } = await readTrendPath(join(folder!, name), name, US);
    expect(problems.filter(({ scope }) => scope === 'ROW')).toEqual([]);
    expect(sightings).toHaveLength(rows);
    const odd = sightings.filter(
      (each) =>
        each.kind !== kind || each.measure !== 'LIFETIME' || each.tikTokId === null || each.rank === null,
    );
    expect(odd).toEqual([]);
  });
});

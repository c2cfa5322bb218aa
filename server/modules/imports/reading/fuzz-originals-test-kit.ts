import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, type Random } from './fuzz-random-test-kit.ts';
import { OVERVIEW_HEADER } from './reading-test-kit.ts';

/** What a file says, by what its records are about: a date, a date and hour, a video, a time, a part of the audience. */
export type Truth = Map<string, Record<string, number>>;

/** A file that is whole, and what it says. */
export interface Original {
  name: string;
  truth: Truth;
  content: TableContent | JsonContent | WorkbookContent;
}

export interface TableContent {
  kind: 'table';
  grid: string[][];
  /** Studio quotes every field; Business Suite none that need not be. */
  isQuoted: boolean;
}

export interface JsonContent {
  kind: 'json';
  text: string;
}

/** A workbook that somebody else packed. */
export interface WorkbookContent {
  kind: 'workbook';
  bytes: Uint8Array;
}

const DAY_MS = 86_400_000;
/** No download is later, so that today dates all of them. */
export const LAST_DAY = '2026-09-18';
const FIELD_BY_COLUMN: Record<string, string> = {
  'Video Views': 'views',
  'Profile Views': 'profileViews',
  Likes: 'likes',
  Comments: 'comments',
  Shares: 'shares',
  Followers: 'followers',
};

/** Files of every shape that is read, made of figures that differ from one another. */
export function makeOriginals(): Original[] {
  const random = createRandom(7);
  return [
    overview('Overview.csv', random, 'en-US', 7, []),
    overview('Overview.csv', random, 'es', 28, ['New followers']),
    overview('Overview.csv', random, 'ja', 60, []),
    followerHistory(random, 364),
    viewers(random, 28),
    followerActivity(random),
    audience('Gender', ['Male', 'Female', 'Other'], 'GENDER'),
    audience('Top territories', ['US', 'FR', 'SE', 'JP', 'Others'], 'TERRITORY'),
    studioContent(random),
    businessOverview(random),
    businessContent(random),
    dataExport(random, 'A'),
    dataExport(random, 'B'),
    dataExport(random, 'C'),
  ];
}

/**
 * Tables of TikTok Studio from a folder of real ones: CSV in English or Spanish, of 2026, and workbooks that say the same as the
 * CSV file of the same name.
 */
export async function readOriginals(folder: string): Promise<Original[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
  const tables = await Promise.all(names.map((name) => readTableOriginal(folder, name)));
  const workbooks = tables.map(async ({ name, truth }): Promise<Original[]> => {
    const workbook = name.replace(/csv$/, 'xlsx');
    if (!existsSync(join(folder, workbook))) return [];
    return [
      { name: workbook, truth, content: { kind: 'workbook', bytes: await readFile(join(folder, workbook)) } },
    ];
  });
  return [...tables, ...(await Promise.all(workbooks)).flat()];
}

async function readTableOriginal(folder: string, name: string): Promise<Original> {
  const text = (await readFile(join(folder, name), 'utf8')).replace(/^\uFEFF/, '');
  const grid = text.split('\n').map((line) => JSON.parse(`[${line}]`) as string[]);
  return { name, truth: truthOf(grid), content: { kind: 'table', grid, isQuoted: true } };
}

/** The figures of a table of days, read by nothing but a list of months. */
function truthOf([header, ...rows]: string[][]): Truth {
  return new Map(
    rows.map(([day, ...cells]) => {
      const figures = header!.slice(1).flatMap((column, index) => {
        const field = FIELD_BY_COLUMN[column];
        return field === undefined ? [] : [[field, Number(cells[index])] as const];
      });
      return [isoDay(day!), Object.fromEntries(figures)];
    }),
  );
}

const MONTHS: Record<string, string> = {
  March: '03',
  marzo: '03',
  April: '04',
  August: '08',
  September: '09',
};

function isoDay(day: string): string {
  const month = Object.keys(MONTHS).find((name) => day.includes(name))!;
  return `2026-${MONTHS[month]!}-${/\d+/.exec(day)![0].padStart(2, '0')}`;
}

/** Days before `LAST_DAY`, oldest first. */
function days(count: number): Date[] {
  const end = Date.parse(LAST_DAY);
  return Array.from({ length: count }, (_, index) => new Date(end - (count - index) * DAY_MS));
}

function print(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(date);
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** A number that no other cell has, so that one in the wrong place is noticed. */
function uniqueFigures(random: Random): () => number {
  const seen = new Set<number>();
  return () => {
    for (;;) {
      const figure = 100 + random.below(900_000);
      if (seen.has(figure)) continue;
      seen.add(figure);
      return random.below(12) === 0 ? -figure : figure;
    }
  };
}

function table(
  name: string,
  header: string[],
  rows: { key: string; start: string[]; fields: (string | null)[]; isNegative?: boolean }[],
  random: Random,
  isQuoted = true,
): Original {
  const next = uniqueFigures(random);
  const truth: Truth = new Map();
  const grid = rows.map(({ key, start, fields, isNegative = true }) => {
    const figures: Record<string, number> = {};
    const cells = fields.map((field) => {
      if (random.below(15) === 0) return isQuoted ? 'undefined' : '--';
      const figure = isNegative ? next() : Math.abs(next());
      if (field !== null) figures[field] = figure;
      return String(figure);
    });
    truth.set(key, figures);
    return [...start, ...cells];
  });
  return { name, truth, content: { kind: 'table', grid: [header, ...grid], isQuoted } };
}

function overview(name: string, random: Random, language: string, count: number, more: string[]): Original {
  const fields = [
    'views',
    'profileViews',
    'likes',
    'comments',
    'shares',
    ...more.map(() => 'followersGained'),
  ];
  const rows = days(count).map((date) => ({ key: iso(date), start: [print(date, language)], fields }));
  return table(name, [...OVERVIEW_HEADER, ...more], rows, random);
}

function followerHistory(random: Random, count: number): Original {
  const header = ['Date', 'Followers', 'Difference in followers from previous day'];
  const rows = days(count).map((date) => ({
    key: iso(date),
    start: [print(date, 'en-US')],
    fields: ['followers', null],
    isNegative: false,
  }));
  return table('FollowerHistory.csv', header, rows, random);
}

function viewers(random: Random, count: number): Original {
  const header = ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'];
  const rows = days(count).map((date) => ({
    key: iso(date),
    start: [print(date, 'ru')],
    fields: ['viewers', null, null],
    isNegative: false,
  }));
  return table('Viewers.csv', header, rows, random);
}

function followerActivity(random: Random): Original {
  const rows = days(7).flatMap((date) =>
    Array.from({ length: 24 }, (_, hour) => ({
      key: `${iso(date)} ${hour}`,
      start: [print(date, 'fr'), String(hour)],
      fields: ['activeFollowers'],
      isNegative: false,
    })),
  );
  return table('FollowerActivity.csv', ['Date', 'Hour', 'Active followers'], rows, random);
}

function audience(column: string, labels: string[], dimension: string): Original {
  const shares = labels.map((_, index) => (index + 1) / 100);
  const grid = labels.map((label, index) => [label, String(shares[index])]);
  return {
    name: `${column}.csv`,
    truth: new Map(labels.map((label, index) => [`${dimension} ${label}`, { share: shares[index]! }])),
    content: { kind: 'table', grid: [[column, 'Distribution'], ...grid], isQuoted: true },
  };
}

/** Ids of videos posted on days before the last. */
function videos(random: Random, count: number): { id: string; date: Date }[] {
  return days(count).map((date) => {
    const seconds = BigInt(date.getTime() / 1000 + 36_000 + random.below(3_600));
    return { id: ((seconds << 32n) | BigInt(random.below(2 ** 31))).toString(), date };
  });
}

function studioContent(random: Random): Original {
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
  const rows = videos(random, 13).map(({ id, date }) => ({
    key: id,
    start: ['all time', 'A title', `https://www.tiktok.com/@some.handle/video/${id}`, print(date, 'en-US')],
    fields: ['likes', 'comments', 'shares', 'views'],
    isNegative: false,
  }));
  return table('Content.csv', header, rows, random);
}

function businessOverview(random: Random): Original {
  const header = [
    'Date',
    'Video views',
    'Reached audience',
    'Profile views',
    'Likes',
    'Shares',
    'Comments',
    'Phone number clicks ',
    'Net growth',
  ];
  const fields = ['views', 'viewers', 'profileViews', 'likes', 'shares', 'comments', null, 'followersGained'];
  const rows = days(31).map((date) => ({
    key: iso(date),
    start: [iso(date).replaceAll('-', '/')],
    fields,
    isNegative: false,
  }));
  return table('Overview.csv', header, rows, random, false);
}

function businessContent(random: Random): Original {
  const header = [
    'Video title',
    'Video link',
    'Post time',
    'Video views',
    'Likes',
    'Comments',
    'Shares',
    'Add to Favorites',
  ];
  const rows = videos(random, 20).map(({ id, date }) => ({
    key: id,
    start: [
      'A title',
      `https://www.tiktok.com/@some.handle/video/${id}`,
      `${iso(date).replaceAll('-', '/')} 10:19:10`,
    ],
    fields: ['views', 'likes', 'comments', 'shares', null],
    isNegative: false,
  }));
  return table('Content.csv', header, rows, random, false);
}

function dataExport(random: Random, generation: 'A' | 'B' | 'C'): Original {
  const next = uniqueFigures(random);
  const truth: Truth = new Map();
  const posts = days(40).map((date, index) => {
    const time = new Date(date.getTime() + index * 1000).toISOString();
    const likes = Math.abs(next());
    truth.set(time, { likes });
    return {
      Date: time.slice(0, 19).replace('T', ' '),
      Link: 'https://v16.tiktokcdn.com/x',
      Likes: String(likes),
      Title: 'N/A',
    };
  });
  const profile = {
    ProfileMap: { userName: 'some.handle', followerCount: '1234567', emailAddress: 'a@example.com' },
  };
  truth.set('PROFILE', { followers: 1_234_567 });
  const list = { VideoList: posts };
  const documents = {
    A: {
      Activity: { 'Like List': null },
      Profile: { 'Profile Information': profile },
      Video: { Videos: list },
    },
    B: { Post: { Posts: list }, Profile: { 'Profile Info': profile }, 'Your Activity': { Follower: [] } },
    C: { Post: { Posts: list }, 'Profile And Settings': { 'Profile Info': profile }, 'Your Activity': {} },
  };
  const text = JSON.stringify(documents[generation], null, generation === 'A' ? 2 : 0);
  return { name: 'user_data_tiktok.json', truth, content: { kind: 'json', text } };
}

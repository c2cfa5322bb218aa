import { createRandom, normal, type Random, uniform } from '../world/random.ts';
import { CATEGORIES, GENRES, HASHTAG_GIANTS, nameOfHashtag, nameOfSong, SONG_GIANTS } from './trend.names.ts';

const DAY_MS = 86_400_000;
const WAVES_A_WEEK = 7;
/** A wave that is older has too few views to be listed. */
const OLDEST_WEEKS = 16;
/** Sparse counts are not listed. */
const FLOOR_VIEWS = 1_500;

export type TrendSort = 'hashtag' | 'song';

/** A hashtag or song in one region, whose figures of a day depend on nothing but the seed, the region and the day. */
export interface SandboxTrend {
  /** 19 digits: the same in every region. */
  id: string;
  name: string;
  /** One of CATEGORIES for a hashtag, of GENRES for a song. */
  category: string;
  /** Views of a whole UTC day, numbered from 1 January 1970; 0 before it began. */
  viewsOn: (day: number) => number;
  /** Posts of that day. */
  postsOn: (day: number) => number;
  /** Of all regions and days until the end of `day`. */
  lifetimeViews: (day: number) => number;
  lifetimePosts: (day: number) => number;
}

export interface TrendWorld {
  /** What has views in the `days` days until `day`, whose end is included; most views first. */
  top(sort: TrendSort, region: string, day: number, days: number): RankedTrend[];
  /** The hashtag of that name; undefined where nobody in the region uses it in the 180 days until `day`. */
  hashtag(name: string, region: string, day: number): SandboxTrend | undefined;
}

export interface RankedTrend {
  trend: SandboxTrend;
  views: number;
}

/** Day number of an instant in Unix milliseconds. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY_MS);
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Trends as they come and go: some giants that are always there and lead nowhere, and each week new waves that rise
 * within days, peak and fade over weeks, in each region at its own time and height.
 */
export function createTrendWorld(seed: string): TrendWorld {
  // Days are asked for again and again, and each costs a digest.
  const remembered = new Map<string, SandboxTrend | undefined>();
  const remember = (key: string, make: () => SandboxTrend | undefined): SandboxTrend | undefined => {
    if (!remembered.has(key)) remembered.set(key, make());
    return remembered.get(key);
  };
  const giants = (sort: TrendSort, region: string): SandboxTrend[] =>
    (sort === 'hashtag' ? HASHTAG_GIANTS : SONG_GIANTS)
      .map((name, index) =>
        remember(`${sort} ${region} ${name}`, () => giant(seed, sort, region, name, index)),
      )
      .filter((trend) => trend !== undefined);
  const waves = (sort: TrendSort, region: string, day: number): SandboxTrend[] => {
    const week = Math.floor(day / 7);
    const found: SandboxTrend[] = [];
    for (let born = week - OLDEST_WEEKS; born <= week; born += 1) {
      for (let turn = 0; turn < WAVES_A_WEEK; turn += 1) {
        const number = born * WAVES_A_WEEK + turn;
        const trend = remember(`${sort} ${region} ${number}`, () => wave(seed, sort, region, number));
        if (trend !== undefined) found.push(trend);
      }
    }
    return found;
  };
  return {
    top(sort, region, day, days) {
      return [...giants(sort, region), ...waves(sort, region, day)]
        .map((trend) => ({ trend, views: sumOf(day, days, (each) => trend.viewsOn(each)) }))
        .filter(({ views }) => views > FLOOR_VIEWS * days)
        .sort((a, b) => b.views - a.views || (a.trend.id < b.trend.id ? -1 : 1));
    },
    hashtag: (name, region, day) =>
      [...giants('hashtag', region), ...waves('hashtag', region, day)].find((trend) => trend.name === name),
  };
}

/** Of the `days` days that end with `day`. */
export function sumOf(day: number, days: number, figure: (day: number) => number): number {
  let sum = 0;
  for (let each = day - days + 1; each <= day; each += 1) sum += figure(each);
  return sum;
}

/** Steady but for the weekend and chance. */
function giant(seed: string, sort: TrendSort, region: string, name: string, index: number): SandboxTrend {
  const random = createRandom(seed, 'giant', sort, region, name);
  const level = 2.4e8 * 0.72 ** index * uniform(random, 0.7, 1.4);
  const viewsPerPost = uniform(random, 900, 3_000);
  const viewsOn = onceADay((day) => {
    const weekend = day % 7 === 2 || day % 7 === 3 ? 1.12 : 1;
    return Math.round(level * weekend * chance(seed, sort, region, name, day, 0.04));
  });
  return {
    id: idOf(seed, sort, name),
    name,
    category: categoryOf(seed, sort, name),
    viewsOn,
    postsOn: (day) => Math.round(viewsOn(day) / viewsPerPost),
    // It has been there for years; the sum of its days would take as long to make.
    lifetimeViews: (day) => Math.round(level * 9 * (day - 17_500)),
    lifetimePosts: (day) => Math.round((level * 9 * (day - 17_500)) / viewsPerPost),
  };
}

/** Rises as a logistic curve and fades by halves; undefined where it does not reach the region. */
function wave(seed: string, sort: TrendSort, region: string, number: number): SandboxTrend | undefined {
  const everywhere = createRandom(seed, 'wave', sort, number);
  const here = createRandom(seed, 'wave', sort, region, number);
  if (here() < 0.25) return undefined;
  const name = sort === 'hashtag' ? nameOfHashtag(number) : nameOfSong(number);
  const life = lifeOf(everywhere);
  const begins = Math.floor(number / WAVES_A_WEEK) * 7 + Math.floor(uniform(here, 0, 9));
  const peakViews = 10 ** uniform(everywhere, 4.6, 7.9) * uniform(here, 0.4, 1.6);
  const viewsPerPost = uniform(everywhere, 250, 2_500);
  const viewsOn = onceADay((day) => {
    const age = day - begins;
    if (age < 0) return 0;
    const expected = peakViews * life.shapeAt(age);
    return Math.round(expected * chance(seed, sort, region, name, day, 0.09));
  });
  const postsOn = (day: number): number => Math.round(viewsOn(day) / viewsPerPost);
  const age = (day: number): number => Math.max(0, day - begins + 1);
  return {
    id: idOf(seed, sort, name),
    name,
    category: categoryOf(seed, sort, name),
    viewsOn,
    postsOn,
    lifetimeViews: (day) => 14 * sumOf(day, age(day), viewsOn),
    lifetimePosts: (day) => 14 * sumOf(day, age(day), postsOn),
  };
}

function onceADay(figure: (day: number) => number): (day: number) => number {
  const known = new Map<number, number>();
  return (day) => {
    const value = known.get(day) ?? figure(day);
    known.set(day, value);
    return value;
  };
}

/** 1 at its peak. */
function lifeOf(random: Random): { shapeAt(age: number): number } {
  const peakAge = uniform(random, 6, 26);
  const steepness = uniform(random, 0.35, 0.9);
  const halfLife = uniform(random, 4, 18);
  return {
    shapeAt: (age) =>
      age < peakAge ? 2 / (1 + Math.exp(-steepness * (age - peakAge))) : 0.5 ** ((age - peakAge) / halfLife),
  };
}

/** What a day has by chance: the same whoever asks, and whenever. */
function chance(
  seed: string,
  sort: TrendSort,
  region: string,
  name: string,
  day: number,
  spread: number,
): number {
  return Math.exp(spread * normal(createRandom(seed, 'day', sort, region, name, day)));
}

/** 19 digits, above 2^53. */
function idOf(seed: string, sort: TrendSort, name: string): string {
  const random = createRandom(seed, 'id', sort, name);
  const digits = (): string => String(Math.floor(random() * 1e9)).padStart(9, '0');
  return `7${digits()}${digits()}`;
}

function categoryOf(seed: string, sort: TrendSort, name: string): string {
  const all = sort === 'hashtag' ? CATEGORIES : GENRES;
  return all[Math.floor(createRandom(seed, 'category', sort, name)() * all.length)] ?? '';
}
